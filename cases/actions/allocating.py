"""Giving many cases to one officer at once, and taking that back.

Each case gets its own event. One summary of the act is kept as an administrative event; its UUID is in the address of
the result and in the events of the cases.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.db.models import F, Q

from accounts.models import User
from accounts.permissions import check_permission
from cases.actions.events import record_event
from cases.allocation import ALLOCATED, MOST_AT_ONCE, Chosen, Sorted, sort_out
from cases.models import Case, Task
from cases.permissions import Permission
from cases.queries.allocations import CASES_ALLOCATED, Allocation, find_allocation
from ledger import administrative
from ledger.models import AdministrativeEvent


class AllocationRefused(Exception):
    """Nothing was allocated, or nothing was given back; the text says why and what to do."""


def check_may_allocate(by: User) -> None:
    """Raise PermissionDenied unless this person may allocate cases."""
    check_permission(by, Permission.ALLOCATE, "Only a team manager can allocate cases.")


@transaction.atomic
def allocate_cases(*, chosen: Sequence[Chosen], to: User, by: User, as_of: date) -> AdministrativeEvent:
    """Give those of the chosen cases that can be given to `to`, with the open tasks of the officer who had them.

    The rest stay where they are and are named in the summary, which is what is returned. Raises PermissionDenied, and
    AllocationRefused when none can be given or too many were chosen.
    """
    check_may_allocate(by)
    if len(chosen) > MOST_AT_ONCE:
        raise AllocationRefused(f"Choose {MOST_AT_ONCE} cases or fewer at a time.")
    found = sort_out(chosen, by=by, as_of=as_of, to=to, lock=True)
    if not found.possible:
        raise AllocationRefused("None of these cases can be allocated now. The reason stands beside each.")
    act = _record_summary(found, to, by, as_of)
    tasks = _tasks_of_owners(found.possible)
    for case in found.possible:
        _hand_over(case, to, tasks.get(case.pk, []), by, as_of, allocation=str(act.uuid))
    return act


@transaction.atomic
def give_back(*, allocation_uuid: uuid.UUID, by: User, as_of: date) -> Allocation:
    """Undo an act of one's own: each case that nobody moved since goes back to who had it, and so do its tasks.

    Gives the act as it was before. Raises PermissionDenied, and AllocationRefused when no case can go back any more.
    """
    check_may_allocate(by)
    found = find_allocation(by, allocation_uuid, as_of, lock=True)
    if found is None or not found.can_be_undone:
        raise AllocationRefused("None of these cases can be given back any more. The reason stands beside each.")
    for row in found.given:
        if row.why_not_back is None:
            tasks = row.event.facts["tasks"]
            _hand_over(row.case, row.former, tasks, by, as_of, undoes=str(allocation_uuid))
    return found


def _record_summary(found: Sorted, to: User, by: User, as_of: date) -> AdministrativeEvent:
    refused = [[refusal.case.pk, str(refusal.why)] for refusal in found.refused if refusal.case is not None]
    return administrative.record_event(
        code=CASES_ALLOCATED,
        happened_on=as_of,
        by_user_id=by.pk,
        subject=f"accounts.User:{to.pk}",
        facts={
            "to": to.pk,
            "cases": [case.pk for case in found.possible],
            "refused": refused,
            "unknown_count": len(found.refused) - len(refused),
        },
    )


def _tasks_of_owners(cases: Sequence[Case]) -> dict[int, list[str]]:
    """The open tasks that belong to the owner of their case, or to nobody as the case does, by the case's id."""
    of_owner = Q(owner=F("case__owner")) | Q(owner__isnull=True, case__owner__isnull=True)
    tasks = Task.objects.filter(of_owner, state=Task.State.OPEN, case__in=cases)
    found: dict[int, list[str]] = {}
    for case_id, task in tasks.values_list("case_id", "uuid"):
        found.setdefault(case_id, []).append(str(task))
    return found


def _hand_over(case: Case, to: User | None, tasks: Iterable[str], by: User, as_of: date, **facts: str) -> None:
    """Make `to` the owner of a locked case and of those of the tasks that its owner still has to do."""
    Task.objects.filter(uuid__in=tasks, state=Task.State.OPEN, owner=case.owner).update(
        owner=to, version=F("version") + 1
    )
    Case.objects.filter(pk=case.pk).update(owner=to, version=F("version") + 1)
    record_event(
        child=case.child,
        case=case,
        code=ALLOCATED,
        by=by,
        happened_on=as_of,
        to=to.pk if to else None,
        was=case.owner_id,
        case_version=case.version + 1,
        tasks=list(tasks),
        **facts,
    )
