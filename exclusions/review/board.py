"""The reviews that the council must arrange: those that were asked for and are not decided, by the day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.permissions import has_permission, kinds_worked_by
from cases.due import due_word
from cases.models import Case, Deadline
from cases.permissions import Permission
from components.words import spelled_date
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.models import ReviewHearing, ReviewSeat
from exclusions.panels.choosing import composition_reasons
from exclusions.panels.queries import NOT_ON_THE_PANEL
from exclusions.review.queries import open_reviews

COLUMNS = (
    {"label": "Child"},
    {"label": "School"},
    {"label": "Must begin by"},
    {"label": "Hearing"},
    {"label": "Panel"},
    {"label": "Officer"},
)
# A hearing that is listed for a day on which the review would begin late.
LATE = {"text": "After the last day", "kind": "attention"}


@dataclass(frozen=True)
class ReviewRow:
    """A review that the council arranges, with its date; None where it cannot be given."""

    case: Case
    deadline: Deadline

    @property
    def hearings(self) -> list[ReviewHearing]:
        """Every day of the hearing, read with the list."""
        return list(self.case.review.hearings.all())


def user_can_see_reviews(user: User) -> bool:
    """True for people whose team works permanent exclusions, and for those who may read every case."""
    return PERMANENT_EXCLUSION in kinds_worked_by(user) or has_permission(user, Permission.VIEW_ALL_CASES)


def reviews_to_arrange(user: User) -> list[ReviewRow]:
    """Those that are ours, soonest first; what has no date stands at the top, so that nobody forgets it."""
    rows = []
    for case in open_reviews(user):
        deadline = next((each for each in case.hearing_deadlines if each.is_ours), None)
        if deadline is not None:
            rows.append(ReviewRow(case, deadline))
    return sorted(rows, key=lambda row: (row.deadline.due_on or date.min, row.case.child.sort_key, row.case.pk))


def present_rows(rows: Sequence[ReviewRow], as_of: date) -> list[dict[str, Any]]:
    """The rows of the table."""
    return [{"cells": _cells(row, as_of)} for row in rows]


def _cells(row: ReviewRow, as_of: date) -> list[dict[str, Any]]:
    case = row.case
    return [
        {
            "text": case.child.full_name,
            "url": reverse("case", args=[case.reference]),
            "note": case.reference,
            "is_heading": True,
        },
        {"text": case.school.name if case.school else ""},
        _due(row, as_of),
        _hearing(row),
        _panel(row),
        {"text": case.owner.name if case.owner else "Nobody yet"},
    ]


def _due(row: ReviewRow, as_of: date) -> dict[str, Any]:
    """The last day to begin; once the panel has sat, that it did, in time or late."""
    deadline = row.deadline
    if deadline.due_on is None:
        return {"text": "", "lozenge": {"text": "No date", "kind": "overdue"}, "note": deadline.explanation}
    if deadline.state in (Deadline.State.MET, Deadline.State.MET_LATE):
        return {"date": deadline.due_on, "lozenge": {"text": deadline.get_state_display(), "kind": "done"}}
    text, kind = due_word(deadline.due_on, as_of)
    return {"date": deadline.due_on, "lozenge": {"text": text, "kind": kind}}


def _hearing(row: ReviewRow) -> dict[str, Any]:
    address = reverse("exclusion_review", args=[row.case.reference])
    planned = next((each for each in row.hearings if each.course == ReviewHearing.Course.PLANNED), None)
    if planned is not None:
        cell = {"text": spelled_date(planned.hearing_on), "url": address, "hidden_text": row.case.child.full_name}
        return {**cell, "lozenge": LATE} if _is_late(row, planned) else cell
    words = "Held" if any(each.course == ReviewHearing.Course.HELD for each in row.hearings) else "Not listed"
    return {"text": words, "url": address, "hidden_text": row.case.child.full_name}


def _is_late(row: ReviewRow, planned: ReviewHearing) -> bool:
    """Whether the review would begin late on the day that is planned; one that has begun may go on at any time."""
    limit, has_begun = row.deadline.due_on, row.deadline.state in (Deadline.State.MET, Deadline.State.MET_LATE)
    return limit is not None and not has_begun and planned.hearing_on > limit


def _panel(row: ReviewRow) -> dict[str, Any]:
    """Whether those who are asked make a lawful panel on the day, and how many have not answered."""
    hearing = next((each for each in row.hearings if each.course != ReviewHearing.Course.POSTPONED), None)
    seats = [seat for seat in row.case.review.seats.all() if seat.answer not in NOT_ON_THE_PANEL]
    if hearing is None or not seats:
        return {"text": "", "lozenge": {"text": "Not chosen", "kind": "attention"}}
    if composition_reasons(seats, row.case.school, hearing.hearing_on):
        return {"text": "", "lozenge": {"text": "Not complete", "kind": "attention"}}
    waiting = sum(seat.answer == ReviewSeat.Answer.WAITING for seat in seats)
    if waiting:
        return {"text": "", "lozenge": {"text": "Answers missing", "kind": "waiting"}, "note": str(waiting)}
    return {"text": "", "lozenge": {"text": "Complete", "kind": "done"}}
