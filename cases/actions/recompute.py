"""Working all dates out again: one case, every open case of a school, every open case."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from cases.kinds import get_kind
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
    """A calendar changed: mark every open case that it touches (all, for the default) for recomputation.

    Gives the number of cases. The work itself is split into messages of CASES_A_MESSAGE cases.
    """
    cases = Case.objects.filter(closed_on__isnull=True)
    if school_id is not None:
        cases = cases.filter(school_id=school_id)
    ids = list(cases.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CASES_A_MESSAGE):
        outbox.enqueue("cases.recompute_cases", by_user_id=by_user_id, case_ids=ids[start : start + CASES_A_MESSAGE])
    return len(ids)


@transaction.atomic
def recompute_cases(*, case_ids: list[int], by: User | None, as_of: date) -> None:
    """Work out the dates of these cases; one that was closed meanwhile is left alone."""
    cases = Case.objects.filter(pk__in=case_ids, closed_on__isnull=True).select_related("child", "school")
    for case in cases.order_by("pk"):
        recompute_case(case=case, by=by, as_of=as_of)
