"""Working all dates out again: one case, every open case of a school, every open case; and what closed cases still
count for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from accounts.models import User
from cases.kinds import all_kinds, get_kind
from cases.models import Case
from ledger import outbox

# Cases worked out in one outbox message: a transaction of about a second, so that a killed worker repeats little.
CASES_A_MESSAGE = 200


@transaction.atomic
def recompute_case(*, case: Case, by: User | None, as_of: date) -> Case:
    """Ask the case's kind to work its dates out again from the facts as they stand."""
    get_kind(case.kind).refresh(case=case, by=by, as_of=as_of)
    return case


@transaction.atomic
def recompute_calendar(*, school_id: int | None, by_user_id: int | None, as_of: date) -> int:
    """A calendar changed: mark every case that it touches (all, for the default) for recomputation; of the closed ones
    those that still count for something, first, since open ones may add them up.

    Gives the number of cases. The work itself is split into messages of CASES_A_MESSAGE cases.
    """
    cases = Case.objects.all() if school_id is None else Case.objects.filter(school_id=school_id)
    counting = [kind.code for kind in all_kinds() if kind.recount_closed is not None]
    number = 0
    for code in counting:
        for case_ids in _in_messages(cases.filter(kind=code, closed_on__isnull=False)):
            outbox.enqueue("cases.recount_closed", by_user_id=by_user_id, kind=code, case_ids=case_ids)
            number += len(case_ids)
    return number + _enqueue_recomputing(cases.filter(closed_on__isnull=True), by_user_id)


@transaction.atomic
def recompute_open_cases(*, as_of: date) -> int:
    """The night's sweep: mark every open case for recomputation; gives their number. Closed ones stay asleep."""
    return _enqueue_recomputing(Case.objects.filter(closed_on__isnull=True), None)


def _enqueue_recomputing(cases: QuerySet[Case], by_user_id: int | None) -> int:
    number = 0
    for case_ids in _in_messages(cases):
        outbox.enqueue("cases.recompute_cases", by_user_id=by_user_id, case_ids=case_ids)
        number += len(case_ids)
    return number


def _in_messages(cases: QuerySet[Case]) -> Iterator[list[int]]:
    ids = list(cases.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CASES_A_MESSAGE):
        yield ids[start : start + CASES_A_MESSAGE]


@transaction.atomic
def recount_closed(*, kind: str, case_ids: list[int], as_of: date) -> None:
    """Bring what these closed cases count for up to date; one that was opened again meanwhile is left to its own
    recomputation."""
    recount = get_kind(kind).recount_closed
    if recount is not None:
        closed = Case.objects.filter(pk__in=case_ids, kind=kind, closed_on__isnull=False)
        recount(list(closed.order_by("pk").values_list("pk", flat=True)), as_of)


@transaction.atomic
def recompute_cases(*, case_ids: list[int], by: User | None, as_of: date) -> None:
    """Work out the dates of these cases; one that was closed meanwhile is left alone."""
    cases = Case.objects.filter(pk__in=case_ids, closed_on__isnull=True).select_related("child", "school")
    for case in cases.order_by("pk"):
        recompute_case(case=case, by=by, as_of=as_of)
