"""What else could stand where a number is hidden: found, or the number counts as given away."""

from __future__ import annotations

from collections.abc import Hashable

from reports.alternatives import without_alternative
from reports.table import Count, Equation


def test_a_number_that_is_the_only_unknown_of_a_sum_has_no_alternative() -> None:
    sums = [Equation(Count("whole", 9), (Count("a", 4), Count("b", 5)))]
    assert without_alternative(sums, {"whole", "b"}, {"a": 1}) == {"a"}


def test_two_unknown_numbers_of_a_sum_can_change_places_in_part() -> None:
    sums = [Equation(Count("whole", 9), (Count("a", 4), Count("b", 5)))]
    assert not without_alternative(sums, {"whole"}, {"a": 1, "b": 1})


def test_a_number_at_its_least_stays_when_all_others_are_at_theirs() -> None:
    sums = [Equation(Count("whole", 2), (Count("a", 1), Count("b", 1)))]
    assert without_alternative(sums, {"whole"}, {"a": 1, "b": 1}) == {"a", "b"}
    assert not without_alternative(sums, {"whole"}, {})


def test_what_one_sum_leaves_open_two_together_settle() -> None:
    """Twice a and b is known, and a and b is known."""
    a, b = Count("a", 3), Count("b", 4)
    sums = [Equation(Count("one", 7), (a, b)), Equation(Count("two", 10), (a, a, b))]
    assert without_alternative(sums, {"one", "two"}, {"a": 1, "b": 1}) == {"a", "b"}


def test_a_sum_of_what_is_known_says_nothing() -> None:
    sums = [Equation(Count("whole", 3), (Count("a", 3),)), Equation(Count("more", 5), (Count("b", 2), Count("c", 3)))]
    assert not without_alternative(sums, {"whole", "a", "more"}, {"b": 1, "c": 1})


def test_where_one_step_does_not_fit_several_do() -> None:
    """Five sums in a ring: a number may rise only when the next falls, and those at their least only rise."""
    ring: list[Hashable] = list(range(6))
    numbers = [3, 1, 3, 1, 3, 1]
    sums = [
        Equation(
            Count(("pair", place), numbers[place] + numbers[(place + 1) % 6]),
            (Count(place, numbers[place]), Count((place + 1) % 6, numbers[(place + 1) % 6])),
        )
        for place in range(6)
    ]
    known = {("pair", place) for place in range(6)}
    assert not without_alternative(sums, known, dict.fromkeys(ring, 1))
