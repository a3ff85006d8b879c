"""The one task that keeps an open case in somebody's work when no date of its own does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from accounts.models import User
from cases.actions.tasks import finish_open_tasks, open_task
from cases.models import Case, Task

_PREFIX = "exclusions.next."


@dataclass(frozen=True)
class NextThing:
    """What is to be done next in a case: `code` names the occasion, so that a later one gets a task of its own."""

    code: str
    title: str
    due_on: date


@transaction.atomic
def keep_next_thing(*, case: Case, wanted: NextThing | None, by: User | None, as_of: date) -> None:
    """Open the task that is wanted now, and mark those of earlier occasions as done. May run again on any day and
    changes nothing then. `by` None is the night's sweep: it ends no task of a person's."""
    code = _PREFIX + wanted.code if wanted else ""
    if wanted is not None:
        open_task(case=case, code=code, title=wanted.title, due_on=wanted.due_on, by=by, as_of=as_of)
    if by is not None:
        others = Task.objects.filter(case=case, code__startswith=_PREFIX).exclude(code=code)
        finish_open_tasks(case=case, codes=set(others.values_list("code", flat=True)), by=by, as_of=as_of)
