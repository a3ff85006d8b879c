"""Presented sample values for each component. Every person and event in them is invented."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator

from components.calendar import Day, DayState, months
from components.gallery_forms import EveryField, FilterSample, refused_form

LONG_NAME = "Featherstonehaugh-Wolfeschlegelsteinhausenbergerdorff, Maximiliana Alexandrina Persephone"
RIGHT_TO_LEFT_NAME = "محمد عبد الرحمن، يوسف"
EMOJI_NAME = "Okonkwo-Ní Bhriain, Zoë 🌻"

LOZENGES = [
    ("Draft", "neutral"),
    ("Open", "active"),
    ("Completed", "done"),
    ("Waiting for the school", "waiting"),
    ("Due today", "attention"),
    ("Overdue by 2 school days", "overdue"),
    ("Restricted", "restricted"),
    ("EHC plan", "information"),
]


def context() -> dict[str, Any]:
    """Everything that templates/gallery/index.html shows."""
    return {
        "shell": shell(),
        "lozenges": [{"text": text, "kind": kind} for text, kind in LOZENGES],
        "dates": dates(),
        "empty_form": EveryField(),
        "refused_form": refused_form(),
        "filter_form": FilterSample(auto_id="filter_%s"),
        "pages": [Paginator(range(312), 25).page(number) for number in (1, 6, 13)],
        "table": table(),
        "chips": chips(),
        "children": children(),
        "timeline_entries": timeline_entries(),
        "summary_rows": summary_rows(),
        "work": work(),
        "tiles": tiles(),
        "tasks": tasks(),
        "files": files(),
        "stale_rows": stale_rows(),
        "day_six": day_six(),
        "governors": governors(),
        "steps": steps(),
        "tabs": tabs(),
        "neighbour": {"label": LONG_NAME, "url": "#case"},
        "alerts": ["information", "success", "warning", "error"],
        "hostile_names": [LONG_NAME, RIGHT_TO_LEFT_NAME, EMOJI_NAME, "Ng"],
    }


def shell() -> dict[str, Any]:
    """What a context processor gives every page."""
    labels = [
        ("My work", 14),
        ("Cases", None),
        ("Children", None),
        ("From schools", 3),
        ("Deadlines", None),
        ("Reports", None),
    ]
    return {
        "product": "OnRoll",
        "authority_name": "Coventry City Council",
        "brand_stylesheet_url": None,
        "demonstration": True,
        "navigation": [
            {"label": label, "url": f"#{label}", "count": count, "current": label == "Cases"} for label, count in labels
        ],
        "user_name": "A. Okafor",
        "sign_out_url": "#sign-out",
        "account_url": "#account",
        "search_url": "#search",
        "school_name": "Ashgrove Academy (invented)",
        "help_contact": "Education systems team, 024 7655 0100, 9am to 5pm on working days",
    }


def dates() -> list[dict[str, Any]]:
    """Dates with their words."""
    return [
        {"value": date(2026, 9, 18), "label": "Overdue by 2 school days", "kind": "overdue"},
        {"value": date(2026, 9, 22), "label": "Due today", "kind": "attention"},
        {"value": date(2026, 10, 6), "label": "Due in 10 school days", "kind": "neutral"},
        {"value": date(2026, 10, 6), "label": "Paused", "kind": "waiting"},
        {"value": None, "label": "Starts when the notice is recorded", "kind": "neutral"},
    ]


def table() -> dict[str, Any]:
    """A list of cases."""
    columns = [
        {"label": "Child", "key": "child"},
        {"label": "Reference", "key": "reference"},
        {"label": "State", "key": "state"},
        {"label": "Next date", "key": "next"},
        {"label": "Sessions", "key": "sessions", "numeric": True},
        {"label": "Owner", "key": "owner"},
    ]
    names = ["Hughes, Amira", "Lewis, Noah", LONG_NAME, RIGHT_TO_LEFT_NAME, EMOJI_NAME]
    rows: list[dict[str, Any]] = [
        {
            "cells": [
                {"text": name, "url": "#case", "note": "Year 9, Ashgrove Academy (invented)", "is_heading": True},
                {"text": f"EX-2026-{143 + number:04}", "nowrap": True},
                {"lozenge": {"text": LOZENGES[number][0], "kind": LOZENGES[number][1]}},
                {"date": date(2026, 9, 22), "lozenge": {"text": "Due today", "kind": "attention"}},
                {"text": 12 * number, "numeric": True},
                {"text": "A. Okafor", "nowrap": True},
            ]
        }
        for number, name in enumerate(names)
    ]
    rows.append(
        {
            "cells": [{"text": "Morgan, Ellis", "is_heading": True}],
            "restricted": "Ask S. Grant if you need this case.",
            "restricted_span": 5,
        }
    )
    return {"columns": columns, "rows": rows, "sort": "-next"}


def chips() -> list[dict[str, str]]:
    """Filters in force."""
    return [
        {"label": "Owner", "value": "Me", "remove_url": "#chip"},
        {"label": "State", "value": "Open", "remove_url": "#chip"},
        {"label": "School", "value": "Ashgrove Academy (invented)", "remove_url": "#chip"},
    ]


def children() -> list[dict[str, Any]]:
    """Identity bars: full, hostile, bare."""
    return [
        {
            "name": "Hughes, Amira",
            "url": "#child",
            "born": "14 Mar 2013 (13)",
            "upn": "X331000114001",
            "school": "Ashgrove Academy (invented), Year 9",
            "flags": [
                {"text": "Permanently excluded", "kind": "overdue"},
                {"text": "EHC plan", "kind": "information"},
                {"text": "Social worker: child in need", "kind": "information"},
            ],
            "warning": "Do not share it with J. Hughes.",
            "education": "nothing since Wednesday 16 September (4 school days)",
        },
        {
            "name": LONG_NAME,
            "url": "#child",
            "born": "1 Jan 2010 (16)",
            "upn": "X331000114002",
            "school": "Not on a roll",
        },
        {"name": RIGHT_TO_LEFT_NAME, "born": "date of birth not known"},
    ]


def timeline_entries() -> list[dict[str, Any]]:
    """A timeline with and without times."""
    return [
        {
            "heading": "Telephone call with mother",
            "by": "A. Okafor",
            "happened": "Tuesday 22 September 2026, 09:12",
            "happened_iso": "2026-09-22T09:12+01:00",
            "recorded": "22 September, 09:31",
            "body": "Mother says that Amira will go to the tuition centre tomorrow.\n\nShe would like a bus pass.",
            "lozenge": {"text": "Note", "kind": "neutral"},
        },
        {
            "heading": "The governors were told",
            "by": EMOJI_NAME,
            "happened": "Wednesday 16 September 2026",
            "happened_iso": "2026-09-16",
            "corrected": "Corrected on 17 September by S. Grant: the notice was sent on 16, not 15 September.",
        },
        {
            "heading": "The school reported a permanent exclusion",
            "url": "#submission",
            "by": "M. Shah, Ashgrove Academy (invented)",
            "happened": "Tuesday 15 September 2026, 10:52",
            "happened_iso": "2026-09-15T10:52+01:00",
        },
    ]


def summary_rows() -> list[dict[str, Any]]:
    """Facts of an exclusion."""
    return [
        {
            "key": "Kind",
            "value": "Permanent exclusion",
            "actions": [{"label": "Change", "url": "#change", "hidden": "the kind of exclusion"}],
        },
        {
            "key": "Excluded on",
            "value": "Tuesday 15 September 2026",
            "note": "Before afternoon school, so that day is day 1",
            "actions": [{"label": "Change", "url": "#change", "hidden": "the date"}],
        },
        {"key": "Social worker", "value": ""},
        {"key": "Address", "value": "1 Example Street\nCoventry\nCV1 1AA"},
        {"key": "Review", "lozenge": {"text": "Not asked for", "kind": "neutral"}},
    ]


def work() -> list[dict[str, Any]]:
    """What is due."""
    first = {
        "status": {"text": "Overdue", "kind": "overdue"},
        "date": "Fri 18 Sep",
        "what": "Tell the governors",
        "note": "The notice has not been recorded.",
        "child": "Hughes, Amira",
        "detail": "Year 9, Ashgrove Academy (invented)",
        "url": "#case",
        "counted_url": "#counted",
    }
    return [
        first,
        {
            **first,
            "status": {"text": "Due today", "kind": "attention"},
            "date": "Tue 22 Sep",
            "what": "Day-six provision must start",
            "note": "No provider is booked.",
            "child": LONG_NAME,
        },
        {
            **first,
            "status": {"text": "Paused", "kind": "waiting"},
            "date": "was Thu 24 Sep",
            "what": "Reply to the parent",
            "note": "",
            "child": RIGHT_TO_LEFT_NAME,
        },
        {
            **first,
            "status": {"text": "In 10 days", "kind": "neutral"},
            "date": "Tue 6 Oct",
            "what": "Governors meet",
            "note": "The school arranges this.",
            "child": EMOJI_NAME,
        },
    ]


def tiles() -> list[dict[str, Any]]:
    """The numbers at the top of my work."""
    return [
        {"label": "Overdue", "count": 1, "url": "#overdue", "kind": "overdue"},
        {"label": "Due today", "count": 2, "url": "#today", "kind": "attention"},
        {"label": "Due this week", "count": 6, "url": "#week"},
        {"label": "New from schools", "count": 3, "url": "#new"},
        {"label": "Waiting for others", "count": 0, "url": "#waiting"},
        {"label": "Attendance", "count": None, "url": "#attendance", "note": "Cannot be counted just now"},
    ]


def tasks() -> list[dict[str, Any]]:
    """A school's long form."""
    return [
        {"label": "The pupil", "url": "#step", "status": {"text": "Completed", "kind": "done"}},
        {
            "label": "The exclusion",
            "url": "#step",
            "hint": "Dates and reason",
            "status": {"text": "Incomplete", "kind": "active"},
        },
        {"label": "Check and send", "status": {"text": "Cannot start yet", "kind": "neutral"}},
    ]


