"""What the state of a direction allows: for each step, every reason why it is not possible now."""

from __future__ import annotations

from datetime import date

from components.words import spelled_date
from exclusions.offsite.facts import DirectionFacts
from exclusions.offsite.states import STATES, transition
from exclusions.policies import against_the_state


def reasons_against(step: str, facts: DirectionFacts, as_of: date) -> list[str]:
    """All reasons why `step` (a code of the table) cannot be taken now; empty when it can."""
    reasons = against_the_state(transition(step), STATES, facts.case.state)
    if step == "settle" and not facts.is_doubtful_on(facts.day_of_interest(as_of)):
        reasons.append("There is no doubt to settle: the regulations say themselves whether they bind.")
    if step == "ask_review" and not facts.binds_on(as_of):
        reasons.append("The regulations do not bind this direction, so nobody has to hold a review on request.")
    if step == "record_review":
        reasons += _against_recording(facts, as_of)
    if step == "send_outcome" and not _waits_for_its_outcome(facts):
        reasons.append("No review that was held waits for its outcome to be sent.")
    return reasons


def _against_recording(facts: DirectionFacts, as_of: date) -> list[str]:
    review = facts.coming_review
    if review is None or review.review_on is None or review.review_on <= as_of:
        return []
    return [f"The review is on {spelled_date(review.review_on)}."]


def _waits_for_its_outcome(facts: DirectionFacts) -> bool:
    last = facts.last_review
    return last is not None and last.outcome_sent_on is None
