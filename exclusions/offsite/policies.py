"""What the state of a direction allows: for each step, every reason why it is not possible now."""

from __future__ import annotations

from datetime import date

from components.words import spelled_date
from exclusions.models import DirectionReview
from exclusions.offsite.facts import DirectionFacts
from exclusions.offsite.states import DIRECTED, OPEN_STATES, REVIEW_LISTED, REVIEW_OWED, STATES, TO_END, transition
from exclusions.policies import against_the_state

_ALWAYS = ("settle", "told", "correct", "correct_end")
NOT_OWED = "The direction has ended, and this was not owed: no duty is left to record."


def owed_steps(facts: DirectionFacts) -> frozenset[str]:
    """The steps that record a duty which is owed and of which it is not known that it was done."""
    review = facts.last_owing_review
    waits = {
        "notice": facts.is_notice_owed and facts.notice_given_on is None,
        "invite": review is not None and review.invited_on is None,
        "send_outcome": review is not None and review.outcome_sent_on is None,
    }
    return frozenset(step for step, is_owed in waits.items() if is_owed)


def state_when_open(facts: DirectionFacts) -> str:
    """The state of a direction that has not ended, as its reviews have it."""
    coming, last = facts.coming_review, facts.last_review
    if coming is not None:
        return REVIEW_OWED if coming.review_on is None else REVIEW_LISTED
    return DIRECTED if last is None or last.outcome == DirectionReview.Outcome.CONTINUES else TO_END


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
    elif step == "invite" and not _waits_for_its_invitation(facts):
        reasons.append("No review that was held waits for its invitation to be recorded.")
    elif step == "correct_review" and facts.last_review is None:
        reasons.append("No review was held.")
    elif step == "correct_review" and facts.coming_review is not None:
        reasons.append("Another review was asked for or listed since.")
    elif not _is_open(facts) and not reasons and not _is_for_an_ended_one(step, facts):
        reasons.append(NOT_OWED)
    return reasons


def _is_open(facts: DirectionFacts) -> bool:
    return facts.case.state in OPEN_STATES


def _is_for_an_ended_one(step: str, facts: DirectionFacts) -> bool:
    """A notice that was owed may be put right as well; a doubt is settled while something hangs on it; what was
    recorded wrongly is still wrong."""
    return step in owed_steps(facts) or (step == "notice" and facts.is_notice_owed) or step in _ALWAYS


def _against_recording(facts: DirectionFacts, as_of: date) -> list[str]:
    review = facts.coming_review
    if review is None or review.review_on is None or review.review_on <= as_of:
        return []
    return [f"The review is on {spelled_date(review.review_on)}."]


def _waits_for_its_outcome(facts: DirectionFacts) -> bool:
    last = facts.last_review
    return last is not None and last.outcome_sent_on is None


def _waits_for_its_invitation(facts: DirectionFacts) -> bool:
    last = facts.last_review
    return last is not None and last.invited_on is None
