"""How the values of a table are written: on the page, on paper and in the CSV file the same, but for the thousands
separator."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from reports.suppression import KEY_OF_SUPPRESSION
from reports.table import Cell, Kind, ReportTable, Row

# Decimals of what is worked out here; a figure that was brought in keeps its own.
_PLACES = {Kind.NUMBER: 0, Kind.CHANGE: 0, Kind.PERCENT: 1, Kind.RATE: 2}
_ROUNDED = frozenset({Kind.NUMBER, Kind.DAYS, Kind.CHANGE})
# A spreadsheet runs a text that begins with one of these.
_FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class View:
    """How a reader wants the tables: rounded to the nearest so many (1: not at all), with small numbers under
    `below` hidden (0: none)."""

    as_at: str
    nearest: int = 1
    below: int = 0


def written(value: Decimal | int, kind: Kind, *, nearest: int = 1, places: int | None = None) -> str:
    """A number as people read it: “1,498”, “84.5”, “+3”, “51.1%”, “10.02”."""
    number = Decimal(value)
    if nearest > 1 and kind in _ROUNDED:
        number = (number / nearest).quantize(Decimal(1), ROUND_HALF_UP) * nearest
    if kind is Kind.DAYS:
        decimals = 0 if number == number.to_integral_value() else 1
    else:
        decimals = _PLACES[kind] if places is None else places
    number = number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    text = f"{number:,.{decimals}f}"
    if kind is Kind.CHANGE and number > 0:
        text = f"+{text}"
    return f"{text}%" if kind is Kind.PERCENT else text


def cell_text(cell: Cell, kind: Kind, view: View) -> str:
    """What stands in a cell, with the value of the year before in brackets."""
    before = before_text(cell, kind, view)
    return f"{value_text(cell, kind, view)} ({before})" if before else value_text(cell, kind, view)


def before_text(cell: Cell, kind: Kind, view: View) -> str:
    """The value of the year before; empty where there is none to show."""
    if cell.is_suppressed or cell.before is None or not isinstance(cell.value, int | Decimal):
        return ""
    return written(cell.before, kind, nearest=view.nearest, places=cell.places)


def value_text(cell: Cell, kind: Kind, view: View) -> str:
    """The value of a cell by itself."""
    if cell.is_suppressed:
        return cell.hidden_as
    if cell.value is None:
        return cell.missing
    if isinstance(cell.value, str):
        return cell.value
    return written(cell.value, kind, nearest=view.nearest, places=cell.places)


def present_table(table: ReportTable, view: View, csv_url: str = "") -> dict[str, Any]:
    """The values of reports/_report_table.html."""
    return {
        "code": table.code,
        "caption": table.title,
        "columns": [
            {"label": table.first_column},
            *({"label": column.label, "numeric": column.kind is not Kind.TEXT} for column in table.columns),
        ],
        "rows": [{"cells": _cells(table, row, view)} for row in table.rows],
        "period": table.period,
        "notes": notes_of(table, view),
        "problems": table.problems,
        "csv_url": csv_url,
    }


def _cells(table: ReportTable, row: Row, view: View) -> list[dict[str, Any]]:
    heading = {"text": row.label, "is_heading": True, "note": row.note}
    return [heading, *(_cell(table, row, place, view) for place in range(len(table.columns)))]


def _cell(table: ReportTable, row: Row, place: int, view: View) -> dict[str, Any]:
    cell, kind = row.cells[place], table.kind_of(row, place)
    return {
        "text": value_text(cell, kind, view),
        "url": cell.url,
        "before": {"text": before_text(cell, kind, view), "url": cell.before_url},
        "hidden_text": f"{row.label}, {table.columns[place].label}",
        "note": cell.note,
        "numeric": table.columns[place].kind is not Kind.TEXT,
    }


def notes_of(table: ReportTable, view: View) -> list[str]:
    """What stands under a table: what its numbers mean, and the keys of what was hidden or rounded."""
    notes = [*table.notes]
    if any(cell.is_suppressed for row in table.rows for cell in row.cells):
        notes.append(KEY_OF_SUPPRESSION.format(most=view.below - 1))
    if view.nearest > 1:
        notes.append(f"Numbers are rounded to the nearest {view.nearest}, each by itself: they may not add up.")
    return [*notes, f"Source: {table.source}. As at {view.as_at}."]


def table_csv(table: ReportTable, view: View) -> str:
    """The table as a CSV file: title and period, the same columns, rows and notes; a byte order mark for Excel.

    Texts that a spreadsheet would run are kept from it by an apostrophe.
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([safe_text(table.title)])
    writer.writerow([safe_text(table.period)])
    writer.writerow([])
    writer.writerow(
        [safe_text(each) for each in (table.first_column, *(column.label for column in table.columns), "Note")]
    )
    for row in table.rows:
        writer.writerow([safe_text(row.label), *_plain_cells(table, row, view), safe_text(_row_notes(row))])
    writer.writerow([])
    writer.writerows([safe_text(note)] for note in [*table.problems, *notes_of(table, view)])
    return f"\ufeff{out.getvalue()}"


def _plain_cells(table: ReportTable, row: Row, view: View) -> Sequence[str]:
    return [_plain_cell(cell, table.kind_of(row, place), view) for place, cell in enumerate(row.cells)]


def _plain_cell(cell: Cell, kind: Kind, view: View) -> str:
    text = cell_text(cell, kind, view)
    is_number = not cell.is_suppressed and isinstance(cell.value, int | Decimal)
    # Of numbers that were written here, only a minus or plus sign can come first, and what follows is digits.
    return text.replace(",", "") if is_number else safe_text(text)


def _row_notes(row: Row) -> str:
    return " ".join(note for note in (row.note, *(cell.note for cell in row.cells)) if note)


def safe_text(text: str) -> str:
    """A text that a spreadsheet shows and does not run."""
    return f"'{text}" if text.startswith(_FORMULA_MARKS) else text
