"""The figures that were brought in, and who brought what in when."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cases.presenters.words import moment
from reports.actions.bring_in import COMPARISONS, HEADCOUNTS
from reports.exclusion_figures.periods import year_label
from reports.models import BroughtIn, ComparisonFigure, Headcount

LABELS = {COMPARISONS: "Comparison figures and targets", HEADCOUNTS: "Headcounts"}
TAKEN_OUT = "Taken out"


def present_comparisons(figures: Sequence[ComparisonFigure], *, is_history: bool = False) -> dict[str, Any]:
    """The table of comparison figures; with who and when for the history."""
    labels = ["Measure", "Area", "Phase", "Academic year"]
    return _table(labels, "Value", [(_comparison_words(each), value_words(each), each) for each in figures], is_history)


def present_headcounts(headcounts: Sequence[Headcount], *, is_history: bool = False) -> dict[str, Any]:
    """The table of headcounts."""
    labels = ["Census", "Phase", "Academic year"]
    return _table(
        labels, "Pupils", [(_headcount_words(each), pupils_words(each), each) for each in headcounts], is_history
    )


def _table(
    labels: list[str], value: str, rows: list[tuple[list[str], str, BroughtIn]], is_history: bool
) -> dict[str, Any]:
    columns = [*({"label": label} for label in labels), {"label": value, "numeric": True}, {"label": "Source"}]
    if is_history:
        columns.append({"label": "Brought in"})
    return {"columns": columns, "rows": [{"cells": _cells(*row, is_history)} for row in rows]}


def _cells(words: list[str], value: str, row: BroughtIn, is_history: bool) -> list[dict[str, Any]]:
    first, *rest = words
    cells = [{"text": first, "is_heading": True}, *({"text": text} for text in rest)]
    cells += [{"text": value, "numeric": True}, {"text": row.source}]
    if is_history:
        cells.append({"text": moment(row.recorded_at), "note": row.by.name})
    return cells


def _comparison_words(figure: ComparisonFigure) -> list[str]:
    area = figure.get_area_kind_display()
    year = year_label(figure.academic_year)
    return [
        figure.get_measure_display(),
        f"{area}: {figure.area_name}" if figure.area_name else area,
        figure.get_phase_display(),
        f"{year}, part of the year" if figure.is_part_year else year,
    ]


def _headcount_words(headcount: Headcount) -> list[str]:
    return [headcount.get_census_display(), headcount.get_phase_display(), year_label(headcount.academic_year)]


def value_words(figure: ComparisonFigure) -> str:
    """The value with the decimals that it was given with."""
    return TAKEN_OUT if figure.value is None else f"{figure.value:,.{figure.decimal_places}f}"


def pupils_words(headcount: Headcount) -> str:
    """The number of pupils."""
    return TAKEN_OUT if headcount.pupils is None else f"{headcount.pupils:,}"
