"""The managers' page in words: tiles with their definitions, tables whose numbers are links, the trend as bars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import User
from cases.due import due_word, start_of_week
from cases.kinds import get_kind
from cases.models import Task
from cases.presenters.case_list import case_list_address
from cases.presenters.words import full_date, person, plural, short_date
from cases.queries.case_list import NOBODY, CaseFilter
from components.paging import with_query
from reports.figures import (
    CLOSED,
    IDLE,
    KIND_COLUMNS,
    NEW,
    OPEN,
    OVERDUE,
    SOON,
    UNALLOCATED,
    OfficerFigures,
    WeekFigures,
    kind_filters,
    officer_filters,
    tile_filters,
    week_filters,
)

LABELS = {
    OPEN: "Open",
    NEW: "New this week",
    CLOSED: "Closed this week",
    OVERDUE: "Overdue",
    SOON: "Due in two days",
    UNALLOCATED: "Unallocated",
    IDLE: "No next action",
}
_SHAPES = {OVERDUE: "overdue", SOON: "attention", UNALLOCATED: "waiting", IDLE: "waiting"}
OFFICER_COLUMNS = (
    ("Officer", "name"),
    ("Open", OPEN),
    ("Overdue", OVERDUE),
    ("Due in two days", SOON),
    ("Oldest open case", "oldest"),
    ("Open tasks", "tasks"),
    ("Overdue tasks", "late_tasks"),
)
DEFAULT_SORT = f"-{OVERDUE}"


def definitions(as_of: date, soon_until: date) -> dict[str, str]:
    """What each number counts, in words."""
    monday = full_date(start_of_week(as_of))
    return {
        OPEN: "Cases that are not closed.",
        NEW: f"Opened since {monday}, open or closed now.",
        CLOSED: f"Closed since {monday}.",
        OVERDUE: "Open cases with a date of the council’s that has passed or cannot be worked out. "
        "What others must do is not counted.",
        SOON: f"Open cases with a date of the council’s from today to {full_date(soon_until)}: two working days.",
        UNALLOCATED: "Open cases that nobody owns.",
        IDLE: "Open cases with no date of the council’s, late or still to come, and no open task.",
    }


def present_tiles(figures: Mapping[str, int], as_of: date, soon_until: date) -> list[dict[str, Any]]:
    """The values of components/tiles.html; each opens exactly the cases that it counts."""
    words = definitions(as_of, soon_until)
    return [
        {
            "label": LABELS[name],
            "count": figures[name],
            "url": case_list_address(wanted),
            "kind": _SHAPES.get(name),
            "note": words[name],
        }
        for name, wanted in tile_filters(as_of).items()
    ]


def number(count: int, address: str) -> dict[str, Any]:
    """A cell with a number that opens what it counts; nothing is plain text."""
    return {"text": f"{count:,}", "url": address if count else "", "numeric": True}


def known_sort(text: str) -> str:
    """The order of the table by officer that the address asks for, when there is one of that name."""
    return text if text.removeprefix("-") in dict(OFFICER_COLUMNS).values() else DEFAULT_SORT


def present_officers(figures: Sequence[OfficerFigures], sort: str) -> dict[str, Any]:
    """The table by officer, sorted; equal ones by name, those that nobody owns before everybody."""
    key = sort.removeprefix("-")
    in_order = sorted(figures, key=lambda row: _sort_value(row, key), reverse=sort.startswith("-"))
    return {
        "columns": [{"label": label, "key": code, "numeric": code != "name"} for label, code in OFFICER_COLUMNS],
        "rows": [{"cells": _officer_cells(row)} for row in in_order],
    }


def _sort_value(row: OfficerFigures, key: str) -> Any:
    if key == "name":
        return row.person.name.casefold() if row.person else ""
    if key == "tasks":
        return row.tasks
    if key == "late_tasks":
        return row.late_tasks
    if key == "oldest":
        # Who has no open case comes after the newest one.
        return -1 if row.days is None else row.days
    return row.counts[key]


def _officer_cells(row: OfficerFigures) -> list[dict[str, Any]]:
    filters = officer_filters(row.person)
    owner = str(row.person.uuid) if row.person else NOBODY
    has_left = row.person is not None and not row.person.is_active
    return [
        {
            "text": person(row.person, "Unallocated"),
            "is_heading": True,
            "note": "Cannot sign in any more" if has_left else "",
        },
        *(number(row.counts[name], case_list_address(filters[name])) for name in (OPEN, OVERDUE, SOON)),
        _oldest(row),
        number(row.tasks, reverse("manage_tasks") + with_query({"owner": owner})),
        number(row.late_tasks, reverse("manage_tasks") + with_query({"owner": owner, "state": OVERDUE})),
    ]


def _oldest(row: OfficerFigures) -> dict[str, Any]:
    if row.oldest is None or row.days is None:
        return {"text": "None", "numeric": True}
    return {
        "text": plural(row.days, "day", "days"),
        "url": reverse("case", args=[row.oldest.reference]),
        "note": row.oldest.reference,
        "numeric": True,
    }


def present_kinds(figures: Mapping[str, Mapping[str, int]], as_of: date) -> dict[str, Any]:
    """The table by kind of case."""
    columns = [{"label": "Kind"}, *({"label": LABELS[name], "numeric": True} for name in KIND_COLUMNS)]
    return {"columns": columns, "rows": [_kind_row(kind, counts, as_of) for kind, counts in figures.items()]}


def _kind_row(kind: str, counts: Mapping[str, int], as_of: date) -> dict[str, Any]:
    filters = kind_filters(kind, as_of)
    numbers = [number(counts[name], case_list_address(each)) for name, each in filters.items()]
    return {"cells": [{"text": get_kind(kind).label, "is_heading": True}, *numbers]}


def present_weeks(figures: Sequence[WeekFigures]) -> dict[str, Any]:
    """The data table of the trend, the latest week first."""
    return {
        "columns": [{"label": "Week"}, {"label": "Opened", "numeric": True}, {"label": "Closed", "numeric": True}],
        "rows": [
            {
                "cells": [
                    {"text": f"{short_date(week.monday)} to {short_date(week.sunday)}", "is_heading": True},
                    number(week.opened, _week_address(week, "opened")),
                    number(week.closed, _week_address(week, "closed")),
                ]
            }
            for week in reversed(figures)
        ],
    }


def _week_address(week: WeekFigures, name: str) -> str:
    return case_list_address(week_filters(week.monday, week.sunday)[name])


CHART_HEIGHT, BAR, WEEK_WIDTH = 120, 26, 80


def present_chart(figures: Sequence[WeekFigures]) -> dict[str, Any]:
    """The trend as bars, drawn by reports/_trend.html: of the highest number, CHART_HEIGHT is the whole height."""
    highest = max([1, *(max(week.opened, week.closed) for week in figures)])
    opened, closed = sum(week.opened for week in figures), sum(week.closed for week in figures)
    return {
        "width": WEEK_WIDTH * len(figures),
        "height": CHART_HEIGHT + 44,
        "base": CHART_HEIGHT + 20,
        "label_at": CHART_HEIGHT + 38,
        "title": f"Cases opened and closed in the last {len(figures)} weeks",
        "description": f"{opened:,} opened and {closed:,} closed in all; the table below has the numbers of each week.",
        "weeks": [_bars(place, week, highest) for place, week in enumerate(figures)],
    }


def _bars(place: int, week: WeekFigures, highest: int) -> dict[str, Any]:
    left = place * WEEK_WIDTH + (WEEK_WIDTH - 2 * BAR) // 2
    bars = []
    for offset, count, is_opened in ((0, week.opened, True), (BAR, week.closed, False)):
        height = round(CHART_HEIGHT * count / highest)
        bars.append(
            {
                "x": left + offset,
                "y": CHART_HEIGHT + 20 - height,
                "height": height,
                "width": BAR - 2,
                "count": count,
                "middle": left + offset + BAR // 2 - 1,
                "count_at": CHART_HEIGHT + 15 - height,
                "is_opened": is_opened,
            }
        )
    return {
        "bars": bars,
        "label": f"{week.monday.day} {week.monday:%b}",
        "middle": place * WEEK_WIDTH + WEEK_WIDTH // 2,
    }


def present_tasks(tasks: Sequence[Task], as_of: date) -> dict[str, Any]:
    """The table of open tasks."""
    return {
        "columns": [{"label": label} for label in ("Task", "Due", "Case", "Child", "Whose")],
        "rows": [{"cells": _task_cells(task, as_of)} for task in tasks],
    }


def _task_cells(task: Task, as_of: date) -> list[dict[str, Any]]:
    text, kind = due_word(task.due_on, as_of)
    reference = task.case.reference
    return [
        {"text": task.title, "is_heading": True},
        {"date": task.due_on, "lozenge": {"text": text, "kind": kind}},
        {"text": reference, "url": reverse("case", args=[reference]) + "#tasks", "nowrap": True},
        {"text": task.case.child.full_name},
        {"text": person(task.owner, "Nobody yet")},
    ]


def tasks_title(owner: str, who: User | None, state: str = "") -> str:
    """“Open tasks of Ada Okafor”, “Overdue tasks that nobody has”, “Open tasks”."""
    tasks = f"{_task_word(state).capitalize()} tasks"
    if owner == NOBODY:
        return f"{tasks} that nobody has"
    return f"{tasks} of {who.name}" if who else tasks


def no_tasks_words(state: str) -> str:
    """“No open task”, “No overdue task”."""
    return f"No {_task_word(state)} task"


def _task_word(state: str) -> str:
    return "overdue" if state == OVERDUE else "open"


def allocating_address() -> str:
    """The list of all open cases, in which they are ticked and allocated."""
    return case_list_address(CaseFilter())
