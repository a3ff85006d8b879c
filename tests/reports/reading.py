"""Reading the tables of a report by the labels of their rows and columns."""

from __future__ import annotations

import re
from datetime import date

from accounts.models import User
from reports.exclusion_figures.choice import ALL_REASONS, Choice
from reports.exclusion_figures.figures import Figures, gather
from reports.exclusion_figures.page import tables_of
from reports.exclusion_figures.periods import Month
from reports.table import Cell, ReportTable
from reports.table_words import View, cell_text

# Requests are made on AS_OF, 16 September 2026 (tests/reports/conftest.py): the latest complete month is August.
READ_ON, MARCH = date(2026, 9, 16), "2026-03"
PAGE = f"/reports/exclusions/?month={MARCH}&year=2025"
LINK = re.compile(r'<a class="govuk-link" href="(/reports/exclusions/rows/\?[^"]*)">(.*?)</a>', re.DOTALL)


def table(figures: Figures, code: str) -> ReportTable:
    """The table of this code."""
    return next(each for each in tables_of(figures) if each.code == code)


def column(shown: ReportTable, label: str) -> dict[str, Cell]:
    """The cells of one column by the label of their row."""
    place = next(place for place, each in enumerate(shown.columns) if each.label == label)
    return {row.label: row.cells[place] for row in shown.rows}


def values(shown: ReportTable, label: str) -> dict[str, object]:
    """The values of one column by the label of their row."""
    return {name: cell.value for name, cell in column(shown, label).items()}


def texts(shown: ReportTable, label: str, *, below: int = 0) -> dict[str, str]:
    """What stands in a column, as it is written."""
    place = next(place for place, each in enumerate(shown.columns) if each.label == label)
    view = View("now", below=below)
    return {row.label: cell_text(row.cells[place], shown.kind_of(row, place), view) for row in shown.rows}


def figures_of(user: User, **more: object) -> Figures:
    """The figures of March 2026 and of 2025/26 for this reader; `more` are other choices."""
    choice = Choice(**{"month": Month(date(2026, 3, 1)), "year": 2025, "reasons": ALL_REASONS, **more})
    return gather(user, choice, READ_ON)
