"""How a review ends: the panel's decision, who was told, the governors' second decision, the financial adjustment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case
from cases.models import Case
from components.words import spelled_date
from exclusions.actions.progress import cancel_open_work, ended_tracks
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.reinstating import check_back_from_exclusion
from exclusions.actions.review_steps import begin_review, change_review, check_choice, check_method
from exclusions.actions.roll import settle_challenge
from exclusions.actions.steps import finish
from exclusions.facts import Facts, gather
from exclusions.models import Exclusion, PanelOutcome, Review, ReviewTold, SecondDecision
from exclusions.review.adjustment import adjustment_runs_from
from exclusions.review.arranger import school_type_of
from exclusions.review.steps import panel_step
from exclusions.states import (
    RECONSIDERED_DECLINED,
    RECONSIDERED_REINSTATED,
    REVIEW_QUASHED,
    REVIEW_RECOMMENDED,
    REVIEW_UPHELD,
)

_STATES = {
    PanelOutcome.UPHOLD: REVIEW_UPHELD,
    PanelOutcome.RECOMMEND: REVIEW_RECOMMENDED,
    PanelOutcome.QUASH_DIRECT: REVIEW_QUASHED,
}
About = ReviewTold.About


@transaction.atomic
def record_panel_decision(
    *,
    case: Case,
    outcome: str,
    decided_on: date,
    orders_adjustment: bool,
    version: int,
    by: User,
    as_of: date,
    notice_sent_on: date | None = None,
    notice_method: str = "",
) -> Case:
    """Record what the panel decided, and its written notice when it has gone. Again, while the governors have not
    decided, to put right what was recorded wrongly; afterwards the days alone. Of another decision nobody counts as
    told."""
    step = panel_step(gather(case))
    facts, review = begin_review(case, step, version, by, as_of)
    check_choice(outcome, PanelOutcome, "Decision", "outcome")
    earliest = facts.review.begun_on or facts.review.application_made_on or facts.exclusion.decided_on
    check_day(decided_on, "Decided on", "decided_on", earliest=earliest, latest=as_of)
    _check_order(facts, outcome, orders_adjustment=orders_adjustment)
    if step != "review_decided":
        _check_only_days(review, outcome, notice_sent_on, orders_adjustment=orders_adjustment)
    if outcome == review.outcome:
        check_before_told(review, About.PANEL, decided_on, "decided_on")
    again = forget_review_told(review, About.PANEL) if review.outcome and outcome != review.outcome else {}
    change_review(
        review,
        outcome=outcome,
        decided_on=decided_on,
        orders_adjustment=orders_adjustment,
        **_notice(notice_sent_on, notice_method, decided_on, as_of),
    )
    if step == "review_decided":
        to_state = _STATES[PanelOutcome(outcome)]
        case = move_case(case=case, transition=step, to_state=to_state, by=by, as_of=as_of)
    case = finish(case, "exclusions.review_decided", by, as_of, decided_on, outcome=outcome, **again)
    settle_challenge(case, by, as_of)
    return case


def _check_only_days(review: Review, outcome: str, notice_sent_on: date | None, *, orders_adjustment: bool) -> None:
    """The case has gone on from the decision: what was decided stays, and its notice came before the governors'
    second decision."""
    stays = "The case has gone on from this decision, so it stays. Only its days can be corrected."
    if outcome != review.outcome:
        raise ExclusionRefused(stays, field="outcome")
    if orders_adjustment != review.orders_adjustment:
        raise ExclusionRefused(stays, field="orders_adjustment")
    second_on = review.reconsidered_on
    if second_on is not None and (notice_sent_on is None or notice_sent_on > second_on):
        raise ExclusionRefused(
            f"Sent to the governors on must be on or before {spelled_date(second_on)}, when they decided again. "
            "Correct that day first if it is wrong.",
            field="notice_sent_on",
        )


def check_before_told(review: Review, about: str, decided_on: date, field: str) -> None:
    """Refuse a day of a decision that lies after the first day on which somebody was told of it."""
    told = ReviewTold.objects.filter(review=review, about=about).order_by("told_on").first()
    if told is not None and decided_on > told.told_on:
        raise ExclusionRefused(
            f"Decided on must be on or before {spelled_date(told.told_on)}, when somebody was told of it. Correct that "
            "day first if it is wrong.",
            field=field,
        )


def forget_review_told(review: Review, about: str) -> dict[str, object]:
    """Of a decision that turns out to be another one nobody has been told yet. Gives what the event says of it."""
    rows = ReviewTold.objects.filter(review=review, about=about)
    again = sorted(rows.values_list("recipient", flat=True))
    rows.delete()
    return {"to_tell_again": again} if again else {}


def _check_order(facts: Facts, outcome: str, *, orders_adjustment: bool) -> None:
    if not orders_adjustment:
        return
    if outcome != PanelOutcome.QUASH_DIRECT:
        raise ExclusionRefused(
            "A financial adjustment is only for “Quash the decision and direct the governors to reconsider”.",
            field="orders_adjustment",
        )
    if school_type_of(facts) == "pru":
        raise ExclusionRefused(
            "There is no financial adjustment for a pupil referral unit. Answer “No”.", field="orders_adjustment"
        )


def _notice(sent_on: date | None, method: str, decided_on: date, as_of: date) -> dict[str, object]:
    """The columns of the panel's written notice: both or neither."""
    if sent_on is None:
        if method:
            raise ExclusionRefused("Enter the day on which the decision was sent.", field="notice_sent_on")
        return {"notice_sent_on": None, "notice_method": ""}
    check_method(method, "notice_method")
    check_day(sent_on, "Sent to the governors on", "notice_sent_on", earliest=decided_on, latest=as_of)
    return {"notice_sent_on": sent_on, "notice_method": method}


