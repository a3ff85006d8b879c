"""Safeguarding separations at any state, made by the real actions."""

from __future__ import annotations

from datetime import date

from cases.models import Case, Child
from exclusions.actions import separations
from exclusions.models import Separation
from exclusions.separations.states import CLOSED
from tests.factories.exclusions import Desk

BEGAN_ON = date(2026, 9, 15)
ENDED_ON = date(2026, 9, 25)


def make_separation(
    desk: Desk, began_on: date = BEGAN_ON, *, child: Child | None = None, as_of: date | None = None, **more: object
) -> Case:
    """Record a separation that began that day; the designated officer was told, unless said otherwise. What is unlikely
    is confirmed."""
    more = {"is_designated_officer_told": True, "is_confirmed": True, **more}
    return separations.record_separation(
        child=child or desk.child,
        school=desk.school,
        began_on=began_on,
        by=desk.officer,
        as_of=as_of or began_on,
        **more,  # type: ignore[arg-type]
    )


def version(case: Case) -> int:
    """The version of the separation's row as it stands."""
    return Separation.objects.get(case=case).version


def end(desk: Desk, case: Case, how: str = "returned", ended_on: date = ENDED_ON, as_of: date | None = None) -> Case:
    """Record how it ended."""
    return separations.end_separation(
        case=case, ended_on=ended_on, how=how, version=version(case), by=desk.officer, as_of=as_of or ended_on
    )


def review(desk: Desk, case: Case, held_on: date = date(2026, 9, 22), **more: object) -> Case:
    """Record a review that was held that day."""
    facts: dict[str, object] = {"outcome": "goes_on", "next_review_on": None, "expected_until_on": None, **more}
    return separations.review_separation(
        case=case,
        held_on=held_on,
        version=version(case),
        by=desk.officer,
        as_of=held_on,
        **facts,  # type: ignore[arg-type]
    )


def correct(desk: Desk, case: Case, as_of: date = ENDED_ON, **more: object) -> Case:
    """Correct the separation: everything as it stands but what is given."""
    row = Separation.objects.get(case=case)
    facts: dict[str, object] = {
        "began_on": row.began_on,
        "expected_until_on": row.expected_until_on,
        "home_authority": row.home_authority,
        "is_looked_after": row.is_looked_after_then,
        "has_plan": row.has_plan_then,
        "has_social_worker": row.has_social_worker_then,
        **more,
    }
    return separations.correct_separation(case=case, version=row.version, by=desk.officer, as_of=as_of, **facts)  # type: ignore[arg-type]


def make_separation_at(desk: Desk, state: str) -> Case:
    """A separation that real actions brought to `state`."""
    case = make_separation(desk)
    return end(desk, case) if state == CLOSED else case
