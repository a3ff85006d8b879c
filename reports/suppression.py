"""Small numbers in what is published: hidden, and others hidden with them so that none can be worked out.

Works on all tables of a page at once, because the same number stands in several and a total of one is the sum of
another. What it cannot see: an earlier publication, and what a reader knows from elsewhere.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from reports.table import Cell, Equation, ReportTable

KEY_OF_SUPPRESSION = "c: hidden, because the number is from 1 to {most}, or because such a number could be worked out."


def suppress(tables: Sequence[ReportTable], *, below: int, also: Iterable[Equation] = ()) -> list[ReportTable]:
    """The tables with every count from 1 to `below` - 1 hidden, and what would give one away.

    `also` are sums across tables; a count in them may stand on no table.
    """
    equations = [*(each for table in tables for each in table.equations()), *also]
    cells = [cell for table in tables for row in table.rows for cell in row.cells]
    shown = {count.key: count.number for cell in cells for count in cell.counts}
    hidden = hidden_keys(shown, equations, below)

    def change(cell: Cell) -> Cell:
        if any(count.key in hidden for count in cell.counts):
            return replace(cell, value=None, before=None, url="", note="", is_suppressed=True)
        return replace(cell, url="")

    return [table.checked().with_cells(change) for table in tables]


def hidden_keys(shown: Mapping[Hashable, int], equations: Sequence[Equation], below: int) -> set[Hashable]:
    """The keys to hide: small counts, and for each sum in which exactly one count is missing a second one.

    The second is the smallest that is not nought, a part rather than the total. A count that is never shown makes
    nobody worse off when it can be worked out, unless it is small itself.
    """
    hidden = {key for key, number in shown.items() if 0 < number < below}
    while True:
        seconds = {_second_to_hide(each, shown, hidden, below) for each in equations} - {None}
        if seconds <= hidden:
            return hidden
        hidden |= seconds


def _second_to_hide(
    equation: Equation, shown: Mapping[Hashable, int], hidden: set[Hashable], below: int
) -> Hashable | None:
    counts = (*equation.parts, equation.total)
    missing = [count for count in counts if count.key in hidden or count.key not in shown]
    if len(missing) != 1:
        return None
    is_small = 0 < missing[0].number < below
    if missing[0].key not in shown and not is_small:
        return None
    rest = [count for count in counts if count is not missing[0]]
    # Nought is hidden last: it is the weakest cover.
    return min(rest, key=lambda count: (count.number == 0, count.number, count is equation.total)).key
