"""The figures that stand, and what stood before them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import QuerySet

from reports.models import BroughtIn, ComparisonFigure, Headcount

COMPARISON_KEY = ("measure", "phase", "area_kind", "academic_year")
HEADCOUNT_KEY = ("census", "academic_year", "phase")

Key = tuple[Any, ...]


def comparisons_in_force(years: Iterable[int] | None = None) -> dict[Key, ComparisonFigure]:
    """The newest row of each comparison by (measure, phase, area kind, academic year), those taken out left away."""
    rows = ComparisonFigure.objects.all()
    if years is not None:
        rows = rows.filter(academic_year__in=set(years))
    newest = rows.order_by(*COMPARISON_KEY, "-pk").distinct(*COMPARISON_KEY)
    return {key_of(row): row for row in newest if row.value is not None}


def headcounts_in_force(years: Iterable[int] | None = None) -> dict[Key, Headcount]:
    """The newest row of each headcount by (census, academic year, phase), those taken out left away."""
    rows = Headcount.objects.all()
    if years is not None:
        rows = rows.filter(academic_year__in=set(years))
    newest = rows.order_by(*HEADCOUNT_KEY, "-pk").distinct(*HEADCOUNT_KEY)
    return {key_of(row): row for row in newest if row.pupils is not None}


def key_of(row: BroughtIn) -> Key:
    """What a row is about: a newer row with the same key takes its place."""
    names = COMPARISON_KEY if isinstance(row, ComparisonFigure) else HEADCOUNT_KEY
    return tuple(getattr(row, name) for name in names)


def history_of(model: type[BroughtIn]) -> QuerySet[Any]:
    """Every row that was ever brought in, the latest first, with who did."""
    return model.objects.select_related("by").order_by("-pk")


def in_order(rows: Mapping[Key, Any]) -> list[Any]:
    """The rows that stand, the latest year first, then by what they are about."""
    return [rows[key] for key in sorted(rows, key=lambda key: (-rows[key].academic_year, key))]
