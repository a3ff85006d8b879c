"""Closing for good a suspension or a permanent exclusion that should never have been recorded."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case, reopen_case
from cases.actions.tasks import cancel_open_tasks
from cases.models import Case, Task
from exclusions.actions.cancellings import state_before
from exclusions.actions.corrections import keep_reason
from exclusions.actions.progress import ended_tracks
from exclusions.actions.steps import begin_governed, finish
from exclusions.actions.suspensions import lock_child
from exclusions.facts import Facts
from exclusions.kind_code import RECORDED_BY_MISTAKE, SUSPENSION
from exclusions.models import Prompt, Suspension
from exclusions.policies import MISTAKE
from exclusions.prompts.reached import CODES_OF_TOTALS
from exclusions.states import NEVER_WAS
from exclusions.suspensions.refreshing import refresh_siblings
from ledger.versions import update_at_version


@transaction.atomic
def record_mistake(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Close a case of either kind that should never have been recorded, or is about another pupil: open, or cancelled;
    a suspension also when it closed by itself. Its clocks, tasks, prompts and tracks end, and it counts nowhere.
    Letters that went, notes and the history stay. Refused while education is booked because of it."""
    facts = begin_governed(case, MISTAKE, version, by, as_of)
    lock_child(case.child)
    what = "The suspension" if case.kind == SUSPENSION else "The permanent exclusion"
    keep_reason(case, what, because, by, as_of, happened="was recorded by mistake")
    update_at_version(facts.decision, version=version, **(ended_tracks() if isinstance(facts, Facts) else {}))
    if not case.is_open:
        case = reopen_case(case=case, to_state=state_before(facts), reason=NEVER_WAS, by=by, as_of=as_of)
    case = move_case(case=case, transition=MISTAKE, to_state=RECORDED_BY_MISTAKE, by=by, as_of=as_of)
    codes = set(Task.objects.filter(case=case, state=Task.State.OPEN).values_list("code", flat=True))
    cancel_open_tasks(case=case, codes=codes, by=by, as_of=as_of)
    case = finish(case, "exclusions.recorded_by_mistake", by, as_of, as_of)
    if case.kind == SUSPENSION:
        refresh_siblings(case=case, by=by, as_of=as_of)
        _hand_on_prompts(case)
    return case


def _hand_on_prompts(case: Case) -> None:
    """A mark that the child has reached all the same is looked at in the latest of its other suspensions."""
    other = Suspension.objects.filter(case__child=case.child_id).order_by("-first_on", "-pk").first()
    for prompt in Prompt.objects.filter(case=case, code__in=CODES_OF_TOTALS, state=Prompt.State.OPEN):
        update_at_version(prompt, version=prompt.version, case=other.case if other else case)
