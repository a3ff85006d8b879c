"""Handing over a leaver's work: by an administrator, who sees numbers and never a child."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Event, Task
from cases.queries.open_work import WITHOUT_CASE, receivers_of
from ledger.administrative import record_event
from schools.permissions import Permission as SchoolPermission
from schools.permissions import check_user_can


class HandOverRefused(Exception):
    """The work cannot be handed over so; the text says why, `field` which answer is at fault."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@transaction.atomic
def hand_over(*, person: User, receivers: Mapping[str, User | None], by: User, as_of: date) -> int:
    """Give a person's open cases and tasks of each kind named in `receivers` to that officer, or with None back to the
    team without an owner. Kinds that are not named stay. Gives how many cases and tasks moved.

    Statements do not grow in number with the work. Raises PermissionDenied, or HandOverRefused when an officer does
    not work the kind (any more), by role and team, or there is nothing to hand over.
    """
    check_user_can(by, SchoolPermission.MANAGE_PEOPLE)
    for kind, receiver in receivers.items():
        if receiver is not None and receiver not in receivers_of(kind, person, as_of):
            raise HandOverRefused(
                f"{receiver} does not work this kind of case: that needs a role that works cases, and a team that "
                "works this kind. Choose somebody else.",
                field=f"to_{kind}",
            )
    moved = Counter({"cases": 0, "tasks": 0})
    for kind, receiver in receivers.items():
        moved += _hand_over_kind(kind, person, receiver, by, as_of)
    if not moved:
        raise HandOverRefused("There is nothing of this to hand over any more. Somebody did it meanwhile.")
    record_event(
        code="cases.work_handed_over",
        happened_on=as_of,
        by_user_id=by.pk,
        subject=f"accounts.User:{person.pk}",
        facts={
            "cases": moved["cases"],
            "tasks": moved["tasks"],
            "to": {kind: receiver.pk if receiver else None for kind, receiver in receivers.items()},
        },
    )
    return moved.total()


def _hand_over_kind(kind: str, person: User, receiver: User | None, by: User, as_of: date) -> Counter[str]:
    cases: dict[int, int] = {}
    if kind == WITHOUT_CASE:
        mine = Task.objects.filter(case__isnull=True)
    else:
        mine = Task.objects.filter(case__kind=kind)
        owned = Case.objects.select_for_update().filter(owner=person, kind=kind, closed_on__isnull=True)
        cases = dict(owned.order_by("pk").values_list("pk", "child_id"))
        Case.objects.filter(pk__in=cases).update(owner=receiver, version=F("version") + 1)
    open_tasks = mine.select_for_update(of=("self",)).filter(owner=person, state=Task.State.OPEN)
    tasks = list(open_tasks.order_by("pk").values_list("pk", "case_id", "child_id"))
    Task.objects.filter(pk__in=[pk for pk, _, _ in tasks]).update(owner=receiver, version=F("version") + 1)
    _record_events(cases, tasks, person, receiver, by, as_of)
    return Counter({"cases": len(cases), "tasks": len(tasks)})


def _record_events(
    cases: dict[int, int],
    tasks: Sequence[tuple[int, int | None, int]],
    person: User,
    receiver: User | None,
    by: User,
    as_of: date,
) -> None:
    """One event on each case that moved or had tasks that moved, and on each child with tasks of no case."""
    tasks_count = Counter((case_id, child_id) for _, case_id, child_id in tasks)
    owned: set[tuple[int | None, int]] = set(cases.items())
    now = timezone.now()
    Event.objects.bulk_create(
        Event(
            case_id=case_id,
            child_id=child_id,
            code="case_handed_over" if (case_id, child_id) in owned else "task_handed_over",
            by=by,
            happened_on=as_of,
            recorded_at=now,
            facts={
                "from": person.pk,
                "to": receiver.pk if receiver else None,
                "tasks": tasks_count[case_id, child_id],
            },
        )
        for case_id, child_id in sorted(owned | tasks_count.keys(), key=lambda pair: (pair[0] or 0, pair[1]))
    )
