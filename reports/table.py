"""The table that every report is made of: values with what they count, which totals must add up, and what to say below.

A table holds exact values. What is hidden (`reports.suppression`) and how a value is written (`reports.table_words`)
comes afterwards, so that a page, its print and its CSV can never say different things.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum


class Kind(StrEnum):
    """What a value is, which decides how it is written."""

    NUMBER = "number"
    # Halves are possible: half a day for one session.
    DAYS = "days"
    CHANGE = "change"
    PERCENT = "percent"
    # For every hundred pupils.
    RATE = "rate"
    TEXT = "text"


@dataclass(frozen=True)
class Count:
    """How many cases a value rests on. Two counts with the same key are the same number, on whatever table."""

    key: Hashable
    number: int


@dataclass(frozen=True)
class Cell:
    """One value. `counts` are the counts that it gives away; it is hidden when one of them is.

    `before` is the value of the year before, shown in brackets. `url` and `before_url` open the rows that the two
    count, of a change the rows that it is against. Without a value, `missing` is the text in its place. `places` are
    the decimals of a figure that was brought in.
    """

    value: Decimal | int | str | None
    counts: tuple[Count, ...] = ()
    url: str = ""
    note: str = ""
    before: Decimal | int | None = None
    before_url: str = ""
    missing: str = "–"
    places: int | None = None
    kind: Kind | None = None
    is_suppressed: bool = False
    hidden_as: str = "c"


@dataclass(frozen=True)
class Column:
    """A column. `sum_of` are the places of the columns that it must be the sum of."""

    label: str
    kind: Kind = Kind.NUMBER
    code: str = ""
    sum_of: tuple[int, ...] = ()


@dataclass(frozen=True)
class Row:
    """A row. `note` is what its numbers mean and which period they are of; `sum_of` are the places of the rows that it
    must be the sum of; `kind` overrules the columns’; without `is_additive` its cells are not added up across."""

    label: str
    cells: tuple[Cell, ...]
    note: str = ""
    kind: Kind | None = None
    sum_of: tuple[int, ...] = ()
    code: str = ""
    is_additive: bool = False


@dataclass(frozen=True)
class Equation:
    """A count that is the sum of others."""

    total: Count
    parts: tuple[Count, ...]


@dataclass(frozen=True)
class ReportTable:
    """One table of a report. `code` names it in an address; `first_column` is the heading of the rows."""

    code: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    period: str
    source: str
    first_column: str = "Measure"
    notes: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wrong = [row.label for row in self.rows if len(row.cells) != len(self.columns)]
        if wrong:
            raise ValueError(f"{self.code}: {', '.join(wrong)} has not as many cells as there are columns")

    def kind_of(self, row: Row, place: int) -> Kind:
        """What the value in a row’s cell is."""
        return row.cells[place].kind or row.kind or self.columns[place].kind

    def footing_errors(self) -> list[str]:
        """Each total that is not the sum of what it claims to add up, in words; empty when the table adds up."""
        errors = []
        for label, total, parts in self._sums():
            numbers = [part.value for part in parts if isinstance(part.value, int | Decimal)]
            added = sum(numbers, Decimal(0))
            if isinstance(total.value, int | Decimal) and total.value != added:
                errors.append(f"{label}: {total.value} is not {added}, the sum of its parts.")
        return errors

    def checked(self) -> ReportTable:
        """The same table with what does not add up said in `problems`. From here on its cells, columns and rows may be
        left out or hidden: it claims no more sums."""
        return replace(
            self,
            problems=tuple(self.footing_errors()),
            columns=tuple(replace(column, sum_of=()) for column in self.columns),
            rows=tuple(replace(row, sum_of=()) for row in self.rows),
        )

    def equations(self) -> list[Equation]:
        """The sums that a reader can work out: totals whose cells are counts."""
        return [
            Equation(total.counts[0], tuple(part.counts[0] for part in parts))
            for _, total, parts in self._sums()
            if all(_is_count(cell) for cell in (total, *parts))
        ]

    def _sums(self) -> Iterator[tuple[str, Cell, list[Cell]]]:
        for row in self.rows:
            for place, total in enumerate(self.columns):
                if total.sum_of and row.is_additive:
                    yield f"{row.label}, {total.label}", row.cells[place], [row.cells[part] for part in total.sum_of]
            if row.sum_of:
                for place, column in enumerate(self.columns):
                    parts = [self.rows[part].cells[place] for part in row.sum_of]
                    yield f"{row.label}, {column.label}", row.cells[place], parts

    def with_cells(self, change: Callable[[Cell], Cell]) -> ReportTable:
        """The same table with every cell changed."""
        return replace(
            self, rows=tuple(replace(row, cells=tuple(change(cell) for cell in row.cells)) for row in self.rows)
        )

    def with_rows(self, rows: Iterable[Row], notes: tuple[str, ...]) -> ReportTable:
        """A checked table with some of its rows, in another order perhaps, and the notes that then stand below."""
        return replace(self, rows=tuple(rows), notes=notes)

    def only_columns(self, codes: Iterable[str]) -> ReportTable:
        """A checked table with the columns of these codes alone."""
        wanted = set(codes)
        kept = [place for place, column in enumerate(self.columns) if column.code in wanted]
        rows = tuple(replace(row, cells=tuple(row.cells[place] for place in kept)) for row in self.rows)
        return replace(self, columns=tuple(self.columns[place] for place in kept), rows=rows)


def _is_count(cell: Cell) -> bool:
    return len(cell.counts) == 1 and cell.counts[0].number == cell.value
