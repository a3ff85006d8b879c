"""Requests for help before an exclusion, at any state, made by the real actions."""

from __future__ import annotations

from datetime import date
from typing import Any

from cases.models import Case, Child
from exclusions.actions import support
from exclusions.models import SupportLine, SupportRequest
from exclusions.support.asked import Asked, Line
from exclusions.support.states import AGREED, CLOSED, CONSIDERING, NOT_TAKEN_UP, REQUESTED, REVIEWING
from schools.models import School
from tests.factories.exclusions import Desk

ASKED_ON = date(2026, 9, 14)
STARTS_ON = date(2026, 9, 21)
ASKED = Asked(concerns=("behaviour",), asked_for=("outreach",), tried={"behaviour_plan": date(2026, 6, 1)})


def ask(
    desk: Desk,
    *,
    child: Child | None = None,
    school: School | None = None,
    on: date = ASKED_ON,
    as_of: date | None = None,
    **asked: Any,
) -> Case:
    """A request of the school, recorded on its day."""
    return support.request_support(
        child=child or desk.child,
        school=school or desk.school,
        requested_on=on,
        asked=Asked(**{**vars(ASKED), **asked}),
        by=desk.officer,
        as_of=as_of or on,
    )


def version(case: Case) -> int:
    """The version of the request's row as it stands."""
    return SupportRequest.objects.get(case=case).version


def consider(desk: Desk, case: Case, as_of: date = ASKED_ON) -> Case:
    """Take it up."""
    return support.start_considering(case=case, version=version(case), by=desk.officer, as_of=as_of)


def agree(desk: Desk, case: Case, as_of: date = ASKED_ON, **line: Any) -> SupportLine:
    """Agree a line: outreach from 21 September, or another; what is unlikely is confirmed unless said otherwise."""
    is_confirmed = line.pop("is_confirmed", True)
    facts: dict[str, Any] = {"tier": "targeted", "kind": "outreach", "starts_on": STARTS_ON, **line}
    return support.agree_support(
        case=Case.objects.get(pk=case.pk),
        line=Line(**facts),
        is_confirmed=is_confirmed,
        version=version(case),
        by=desk.officer,
        as_of=as_of,
    )


def end_line(desk: Desk, line: SupportLine, outcome: str = "helped", ends_on: date = date(2026, 10, 9)) -> Case:
    """Record how the line went."""
    line = SupportLine.objects.select_related("request__case").get(pk=line.pk)
    return support.record_line_outcome(
        line=line, outcome=outcome, ends_on=ends_on, version=line.version, by=desk.officer, as_of=ends_on
    )


def review(desk: Desk, case: Case, on: date = date(2026, 10, 9)) -> Case:
    """Review the support."""
    case = Case.objects.get(pk=case.pk)
    return support.review_support(case=case, reviewed_on=on, version=version(case), by=desk.officer, as_of=on)


def close(
    desk: Desk, case: Case, outcome: str = "settled", as_of: date = date(2026, 10, 9), *, is_confirmed: bool = False
) -> Case:
    """Close with the outcome."""
    case = Case.objects.get(pk=case.pk)
    return support.close_support(
        case=case,
        outcome=outcome,
        is_confirmed=is_confirmed,
        version=version(case),
        by=desk.officer,
        as_of=as_of,
    )


def decline(desk: Desk, case: Case, because: str = "school_first", as_of: date = ASKED_ON) -> Case:
    """Do not take it up."""
    return support.decline_support(case=case, because=because, version=version(case), by=desk.officer, as_of=as_of)


def make_support_at(desk: Desk, state: str, **more: Any) -> Case:
    """A request that real actions brought to `state`."""
    case = ask(desk, **more)
    if state == NOT_TAKEN_UP:
        return decline(desk, case)
    if state != REQUESTED:
        case = consider(desk, case)
    if state in (AGREED, REVIEWING, CLOSED):
        line = agree(desk, case)
    if state in (REVIEWING, CLOSED):
        case = review(desk, case)
    if state == CLOSED:
        end_line(desk, line)
        case = close(desk, case)
    assert state in (REQUESTED, CONSIDERING, AGREED, REVIEWING, CLOSED)
    return Case.objects.get(pk=case.pk)
