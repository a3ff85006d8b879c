"""Putting right what the governors decided of a permanent exclusion: all of it while nothing has followed from it, the
day and who decided also afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case
from cases.models import Case
from components.words import spelled_date
from exclusions.actions.corrections import keep_reason
from exclusions.actions.governors_outcome import forget_told, keep_outcome
from exclusions.actions.progress import check_reinstatement
from exclusions.actions.refusals import ExclusionRefused, check_choice, check_day
from exclusions.actions.standing import begin_work_again, check_free_until, end_work
from exclusions.actions.steps import begin, finish
from exclusions.facts import Facts, gather
from exclusions.governors.policies import correcting_step
from exclusions.governors.steps import CORRECT
from exclusions.leaving.records import leaving_of
from exclusions.models import GovernorsDecision, GovernorsOutcome
from exclusions.money.queries import funding_of
from exclusions.policies import is_reinstatement
from exclusions.states import DECLINED, MAY_STILL_CHANGE, REINSTATED
from ledger.versions import update_at_version

_WHAT = "The governors’ decision"


@transaction.atomic
def correct_governors_decision(
    *,
    case: Case,
    decision: str,
    decided_on: date,
    because: str,
    version: int,
    by: User,
    as_of: date,
    reinstate_on: date | None = None,
    decided_by: str = GovernorsOutcome.DecidedBy.BOARD,
    has_written_reasons: bool | None = None,
) -> Case:
    """Correct what the governors decided, when, who decided for them, and from when the child is back.

    One that turns out to be a reinstatement ends day six, funding and next school; one that turns out to be none begins
    them again, with the tasks that were open. Another decision is refused with every reason once something has followed
    from the one that is recorded, and of another one nobody counts as told.
    """
    step = correcting_step(gather(case))
    facts = cast(Facts, begin(case, step, version, by, as_of))
    exclusion = facts.exclusion
    was, was_on = exclusion.governors_decision, cast(date, exclusion.governors_decided_on)
    check_choice(decision, GovernorsDecision, "Decision", "decision")
    if decision != was:
        _check_nothing_followed(facts)
    earliest = facts.governors_told_on or exclusion.decided_on
    check_day(decided_on, "Decided on", "decided_on", earliest=earliest, latest=as_of)
    _check_order(facts, decision, decided_on)
    check_reinstatement(facts, decision, decided_on, reinstate_on)
    is_back = is_reinstatement(decision)
    back_on = (reinstate_on or decided_on) if is_back else None
    check_free_until(case, exclusion.reinstated_on, back_on)
    keep_reason(case, _WHAT, because, by, as_of)
    before = {"was": was, "was_on": was_on.isoformat(), **forget_told(facts, decision)}
    keep_outcome(facts, decided_by, has_written_reasons, decided_on)
    update_at_version(
        exclusion,
        version=version,
        governors_decision=decision,
        governors_decided_on=decided_on,
        reinstated_on=back_on,
    )
    if step == CORRECT:
        case = move_case(
            case=case, transition=CORRECT, to_state=REINSTATED if is_back else DECLINED, by=by, as_of=as_of
        )
    if is_back != is_reinstatement(was):
        before |= end_work(case, by, as_of) if is_back else begin_work_again(case, by, as_of)
    return finish(case, "exclusions.governors_decision_corrected", by, as_of, decided_on, decision=decision, **before)


def _check_nothing_followed(facts: Facts) -> None:
    """The decision itself stays once something rests on it."""
    followed = list(_what_followed(facts))
    if followed:
        raise ExclusionRefused(
            *followed, "So the decision stays. Its day and who decided can be corrected.", field="decision"
        )


def _what_followed(facts: Facts) -> Iterator[str]:
    case, review = facts.case, facts.review.review
    sent_on, leaving, funding = facts.exclusion.refusal_notice_sent_on, leaving_of(case), funding_of(case)
    if sent_on is not None:
        never = " If it never went, take it back first." if case.state in MAY_STILL_CHANGE else ""
        yield f"The governors’ written decision was sent on {spelled_date(sent_on)}.{never}"
    if review is not None and review.waived_on is not None:
        yield f"The parents waived a review on {spelled_date(review.waived_on)}."
    for each in _applications(facts)[:1]:
        yield f"The parents asked for a review on {spelled_date(each)}."
    if leaving.deletion.off_on is not None:
        yield f"The name left the roll on {spelled_date(leaving.deletion.off_on)}."
    if leaving.next_school.admitted_on is not None:
        yield f"The next school admitted the child on {spelled_date(leaving.next_school.admitted_on)}."
    if funding is not None and funding.repaid_on is not None:
        yield f"The money was repaid to the school on {spelled_date(funding.repaid_on)}."


def _applications(facts: Facts) -> list[date]:
    """The days on which the parents' applications were sent, in time or not, in their order."""
    known = facts.review
    return sorted(each.sent_on for each in (known.application, *known.late_applications) if each is not None)


def _check_order(facts: Facts, decision: str, decided_on: date) -> None:
    """The day cannot lie after what is recorded to have come of the decision."""
    review, funding = facts.review.review, funding_of(facts.case)
    told = facts.board.told.values() if decision == facts.governors_decision else ()
    came_of_it = (
        (facts.exclusion.refusal_notice_sent_on, "the written decision was sent"),
        (review.waived_on if review else None, "the parents waived a review"),
        (min(_applications(facts), default=None), "the parents asked for a review"),
        (min(told, default=None), "somebody was told of it"),
        (funding.repaid_on if funding else None, "the money was repaid"),
    )
    day, what = min(((day, what) for day, what in came_of_it if day is not None), default=(decided_on, ""))
    if decided_on > day:
        raise ExclusionRefused(
            f"Decided on must be on or before {spelled_date(day)}, when {what}. Correct that day first if it is wrong.",
            field="decided_on",
        )
