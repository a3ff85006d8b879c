"""The name leaves the school's roll: the day, in its time or too early, and the school's return and transfer file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case
from cases.actions.children import ChildRefused, end_enrolment
from cases.actions.tasks import cancel_open_tasks, open_task
from cases.models import Case, Enrolment
from components.words import spelled_date
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.steps import begin_governed, finish
from exclusions.actions.tracks import keep
from exclusions.facts import Facts, gather
from exclusions.leaving.records import enrolment_ended_on, leaving_of, open_enrolment
from exclusions.leaving.roll import Doubt, doubt_about
from exclusions.models import ONLY_IF_KNOWN, DeletionGround, ReturnItem, RollDeletion
from exclusions.policies import reasons_against
from exclusions.queries import deadlines_by_code
from exclusions.states import AFTER_THE_ROLL, MAY_LEAVE_THE_ROLL, OFF_ROLL
from ledger.versions import update_at_version

CHALLENGE = ("exclusions.challenge_deletion", "Challenge the school: the name left the roll too early")
_ONE_DAY = timedelta(days=1)


def step_for(facts: Facts, as_of: date) -> str:
    """Which of the two steps the page takes: the one that leads on, or the one that keeps the state."""
    leads_on = facts.case.state in MAY_LEAVE_THE_ROLL or not reasons_against("off_roll", facts, as_of)
    return "off_roll" if leads_on else "off_roll_recorded"


@transaction.atomic
def record_off_roll(
    *, case: Case, off_on: date, is_confirmed: bool = False, version: int, by: User, as_of: date
) -> Case:
    """Record that the school took the name off its roll on a day.

    Before the earliest lawful day it is refused with the reason, until `is_confirmed` says that it has happened all
    the same: then it is kept, marked, and a task asks to challenge the school. The case moves on, and the child's
    enrolment ends, once the lawful day has come; until then the child is in law a pupil of the school. A day that is
    corrected afterwards corrects the end of the enrolment.
    """
    step = step_for(gather(case), as_of)
    facts = cast(Facts, begin_governed(case, step, version, by, as_of))
    check_day(off_on, "Taken off the roll on", "off_on", earliest=facts.decision.decided_on, latest=as_of)
    doubt = doubt_about(off_on, facts, deadlines_by_code(case))
    if doubt is not None and not is_confirmed:
        raise ExclusionRefused(
            f"{doubt.reason} If the school has done it all the same, say so here: it is kept and marked.",
            field="is_confirmed",
        )
    update_at_version(facts.decision, version=version)
    before = leaving_of(case).deletion.off_on
    keep(RollDeletion, case, off_on=off_on)
    if step == "off_roll" and not (doubt and doubt.lawful_on and doubt.lawful_on > as_of):
        case = move_case(case=case, transition="off_roll", to_state=OFF_ROLL, by=by, as_of=as_of)
        _end_enrolment(case, open_enrolment(case), off_on, by, as_of)
    elif case.state in AFTER_THE_ROLL and before is not None:
        _end_enrolment(case, enrolment_ended_on(case, before - _ONE_DAY), off_on, by, as_of)
    if doubt is not None and doubt.is_early:
        return _challenge(case, doubt, off_on, by, as_of)
    cancel_open_tasks(case=case, codes={CHALLENGE[0]}, by=by, as_of=as_of)
    return finish(case, "exclusions.off_roll", by, as_of, off_on)


def _challenge(case: Case, doubt: Doubt, off_on: date, by: User, as_of: date) -> Case:
    code, title = CHALLENGE
    open_task(case=case, code=code, title=title, due_on=as_of, by=by, as_of=as_of)
    lawful_on = doubt.lawful_on.isoformat() if doubt.lawful_on else None
    return finish(case, "exclusions.off_roll_too_early", by, as_of, off_on, lawful_on=lawful_on)


def settle_challenge(case: Case, by: User, as_of: date) -> None:
    """The first lawful day may move after the name has left the roll: whoever was to challenge the school then need not
    any more, or has to now."""
    off_on = leaving_of(case).deletion.off_on
    if off_on is None:
        return
    code, title = CHALLENGE
    doubt = doubt_about(off_on, gather(case), deadlines_by_code(case))
    if doubt is not None and doubt.is_early:
        open_task(case=case, code=code, title=title, due_on=as_of, by=by, as_of=as_of)
    else:
        cancel_open_tasks(case=case, codes={code}, by=by, as_of=as_of)


@transaction.atomic
def take_back_off_roll(*, case: Case, version: int, by: User, as_of: date) -> Case:
    """Take back a day that was recorded by mistake, as long as it has led nowhere: the mark and the task go with it."""
    facts = begin_governed(case, "off_roll_recorded", version, by, as_of)
    if case.state in AFTER_THE_ROLL:
        raise ExclusionRefused("The case has gone on from it. Correct the day instead.", field="is_mistake")
    if leaving_of(case).deletion.off_on is None:
        raise ExclusionRefused("No day is recorded.", field="is_mistake")
    update_at_version(facts.decision, version=version)
    keep(RollDeletion, case, off_on=None)
    cancel_open_tasks(case=case, codes={CHALLENGE[0]}, by=by, as_of=as_of)
    return finish(case, "exclusions.off_roll_taken_back", by, as_of, as_of)


def _end_enrolment(case: Case, enrolment: Enrolment | None, off_on: date, by: User, as_of: date) -> None:
    """The last day on the roll is the one before. Where the child's record does not allow it, the case page says so."""
    if enrolment is None:
        return
    try:
        with transaction.atomic():
            end_enrolment(enrolment=enrolment, ends_on=off_on - _ONE_DAY, version=enrolment.version, by=by, as_of=as_of)
    except ChildRefused:
        return


