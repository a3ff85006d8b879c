"""Putting right how a direction off site ended, or what its last review came to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case, reopen_case
from cases.models import Case, Child
from exclusions.actions.corrections import keep_reason
from exclusions.actions.direction_reviews import check_next, check_review, extend_registration
from exclusions.actions.direction_tasks import ask_if_moved_since
from exclusions.actions.directions import begin_direction, check_end, check_only_one, school_of_days
from exclusions.actions.dual_registration import drop_registration, registration_after_correcting
from exclusions.actions.following import settle_following
from exclusions.actions.refusals import check_day, refuse
from exclusions.actions.steps import finish
from exclusions.doubts import doubts_about_day
from exclusions.kind_code import MANAGED_MOVE
from exclusions.models import DirectionEnd, DirectionReview, OffsiteDirection
from exclusions.offsite.decisions import objections_to_the_end
from exclusions.offsite.policies import state_when_open
from exclusions.offsite.states import DIRECTED, REVIEW_LISTED, TO_END
from exclusions.reopening import END_TAKEN_BACK
from ledger.versions import update_at_version
from schools.models import School

Outcome = DirectionReview.Outcome
_THE_END, _THE_REVIEW = "How the direction off site ended", "The review of the direction off site"


@transaction.atomic
def correct_end(
    *,
    case: Case,
    ended_on: date,
    how: str,
    because: str,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Correct the last day off site, or how the direction ended; the case stays closed. The registration at the other
    school follows, and the task to record the move that it became."""
    direction = begin_direction(case, "correct_end", version, by, as_of).direction
    Child.objects.select_for_update().get(pk=case.child_id)
    check_end(case, direction, ended_on, how, as_of, is_confirmed=is_confirmed)
    keep_reason(case, _THE_END, because, by, as_of)
    _keep_end(direction, ended_on, how, version, by, as_of)
    wanted = MANAGED_MOVE if how == DirectionEnd.MANAGED_MOVE else ""
    settle_following(case=case, wanted=wanted, by=by, as_of=as_of)
    return finish(case, "exclusions.direction_end_corrected", by, as_of, ended_on, how=how, **_end_of(direction))


@transaction.atomic
def take_back_end(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back an end that never was: the case is open again in the state it had, with the registration at the other
    school. Raises ExclusionRefused when the child is registered there otherwise, or directed off site again."""
    facts = begin_direction(case, "correct_end", version, by, as_of)
    direction, to_state = facts.direction, state_when_open(facts)
    Child.objects.select_for_update().get(pk=case.child_id)
    check_only_one(case.child, cast(School, case.school))
    keep_reason(case, _THE_END, because, by, as_of)
    _keep_end(direction, None, "", version, by, as_of)
    case = reopen_case(case=case, to_state=to_state, reason=END_TAKEN_BACK, by=by, as_of=as_of)
    last = facts.last_review
    is_to_move = to_state == TO_END and last is not None and last.outcome == Outcome.MANAGED_MOVE
    settle_following(case=case, wanted=MANAGED_MOVE if is_to_move else "", by=by, as_of=as_of)
    ask_if_moved_since(direction=case, first_on=direction.first_on, by=by, as_of=as_of)
    return finish(case, "exclusions.direction_end_taken_back", by, as_of, as_of, **_end_of(direction))


@transaction.atomic
def correct_review(
    *,
    case: Case,
    participants: Sequence[str],
    outcome: str,
    until_on: date | None,
    next_review_on: date | None,
    outcome_sent_on: date | None,
    because: str,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Correct what the last review that was held came to, until the next one is asked for or listed. A day until which
    the direction lasts counts where it goes on; where it does not, the one that stands is kept."""
    facts = begin_direction(case, "correct_review", version, by, as_of)
    # What the step asks first says that there is one; it was held, so it has a day.
    review, direction = cast(DirectionReview, facts.last_review), facts.direction
    held_on = cast(date, review.review_on)
    check_review(participants, outcome, None if until_on == direction.until_on else until_on)
    if outcome_sent_on is not None:
        check_day(outcome_sent_on, "Outcome sent in writing on", "outcome_sent_on", earliest=held_on, latest=as_of)
    check_next(held_on, next_review_on)
    until_on = until_on if outcome == Outcome.CONTINUES else direction.until_on
    refuse(list(objections_to_the_end(direction.first_on, until_on, next_review_on, direction.decided_on)))
    if not is_confirmed:
        school = school_of_days(case, direction)
        refuse(doubts_about_day("The direction goes on until", school, until_on, direction.until_on))
    keep_reason(case, _THE_REVIEW, because, by, as_of)
    answers = {"participants": list(participants), "outcome": outcome, "outcome_sent_on": outcome_sent_on}
    update_at_version(review, version=review.version, **answers)
    extend_registration(direction, until_on, by, as_of)
    update_at_version(direction, version=version, next_review_on=next_review_on, until_on=until_on)
    to_state = DIRECTED if outcome == Outcome.CONTINUES else TO_END
    case = move_case(case=case, transition="correct_review", to_state=to_state, by=by, as_of=as_of)
    wanted = MANAGED_MOVE if outcome == Outcome.MANAGED_MOVE else ""
    settle_following(case=case, wanted=wanted, by=by, as_of=as_of)
    event = "exclusions.direction_review_corrected"
    return finish(case, event, by, as_of, held_on, outcome=outcome, was_outcome=review.outcome)


@transaction.atomic
def take_back_review(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back a review that was not held: it is listed for its day as before, and may be listed for another."""
    facts = begin_direction(case, "correct_review", version, by, as_of)
    review = cast(DirectionReview, facts.last_review)
    keep_reason(case, _THE_REVIEW, because, by, as_of)
    update_at_version(review, version=review.version, participants=[], outcome="", outcome_sent_on=None)
    update_at_version(facts.direction, version=version)
    case = move_case(case=case, transition="correct_review", to_state=REVIEW_LISTED, by=by, as_of=as_of)
    settle_following(case=case, wanted="", by=by, as_of=as_of)
    return finish(case, "exclusions.direction_review_taken_back", by, as_of, as_of, was_outcome=review.outcome)


def _keep_end(
    direction: OffsiteDirection, ended_on: date | None, how: str, version: int, by: User, as_of: date
) -> None:
    """The end as it stands now, and the registration at the other school with it."""
    registration = registration_after_correcting(
        direction,
        school=direction.destination_school,
        first_on=direction.first_on,
        until_on=direction.until_on,
        ended_on=ended_on,
        how=how,
        by=by,
        as_of=as_of,
    )
    changes = {"ended_on": ended_on, "how_ended": how, "dual_registration": registration}
    update_at_version(direction, version=version, **changes)
    if registration is None:
        drop_registration(direction.dual_registration, by=by, as_of=as_of)


def _end_of(direction: OffsiteDirection) -> dict[str, str]:
    return {"was_on": cast(date, direction.ended_on).isoformat(), "was_how": direction.how_ended}
