"""The board of day six in words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from cases.due import due_word
from cases.presenters.words import full_date, plain_date, plural, year_group_words
from exclusions.day_six_board import Board, BoardRow


def present_totals(board: Board, as_of: date) -> str:
    """“6 due, 2 with nothing booked”; a date that cannot be given is counted apart."""
    words = [f"{len(board.due):,} due"]
    if board.without_date:
        words.append(f"{len(board.without_date):,} without a date")
    words.append(f"{board.nothing_booked(as_of):,} with nothing booked")
    return ", ".join(words)


def present_holiday(board: Board) -> str:
    """What a holiday means for the board; empty on other days."""
    if board.next_school_day is None:
        return ""
    day = full_date(board.next_school_day)
    return f"It is a school holiday. The next school day is {day}: the next dates are after the holiday."


def present_rows(rows: Sequence[BoardRow], as_of: date, *, can_work: bool) -> list[dict[str, Any]]:
    """The rows of the table."""
    return [_row(row, as_of, can_work=can_work) for row in rows]


def _row(row: BoardRow, as_of: date, *, can_work: bool) -> dict[str, Any]:
    case, exclusion, due_on = row.case, row.case.exclusion, row.sixth_day.due_on
    text, kind = due_word(due_on, as_of) if due_on else ("No date", "overdue")
    return {
        "child": case.child.full_name,
        "reference": case.reference,
        "case_url": reverse("case", args=[case.reference]),
        "school": case.school.name,
        "year": year_group_words(exclusion.year_group_then),
        "date": due_on,
        "status": {"text": text, "kind": kind},
        "why": "" if due_on else row.sixth_day.explanation,
        "count_url": reverse("deadline", args=[row.sixth_day.uuid]),
        "days": _days(row, has_passed=due_on is not None and due_on < as_of),
        "marks": [
            word
            for word, holds in (("Looked after", exclusion.is_looked_after_then), ("EHC plan", exclusion.has_plan_then))
            if holds
        ],
        "booked": _booked(row, as_of),
        **_action(row, as_of, can_work=can_work),
    }


def _days(row: BoardRow, *, has_passed: bool) -> str:
    if row.school_days is None:
        return "Not known: the calendar does not reach that far"
    if row.school_days == 0 and has_passed:
        return "None: the day has passed"
    if row.school_days < 0:
        return f"Passed {plural(-row.school_days, 'school day', 'school days')} ago"
    if row.school_days == 0:
        return "None"
    return plural(row.school_days, "school day", "school days")


def _booked(row: BoardRow, as_of: date) -> dict[str, Any]:
    """The provider with its start, or in red that there is none."""
    names = ", ".join(str(each.provider) for each in row.education.open_on(as_of))
    starts_on = row.starts_on(as_of)
    if starts_on is None:
        if names:
            return {"text": names, "lozenge": {"text": "Less than full-time", "kind": "overdue"}}
        ended_on = row.education.ended_on
        note = f"The education ended on {plain_date(ended_on)}" if ended_on else ""
        return {"text": "", "lozenge": {"text": "Nothing booked", "kind": "overdue"}, "note": note}
    due_on = row.sixth_day.due_on
    note = f"Starts {plain_date(starts_on)}"
    if starts_on <= as_of:
        lozenge = {"text": "Start not recorded", "kind": "attention"}
    elif due_on is not None and starts_on > due_on and row.education.started_on is None:
        lozenge = {"text": "Starts late", "kind": "attention"}
    else:
        lozenge = {"text": "Booked", "kind": "waiting"}
    return {"text": names, "lozenge": lozenge, "note": note}


def _action(row: BoardRow, as_of: date, *, can_work: bool) -> dict[str, str]:
    if not can_work:
        return {"action": "", "action_url": ""}
    starts_on = row.starts_on(as_of)
    if starts_on is None:
        return {"action": "Book", "action_url": reverse("placement_book", args=[row.case.reference])}
    waiting = row.education.waiting_on(as_of)
    if waiting and waiting[0].starts_on <= as_of:
        return {"action": "It started", "action_url": reverse("placement_started", args=[waiting[0].uuid])}
    return {"action": "Change", "action_url": reverse("placements", args=[row.case.reference])}
