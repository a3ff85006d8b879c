"""Putting right what was recorded of a review: the parents' waiver and the governors' second decision.

Each says why, and everything that rests on it follows: the state, the tracks, the tasks, the dates.
"""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case
from cases.models import Case
from components.words import spelled_date
from exclusions.actions.corrections import keep_reason
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.review_asking import check_waived_in_time
from exclusions.actions.review_outcome import About, check_before_told, check_second_decision, forget_review_told
from exclusions.actions.review_steps import begin_review, change_review
from exclusions.actions.roll import settle_challenge
from exclusions.actions.standing import begin_work_again, check_free_until, end_work
from exclusions.actions.steps import finish
from exclusions.facts import gather
from exclusions.models import Review, SecondDecision
from exclusions.review.steps import correction_of
from exclusions.states import (
    AFTER_THE_ROLL,
    RECONSIDERED_DECLINED,
    RECONSIDERED_REINSTATED,
    REVIEW_WINDOW,
)

_WAIVER = "The parents’ waiver of a review"
_SECOND = "The governors’ second decision"


@transaction.atomic
def correct_waiver(*, case: Case, waived_on: date, because: str, version: int, by: User, as_of: date) -> Case:
    """Correct the day on which the parents' waiver came, also when the name has left the roll since."""
    facts, review = begin_review(case, correction_of("review_waiver", gather(case)), version, by, as_of)
    earliest = facts.exclusion.governors_decided_on or facts.exclusion.decided_on
    check_day(waived_on, "Received on", "waived_on", earliest=earliest, latest=as_of)
    check_waived_in_time(facts, waived_on)
    was = cast(date, review.waived_on)
    keep_reason(case, _WAIVER, because, by, as_of)
    change_review(review, waived_on=waived_on)
    case = finish(case, "exclusions.review_waiver_corrected", by, as_of, waived_on, was_on=was.isoformat())
    settle_challenge(case, by, as_of)
    return case


@transaction.atomic
def take_back_waiver(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back a waiver that was recorded by mistake, as long as the case has not gone on from it: the parents' time
    runs again, and ends at once where its last day has passed."""
    facts, review = begin_review(case, correction_of("review_waiver", gather(case)), version, by, as_of)
    if facts.case.state in AFTER_THE_ROLL:
        raise ExclusionRefused(
            "The name has left the roll since. Correct the day of the waiver instead.", field="is_mistake"
        )
    was = cast(date, review.waived_on)
    keep_reason(case, _WAIVER, because, by, as_of)
    change_review(review, waived_on=None)
    case = move_case(case=case, transition="review_waiver_corrected", to_state=REVIEW_WINDOW, by=by, as_of=as_of)
    case = finish(case, "exclusions.review_waiver_taken_back", by, as_of, as_of, was_on=was.isoformat())
    settle_challenge(case, by, as_of)
    return case


@transaction.atomic
def correct_second_decision(
    *,
    case: Case,
    decision: str,
    reconsidered_on: date,
    reinstate_on: date | None,
    because: str,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Correct what the governors decided after the review, or when. One that turns out to be a reinstatement ends day
    six, funding and next school; one that turns out to be none begins them again, with the tasks that were open."""
    facts, review = begin_review(case, correction_of("reconsidered", gather(case)), version, by, as_of)
    check_second_decision(facts, review, decision, reconsidered_on, reinstate_on, as_of)
    _check_what_followed(review, decision, reconsidered_on)
    was, was_on = review.second_decision, cast(date, review.reconsidered_on)
    has_left = facts.case.state in AFTER_THE_ROLL
    if has_left and decision != was:
        raise ExclusionRefused(
            "The name has left the roll since, so the decision stays. Only its day can be corrected.", field="decision"
        )
    is_reinstated = decision == SecondDecision.REINSTATED
    back_on = (reinstate_on or reconsidered_on) if is_reinstated else None
    check_free_until(case, review.reinstated_on, back_on)
    keep_reason(case, _SECOND, because, by, as_of)
    change_review(
        review,
        second_decision=decision,
        reconsidered_on=reconsidered_on,
        reinstated_on=back_on,
    )
    before: dict[str, object] = {"was": was, "was_on": was_on.isoformat()}
    if not has_left:
        to_state = RECONSIDERED_REINSTATED if is_reinstated else RECONSIDERED_DECLINED
        case = move_case(case=case, transition="reconsidered_corrected", to_state=to_state, by=by, as_of=as_of)
    if decision != was:
        before |= forget_review_told(review, About.SECOND)
        before |= end_work(case, by, as_of) if is_reinstated else begin_work_again(case, by, as_of)
    return finish(
        case,
        "exclusions.second_decision_corrected",
        by,
        as_of,
        reconsidered_on,
        decision=decision,
        **before,
    )


def _check_what_followed(review: Review, decision: str, reconsidered_on: date) -> None:
    """The day cannot lie after what is recorded to have followed from the decision."""
    if decision == review.second_decision:
        check_before_told(review, About.SECOND, reconsidered_on, "reconsidered_on")
    made_on = review.adjustment_made_on if decision == SecondDecision.DECLINED else None
    if made_on is not None and reconsidered_on > made_on:
        raise ExclusionRefused(
            f"Decided on must be on or before {spelled_date(made_on)}, when the adjustment was made. Correct that day "
            "first if it is wrong.",
            field="reconsidered_on",
        )
