"""Putting right the first day of a managed move, the look at it and its refusal."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import reopen_case
from cases.actions.tasks import cancel_open_tasks
from cases.models import Case, Child, Task
from components.words import spelled_date
from exclusions.actions.changing_school import correct_change, take_back_change
from exclusions.actions.corrections import keep_reason
from exclusions.actions.direction_tasks import ask_to_end_after_move, no_longer_end_after_move
from exclusions.actions.dual_registration import settle_registrations
from exclusions.actions.following import follow
from exclusions.actions.moves import (
    SAFEGUARDING_FILE,
    ask_to_look_into_mention,
    begin_move,
    check_look,
    check_only_one,
    check_refusal,
    check_start,
    settle_state,
)
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.steps import finish
from exclusions.models import ManagedMove
from exclusions.moves.facts import LOOK_INTO_THE_MENTION
from exclusions.moves.policies import state_before_the_move
from exclusions.moves.states import MOVED
from exclusions.reopening import END_TAKEN_BACK
from ledger.versions import update_at_version
from schools.models import School

_THE_START, _THE_LOOK, _THE_REFUSAL = "The first day of the managed move", "The look at the move", "The refusal"


@transaction.atomic
def correct_start(*, case: Case, moved_on: date, because: str, version: int, by: User, as_of: date) -> Case:
    """Correct the first day at the new school: both rolls move, and so does the day of our look. Raises
    ExclusionRefused with the reason where the rolls have changed since."""
    facts = begin_move(case, "correct_start", version, by, as_of)
    move = facts.move
    was_on = cast(date, move.moved_on)
    Child.objects.select_for_update().get(pk=case.child_id)
    check_start(facts, moved_on, as_of)
    if move.reviewed_on is not None and moved_on > move.reviewed_on:
        raise ExclusionRefused(
            f"First day at the new school must be on or before {spelled_date(move.reviewed_on)}, when the move was "
            "looked at. Correct that first if it is wrong.",
            field="moved_on",
        )
    keep_reason(case, _THE_START, because, by, as_of)
    schools = {"old_school": cast(School, case.school), "new_school": move.new_school}
    correct_change(child=case.child, was_on=was_on, starts_on=moved_on, by=by, as_of=as_of, **schools)
    settle_registrations(case.child, move.new_school, by=by, as_of=as_of)
    update_at_version(move, version=version, moved_on=moved_on, starts_on=moved_on)
    # The task says the day.
    no_longer_end_after_move(move=case, by=by, as_of=as_of)
    ask_to_end_after_move(move=case, moved_on=moved_on, new_school=move.new_school, by=by, as_of=as_of)
    return finish(case, "exclusions.move_start_corrected", by, as_of, moved_on, was_on=was_on.isoformat())


@transaction.atomic
def take_back_start(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back a first day that never was: the pupil is on the old roll as before, and the move is agreed and still to
    start. Raises ExclusionRefused with the reason where the rolls have changed since."""
    move = begin_move(case, "correct_start", version, by, as_of).move
    was_on = cast(date, move.moved_on)
    if move.reviewed_on is not None:
        raise ExclusionRefused("It is recorded how the move goes. Take that back first.", field="is_mistake")
    Child.objects.select_for_update().get(pk=case.child_id)
    keep_reason(case, _THE_START, because, by, as_of)
    schools = {"old_school": cast(School, case.school), "new_school": move.new_school}
    take_back_change(child=case.child, was_on=was_on, by=by, as_of=as_of, **schools)
    settle_registrations(case.child, move.new_school, by=by, as_of=as_of)
    update_at_version(move, version=version, moved_on=None)
    cancel_open_tasks(case=case, codes={SAFEGUARDING_FILE[0]}, by=by, as_of=as_of)
    no_longer_end_after_move(move=case, by=by, as_of=as_of)
    case = settle_state(case, "start_taken_back", by, as_of)
    return finish(case, "exclusions.move_start_taken_back", by, as_of, as_of, was_on=was_on.isoformat())


@transaction.atomic
def correct_review(
    *,
    case: Case,
    reviewed_on: date,
    is_settled: bool,
    because: str,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Correct when the move was looked at, or how it goes; the case stays closed. Another day before the planned one is
    refused until `is_confirmed` says that it is right."""
    facts = begin_move(case, "correct_review", version, by, as_of)
    check_look(facts, reviewed_on, as_of, is_confirmed=is_confirmed)
    keep_reason(case, _THE_LOOK, because, by, as_of)
    update_at_version(facts.move, version=version, reviewed_on=reviewed_on, is_settled=is_settled)
    was = _look_of(facts.move)
    return finish(case, "exclusions.move_review_corrected", by, as_of, reviewed_on, is_settled=is_settled, **was)


@transaction.atomic
def take_back_review(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back a look that never was, or that came too soon: the case is open again, and the move is looked at on its
    day."""
    move = begin_move(case, "correct_review", version, by, as_of).move
    Child.objects.select_for_update().get(pk=case.child_id)
    check_only_one(case.child)
    keep_reason(case, _THE_LOOK, because, by, as_of)
    update_at_version(move, version=version, reviewed_on=None, is_settled=None)
    case = reopen_case(case=case, to_state=MOVED, reason=END_TAKEN_BACK, by=by, as_of=as_of)
    return finish(case, "exclusions.move_review_taken_back", by, as_of, as_of, **_look_of(move))


@transaction.atomic
def correct_refusal(
    *, case: Case, refused_on: date, refusal: str, because: str, version: int, by: User, as_of: date
) -> Case:
    """Correct when or why the move was declined or withdrawn; the case stays closed."""
    facts = begin_move(case, "correct_refusal", version, by, as_of)
    check_refusal(facts, refused_on, refusal, as_of)
    keep_reason(case, _THE_REFUSAL, because, by, as_of)
    update_at_version(facts.move, version=version, refused_on=refused_on, refusal=refusal)
    was = _refusal_of(facts.move)
    return finish(case, "exclusions.move_refusal_corrected", by, as_of, refused_on, refusal=refusal, **was)


@transaction.atomic
def take_back_refusal(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back a refusal that never was: the case is open again as the agreements have it. A mention of permanent
    exclusion that the refusal left open is looked into again."""
    facts = begin_move(case, "correct_refusal", version, by, as_of)
    Child.objects.select_for_update().get(pk=case.child_id)
    check_only_one(case.child)
    keep_reason(case, _THE_REFUSAL, because, by, as_of)
    update_at_version(facts.move, version=version, refused_on=None, refusal="")
    to_state = state_before_the_move(facts)
    case = reopen_case(case=case, to_state=to_state, reason=END_TAKEN_BACK, by=by, as_of=as_of)
    if facts.move.was_exclusion_mentioned and _was_left_open(case):
        ask_to_look_into_mention(case, by, as_of)
    follow(case=case, by=by, as_of=as_of)
    return finish(case, "exclusions.move_refusal_taken_back", by, as_of, as_of, **_refusal_of(facts.move))


def _was_left_open(case: Case) -> bool:
    """Whether the task to look into a mention was cancelled and not done."""
    last = Task.objects.filter(case=case, code=LOOK_INTO_THE_MENTION).order_by("pk").last()
    return last is None or last.state == Task.State.CANCELLED


def _look_of(move: ManagedMove) -> dict[str, object]:
    return {"was_on": cast(date, move.reviewed_on).isoformat(), "was_settled": move.is_settled}


def _refusal_of(move: ManagedMove) -> dict[str, object]:
    return {"was_on": cast(date, move.refused_on).isoformat(), "was_refusal": move.refusal}
