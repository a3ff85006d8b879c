"""Acts on tasks: open, do, cancel.

A task that the product opens carries a code and is opened once for its cause. A person who does it by hand is not asked
again while the same cause goes on, however often it is looked at. When the cause is over, which is what
`finish_open_tasks`, `cancel_open_tasks` and `forget_ended_tasks` say, the next one opens a task of its own.
"""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.events import record_event
from cases.models import Case, Task
from cases.permissions import check_user_can_change_child, check_user_can_work_case
from ledger.versions import update_at_version


class TaskRefused(Exception):
    """The act on the task is not possible; the text says why."""


@transaction.atomic
def open_task(
    *,
    case: Case,
    title: str,
    due_on: date,
    by: User | None,
    as_of: date,
    code: str = "",
    owner: User | None = None,
) -> Task:
    """Open a task in a case; of one with a code, give the task that was opened for the same cause before."""
    if by is not None:
        check_user_can_work_case(by, case)
    if code:
        known = Task.objects.filter(case=case, code=code, is_cause_over=False).first()
        if known is not None:
            return known
    task = Task.objects.create(
        case=case,
        child_id=case.child_id,
        code=code,
        title=title,
        due_on=due_on,
        owner=owner or case.owner,
        team=case.team,
        opened_at=timezone.now(),
        opened_by=by,
    )
    record_event(
        child=case.child, case=case, code="task_opened", by=by, happened_on=as_of, task=str(task.uuid), task_code=code
    )
    return task


@transaction.atomic
def finish_task(*, task: Task, version: int, by: User, as_of: date) -> Task:
    """Mark a task done. Raises TaskRefused when it is not open, StaleEdit when somebody changed it meanwhile."""
    return _end(task, version, Task.State.DONE, "task_done", by, as_of)


@transaction.atomic
def cancel_task(*, task: Task, version: int, by: User, as_of: date) -> Task:
    """Mark a task as no longer needed. Raises TaskRefused, StaleEdit."""
    return _end(task, version, Task.State.CANCELLED, "task_cancelled", by, as_of)


def _end(task: Task, version: int, state: str, code: str, by: User, as_of: date) -> Task:
    if task.case is not None:
        check_user_can_work_case(by, task.case)
    else:
        check_user_can_change_child(by, task.child)
    if task.state != Task.State.OPEN:
        raise TaskRefused(f"This task is already marked “{task.get_state_display()}”.")
    task = update_at_version(task, version=version, state=state, done_at=timezone.now(), done_by=by)
    record_event(
        child=task.child, case=task.case, code=code, by=by, happened_on=as_of, task=str(task.uuid), task_code=task.code
    )
    return task


@transaction.atomic
def finish_open_tasks(*, case: Case, codes: set[str], by: User, as_of: date) -> int:
    """Mark the tasks with these codes that are still open as done: the act itself did them, and what they were opened
    for is over. Gives their number."""
    return _end_open(case, codes, Task.State.DONE, "task_done", by, as_of)


@transaction.atomic
def cancel_open_tasks(*, case: Case, codes: set[str], by: User, as_of: date) -> int:
    """Cancel the tasks with these codes that are still open: what they were opened for is over. Gives their number."""
    return _end_open(case, codes, Task.State.CANCELLED, "task_cancelled", by, as_of)


def _end_open(case: Case, codes: set[str], state: str, event: str, by: User, as_of: date) -> int:
    open_tasks = Task.objects.filter(case=case, code__in=codes, state=Task.State.OPEN)
    ended = list(open_tasks.select_related("case", "child").order_by("pk"))
    for task in ended:
        _end(task, task.version, state, event, by, as_of)
    forget_ended_tasks(case=case, codes=codes)
    return len(ended)


@transaction.atomic
def forget_ended_tasks(*, case: Case, codes: set[str]) -> None:
    """What the tasks with these codes were opened for is over, whoever ended them; those still open stay as they are.

    Bookkeeping that nobody reads on a page, so it is no event and leaves the version alone.
    """
    ended = Task.objects.filter(case=case, code__in=codes, is_cause_over=False).exclude(state=Task.State.OPEN)
    ended.update(is_cause_over=True)
