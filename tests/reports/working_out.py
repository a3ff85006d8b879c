"""A reader with a pencil: what can be worked out from what is published."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from reports.table import Equation

BELOW = 5


def known_to_a_reader(known: set[Hashable], equations: Sequence[Equation]) -> set[Hashable]:
    """What is shown, and what a reader gets by taking one sum after the other."""
    known = set(known)
    for _ in range(1 + sum(1 + len(each.parts) for each in equations)):
        for each in equations:
            missing = {count.key for count in (each.total, *each.parts)} - known
            known |= missing if len(missing) == 1 else set()
    return known


def given_away(shown: Mapping[Hashable, int], equations: Sequence[Equation], hidden: set[Hashable]) -> list[object]:
    """Every small or hidden count that can be worked out, and every sum that pins those that are hidden in it."""
    known = known_to_a_reader(shown.keys() - hidden, equations)
    numbers = {**{count.key: count.number for each in equations for count in (each.total, *each.parts)}, **shown}
    found: list[object] = [key for key in known if key in hidden or 0 < numbers[key] < BELOW]
    for each in equations:
        together = [count.number for count in each.parts if count.key not in known and count.number]
        if each.total.key in known and together and (sum(together) < BELOW or sum(together) == len(together)):
            found.append(each)
    return found


class TooManyTables(Exception):
    """There are too many ways to fill in what is hidden to try them all."""


def with_one_number_left(
    shown: Mapping[Hashable, int], equations: Sequence[Equation], hidden: set[Hashable], most: int = 3000
) -> set[Hashable]:
    """The hidden counts that have the same number in every table that fits all sums, by trying them all.

    Every count must be shown or hidden. Raises TooManyTables after `most` steps.
    """
    sums = [(each.total.key, [part.key for part in each.parts]) for each in equations]
    possible: dict[Hashable, set[int]] = {key: set() for key in hidden}
    waiting = [{key: number for key, number in shown.items() if key not in hidden}]
    highest = 2 * max(shown.values())
    for _ in range(most):
        if not waiting or all(len(numbers) > 1 for numbers in possible.values()):
            return {key for key, numbers in possible.items() if len(numbers) == 1}
        filled = _filled_in(waiting.pop(), sums)
        if filled is None:
            continue
        empty = next((key for key in hidden if key not in filled), None)
        if empty is None:
            for key in hidden:
                possible[key].add(filled[key])
        else:
            waiting += [filled | {empty: number} for number in range(1, highest + 1)]
    raise TooManyTables


def _filled_in(
    known: dict[Hashable, int], sums: Sequence[tuple[Hashable, list[Hashable]]]
) -> dict[Hashable, int] | None:
    """With what follows from one sum after the other; None when a sum does not hold. What is hidden is at least one."""
    before = -1
    while len(known) != before:
        before = len(known)
        for total, parts in sums:
            missing = [key for key in (total, *parts) if key not in known]
            of_parts = sum(known.get(part, 0) for part in parts)
            rest = known[total] - of_parts if total in known else of_parts
            if (not missing and rest) or (total in known and rest < len(missing)):
                return None
            if len(missing) == 1:
                known |= {missing[0]: rest}
    return known
