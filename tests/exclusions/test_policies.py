"""What each state allows, as a truth table over every state that the actions reach."""

from __future__ import annotations

from datetime import date

import pytest

from exclusions.facts import gather
from exclusions.lost_days import sessions_lost
from exclusions.policies import reasons_against, reasons_against_cancelling
from exclusions.states import TRANSITIONS
from schools.models import CalendarEntry
from tests.factories.exclusions import EXCLUDED_ON, Desk, make_case_at

# While the case is open somebody may be told late, and a fact may turn out to be wrong.
# A name may leave the roll before its time, a return and a file may come at any time.
ALWAYS = {
    "told",
    "correct",
    "mistake",
    "governors_council",
    "off_roll_recorded",
    "deletion_return",
    "public_place",
    "safeguarding_file",
}
UNDECIDED = {"governors_representations", "governors_remote", "governors_report", *ALWAYS}
LISTED = {"governors_papers", "governors_invite"}
DECIDED = {"governors_outcome_told", *LISTED, *ALWAYS}
ALLOWED = {
    "notified": {"check", "cancel", *UNDECIDED},
    "checked": {"governors_listed", "cancel", *UNDECIDED},
    "governors_listed": {"governors_listed", "governors_decide", "cancel", *LISTED, *UNDECIDED},
    "reinstated": {"reintegration", "governors_decision_corrected", *DECIDED},
    "declined": {"refusal_notice_sent", "review_claim", "governors_decision_corrected", *DECIDED},
    "review_window": {
        "governors_decision_day_corrected",
        "refusal_notice_sent",
        "refusal_notice_taken_back",
        "review_waived",
        "review_window_ends",
        "review_applied",
        "review_claim",
        *DECIDED,
    },
    "cancelled": {"cancellation_told", "cancellation_corrected", "mistake"},
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
    reasons = reasons_against_cancelling(gather(case), EXCLUDED_ON)
    assert reasons == [
        "The school’s calendar does not reach that far, so the days lost cannot be counted. Enter its terms."
    ]


def test_days_lost_are_those_of_one_school_year(desk: Desk) -> None:
    day = date(2026, 7, 13)
    facts = gather(desk.record(decided_on=day, excluded_on=day, as_of=day))
    # 13 to 17 July, and from 2 September: each school year by itself.
    assert sessions_lost(facts, date(2026, 7, 17)) == 10
    assert sessions_lost(facts, date(2026, 9, 3)) == 4


def test_a_cancellation_is_judged_by_its_own_day(desk: Desk) -> None:
    facts = gather(make_case_at(desk, "governors_listed"))
    assert reasons_against_cancelling(facts, date(2026, 10, 5)) == []
    assert len(reasons_against_cancelling(facts, date(2026, 10, 7))) == 1
