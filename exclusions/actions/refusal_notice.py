"""The governors' written decision not to reinstate: when and how it went, put right, or never sent at all."""

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
from exclusions.actions.roll import settle_challenge
from exclusions.actions.steps import begin, finish
from exclusions.facts import Facts, gather
from exclusions.models import NoticeMethod
from exclusions.review.steps import notice_step
from exclusions.review.window import window_of
from exclusions.states import DECLINED, REVIEW_WINDOW
from ledger.versions import update_at_version

_FIELD = "notice_sent_on"


@transaction.atomic
def record_refusal_notice(*, case: Case, sent_on: date, method: str, version: int, by: User, as_of: date) -> Case:
    """Record when and how the governors' written decision went: the parents' time runs from its service. Once they have
    answered it, this corrects the day and the way, as long as what they did stays in their time."""
    step = notice_step(gather(case))
    facts = cast(Facts, begin(case, step, version, by, as_of))
    exclusion = facts.exclusion
    decided_on = exclusion.governors_decided_on or exclusion.decided_on
    check_day(sent_on, "Written decision sent on", _FIELD, earliest=decided_on, latest=as_of)
    if method not in NoticeMethod.values:
        raise ExclusionRefused("How it was sent: choose one of the list.", field="notice_method")
    update_at_version(exclusion, version=version, refusal_notice_sent_on=sent_on, refusal_notice_method=method)
    if step == "refusal_notice_sent":
        case = move_case(case=case, transition=step, to_state=REVIEW_WINDOW, by=by, as_of=as_of)
    else:
        _check_answers_in_time(gather(case))
    case = finish(case, "exclusions.refusal_notice_sent", by, as_of, sent_on, method=method)
    settle_challenge(case, by, as_of)
    return case


def _check_answers_in_time(facts: Facts) -> None:
    """With another day of the notice, what the parents did still came in the time that it gives them."""
    review, window = facts.review.review, window_of(facts)
    for day, what in (
        (facts.review.application_made_on, "the parents’ application"),
        (review.waived_on if review else None, "the parents’ waiver"),
    ):
        if day is not None and window is not None and window.is_in_time(day) is False:
            raise ExclusionRefused(
                f"The parents’ time would then end on {spelled_date(window.latest_day)}, and {what} of "
                f"{spelled_date(day)} was in time. Check the day and the way, or correct that one first.",
                field=_FIELD,
            )


@transaction.atomic
def take_back_refusal_notice(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back a written decision that was never sent, while the parents have not answered it: their time has not
    begun, and the governors' decision can be corrected."""
    facts = cast(Facts, begin(case, "refusal_notice_taken_back", version, by, as_of))
    if facts.review.late_applications:
        raise ExclusionRefused(
            "An application is recorded as out of time by this notice, so the notice stays. Correct its day instead.",
            field="is_mistake",
        )
    keep_reason(case, "The governors’ written decision", because, by, as_of)
    was_on = cast(date, facts.exclusion.refusal_notice_sent_on)
    update_at_version(facts.exclusion, version=version, refusal_notice_sent_on=None, refusal_notice_method="")
    case = move_case(case=case, transition="refusal_notice_taken_back", to_state=DECLINED, by=by, as_of=as_of)
    code = "exclusions.refusal_notice_taken_back"
    return finish(case, code, by, as_of, as_of, was_on=was_on.isoformat())
