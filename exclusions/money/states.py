"""Where the money is: the state that follows from what was worked out and typed, and what stands against a step."""

from __future__ import annotations

from datetime import date

from exclusions.facts import Facts
from exclusions.models import Funding
from exclusions.money.queries import funding_of
from exclusions.policies import against_the_state
from exclusions.states import ENDS_THE_TRACKS
from exclusions.track_states import (
    FUNDING_CALCULATED,
    FUNDING_DEDUCTED,
    FUNDING_ENDED,
    FUNDING_NOT_APPLICABLE,
    FUNDING_PASSED_ON,
    FUNDING_REPAID,
    FUNDING_STATES,
    FUNDING_STEPS,
    FUNDING_TO_CALCULATE,
    FUNDING_TO_REPAY,
)

STEPS = {step.code: step for step in FUNDING_STEPS}
# What a payment on rests on: it is a share of the amount that was deducted.
_BENEATH_THE_PAYMENT = frozenset({"funding_amounts", "funding_deduct"})
_OF_STANDING = {
    Funding.Standing.WORKED_OUT: FUNDING_CALCULATED,
    Funding.Standing.NOT_APPLICABLE: FUNDING_NOT_APPLICABLE,
}


def state_of(facts: Facts, funding: Funding) -> str:
    """The state of the track. What was deducted is paid back when the exclusion no longer stands."""
    no_longer_stands = facts.case.state in ENDS_THE_TRACKS or facts.back_on is not None
    if funding.repaid_on:
        return FUNDING_REPAID
    if no_longer_stands:
        return FUNDING_TO_REPAY if funding.deducted_on else FUNDING_ENDED
    if funding.ended_on:
        return FUNDING_ENDED
    if funding.passed_on:
        return FUNDING_PASSED_ON
    if funding.deducted_on:
        return FUNDING_DEDUCTED
    return _OF_STANDING.get(Funding.Standing(funding.standing), FUNDING_TO_CALCULATE)


def reasons_against(step: str, facts: Facts, as_of: date) -> list[str]:
    """All reasons why a step of this track cannot be taken now; empty when it can."""
    state = facts.exclusion.funding_state
    reasons = against_the_state(STEPS[step], FUNDING_STATES, state)
    if state == FUNDING_TO_REPAY and step in _BENEATH_THE_PAYMENT and _was_passed_on(facts):
        reasons.append("A payment on was made out of the deduction, so the deduction stays as it is recorded.")
    if step == "funding_pass_on" and state in (FUNDING_TO_REPAY, FUNDING_REPAID) and not _was_passed_on(facts):
        reasons.append("The exclusion no longer stands, so nothing is passed on any more.")
    if step == "funding_end" and state == FUNDING_ENDED and not _was_ended(facts):
        reasons.append("The exclusion no longer stands, so the money ended by itself.")
    return reasons


def _was_passed_on(facts: Facts) -> bool:
    funding = funding_of(facts.case)
    return funding is not None and funding.passed_on is not None


def _was_ended(facts: Facts) -> bool:
    funding = funding_of(facts.case)
    return funding is not None and funding.ended_on is not None