def files() -> list[dict[str, Any]]:
    """Files, one of them refused."""
    return [
        {
            "name": "letter-to-parents.pdf",
            "url": "#file",
            "kind": "PDF",
            "size": "240 kB",
            "added": "15 September 2026",
            "by": "M. Shah",
            "lozenge": {"text": "Checked for viruses", "kind": "done"},
        },
        {
            "name": f"{LONG_NAME}.docx".replace(" ", "_"),
            "kind": "Word",
            "size": "31 MB",
            "error": "This file is larger than 25 MB. Send a smaller one",
            "remove_name": "remove",
            "remove_value": "2",
        },
    ]


def stale_rows() -> list[dict[str, Any]]:
    """Two versions of an address."""
    return [
        {
            "name": "address",
            "label": "Address",
            "yours": "1 Example Street\nCoventry",
            "theirs": "2 Example Street\nCoventry",
            "is_different": True,
            "choice": "yours",
        },
        {"name": "telephone", "label": "Telephone", "yours": "", "theirs": "024 7655 0101", "is_different": True},
    ]


def day_six() -> dict[str, Any]:
    """The count to day six, in one month."""
    return {"about": "day-six provision for Amira Hughes", "months": months(_count(date(2026, 9, 15), 6, {}))}


def governors() -> dict[str, Any]:
    """A count of fifteen school days over two months, with an INSET day."""
    skipped = {date(2026, 9, 25): "INSET day", date(2026, 10, 1): "closed: flood"}
    return {"about": "governors’ meeting", "months": months(_count(date(2026, 9, 16), 15, skipped))}


