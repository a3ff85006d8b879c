"""Small numbers in what is published: hidden, and others hidden with them so that none can be worked out.

Works on all tables of a page at once, because the same number stands in several and a total of one is the sum of
another. What it cannot see: what several sums give away together and none by itself, an earlier publication, and what a
reader knows from elsewhere.
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
    """The keys to hide: small counts, and with them what would give one away.

    A sum gives a hidden count away when it is the only one that is missing, and several when together they are a small
    number or so few that each must be one: nought is printed, so a reader knows that what is hidden is at least one. A
    count that stands on no table makes nobody worse off when it can be worked out, unless it is small.
    """
    small = {count.key for each in equations for count in (each.total, *each.parts) if 0 < count.number < below}
    hidden = small | {key for key, number in shown.items() if 0 < number < below}
    while True:
        known = _known(shown, equations, hidden)
        seconds = {_second_to_hide(each, known, hidden, below) for each in equations} - {None}
        if not seconds:
            return hidden & shown.keys()
        hidden |= seconds


def _known(shown: Mapping[Hashable, int], equations: Sequence[Equation], hidden: set[Hashable]) -> set[Hashable]:
    """What a reader knows: what is shown, and what stands nowhere but is the only count missing in a sum."""
    known = shown.keys() - hidden
    while True:
        before = len(known)
        for each in equations:
            missing = {count.key for count in (each.total, *each.parts)} - known
            if len(missing) == 1:
                known |= missing - hidden
        if len(known) == before:
            return known


def _second_to_hide(equation: Equation, known: set[Hashable], hidden: set[Hashable], below: int) -> Hashable | None:
    """The smallest known count of a sum that gives hidden ones away: a part rather than the total, nought last, as it
    is the weakest cover."""
    counts = (*equation.parts, equation.total)
    missing = [count for count in counts if count.key not in known]
    is_given_away = len(missing) == 1 and missing[0].key in hidden
    if equation.total.key in known:
        rest = sum(count.number for count in missing)
        is_given_away |= 0 < rest <= max(below - 1, sum(count.number > 0 for count in missing))
    if not is_given_away:
        return None
    return min(
        (count for count in counts if count.key in known),
        key=lambda count: (count.number == 0, count.number, count is equation.total),
    ).key
