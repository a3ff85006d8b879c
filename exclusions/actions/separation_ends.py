"""Putting right how a separation ended: another last day, another way, or that it goes on."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import reopen_case
from cases.models import Case, Child
from exclusions.actions.corrections import keep_reason
from exclusions.actions.following import settle_following
from exclusions.actions.separations import begin_separation, check_end, check_only_one, remind_of_review
from exclusions.actions.steps import finish
from exclusions.reopening import END_TAKEN_BACK
from exclusions.separations.states import SEPARATED
from ledger.versions import update_at_version
from schools.models import School

_STEP, _WHAT = "correct_end", "How the separation ended"


@transaction.atomic
def correct_end(*, case: Case, ended_on: date, how: str, because: str, version: int, by: User, as_of: date) -> Case:
    """Correct the last day, or how the separation ended; the case stays closed. The task to record what it became goes
    by that."""
    facts = begin_separation(case, _STEP, version, by, as_of)
    check_end(facts, ended_on, how, as_of)
    keep_reason(case, _WHAT, because, by, as_of)
    before = facts.separation
    update_at_version(before, version=version, ended_on=ended_on, how_ended=how)
    settle_following(case=case, wanted=how, by=by, as_of=as_of)
    was = {"was_on": cast(date, before.ended_on).isoformat(), "was_how": before.how_ended}
    return finish(case, "exclusions.separation_end_corrected", by, as_of, ended_on, how=how, **was)


@transaction.atomic
def take_back_end(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back an end that never was: the case is open again, with the duty of education and the task of the next
    review as they were."""
    facts = begin_separation(case, _STEP, version, by, as_of)
    Child.objects.select_for_update().get(pk=case.child_id)
    check_only_one(case.child, cast(School, case.school))
    keep_reason(case, _WHAT, because, by, as_of)
    before = facts.separation
    update_at_version(before, version=version, ended_on=None, how_ended="")
    case = reopen_case(case=case, to_state=SEPARATED, reason=END_TAKEN_BACK, by=by, as_of=as_of)
    settle_following(case=case, wanted="", by=by, as_of=as_of)
    remind_of_review(case, before.next_review_on, by, as_of)
    was = {"was_on": cast(date, before.ended_on).isoformat(), "was_how": before.how_ended}
    return finish(case, "exclusions.separation_end_taken_back", by, as_of, as_of, **was)