def _count(start: date, length: int, skipped: dict[date, str]) -> list[Day]:
    """Sample days only: real counts come from the law's own modules."""
    days: list[Day] = []
    number, on = 0, start
    while number < length:
        reason = "weekend" if on.weekday() >= 5 else skipped.get(on, "")
        if reason:
            days.append(Day(on, DayState.SKIPPED, reason=reason, full_text=f"not counted: {reason}"))
        else:
            number += 1
            state = DayState.DUE if number == length else DayState.COUNTED
            spoken = f"school day {number}" + (", due" if number == length else "")
            days.append(
                Day(on, state, text=f"day {number}", reason="due" if number == length else "", full_text=spoken)
            )
        on += timedelta(days=1)
    return days


def steps() -> dict[str, Any]:
    """What may be done next."""
    return {
        "possible": [
            {"label": "Book day-six provision", "url": "#book", "is_main": True},
            {"label": "Record a notice", "url": "#notice"},
        ],
        "not_yet": [{"label": "Close the case", "reason": "The governors have not decided."}],
    }


def tabs() -> list[dict[str, Any]]:
    """The tabs of a child."""
    labels = [
        ("Overview", None),
        ("Cases", 2),
        ("Timeline", None),
        ("Attendance", None),
        ("Family", None),
        ("Documents", 11),
    ]
    return [
        {"label": label, "url": f"#{label}", "count": count, "current": label == "Overview"} for label, count in labels
    ]
