"""The other permanent exclusions: forty without a story, so that lists and figures are as long as an authority's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo.generator.authority import (
    ACADEMY,
    ELSEWHERE,
    NEIGHBOUR_CODE,
    OTHER_HOME_CODE,
    OUR_CODE,
    PRIMARY,
    SPECIAL,
    UNIT,
)
from demo.generator.planned_exclusion import SIXTH_DAY, PlannedEducation, PlannedExclusion
from demo.generator.provision import CENTRE, TUITION, WORKSHOP
from demo.generator.staff import FIRST_OFFICER, SECOND_OFFICER
from exclusions.models import CancellationReason, GovernorsDecision, NoticeMethod
from exclusions.reasons import Reason
from exclusions.states import CANCELLED, CHECKED, DECLINED, GOVERNORS_LISTED, NOTIFIED, REINSTATED, REVIEW_WINDOW

# School days after the exclusion of each step, by the state that is reached.
_CHECK: Mapping[str, Any] = {"checked_after": 1, "governors_told_after": 1}
_LIST: Mapping[str, Any] = {**_CHECK, "listed_after": 3, "meeting_after": 13}
_DECIDE: Mapping[str, Any] = {**_LIST, "meeting_after": 11, "decided_after": 11}
_DECLINE: Mapping[str, Any] = {**_DECIDE, "decision": GovernorsDecision.DECLINE}
_STEPS: Mapping[str, Mapping[str, Any]] = {
    NOTIFIED: {},
    CHECKED: _CHECK,
    GOVERNORS_LISTED: _LIST,
    DECLINED: _DECLINE,
    REVIEW_WINDOW: {**_DECLINE, "notice_after": 13, "notice_method": NoticeMethod.FIRST_CLASS_POST},
    REINSTATED: {**_DECIDE, "decision": GovernorsDecision.REINSTATE_NOW},
    CANCELLED: {**_CHECK, "cancelled_after": 3, "cancellation_reason": CancellationReason.ALTERNATIVE_AGREED},
}
_AT_ONCE = 5  # School days from an exclusion in the morning to its sixth day.


@dataclass(frozen=True)
class _Other:
    """One of the forty. The sixth day lies `due_in` school days from the day of the load."""

    reaches: str
    school: str
    year_group: int
    reasons: tuple[str, ...]
    due_in: int
    home: str = OUR_CODE
    provider: str = ""
    is_late: bool = False


_OTHERS = (
    _Other(NOTIFIED, ACADEMY, 9, (Reason.PP,), 4),
    _Other(NOTIFIED, PRIMARY, 3, (Reason.PA, Reason.DM), 4),
    # In the next school days: some with a booking, some still to book.
    _Other(CHECKED, ACADEMY, 7, (Reason.DB,), 3, provider=CENTRE),
    _Other(CHECKED, ACADEMY, 8, (Reason.VA, Reason.TH), 4, provider=CENTRE),
    _Other(CHECKED, ACADEMY, 10, (Reason.OW,), 2, provider=WORKSHOP),
    _Other(CHECKED, SPECIAL, 8, (Reason.PA,), 3, provider=WORKSHOP),
    _Other(CHECKED, PRIMARY, 6, (Reason.PP, Reason.DB), 3, provider=TUITION),
    _Other(CHECKED, ACADEMY, 11, (Reason.DA,), 4, home=NEIGHBOUR_CODE),
    _Other(CHECKED, UNIT, 10, (Reason.VP,), 3, home=NEIGHBOUR_CODE),
    _Other(CHECKED, ELSEWHERE, 9, (Reason.MT, Reason.BU), 4),
    _Other(GOVERNORS_LISTED, ACADEMY, 8, (Reason.PP,), -1, provider=CENTRE),
    _Other(GOVERNORS_LISTED, ELSEWHERE, 9, (Reason.VA,), -2, provider=CENTRE),
    _Other(GOVERNORS_LISTED, ACADEMY, 10, (Reason.DB, Reason.VA), -2, provider=WORKSHOP),
    _Other(GOVERNORS_LISTED, PRIMARY, 5, (Reason.PA,), -3, provider=TUITION),
    _Other(GOVERNORS_LISTED, SPECIAL, 9, (Reason.DM,), -4, provider=WORKSHOP, is_late=True),
    _Other(GOVERNORS_LISTED, ACADEMY, 7, (Reason.RA,), -4, home=NEIGHBOUR_CODE),
    _Other(GOVERNORS_LISTED, UNIT, 9, (Reason.OW,), -5, provider=WORKSHOP),
    _Other(GOVERNORS_LISTED, ACADEMY, 8, (Reason.SM,), -5, home=OTHER_HOME_CODE),
    _Other(DECLINED, ACADEMY, 9, (Reason.PP, Reason.BU), -7, provider=CENTRE),
    _Other(DECLINED, ACADEMY, 10, (Reason.DA,), -7, provider=WORKSHOP),
    _Other(DECLINED, ACADEMY, 8, (Reason.OW,), -8, provider=CENTRE, is_late=True),
    _Other(DECLINED, PRIMARY, 4, (Reason.PA, Reason.DB), -8, provider=TUITION),
    _Other(REVIEW_WINDOW, ELSEWHERE, 9, (Reason.DB,), -11, provider=CENTRE),
    _Other(REVIEW_WINDOW, ACADEMY, 7, (Reason.PP,), -13, provider=WORKSHOP),
    _Other(REVIEW_WINDOW, UNIT, 10, (Reason.VA, Reason.DM), -15, provider=WORKSHOP),
    _Other(REVIEW_WINDOW, ACADEMY, 10, (Reason.PP,), -18, home=NEIGHBOUR_CODE),
    _Other(REVIEW_WINDOW, ACADEMY, 8, (Reason.VP, Reason.DS), -22, provider=CENTRE),
    _Other(REVIEW_WINDOW, PRIMARY, 6, (Reason.PA,), -26, provider=TUITION, is_late=True),
    _Other(REVIEW_WINDOW, ACADEMY, 9, (Reason.DA, Reason.TH), -31, provider=CENTRE),
    _Other(REVIEW_WINDOW, SPECIAL, 10, (Reason.PA,), -36, provider=WORKSHOP),
    _Other(REVIEW_WINDOW, ACADEMY, 10, (Reason.LG,), -42, provider=CENTRE),
    _Other(REVIEW_WINDOW, ACADEMY, 8, (Reason.DB,), -55, home=NEIGHBOUR_CODE),
    _Other(REVIEW_WINDOW, ACADEMY, 10, (Reason.OW, Reason.DA), -70, provider=WORKSHOP),
    _Other(REVIEW_WINDOW, UNIT, 9, (Reason.PP,), -95, provider=WORKSHOP, is_late=True),
    _Other(REINSTATED, ACADEMY, 7, (Reason.VA,), -14, provider=CENTRE),
    _Other(REINSTATED, PRIMARY, 5, (Reason.DB,), -28, home=NEIGHBOUR_CODE),
    _Other(REINSTATED, ACADEMY, 9, (Reason.MT,), -61, provider=CENTRE),
    _Other(CANCELLED, ACADEMY, 8, (Reason.TH,), -6),
    _Other(CANCELLED, SPECIAL, 7, (Reason.DM,), -19),
    _Other(CANCELLED, ACADEMY, 11, (Reason.DB, Reason.PP), -48),
)


def _education(other: _Other, steps: Mapping[str, Any]) -> PlannedEducation | None:
    """Booked on the next day; begun on the sixth, or three days late; ended when the governors reinstate."""
    if not other.provider:
        return None
    starts_after = _AT_ONCE + 3 * other.is_late
    return PlannedEducation(
        other.provider,
        booked_after=1,
        starts_after=starts_after,
        started_after=starts_after if other.due_in < 0 else None,
        ended_after=steps["decided_after"] if other.reaches == REINSTATED else None,
    )


def _planned(number: int, other: _Other) -> PlannedExclusion:
    steps = _STEPS[other.reaches]
    return PlannedExclusion(
        f"other_{number}",
        other.reaches,
        other.school,
        other.year_group,
        other.reasons,
        SIXTH_DAY,
        other.due_in,
        officer=SECOND_OFFICER if number % 2 else FIRST_OFFICER,
        home=other.home,
        has_plan=other.school == SPECIAL,
        education=_education(other, steps),
        **steps,
    )


OTHERS = tuple(_planned(number, other) for number, other in enumerate(_OTHERS, start=1))
