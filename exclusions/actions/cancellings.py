"""Putting right the cancelling of a suspension or a permanent exclusion: recorded wrongly, or by mistake."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import reopen_case
from cases.actions.tasks import cancel_open_tasks
from cases.models import Case, Event
from components.words import spelled_date
from exclusions import policies
from exclusions.actions.corrections import keep_reason
from exclusions.actions.day_six import END_PLACEMENTS
from exclusions.actions.ending import CANCELLATION_DAYS
from exclusions.actions.progress import open_work_again, started_tracks
from exclusions.actions.recording import check_only_one
from exclusions.actions.refusals import ExclusionRefused, check_cancelling, refuse
from exclusions.actions.steps import begin_governed, finish
from exclusions.actions.suspensions import check_decision, doubts_beside_exclusion, lock_child
from exclusions.actions.tracks import keep
from exclusions.decisions import Objection
from exclusions.doubts import doubts_about_start
from exclusions.facts import Facts, GovernedFacts
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.leaving.records import cancellation_notice_of
from exclusions.models import CancellationNotice
from exclusions.money.queries import funding_of
from exclusions.same_days import Days, Entered, doubts_about_same_days
from exclusions.states import TAKEN_BACK
from exclusions.suspensions import policies as suspension_policies
from exclusions.suspensions.counting import Span, before_reinstatement
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.overlaps import Away, suspensions_within
from exclusions.suspensions.refreshing import refresh_siblings
from exclusions.suspensions.states import state_when_open
from ledger.versions import update_at_version
from schools.models import School

STEP = "cancellation_corrected"
_WHAT = "The cancelling"
_MISTAKE = "is_mistake"


@transaction.atomic
def correct_cancelling(
    *,
    case: Case,
    cancelled_on: date,
    reason: str,
    because: str,
    version: int,
    by: User,
    as_of: date,
    was_before_meeting: bool | None = None,
) -> Case:
    """Correct the day or the reason of a cancelling, of either kind: the days that count on follow. Barred by what bars
    a cancelling, and after a day on which somebody was told of it."""
    facts = begin_governed(case, STEP, version, by, as_of)
    lock_child(case.child)
    against = (
        suspension_policies.reasons_against_cancelling
        if isinstance(facts, SuspensionFacts)
        else policies.reasons_against_cancelling
    )
    check_cancelling(facts, against, cancelled_on, reason, was_before_meeting, as_of)
    _check_told_after(case, cancelled_on)
    keep_reason(case, _WHAT, because, by, as_of)
    decision = facts.decision
    before = {"was_on": cast(date, decision.cancelled_on).isoformat(), "was": decision.cancellation_reason}
    update_at_version(decision, version=version, cancelled_on=cancelled_on, cancellation_reason=reason)
    case = finish(case, "exclusions.cancelling_corrected", by, as_of, cancelled_on, reason=reason, **before)
    return _with_siblings(case, by, as_of)


@transaction.atomic
def take_back_cancelling(
    *, case: Case, because: str, is_confirmed: bool = False, version: int, by: User, as_of: date
) -> Case:
    """Take back a cancelling that never was: the case is open where it stood before, with its dates, totals and tracks,
    and with the tasks that the cancelling ended. Refused where something that was recorded since cannot stand beside
    it; what is unlikely beside it is refused until `is_confirmed` says that it is right."""
    facts = begin_governed(case, STEP, version, by, as_of)
    lock_child(case.child)
    doubts = _check_it_can_stand(facts, by, as_of)
    if not is_confirmed:
        refuse(doubts)
    keep_reason(case, _WHAT, because, by, as_of)
    was_on = cast(date, facts.decision.cancelled_on)
    tracks = started_tracks() if isinstance(facts, Facts) else {}
    update_at_version(facts.decision, version=version, cancelled_on=None, cancellation_reason="", **tracks)
    if cancellation_notice_of(case).pk is not None:
        # Nobody was told of a cancelling that never was; the history keeps the days.
        keep(CancellationNotice, case, **dict.fromkeys(CANCELLATION_DAYS))
    case = reopen_case(case=case, to_state=state_before(facts), reason=TAKEN_BACK, by=by, as_of=as_of)
    _open_tasks_again(case, by, as_of)
    case = finish(case, "exclusions.cancelling_taken_back", by, as_of, as_of, was_on=was_on.isoformat())
    return _with_siblings(case, by, as_of)


def state_before(facts: GovernedFacts) -> str:
    """The state in which a cancelled case would stand."""
    if isinstance(facts, SuspensionFacts):
        return state_when_open(facts.suspension)
    return policies.state_before_cancelling(cast(Facts, facts).exclusion)


def _check_told_after(case: Case, cancelled_on: date) -> None:
    """Nobody is told of a cancelling before it."""
    notice = cancellation_notice_of(case)
    days = {name: getattr(notice, name) for name in CANCELLATION_DAYS}
    name, day = min(((name, day) for name, day in days.items() if day), key=lambda each: each[1], default=("", None))
    if day is not None and cancelled_on > day:
        raise ExclusionRefused(
            f"Cancelled on must be on or before {spelled_date(day)}: “{CANCELLATION_DAYS[name]}” is that day. Correct "
            "that day first if it is wrong.",
            field="cancelled_on",
        )


def _check_it_can_stand(facts: GovernedFacts, by: User, as_of: date) -> list[Objection]:
    """Refuse a second case of the same days, as recording does; gives what is unlikely beside what was recorded
    since."""
    with _at_the_box():
        if isinstance(facts, SuspensionFacts):
            return _beside_suspension(facts, by, as_of)
        return _beside_exclusion(cast(Facts, facts), by, as_of)


@contextmanager
def _at_the_box() -> Iterator[None]:
    """The days themselves are not on this page: what speaks against them is said where the cancelling is taken back."""
    try:
        yield
    except ExclusionRefused as refused:
        raise ExclusionRefused(*refused.reasons, field=_MISTAKE, references=refused.references) from refused


def _beside_suspension(facts: SuspensionFacts, by: User, as_of: date) -> list[Objection]:
    case, row, span = facts.case, facts.suspension, Span.of(facts.suspension)
    ended_on = facts.reinstated_on
    check_decision(case.child, case.school, span, row.decided_on, row.reasons, row.exam_on, as_of, case, ended_on)
    entered = Entered(SUSPENSION, cast(School, case.school), Days(span.first_on, span.last_on), follows=case)
    return [
        *doubts_beside_exclusion(case.child, case.school, before_reinstatement(span, ended_on)),
        *doubts_about_same_days(case.child, entered, by, as_of),
    ]


def _beside_exclusion(facts: Facts, by: User, as_of: date) -> list[Objection]:
    case, row = facts.case, facts.exclusion
    funding = funding_of(case)
    if funding is not None and funding.repaid_on is not None:
        raise ExclusionRefused(
            f"The money was repaid to the school on {spelled_date(funding.repaid_on)} because of the cancelling, so it "
            "stays. Record the exclusion anew."
        )
    check_only_one(case.child, case.school, row.excluded_on)
    entered = Entered(PERMANENT_EXCLUSION, cast(School, case.school), Days(row.excluded_on), follows=case)
    within = suspensions_within(case.child, case.school, Away(row.excluded_on, row.pm_began))
    return [*doubts_about_start(within), *doubts_about_same_days(case.child, entered, by, as_of)]


def _open_tasks_again(case: Case, by: User, as_of: date) -> None:
    """The tasks that the cancelling ended; nobody is asked to end the education any more. What is not owed by now ends
    with working the dates out."""
    ended = Event.objects.filter(case=case, code="exclusions.cancelled").order_by("-pk").first()
    open_work_again(case, ended.facts.get("cancelled_tasks", []) if ended else [], by, as_of)
    cancel_open_tasks(case=case, codes={END_PLACEMENTS}, by=by, as_of=as_of)


def _with_siblings(case: Case, by: User, as_of: date) -> Case:
    """The days that count again, or no longer, stand in the child's totals and runs."""
    if case.kind == SUSPENSION:
        refresh_siblings(case=case, by=by, as_of=as_of)
    return case
