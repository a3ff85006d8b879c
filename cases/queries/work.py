"""My work: the running dates and open tasks that somebody has to see to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Value

from accounts.models import User
from accounts.permissions import has_any_permission
from cases.due import end_of_week
from cases.models import Case, Deadline, Task
from cases.permissions import Permission, cases_visible_to

# Dates by which something must or should be done; "not before" and "last day to ask" are no work.
WORK_PURPOSES = (Deadline.Purpose.LIMIT, Deadline.Purpose.TARGET)
DEADLINE, TASK = "deadline", "task"
# What a tile opens: the value of `due` in the address.
NO_DATE, OVERDUE, TODAY, WEEK, WAITING = "no_date", "overdue", "today", "week", "waiting"
SELECTIONS = (NO_DATE, OVERDUE, TODAY, WEEK, WAITING)
# Rows of my work: the day (None where it can no longer be worked out), what the row is, and its key.
Row = tuple[date | None, str, int]


@dataclass(frozen=True)
class WorkCounts:
    """The numbers of the tiles. Each equals the list that its tile opens."""

    no_date: int
    overdue: int
    today: int
    week: int
    waiting: int


def cases_of_work(user: User) -> QuerySet[Case]:
    """Open cases that are this person's work: their own and those they are named on; a manager's are all they see."""
    cases = cases_visible_to(user).filter(closed_on__isnull=True)
    if has_any_permission(user, (Permission.ALLOCATE, Permission.APPROVE)):
        return cases
    return cases.filter(Q(owner=user) | Q(pk__in=user.named_on.values("case")))


def work_deadlines(user: User) -> QuerySet[Deadline]:
    """Running dates of this person's cases, ours and others', and duties of ours whose date cannot be worked out."""
    running = Q(state=Deadline.State.RUNNING, purpose__in=WORK_PURPOSES)
    return Deadline.objects.filter(running | duties_without_a_date(), case__in=cases_of_work(user))


def duties_without_a_date() -> Q:
    """Deadlines by which we must or should act, and for which no date can be given: nobody may lose sight of them."""
    return Q(state=Deadline.State.NO_DATE, is_ours=True, purpose__in=WORK_PURPOSES)


def work_tasks(user: User) -> QuerySet[Task]:
    """Open tasks: a person's own, and for a manager those of all cases they see."""
    tasks = Task.objects.filter(state=Task.State.OPEN, case__in=cases_visible_to(user))
    if has_any_permission(user, (Permission.ALLOCATE, Permission.APPROVE)):
        return tasks
    return tasks.filter(owner=user)


def _within(selection: str, as_of: date) -> Q:
    return {
        NO_DATE: Q(due_on__isnull=True),
        OVERDUE: Q(due_on__lt=as_of),
        TODAY: Q(due_on=as_of),
        WEEK: Q(due_on__gt=as_of, due_on__lte=end_of_week(as_of)),
    }.get(selection, Q())


def work_counts(user: User, as_of: date) -> WorkCounts:
    """The numbers of the tiles, in two queries."""
    within = {name: _within(name, as_of) for name in (NO_DATE, OVERDUE, TODAY, WEEK)}
    dates = work_deadlines(user).aggregate(
        waiting=Count("pk", filter=Q(is_ours=False)),
        **{name: Count("pk", filter=Q(is_ours=True) & condition) for name, condition in within.items()},
    )
    tasks = work_tasks(user).aggregate(**{name: Count("pk", filter=condition) for name, condition in within.items()})
    return WorkCounts(waiting=dates["waiting"], **{name: dates[name] + tasks[name] for name in within})


def work_rows(user: User, as_of: date, selection: str = "") -> QuerySet:
    """The rows of my work as (due_on, what, pk): those without a date, then soonest first. `selection` is one of
    SELECTIONS, or empty for all."""
    condition = _within(selection, as_of)
    dates = work_deadlines(user).filter(condition, is_ours=selection != WAITING)
    rows = dates.annotate(what=Value(DEADLINE), row=F("pk")).values_list("due_on", "what", "row")
    if selection == WAITING:
        return rows.order_by("due_on", "row")
    tasks = work_tasks(user).filter(condition).annotate(what=Value(TASK), row=F("pk"))
    return rows.union(tasks.values_list("due_on", "what", "row"), all=True).order_by(
        F("due_on").asc(nulls_first=True), "what", "row"
    )


def work_count(user: User, as_of: date) -> int:
    """How many rows my work has in all: the number in the shell."""
    return work_rows(user, as_of).count()


def load_work(rows: list[Row]) -> list[Deadline | Task]:
    """The deadlines and tasks behind one page of rows, in their order, with case, child, school and owner."""
    related = ("case__child", "case__school", "case__owner")
    wanted = {what: [pk for _, each, pk in rows if each == what] for what in (DEADLINE, TASK)}
    loaded = {
        DEADLINE: Deadline.objects.select_related(*related).in_bulk(wanted[DEADLINE]),
        TASK: Task.objects.select_related(*related, "owner").in_bulk(wanted[TASK]),
    }
    return [loaded[what][pk] for _, what, pk in rows if pk in loaded[what]]