@transaction.atomic
def record_review_told(
    *,
    case: Case,
    notice_sent_on: date | None,
    notice_method: str,
    panel: Mapping[str, date],
    second: Mapping[str, date],
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record or correct when the panel's decision went to the governors, whose ten school days run from its service,
    and who else was told of it (`panel`) and of the governors' second decision (`second`)."""
    _, review = begin_review(case, "review_told", version, by, as_of)
    decided_on = review.decided_on
    if decided_on is None:
        raise ExclusionRefused("Record first what the panel decided.")
    change_review(review, **_notice(notice_sent_on, notice_method, decided_on, as_of))
    _tell(review, About.PANEL, panel, decided_on, as_of)
    if second and review.reconsidered_on is None:
        raise ExclusionRefused("The governors have not decided again. Take the days of their second decision out.")
    _tell(review, About.SECOND, second, review.reconsidered_on or decided_on, as_of)
    days = [*panel.values(), *second.values(), *([notice_sent_on] if notice_sent_on else [])]
    if not days:
        raise ExclusionRefused("Enter at least one day on which somebody was told.")
    return finish(case, "exclusions.review_told", by, as_of, max(days))


def _tell(review: Review, about: str, told: Mapping[str, date], earliest: date, as_of: date) -> None:
    for recipient, told_on in told.items():
        label = f"{ReviewTold.Recipient(recipient).label} told on"
        check_day(told_on, label, f"{about}_{recipient}_told_on", earliest=earliest, latest=as_of)
        ReviewTold.objects.update_or_create(
            review=review, about=about, recipient=recipient, defaults={"told_on": told_on}
        )


@transaction.atomic
def record_second_decision(
    *,
    case: Case,
    decision: str,
    reconsidered_on: date,
    reinstate_on: date | None,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record what the governors decided after the review. Reinstatement ends day six, funding and next school."""
    facts, review = begin_review(case, "reconsidered", version, by, as_of)
    check_second_decision(facts, review, decision, reconsidered_on, reinstate_on, as_of)
    is_reinstated = decision == SecondDecision.REINSTATED
    change_review(
        review,
        second_decision=decision,
        reconsidered_on=reconsidered_on,
        reinstated_on=(reinstate_on or reconsidered_on) if is_reinstated else None,
    )
    if is_reinstated:
        Exclusion.objects.filter(pk=facts.exclusion.pk).update(**ended_tracks())
    to_state = RECONSIDERED_REINSTATED if is_reinstated else RECONSIDERED_DECLINED
    case = move_case(case=case, transition="reconsidered", to_state=to_state, by=by, as_of=as_of)
    # A correction opens them again.
    ended = {"cancelled_tasks": cancel_open_work(case, by, as_of)} if is_reinstated else {}
    return finish(case, "exclusions.reconsidered", by, as_of, reconsidered_on, decision=decision, **ended)


def check_second_decision(
    facts: Facts, review: Review, decision: str, reconsidered_on: date, reinstate_on: date | None, as_of: date
) -> None:
    """Refuse a second decision that cannot be, recorded or corrected."""
    check_choice(decision, SecondDecision, "Decision", "decision")
    # The policy of the step has seen that the panel's decision was sent: the governors cannot have decided before.
    sent_on = cast(date, review.notice_sent_on)
    check_day(reconsidered_on, "Decided on", "reconsidered_on", earliest=sent_on, latest=as_of)
    is_reinstated = decision == SecondDecision.REINSTATED
    _check_reinstate_on(facts, reinstate_on, reconsidered_on, is_reinstated=is_reinstated)


def _check_reinstate_on(facts: Facts, reinstate_on: date | None, reconsidered_on: date, *, is_reinstated: bool) -> None:
    if reinstate_on is None:
        return
    if not is_reinstated:
        raise ExclusionRefused(
            "Back in school from is only for “Offer reinstatement”. Take the date out, or choose that answer.",
            field="reinstate_on",
        )
    check_back_from_exclusion(facts, reinstate_on, reconsidered_on, "Back in school from")


@transaction.atomic
def record_adjustment(*, case: Case, made_on: date, version: int, by: User, as_of: date) -> Case:
    """Record when the adjustment was made: taken from the budget of a maintained school, or paid by the trust."""
    facts, review = begin_review(case, "review_adjustment", version, by, as_of)
    declined_on = review.reconsidered_on if review.second_decision == SecondDecision.DECLINED else None
    earliest = declined_on or adjustment_runs_from(facts) or review.decided_on or facts.exclusion.decided_on
    check_day(made_on, "Made on", "made_on", earliest=earliest, latest=as_of)
    change_review(review, adjustment_made_on=made_on)
    return finish(case, "exclusions.review_adjusted", by, as_of, made_on)
