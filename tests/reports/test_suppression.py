"""Hiding in sums: what is hidden can be worked out neither alone nor together with others."""

from __future__ import annotations

from collections.abc import Hashable

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reports.suppression import hidden_keys
from reports.table import Count, Equation
from tests.reports.working_out import BELOW, TooManyTables, given_away, with_one_number_left


def row(name: str, *numbers: int) -> tuple[dict[Hashable, int], Equation]:
    """A row of a table, the last number the sum of the others."""
    counts = [Count(f"{name}{place}", number) for place, number in enumerate(numbers)]
    return {count.key: count.number for count in counts}, Equation(counts[-1], tuple(counts[:-1]))


def written(name: str, *numbers: int) -> list[str]:
    shown, equation = row(name, *numbers)
    hidden = hidden_keys(shown, [equation], BELOW)
    assert not given_away(shown, [equation], hidden)
    return ["c" if key in hidden else str(number) for key, number in shown.items()]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        # Two of them that together are two: each is one.
        ((1, 0, 1, 6, 8), ["c", "0", "c", "c", "8"]),
        # Two of them that together are a small number.
        ((2, 0, 2, 6, 10), ["c", "0", "c", "c", "10"]),
        ((3, 0, 1, 6, 10), ["c", "0", "c", "c", "10"]),
        # Five hidden ones that together are five: each is one, though five is not small. Only the total is left.
        ((1, 1, 1, 1, 1, 5), ["c", "c", "c", "c", "c", "c"]),
        ((1, 1, 1, 1, 1, 9, 14), ["c", "c", "c", "c", "c", "c", "14"]),
        # Two that together are five may be one and four or two and three.
        ((2, 0, 3, 6, 11), ["c", "0", "c", "6", "11"]),
        ((2, 0, 5, 6, 13), ["c", "0", "c", "6", "13"]),
    ],
)
def test_hidden_numbers_of_a_sum_are_not_pinned_by_it(numbers: tuple[int, ...], expected: list[str]) -> None:
    assert written("n", *numbers) == expected


def test_the_same_number_under_two_keys_is_hidden_twice() -> None:
    """A phase with one school: what is hidden of the phase is the number of the school."""
    shown, phases = row("phase", 2, 0, 5, 6, 13)
    shown |= {"school": 5}
    sums = [phases, Equation(Count("phase2", 5), (Count("school", 5),))]
    assert hidden_keys(shown, sums, BELOW) == {"phase0", "phase2", "school"}


def test_what_stands_nowhere_and_can_be_worked_out_gives_nothing_away() -> None:
    """The school in the phase stands on no table; phase and school in all do."""
    shown, phases = row("phase", 2, 0, 5, 6, 13)
    shown |= {"school": 5}
    between = Count("school in the phase", 5)
    sums = [phases, Equation(Count("phase2", 5), (between,)), Equation(Count("school", 5), (between,))]
    hidden = hidden_keys(shown, sums, BELOW)
    assert hidden == {"phase0", "phase2", "school"}, "keys that are shown, and no other"
    assert not given_away(shown, sums, hidden)


def test_a_small_rest_of_several_that_stand_nowhere_is_not_given_away() -> None:
    """Three schools are listed; what is left of the phase is two of one each, or one of two."""
    listed = tuple(Count(f"school {number}", number) for number in (6, 8, 10))
    sums = [Equation(Count("phase", 26), (*listed, Count("fourth", 1), Count("fifth", 1)))]
    shown = {"phase": 26, **{count.key: count.number for count in listed}}
    assert hidden_keys(shown, sums, BELOW) == {"school 6"}


def table_of(body: list[list[int]]) -> tuple[dict[Hashable, int], list[Equation]]:
    """Rows and columns with their totals."""
    lines = [[*line, sum(line)] for line in body]
    lines.append([sum(line[place] for line in lines) for place in range(len(lines[0]))])
    counts = [[Count((y, x), number) for x, number in enumerate(line)] for y, line in enumerate(lines)]
    sums = [Equation(line[-1], tuple(line[:-1])) for line in [*counts, *zip(*counts, strict=True)]]
    return {count.key: count.number for line in counts for count in line}, sums


@pytest.mark.parametrize(
    "body",
    [
        # Four rows share five, and each has one at least: the second is two, though no row and no column says so.
        [[1, 0], [1, 1], [1, 0], [1, 0]],
        [[7, 8, 8], [1, 0, 9], [0, 0, 5]],
    ],
)
def test_all_sums_together_leave_more_than_one_number(body: list[list[int]]) -> None:
    shown, sums = table_of(body)
    assert not with_one_number_left(shown, sums, hidden_keys(shown, sums, BELOW))


@st.composite
def bodies(draw: st.DrawFn) -> list[list[int]]:
    """Numbers of a small table, many of them small."""
    across, down = draw(st.integers(1, 3)), draw(st.integers(1, 4))
    return [[draw(st.integers(0, 9)) for _ in range(across)] for _ in range(down)]


@settings(deadline=None, database=None, max_examples=300)
@given(bodies())
def test_every_hidden_number_could_be_another(body: list[list[int]]) -> None:
    shown, sums = table_of(body)
    hidden = hidden_keys(shown, sums, BELOW)
    assume(hidden)
    try:
        assert not with_one_number_left(shown, sums, hidden)
    except TooManyTables:
        assume(False)


@st.composite
def tables(draw: st.DrawFn) -> tuple[dict[Hashable, int], list[Equation]]:
    """Tables of which some counts have a second key, and some stand nowhere."""
    across, down = draw(st.integers(1, 5)), draw(st.integers(1, 5))
    shown, sums = table_of([[draw(st.integers(0, 9)) for _ in range(across)] for _ in range(down)])
    for key in draw(st.sets(st.sampled_from(list(shown)))):
        second = Count(("again", key), shown[key])
        sums.append(Equation(Count(key, shown[key]), (second,)))
        if draw(st.booleans()):
            shown[second.key] = second.number
    for key in draw(st.sets(st.sampled_from(list(shown)), max_size=5)):
        del shown[key]
    return shown, sums


# Not timed: a busy machine is not a wrong answer.
@settings(deadline=None, database=None)
@given(tables())
def test_on_no_table_can_a_hidden_number_be_worked_out(table: tuple[dict[Hashable, int], list[Equation]]) -> None:
    shown, sums = table
    hidden = hidden_keys(shown, sums, BELOW)
    assert hidden <= shown.keys()
    assert not given_away(shown, sums, hidden)
    assert all(shown[key] for key in hidden), "nought is never hidden: it is no cover"
