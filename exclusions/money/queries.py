"""Reads of the money: the row of a case, and the amounts for each pupil."""

from __future__ import annotations

from django.db.models import QuerySet

from cases.models import Case
from exclusions.models import Funding, PerPupilAmount


def funding_of(case: Case) -> Funding | None:
    """The money of this case; None before it was worked out for the first time."""
    return Funding.objects.filter(case=case).select_related("passed_to").first()


def amounts() -> QuerySet[PerPupilAmount]:
    """Every amount for each pupil, the newest funding period first."""
    return PerPupilAmount.objects.order_by("-financial_year", "band")


def amount_with(amount_id: int) -> PerPupilAmount | None:
    """One amount, when there is such a one."""
    return PerPupilAmount.objects.filter(pk=amount_id).first()
