"""Reading the tables of a report by the labels of their rows and columns."""

from __future__ import annotations

from reports.exclusion_figures.figures import Figures
from reports.exclusion_figures.page import tables_of
from reports.table import Cell, ReportTable
from reports.table_words import View, cell_text


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