@transaction.atomic
def record_deletion_return(
    *,
    case: Case,
    received_on: date | None,
    ground: str,
    items_given: Sequence[str],
    items_not_needed: Sequence[str],
    transfer_file_sent_on: date | None,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Record the school's return of the deletion, which items it held, and when the transfer file went. Whether an
    item was given is kept, never the address or the name itself."""
    facts = begin_governed(case, "deletion_return", version, by, as_of)
    earliest = facts.decision.decided_on
    if received_on is None and transfer_file_sent_on is None:
        raise ExclusionRefused("Enter the day of the return, of the transfer file, or both.", field="received_on")
    for day, label, field in (
        (received_on, "Return received on", "received_on"),
        (transfer_file_sent_on, "Transfer file sent on", "transfer_file_sent_on"),
    ):
        if day is not None:
            check_day(day, label, field, earliest=earliest, latest=as_of)
    _check_transfer_after_deletion(leaving_of(case).deletion.off_on, transfer_file_sent_on)
    _check_items(received_on, ground, items_given, items_not_needed)
    update_at_version(facts.decision, version=version)
    keep(
        RollDeletion,
        case,
        return_received_on=received_on,
        ground=ground if received_on else "",
        items_given=sorted(items_given),
        items_not_needed=sorted(items_not_needed),
        transfer_file_sent_on=transfer_file_sent_on,
    )
    return finish(case, "exclusions.deletion_return", by, as_of, received_on or transfer_file_sent_on or as_of)


def _check_transfer_after_deletion(off_on: date | None, sent_on: date | None) -> None:
    if sent_on is not None and off_on is not None and sent_on < off_on:
        raise ExclusionRefused(
            f"Transfer file sent on must be on or after {spelled_date(off_on)}, when the name left the roll.",
            field="transfer_file_sent_on",
        )


def _check_items(received_on: date | None, ground: str, given: Sequence[str], not_needed: Sequence[str]) -> None:
    if received_on is None:
        if ground or given or not_needed:
            raise ExclusionRefused("Return received on: enter the day on which it came.", field="received_on")
        return
    if ground not in DeletionGround.values:
        raise ExclusionRefused("Ground: choose one of the list.", field="ground")
    if set(given) - set(ReturnItem.values) or set(not_needed) - ONLY_IF_KNOWN:
        raise ExclusionRefused("What it held: choose from the list.", field="items_given")
    if set(given) & set(not_needed):
        raise ExclusionRefused("An item cannot be given and not needed. Choose one.", field="items_not_needed")
