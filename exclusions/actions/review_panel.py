"""The panel of a review that the council arranges: who is asked, and what they answer."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.models import Case
from components.words import upper_first
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.review_steps import begin_review, check_choice
from exclusions.actions.steps import finish
from exclusions.models import PanelMember, ReviewHearing, ReviewSeat
from exclusions.panels.choosing import reasons_against_sitting
from exclusions.panels.queries import NOT_ON_THE_PANEL
from ledger.versions import update_at_version

Answer = ReviewSeat.Answer


@transaction.atomic
def invite_member(
    *, case: Case, member: PanelMember, is_chair: bool, invited_on: date, version: int, by: User, as_of: date
) -> Case:
    """Record that a member of the pool was asked to sit. Refused, with every reason, for one who may not: who left,
    whose training does not count on the day, who is connected, who is not free. Who declined may be asked again. After
    the hearing it records who sat."""
    facts, review = begin_review(case, "review_panel", version, by, as_of)
    # The policy of the step has seen that there is one.
    hearing = cast(ReviewHearing, facts.review.hearing_of_the_panel)
    check_day(invited_on, "Invited on", "invited_on", earliest=facts.exclusion.decided_on, latest=as_of)
    has_begun = facts.review.planned is None
    reasons = reasons_against_sitting(member, case.school, hearing.hearing_on, has_begun=has_begun)
    if reasons:
        raise ExclusionRefused(*(upper_first(f"{member.name} {each}.") for each in reasons), field="member")
    if is_chair and not member.may_chair:
        raise ExclusionRefused(f"{member.name} is not recorded as one who may chair.", field="is_chair")
    known = ReviewSeat.objects.filter(review=review, member=member).first()
    if known is not None and known.answer not in NOT_ON_THE_PANEL:
        raise ExclusionRefused(f"{member.name} has been asked already.", field="member")
    asked = {"is_chair": is_chair, "invited_on": invited_on, "answer": Answer.WAITING, "answered_on": None}
    if known is not None:
        update_at_version(known, version=known.version, **asked)
    else:
        ReviewSeat.objects.create(review=review, member=member, **asked)
    return finish(case, "exclusions.review_invited", by, as_of, invited_on, member=str(member.uuid))


@transaction.atomic
def record_answer(
    *,
    case: Case,
    seat: ReviewSeat,
    answer: str,
    answered_on: date,
    says_unconnected: bool,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record what a member answered, or that they are no longer needed. Nobody takes a seat who does not say that
    nothing connects them with the pupil, the family or what happened."""
    begin_review(case, "review_panel", version, by, as_of)
    check_choice(answer, Answer, "Answer", "answer")
    if answer == Answer.WAITING:
        raise ExclusionRefused("Choose what they answered.", field="answer")
    check_day(answered_on, "Answered on", "answered_on", earliest=seat.invited_on, latest=as_of)
    if answer == Answer.ACCEPTED and not says_unconnected:
        raise ExclusionRefused(
            "Nobody sits who is connected with the pupil, the family or what happened. Ask, then tick this; or record "
            "that they declined.",
            field="says_unconnected",
        )
    update_at_version(
        seat,
        version=seat.version,
        answer=answer,
        answered_on=answered_on,
        says_unconnected=answer == Answer.ACCEPTED,
    )
    return finish(
        case, "exclusions.review_answered", by, as_of, answered_on, member=str(seat.member.uuid), answer=answer
    )
