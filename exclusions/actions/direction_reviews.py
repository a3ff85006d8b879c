"""The reviews of a direction off site: asked for, listed, held, the outcome sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case
from cases.models import Case
from components.words import spelled_date
from exclusions.actions.directions import begin_direction, school_of_days
from exclusions.actions.dual_registration import registration_after_correcting
from exclusions.actions.following import ask_to_follow
from exclusions.actions.refusals import ExclusionRefused, check_day, refuse
from exclusions.actions.steps import finish
from exclusions.decisions import LONGEST_TO_THE_START
from exclusions.doubts import doubts_about_day
from exclusions.kind_code import MANAGED_MOVE
from exclusions.models import DirectionReview, OffsiteDirection
from exclusions.offsite.decisions import objections_to_the_end
from exclusions.offsite.states import DIRECTED, REVIEW_LISTED, REVIEW_OWED, TO_END
from ledger.versions import update_at_version

Outcome = DirectionReview.Outcome


@transaction.atomic
def ask_for_review(*, case: Case, requested_on: date, requested_by: str, version: int, by: User, as_of: date) -> Case:
    """Record a written request for a review. It must be held unless the regulations did not bind on its day, there was
    a review shortly before, or one was held since: a request that reaches us late may be answered already. Then it is
    kept and obliges nobody."""
    facts = begin_direction(case, "ask_review", version, by, as_of)
    direction = facts.direction
    check_day(requested_on, "Asked for on", "requested_on", earliest=direction.decided_on, latest=as_of)
    if requested_by not in DirectionReview.AskedBy.values:
        raise ExclusionRefused("Who asked: choose one of the list.", field="requested_by")
    if requested_by == DirectionReview.AskedBy.AUTHORITY and not direction.has_plan_then:
        raise ExclusionRefused(
            "An authority can ask only where it maintains an EHC plan, and none is recorded.", field="requested_by"
        )
    is_owed = facts.must_be_met(requested_on)
    DirectionReview.objects.create(case=case, requested_on=requested_on, requested_by=requested_by, is_owed=is_owed)
    update_at_version(direction, version=version)
    to_state = REVIEW_OWED if is_owed else DIRECTED
    case = move_case(case=case, transition="ask_review", to_state=to_state, by=by, as_of=as_of)
    event = "exclusions.direction_review_asked_for" if is_owed else "exclusions.direction_review_declined"
    return finish(case, event, by, as_of, requested_on, requested_by=requested_by)


@transaction.atomic
def list_review(*, case: Case, review_on: date, invited_on: date | None, version: int, by: User, as_of: date) -> Case:
    """Record the day of the next review, and when those who take part were invited. May be recorded again."""
    facts = begin_direction(case, "list_review", version, by, as_of)
    decided_on = facts.direction.decided_on
    check_day(review_on, "Review on", "review_on", earliest=decided_on, latest=None)
    if review_on > as_of + LONGEST_TO_THE_START:
        raise ExclusionRefused("Review on must be within a year. Check the year.", field="review_on")
    last = facts.last_review
    if last is not None and review_on <= cast(date, last.review_on):
        raise ExclusionRefused("Review on must be after the last review that was held.", field="review_on")
    if invited_on is not None:
        check_day(invited_on, "Invited on", "invited_on", earliest=decided_on, latest=min(as_of, review_on))
    review = facts.coming_review or DirectionReview.objects.create(case=case)
    update_at_version(review, version=review.version, review_on=review_on, invited_on=invited_on)
    update_at_version(facts.direction, version=version)
    case = move_case(case=case, transition="list_review", to_state=REVIEW_LISTED, by=by, as_of=as_of)
    return finish(case, "exclusions.direction_review_listed", by, as_of, as_of, review_on=review_on.isoformat())


@transaction.atomic
def record_review(
    *,
    case: Case,
    participants: Sequence[str],
    outcome: str,
    until_on: date | None,
    next_review_on: date | None,
    outcome_sent_on: date | None,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record a review that was held: who took part, and what it came to. The direction goes on, perhaps until another
    day, or is to end; where it is to become a managed move, recording that is a task."""
    facts = begin_direction(case, "record_review", version, by, as_of)
    # The state says that there is one, and its day.
    review, direction = cast(DirectionReview, facts.coming_review), facts.direction
    held_on = cast(date, review.review_on)
    check_review(participants, outcome, until_on)
    if outcome_sent_on is not None:
        check_day(outcome_sent_on, "Outcome sent in writing on", "outcome_sent_on", earliest=held_on, latest=as_of)
    check_next(held_on, next_review_on)
    refuse(list(objections_to_the_end(direction.first_on, until_on, next_review_on, direction.decided_on)))
    if not is_confirmed:
        refuse(doubts_about_day("The direction goes on until", school_of_days(case, direction), until_on))
    update_at_version(
        review,
        version=review.version,
        participants=list(participants),
        outcome=outcome,
        outcome_sent_on=outcome_sent_on,
    )
    changes: dict[str, object] = {"next_review_on": next_review_on}
    if until_on is not None:
        changes["until_on"] = until_on
        extend_registration(direction, until_on, by, as_of)
    update_at_version(direction, version=version, **changes)
    to_state = DIRECTED if outcome == Outcome.CONTINUES else TO_END
    case = move_case(case=case, transition="record_review", to_state=to_state, by=by, as_of=as_of)
    if outcome == Outcome.MANAGED_MOVE:
        ask_to_follow(case=case, kind=MANAGED_MOVE, by=by, as_of=as_of)
    return finish(case, "exclusions.direction_reviewed", by, as_of, held_on, outcome=outcome)


