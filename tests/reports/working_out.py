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
    numbers = {count.key: count.number for each in equations for count in (each.total, *each.parts)} | shown
    found: list[object] = [key for key in known if key in hidden or 0 < numbers[key] < BELOW]
    for each in equations:
        together = [count.number for count in each.parts if count.key not in known and count.number]
        if each.total.key in known and together and (sum(together) < BELOW or sum(together) == len(together)):
            found.append(each)
    return found
