"""Every clock of a direction off site. All are duties of the school's board, none of ours."""

from __future__ import annotations

from collections.abc import Iterator

from cases.clocks import Clock
from cases.models import Deadline
from exclusions.making_clocks import clock
from exclusions.models import DirectionReview
from exclusions.offsite.facts import DirectionFacts
from exclusions.offsite.states import OPEN_STATES, TO_END

Owner = Deadline.DutyOwner
Purpose = Deadline.Purpose

NOTICE = "exclusions.offsite_direction_notice"
NEXT_REVIEW = "exclusions.offsite_next_review"
REQUEST = "exclusions.offsite_review_request"
INVITATION = "exclusions.offsite_review_invitation"
OUTCOME = "exclusions.offsite_review_outcome"
DEADLINE_LABELS = {
    NOTICE: "Notice of the direction off site",
    NEXT_REVIEW: "Next review of the direction, as the board fixed it",
    REQUEST: "Review that was asked for",
    INVITATION: "Invitation to the review of the direction",
    OUTCOME: "Outcome of the review of the direction",
}
UNSETTLED = "Whether the regulations bind is not settled. Until it is, they are taken to bind."
# By the kind of school: whose board it is. A unit's management committee stands under the board.
_OWNERS = {"maintained": Owner.GOVERNORS, "academy": Owner.TRUST, "pru": Owner.GOVERNORS}


def clocks_of(facts: DirectionFacts) -> list[Clock]:
    """The clocks that run, or have run, while the regulations bind or may bind."""
    return [*_notice(facts), *_next_review(facts), *_request(facts), *_meeting(facts)]


def _board(facts: DirectionFacts, *, is_unsettled: bool) -> dict[str, object]:
    owner = _OWNERS.get(facts.school_type, Owner.SCHOOL)
    return {"duty_owner": owner, "assumption": UNSETTLED if is_unsettled else ""}


def _notice(facts: DirectionFacts) -> Iterator[Clock]:
    """Two school days before the first day. One that began before the regulations bound its school owed none."""
    first_on = facts.direction.first_on
    if facts.binds_on(first_on):
        yield clock(
            DEADLINE_LABELS,
            NOTICE,
            NOTICE,
            {"first_day": first_on},
            met_on=facts.notice_given_on,
            **_board(facts, is_unsettled=facts.is_unsettled_on(first_on)),
        )


def _next_review(facts: DirectionFacts) -> Iterator[Clock]:
    fixed_for = facts.direction.next_review_on
    goes_on = facts.case.state in OPEN_STATES - {TO_END}
    if not goes_on or facts.coming_review is not None or (fixed_for and not facts.binds_on(fixed_for)):
        return
    yield clock(
        DEADLINE_LABELS,
        NEXT_REVIEW,
        NEXT_REVIEW,
        {"fixed_for": fixed_for} if fixed_for else None,
        purpose=Purpose.TARGET,
        starts_when="Starts when the board has fixed the day of the next review.",
        needs_calendar=False,
        **_board(facts, is_unsettled=bool(fixed_for) and facts.is_unsettled_on(fixed_for)),
    )


def _request(facts: DirectionFacts) -> Iterator[Clock]:
    """A review that was asked for: no number says by when, only that it is as soon as practicable."""
    review = facts.coming_review
    if facts.case.state not in OPEN_STATES or review is None or review.requested_on is None:
        return
    if not facts.binds_on(review.requested_on):
        return
    yield clock(
        DEADLINE_LABELS,
        REQUEST,
        REQUEST,
        facts.asked_of_a_request(review.requested_on),
        needs_calendar=False,
        **_board(facts, is_unsettled=facts.is_unsettled_on(review.requested_on)),
    )


def _meeting(facts: DirectionFacts) -> Iterator[Clock]:
    """Invitation and outcome, of the review that is listed, else of the last one; an outcome that has not gone is
    asked for before the next one's."""
    coming, last = facts.coming_review, facts.last_review
    listed = coming if coming and coming.review_on and facts.case.state in OPEN_STATES else last
    if listed is not None:
        yield from _of_review(facts, listed, INVITATION)
        yield from _of_review(facts, last if last and last.outcome_sent_on is None else listed, OUTCOME)


def _of_review(facts: DirectionFacts, review: DirectionReview, code: str) -> Iterator[Clock]:
    if facts.binds_on(review.review_on):
        yield clock(
            DEADLINE_LABELS,
            code,
            code,
            {"review_on": review.review_on},
            met_on=review.invited_on if code == INVITATION else review.outcome_sent_on,
            needs_calendar=False,
            **_board(facts, is_unsettled=facts.is_unsettled_on(review.review_on)),
        )
