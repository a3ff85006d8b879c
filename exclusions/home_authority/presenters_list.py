"""The lists of shared exclusions in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from cases.due import due_word
from cases.models import Deadline
from exclusions.home_authority.lists import ELSEWHERE, HERE, SharedCase
from exclusions.home_authority.presenters import NOT_OWED, PANEL_UNKNOWN
from exclusions.rows import spelled

TITLES = {ELSEWHERE: "Our residents excluded elsewhere", HERE: "Other authorities’ children excluded here"}
EXPLAINED = {
    ELSEWHERE: "Open permanent exclusions by schools of another authority. Day six, where it is owed, is our duty and "
    "counts in our late figures; the panel is not.",
    HERE: "Open permanent exclusions of children whose home authority is another one, by schools of ours or reported "
    "to us. Day six, where it is owed, is that authority’s duty; it must be told without delay.",
}


def present_tabs(current: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    """The two tabs with the number of their rows."""
    address = reverse("exclusions_home_authority")
    return [
        {"label": label, "url": f"{address}?tab={tab}", "count": counts[tab], "current": tab == current}
        for tab, label in TITLES.items()
    ]


def present_shared(rows: Sequence[SharedCase], as_of: date) -> list[dict[str, Any]]:
    """The rows of the table."""
    return [_row(row, as_of) for row in rows]


def _row(row: SharedCase, as_of: date) -> dict[str, Any]:
    case, home = row.case, row.case.exclusion.home_authority
    return {
        "child": case.child.full_name,
        "reference": case.reference,
        "case_url": reverse("case", args=[case.reference]),
        "school": case.school.name,
        "school_authority": case.school.local_authority.name,
        "home": home.name if home else "Not checked yet",
        "next": _next(row, as_of),
        "day_six": _day_six(row),
        "panel": _panel(row),
        "told": _told(row),
    }


def _next(row: SharedCase, as_of: date) -> dict[str, Any]:
    deadline = row.next_date
    if deadline is None or deadline.due_on is None:
        return {"label": "No date runs"}
    text, kind = due_word(deadline.due_on, as_of)
    return {
        "label": deadline.label,
        "owner": deadline.get_duty_owner_display(),
        "date": deadline.due_on,
        "text": text,
        "kind": kind,
    }


def _day_six(row: SharedCase) -> dict[str, str]:
    sixth = row.sixth_day
    if sixth is not None and sixth.state == Deadline.State.NOT_OWED:
        return {"who": NOT_OWED, "when": sixth.explanation}
    who = "We do" if row.owners.is_day_six_ours else str(row.owners.day_six_authority.name)
    if sixth is None:
        return {"who": who, "when": ""}
    return {"who": who, "when": f"From {spelled(sixth.due_on)}" if sixth.due_on else sixth.explanation}


def _panel(row: SharedCase) -> str:
    if not row.owners.panel:
        return PANEL_UNKNOWN
    if row.owners.panel_authority is None:
        return "The academy trust"
    return "We do" if row.owners.is_panel_ours else row.owners.panel_authority.name


def _told(row: SharedCase) -> dict[str, Any]:
    """Who told whom; in words with a shape where nobody has."""
    return _notice_to_us(row) if row.owners.is_day_six_ours else _notice_from_us(row)


def _notice_to_us(row: SharedCase) -> dict[str, Any]:
    between = row.between
    if between is None or between.notice_received_on is None:
        return {"lozenge": {"text": "Notice not recorded", "kind": "attention"}, "lines": []}
    reference = f", {between.notice_reference}" if between.notice_reference else ""
    return {"lines": [f"Told us {spelled(between.notice_received_on)}{reference}"]}


def _notice_from_us(row: SharedCase) -> dict[str, Any]:
    between, home = row.between, row.case.exclusion.home_authority_id
    lines = []
    if row.school_told is not None and not _told_another(row, home):
        lines.append(f"Told by the school {spelled(row.school_told.told_on)}")
    if between is not None and between.told_on is not None and between.told_authority_id == home:
        lines.append(f"Told by us {spelled(between.told_on)}")
        acknowledged = between.acknowledged_on
        lines.append(f"Acknowledged {spelled(acknowledged)}" if acknowledged else "Not acknowledged yet")
    if not lines:
        return {"lozenge": {"text": "Not told", "kind": "overdue"}, "lines": []}
    return {"lines": lines}


def _told_another(row: SharedCase, home: int | None) -> bool:
    """True when what the school told went to the authority that was taken to be the home before."""
    between = row.between
    return (
        between is not None
        and between.school_told_authority_id not in (None, home)
        and row.school_told is not None
        and between.school_told_on == row.school_told.told_on
    )
