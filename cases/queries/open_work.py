"""How much open work somebody owns: numbers alone, for pages of people who may see no child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from accounts.models import Team, User
from cases.kinds import all_kinds
from cases.models import Case, Task
from cases.queries.officers import officers_working

# In place of a kind, for tasks about a child that belong to no case.
WITHOUT_CASE = "without_case"


@dataclass(frozen=True)
class OpenWork:
    """The open work of one person of one kind of case: how many cases and tasks, and who may take them over."""

    kind: str
    label: str
    cases_count: int
    tasks_count: int
    receivers: list[User]


def open_work_counts(user_ids: Collection[int]) -> dict[int, int]:
    """Open cases and tasks of each of these people who has any, by the person's id, in two queries."""
    counts: Counter[int] = Counter()
    cases = Case.objects.filter(owner__in=user_ids, closed_on__isnull=True)
    tasks = Task.objects.filter(owner__in=user_ids, state=Task.State.OPEN)
    for rows in (cases, tasks):
        counts.update(dict(rows.values_list("owner").annotate(count=Count("pk")).order_by()))
    return dict(counts)


def open_work_of(person: User, as_of: date) -> list[OpenWork]:
    """A person's open work by kind of case, in the order of the labels; tasks without a case last."""
    cases = Case.objects.filter(owner=person, closed_on__isnull=True).values_list("kind")
    tasks = Task.objects.filter(owner=person, state=Task.State.OPEN).values_list("case__kind")
    case_counts = dict(cases.annotate(count=Count("pk")).order_by())
    task_counts = dict(tasks.annotate(count=Count("pk")).order_by())
    labels = {kind.code: kind.label for kind in all_kinds()}
    kinds = sorted((case_counts | task_counts).keys() - {None}, key=lambda kind: labels.get(kind, kind))
    found = [
        OpenWork(
            kind,
            labels.get(kind, kind),
            case_counts.get(kind, 0),
            task_counts.get(kind, 0),
            receivers_of(kind, person, as_of),
        )
        for kind in kinds
    ]
    if task_counts.get(None):
        receivers = receivers_of(WITHOUT_CASE, person, as_of)
        found.append(OpenWork(WITHOUT_CASE, "Tasks that belong to no case", 0, task_counts[None], receivers))
    return found


def receivers_of(kind: str, person: User, as_of: date) -> list[User]:
    """People who may take over this person's work of a kind: who works it today, by role and team. Tasks without a
    case go to anybody who works cases of any kind."""
    kinds = _kinds_of_teams() if kind == WITHOUT_CASE else {kind}
    return list(officers_working(kinds, as_of).exclude(pk=person.pk))


def _kinds_of_teams() -> set[str]:
    """Every kind that a team in use works."""
    return {kind for kinds in Team.objects.filter(is_active=True).values_list("kinds", flat=True) for kind in kinds}


def find_owner(user_uuid: object) -> User | None:
    """The person whose work is handed over, or None."""
    return User.objects.filter(uuid=user_uuid).first()
