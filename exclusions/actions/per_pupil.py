"""The amounts for each pupil: one for a band and a funding period. A change works every open exclusion out again."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.models import AgeBand, PerPupilAmount
from exclusions.money.financial_years import financial_year_of, in_words
from exclusions.permissions import check_user_can_change_amounts
from ledger import outbox
from ledger.administrative import record_event
from ledger.versions import update_at_version

AMOUNT_SET = "exclusions.per_pupil_amount_set"
CASES_A_MESSAGE = 200
# No limit of the law: a period further away than this is a slip of the keyboard.
YEARS_AROUND = 10


@transaction.atomic
def add_amount(
    *, financial_year: int, band: str, amount: Decimal, source: str, by: User, as_of: date
) -> PerPupilAmount:
    """Enter the amount of a band for a funding period. Raises PermissionDenied, ExclusionRefused naming the field."""
    check_user_can_change_amounts(by)
    if abs(financial_year - financial_year_of(as_of)) > YEARS_AROUND:
        raise ExclusionRefused("Financial year: enter the year in which it begins, for example 2026.", field="year")
    if band not in AgeBand.values:
        raise ExclusionRefused("Band: choose one of the list.", field="band")
    source = _checked(amount, source)
    row, is_new = PerPupilAmount.objects.get_or_create(
        financial_year=financial_year, band=band, defaults={"amount": amount, "source": source}
    )
    if not is_new:
        raise ExclusionRefused(
            f"There is an amount for {row.get_band_display()} in {in_words(financial_year)} already: £{row.amount:,}. "
            "Change that one.",
            field="band",
        )
    _work_out_again(row, by, as_of)
    return row


@transaction.atomic
def change_amount(
    *, row: PerPupilAmount, amount: Decimal, source: str, version: int, by: User, as_of: date
) -> PerPupilAmount:
    """Change an amount or its source. What was deducted already stays as it was. Raises PermissionDenied, StaleEdit,
    ExclusionRefused."""
    check_user_can_change_amounts(by)
    row = update_at_version(row, version=version, amount=amount, source=_checked(amount, source))
    _work_out_again(row, by, as_of)
    return row


def _checked(amount: Decimal, source: str) -> str:
    if amount <= 0:
        raise ExclusionRefused("Amount must be more than nothing.", field="amount")
    if not source.strip():
        raise ExclusionRefused("Source: say where the amount comes from.", field="source")
    return source.strip()


def _work_out_again(row: PerPupilAmount, by: User, as_of: date) -> None:
    open_cases = Case.objects.filter(kind=PERMANENT_EXCLUSION, closed_on__isnull=True)
    ids = list(open_cases.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), CASES_A_MESSAGE):
        outbox.enqueue("cases.recompute_cases", by_user_id=by.pk, case_ids=ids[start : start + CASES_A_MESSAGE])
    record_event(
        code=AMOUNT_SET,
        happened_on=as_of,
        by_user_id=by.pk,
        subject=f"exclusions.PerPupilAmount:{row.pk}",
        facts={"financial_year": row.financial_year, "band": row.band, "amount": str(row.amount)},
    )