@transaction.atomic
def record_invitation(*, case: Case, invited_on: date, version: int, by: User, as_of: date) -> Case:
    """Record afterwards when those who take part were invited to the last review that was held."""
    facts = begin_direction(case, "invite", version, by, as_of)
    review = cast(DirectionReview, facts.last_review)
    held_on = cast(date, review.review_on)
    check_day(invited_on, "Invited on", "invited_on", earliest=facts.direction.decided_on, latest=as_of)
    if invited_on > held_on:
        raise ExclusionRefused(
            f"Invited on must be on or before {spelled_date(held_on)}, the day of the review.", field="invited_on"
        )
    update_at_version(review, version=review.version, invited_on=invited_on)
    update_at_version(facts.direction, version=version)
    return finish(case, "exclusions.direction_invitation_recorded", by, as_of, invited_on)


@transaction.atomic
def send_outcome(*, case: Case, outcome_sent_on: date, version: int, by: User, as_of: date) -> Case:
    """Record when the outcome of the last review went in writing."""
    facts = begin_direction(case, "send_outcome", version, by, as_of)
    review = cast(DirectionReview, facts.last_review)
    held_on = cast(date, review.review_on)
    check_day(outcome_sent_on, "Outcome sent in writing on", "outcome_sent_on", earliest=held_on, latest=as_of)
    update_at_version(review, version=review.version, outcome_sent_on=outcome_sent_on)
    update_at_version(facts.direction, version=version)
    return finish(case, "exclusions.direction_outcome_sent", by, as_of, outcome_sent_on)


def check_review(participants: Sequence[str], outcome: str, until_on: date | None) -> None:
    """Refuse an outcome or people that are none of the list, and a day of a direction that does not go on."""
    if outcome not in Outcome.values:
        raise ExclusionRefused("Outcome: choose one of the list.", field="outcome")
    if not participants or not set(participants) <= set(DirectionReview.Participant.values):
        raise ExclusionRefused("Choose everybody who took part.", field="participants")
    if until_on is not None and outcome != Outcome.CONTINUES:
        raise ExclusionRefused("Take this date out, or choose that the direction goes on.", field="until_on")


def check_next(held_on: date, next_review_on: date | None) -> None:
    """Refuse a next review that is not after the one that was held."""
    if next_review_on is not None and next_review_on <= held_on:
        raise ExclusionRefused("Next review on must be after the review that was held.", field="next_review_on")


def extend_registration(direction: OffsiteDirection, until_on: date | None, by: User, as_of: date) -> None:
    """The registration at the other school lasts as long as the direction."""
    if direction.dual_registration is not None:
        registration_after_correcting(
            direction,
            school=direction.destination_school,
            first_on=direction.first_on,
            until_on=until_on,
            ended_on=None,
            how="",
            by=by,
            as_of=as_of,
        )
