"""Small numbers in what is published: hidden, and others hidden with them so that none can be worked out.

Works on all tables of a page at once, because the same number stands in several and a total of one is the sum of
another. What it cannot see: an earlier publication, and what a reader knows from elsewhere.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace

from reports.alternatives import without_alternative
from reports.table import Cell, Count, Equation, ReportTable

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
            return replace(cell, value=None, before=None, url="", before_url="", note="", is_suppressed=True)
        return replace(cell, url="", before_url="")

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
            seconds = _seconds_for_all_sums(equations, known, hidden)
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
    return min((count for count in counts if count.key in known), key=lambda count: _cover(count, equation)).key


def _cover(count: Count, equation: Equation) -> tuple[bool, int, bool]:
    return count.number == 0, count.number, count is equation.total


def _seconds_for_all_sums(equations: Sequence[Equation], known: set[Hashable], hidden: set[Hashable]) -> set[Hashable]:
    """One known count more for every hidden one that all sums together leave only one number: the smallest in a sum
    that the hidden one is in, or else in the sums that hang on to those.

    Each time something more is hidden, or nothing is left to hide: so this comes to an end.
    """
    certain = without_alternative(equations, known, dict.fromkeys(hidden, 1)) & hidden
    return {second for key in certain if (second := _nearest_cover(key, equations, known)) is not None}


def _nearest_cover(key: Hashable, equations: Sequence[Equation], known: set[Hashable]) -> Hashable | None:
    """None where the sums hold no known number but nought: then every unknown one could be twice what it is."""
    near: set[Hashable] = set()
    reached = {key}
    while reached > near:
        near = reached
        touching = [each for each in equations if near & {count.key for count in (each.total, *each.parts)}]
        counts = [(count, each) for each in touching for count in (each.total, *each.parts)]
        covers = [(count, each) for count, each in counts if count.key in known and count.number]
        if covers:
            return min(covers, key=lambda cover: _cover(*cover))[0].key
        reached = near | {count.key for count, _ in counts if count.key not in known}
    return None
