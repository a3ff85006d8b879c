"""The truth table of the states of a review: which steps each of them allows, and no others."""

from __future__ import annotations

from datetime import date

import pytest

from exclusions.facts import gather
from exclusions.policies import reasons_against
from exclusions.states import TRANSITIONS
from tests.factories.exclusions import Desk
from tests.factories.reviews import make_review_at

# What the governors' board and the school still owe is recorded whatever became of the review.
OF_THE_BOARD = {"governors_papers", "governors_invite", "governors_outcome_told", "governors_council"}
OF_LEAVING = {"deletion_return", "public_place", "safeguarding_file"}
ALWAYS = {"told", "correct", "mistake", "governors_decision_day_corrected", "review_claim", *OF_THE_BOARD, *OF_LEAVING}
ANSWERED = {"refusal_notice_corrected"}
AFTER_IT = {"review_costs", *ANSWERED}
KNOWN_LATE = {"review_waived", "review_applied"}
WHO_SAT = {"review_panel", "review_papers"}
OF_THE_PANEL = {"review_decided", "review_told", *WHO_SAT}
ALLOWED = {
    "review_waived": {"review_waiver_corrected", "review_applied", "off_roll", *ANSWERED, *ALWAYS},
    "review_expired": {
        "refusal_notice_sent",
        "refusal_notice_taken_back",
        "review_window_reopens",
        *KNOWN_LATE,
        "off_roll",
        *ALWAYS,
    },
    "review_applied": {
        "off_roll_recorded",
        "review_applied",
        "review_hearing",
        "review_arranged",
        "review_papers",
        "review_withdrawn",
        *AFTER_IT,
        *ALWAYS,
    },
    "review_abandoned": {"off_roll", *AFTER_IT, *ALWAYS},
    "review_upheld": {"off_roll", *OF_THE_PANEL, *AFTER_IT, *ALWAYS},
    "review_recommended": {"off_roll_recorded", "reconsidered", *OF_THE_PANEL, *AFTER_IT, *ALWAYS},
    "review_quashed": {"off_roll_recorded", "reconsidered", *OF_THE_PANEL, *AFTER_IT, *ALWAYS},
    "reconsidered_reinstated": {
        *WHO_SAT,
        "review_decided_day_corrected",
        "reconsidered_corrected",
        "off_roll_recorded",
        "reintegration",
        "review_told",
        *AFTER_IT,
        *ALWAYS,
    },
    "reconsidered_declined": {
        *WHO_SAT,
        "review_decided_day_corrected",
        "reconsidered_corrected",
        "review_told",
        "review_adjustment",
        "off_roll",
        *AFTER_IT,
        *ALWAYS,
    },
}


@pytest.mark.parametrize("state", ALLOWED)
def test_each_state_of_the_review_allows_its_own_steps_alone(desk: Desk, state: str) -> None:
    facts = gather(make_review_at(desk, state))
    possible = {step.code for step in TRANSITIONS if not reasons_against(step.code, facts, date(2026, 11, 26))}
    assert possible == ALLOWED[state]
