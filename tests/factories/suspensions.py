"""Suspensions at any state, made by the real actions."""

from __future__ import annotations

from datetime import date

from cases.models import Case, Child
from exclusions.actions import suspensions
from exclusions.models import Suspension
from exclusions.suspensions.counting import Span
from exclusions.suspensions.states import CANCELLED, CLOSED, NOTIFIED, RETURNED
from schools.models import School
from tests.factories.exclusions import Desk

# X7 of the law pack: Monday 9 to Wednesday 18 November 2026, 8 school days.
FIRST_ON, LAST_ON, BACK_ON = date(2026, 11, 9), date(2026, 11, 18), date(2026, 11, 19)


def make_suspension(
    desk: Desk,
    first_on: date = FIRST_ON,
    last_on: date | None = None,
    *,
    first: str = "am",
    last: str = "pm",
    lunchtimes: bool = False,
    child: Child | None = None,
    school: School | None = None,
    as_of: date | None = None,
    **more: object,
) -> Case:
    """Record a suspension: X7, or another span (one day when only the first is given). The parents are told of it on
    the day of the decision, unless `told` says otherwise. What is unlikely is confirmed."""
    last_on = last_on or (LAST_ON if first_on == FIRST_ON else first_on)
    facts: dict[str, object] = {"decided_on": first_on, "reasons": ["DB"], **more}
    facts.setdefault("is_confirmed", True)
    facts.setdefault("told", {"parents": facts["decided_on"]})
    return suspensions.record_suspension(
        child=child or desk.child,
        school=school or desk.school,
        span=Span(first_on, last_on, first, last, lunchtimes),
        by=desk.officer,
        as_of=as_of or first_on,
        **facts,  # type: ignore[arg-type]
    )


def version(case: Case) -> int:
    """The version of the suspension's row as it stands."""
    return Suspension.objects.get(case=case).version


def bring_back(desk: Desk, case: Case, returned_on: date = BACK_ON) -> Case:
    """Record the return."""
    return suspensions.record_return(
        case=case,
        returned_on=returned_on,
        reintegration_met_on=returned_on,
        version=version(case),
        by=desk.officer,
        as_of=returned_on,
    )


def close(desk: Desk, case: Case, as_of: date = BACK_ON) -> Case:
    """Close the case."""
    return suspensions.close_suspension(case=case, version=version(case), by=desk.officer, as_of=as_of)


def cancel(desk: Desk, case: Case, cancelled_on: date = FIRST_ON) -> Case:
    """The head teacher cancels."""
    return suspensions.cancel_suspension(
        case=case,
        cancelled_on=cancelled_on,
        reason="new_evidence",
        version=version(case),
        by=desk.officer,
        as_of=cancelled_on,
    )


def correct(desk: Desk, case: Case, as_of: date = BACK_ON, **more: object) -> Case:
    """Correct the suspension: everything as it stands but what is given."""
    row = Suspension.objects.get(case=case)
    facts: dict[str, object] = {
        "decided_on": row.decided_on,
        "span": Span.of(row),
        "reasons": row.reasons,
        "exam_on": row.exam_on,
        "home_authority": row.home_authority,
        "is_looked_after": row.is_looked_after_then,
        "has_plan": row.has_plan_then,
        "has_social_worker": row.has_social_worker_then,
        **more,
    }
    return suspensions.correct_suspension(case=case, version=row.version, by=desk.officer, as_of=as_of, **facts)  # type: ignore[arg-type]


def make_suspension_at(desk: Desk, state: str) -> Case:
    """A suspension that real actions brought to `state`."""
    case = make_suspension(desk)
    if state == CANCELLED:
        return cancel(desk, case)
    if state in (RETURNED, CLOSED):
        case = bring_back(desk, case)
    if state == CLOSED:
        case = close(desk, case)
    assert case.state == state or state == NOTIFIED
    return case
