"""The finance list: the money of every permanent exclusion that somebody may see, filtered, with its totals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, QuerySet, Sum

from accounts.models import User
from exclusions.kind_code import RECORDED_BY_MISTAKE
from exclusions.models import Funding
from exclusions.permissions import fundings_visible_to
from exclusions.track_states import FUNDING_ENDED
from schools.models import School

AMOUNTS = ("amount", "deducted_amount", "passed_amount", "repaid_amount")


@dataclass(frozen=True)
class FinanceFilter:
    """What is asked for; empty is everything."""

    year: int | None = None
    school: School | None = None
    state: str = ""


def finance_rows(user: User, wanted: FinanceFilter) -> QuerySet[Funding]:
    """The rows in the order of the list: newest exclusion first."""
    rows = _listed(user).select_related("case__school", "case__exclusion", "passed_to")
    if wanted.year is not None:
        rows = rows.filter(financial_year=wanted.year)
    if wanted.school is not None:
        rows = rows.filter(case__school=wanted.school)
    if wanted.state:
        rows = rows.filter(case__exclusion__funding_state=wanted.state)
    return rows.order_by("-case__exclusion__excluded_on", "-case__pk")


def _listed(user: User) -> QuerySet[Funding]:
    """What the user may see, without what was recorded by mistake: of that only money that really moved is listed."""
    never_was = Q(case__state=RECORDED_BY_MISTAKE, deducted_on__isnull=True)
    return fundings_visible_to(user).exclude(never_was)


def years_of(user: User) -> list[int]:
    """The financial years that the list has, newest first."""
    years = _listed(user).order_by("-financial_year").values_list("financial_year", flat=True)
    return list(years.distinct())


def totals_of(rows: QuerySet[Funding]) -> Mapping[str, Decimal]:
    """The sums of all rows that fit, not only those of a page; what has ended is no longer to deduct."""
    still_owed = ~Q(case__exclusion__funding_state=FUNDING_ENDED)
    sums = rows.order_by().aggregate(
        sum_amount=Sum("amount", filter=still_owed), **{f"sum_{name}": Sum(name) for name in AMOUNTS[1:]}
    )
    return {name: sums[f"sum_{name}"] or Decimal("0.00") for name in AMOUNTS}
