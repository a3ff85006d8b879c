"""What else could stand where a number is hidden, for a reader who knows every sum of a page.

The unknown numbers of a page solve a set of linear equations. A number is safe from any combination of sums when some
other set of whole numbers solves them too and differs there. Such sets are looked for by moving along the solutions of
the sums without their known numbers; one that is found is a proof, and where none is found the number counts as given
away, so what is wrong here hides too much and never too little.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from fractions import Fraction
from heapq import heapify, heappop, heappush
from itertools import count
from math import lcm

from reports.table import Equation

Row = dict[Hashable, Fraction]
Move = dict[Hashable, int]

MOST_TRIES = 60


def without_alternative(
    equations: Sequence[Equation], known: Set[Hashable], least: Mapping[Hashable, int]
) -> set[Hashable]:
    """The unknown counts for which no other whole number is found that fits all sums.

    `least` is the smallest number that a reader must think possible for an unknown count; 0 where it says nothing.
    """
    numbers = {each.key: each.number for equation in equations for each in (equation.total, *equation.parts)}
    room = {key: number - least.get(key, 0) for key, number in numbers.items() if key not in known}
    moves = list(_moves(_solved(_rows(equations, known)), room.keys()))
    certain = set(room)
    for move in moves:
        if _fits(move, room) or _fits(_back(move), room):
            certain -= move.keys()
    if certain:
        certain -= _moved_by_several(moves, certain, room)
    return certain


def _rows(equations: Sequence[Equation], known: Set[Hashable]) -> Iterator[Row]:
    """Each sum without what is known in it: the total counted once, each part counted off."""
    for each in equations:
        row: Row = {}
        for key, sign in [(each.total.key, 1), *((part.key, -1) for part in each.parts)]:
            if key not in known:
                row[key] = row.get(key, Fraction(0)) + sign
        yield {key: factor for key, factor in row.items() if factor}


def _solved(rows: Iterable[Row]) -> dict[Hashable, Row]:
    """The rows solved for one count each, which stands in no other row (Gauss and Jordan)."""
    solved: dict[Hashable, Row] = {}
    holding: dict[Hashable, set[Hashable]] = {}
    for row in rows:
        for key in [key for key in row if key in solved]:
            _subtract(row, solved[key], row[key])
        if not row:
            continue
        # The count in the fewest rows: there is least to put it into.
        pivot = min(row, key=lambda key: len(holding.get(key, ())))
        factor = row[pivot]
        row = {key: value / factor for key, value in row.items()}
        for other in holding.pop(pivot, set()):
            before = solved[other].keys() - {pivot}
            _subtract(solved[other], row, solved[other][pivot])
            _hold(holding, other, before, solved[other].keys())
        solved[pivot] = row
        _hold(holding, pivot, set(), row.keys() - {pivot})
    return solved


def _subtract(row: Row, other: Row, times: Fraction) -> None:
    for key, value in other.items():
        rest = row.get(key, Fraction(0)) - times * value
        if rest:
            row[key] = rest
        else:
            row.pop(key, None)


def _hold(holding: dict[Hashable, set[Hashable]], pivot: Hashable, before: Set[Hashable], after: Set[Hashable]) -> None:
    for key in before - after:
        holding[key].discard(pivot)
    for key in after - before - {pivot}:
        holding.setdefault(key, set()).add(pivot)


def _moves(solved: Mapping[Hashable, Row], unknown: Iterable[Hashable]) -> Iterator[Move]:
    """For each count that is free, what the others must do when it grows, in whole numbers."""
    touched: dict[Hashable, Row] = {key: {key: Fraction(1)} for key in unknown if key not in solved}
    for pivot, row in solved.items():
        for key, factor in row.items():
            if key != pivot:
                touched[key][pivot] = -factor
    for move in touched.values():
        scale = lcm(*(value.denominator for value in move.values()))
        yield {key: int(value * scale) for key, value in move.items()}


def _back(move: Move) -> Move:
    return {key: -step for key, step in move.items()}


def _fits(move: Move, room: Mapping[Hashable, int]) -> bool:
    """Whether no count falls under the smallest number that it may be."""
    return all(room[key] + step >= 0 for key, step in move.items())


def _moved_by_several(moves: Sequence[Move], wanted: Set[Hashable], room: Mapping[Hashable, int]) -> set[Hashable]:
    """What several moves together change, where one alone does not fit: what the first makes too small, the next
    mend."""
    raising: dict[Hashable, list[Move]] = {}
    for move in (each for one in moves for each in (one, _back(one))):
        for key, step in move.items():
            if step > 0:
                raising.setdefault(key, []).append(move)
    moved: set[Hashable] = set()
    for key in wanted:
        if key not in moved:
            ways = [each for up in raising.get(key, ()) for each in (up, _back(up))]
            found = _mended(ways, key, raising, room)
            moved |= {key for key, step in found.items() if step}
    return moved & wanted


def _mended(
    moves: Iterable[Move], keeping: Hashable, raising: Mapping[Hashable, list[Move]], room: Mapping[Hashable, int]
) -> Move:
    """A move that fits and still changes the count; empty when `MOST_TRIES` do not lead to one. The one with the
    least that is too small goes on first."""
    order = count()
    waiting = [(_lack(move, room), next(order), move) for move in moves]
    heapify(waiting)
    for _ in range(MOST_TRIES):
        if not waiting:
            break
        lack, _, move = heappop(waiting)
        if not lack:
            return move
        short = next(key for key, step in move.items() if room[key] + step < 0)
        for other in raising.get(short, ()):
            together = {key: move.get(key, 0) + other.get(key, 0) for key in move.keys() | other.keys()}
            if together[keeping]:
                heappush(waiting, (_lack(together, room), next(order), together))
    return {}


def _lack(move: Move, room: Mapping[Hashable, int]) -> int:
    return -sum(room[key] + step for key, step in move.items() if room[key] + step < 0)
