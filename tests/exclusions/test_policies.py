"""What each state allows, as a truth table over every state that the actions reach."""

from __future__ import annotations

from datetime import date

import pytest

from exclusions.facts import gather
from exclusions.policies import reasons_against, sessions_lost
from exclusions.states import TRANSITIONS
from schools.models import CalendarEntry
from tests.factories.exclusions import EXCLUDED_ON, Desk, make_case_at

ALLOWED = {
    "notified": {"check", "governors_told", "cancel"},
    "checked": {"governors_told", "governors_listed", "cancel"},
    "governors_listed": {"governors_told", "governors_listed", "governors_decide", "cancel"},
    "reinstated": {"close"},
    "declined": {"refusal_notice_sent"},
    "review_window": {"review_waived", "review_window_ends", "review_applied"},
    "cancelled": set(),
}


@pytest.mark.parametrize("state", ALLOWED)
def test_each_state_allows_its_own_steps_alone(desk: Desk, state: str) -> None:
    facts = gather(make_case_at(desk, state))
    possible = {step.code for step in TRANSITIONS if not reasons_against(step.code, facts, EXCLUDED_ON)}
    assert possible == ALLOWED[state]


def test_a_refusal_says_where_the_case_stands_and_what_the_step_is_for(desk: Desk) -> None:
    reasons = reasons_against("governors_decide", gather(desk.record()), EXCLUDED_ON)
    assert reasons == [
        "The case is “Notified”; this is for “Governors’ meeting listed”.",
        "Record first when the governors were told.",
    ]


@pytest.mark.parametrize(("pm_began", "lost"), [(False, 2), (True, 0)])
def test_the_sessions_of_the_first_day(desk: Desk, pm_began: bool, lost: int) -> None:
    assert sessions_lost(gather(desk.record(pm_began=pm_began)), EXCLUDED_ON) == lost


def test_days_lost_run_from_day_one_and_are_unknown_past_the_calendar(desk: Desk) -> None:
    facts = gather(desk.record(pm_began=True))
    assert sessions_lost(facts, date(2026, 9, 17)) == 4
    assert sessions_lost(facts, date(2028, 9, 17)) is None


def test_cancelling_waits_for_a_calendar_that_can_count_the_days_lost(desk: Desk) -> None:
    case = desk.record()
    CalendarEntry.objects.all().delete()
    reasons = reasons_against("cancel", gather(case), EXCLUDED_ON)
    assert reasons == [
        "The school’s calendar does not reach that far, so the days lost cannot be counted. Enter its terms."
    ]
