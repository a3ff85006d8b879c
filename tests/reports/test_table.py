"""The table component: footing, hiding small numbers, rounding, and the file that says the same as the page."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

import pytest
from django.template.loader import render_to_string

from reports.suppression import hidden_keys, suppress
from reports.table import Cell, Column, Count, Equation, Kind, ReportTable, Row
from reports.table_words import View, cell_text, present_table, safe_text, table_csv, written


def numbers(*values: int, keys: Sequence[str] = ()) -> tuple[Cell, ...]:
    """Cells that count; each with a key of its own."""
    names = keys or [f"k{place}" for place in range(len(values))]
    return tuple(Cell(value, (Count(key, value),), url=f"/{key}/") for key, value in zip(names, values, strict=True))


def phases(rows: Sequence[Row], **more: object) -> ReportTable:
    columns = (
        Column("Primary", code="primary"),
        Column("Secondary", code="secondary"),
        Column("Special", code="special"),
        Column("All", code="all", sum_of=(0, 1, 2)),
    )
    facts = {"code": "t", "title": "A table", "period": "2023/24", "source": "cases", **more}
    return ReportTable(columns=columns, rows=tuple(rows), **facts)


def shown(table: ReportTable, view: View) -> list[list[str]]:
    return [
        [cell_text(cell, table.kind_of(row, place), view) for place, cell in enumerate(row.cells)] for row in table.rows
    ]


NOW = View("24 Jan 2024")


def test_a_total_that_is_not_the_sum_is_said_and_nothing_else() -> None:
    """R3-3 of the papers: 355 was printed over rows that add up to 345."""
    wrong = phases([Row("Reasons", numbers(100, 200, 45, 355), is_additive=True)])
    assert wrong.footing_errors() == ["Reasons, All: 355 is not 345, the sum of its parts."]
    assert present_table(wrong.checked(), NOW)["problems"] == ("Reasons, All: 355 is not 345, the sum of its parts.",)
    assert phases([Row("Reasons", numbers(100, 200, 45, 345), is_additive=True)]).footing_errors() == []
    assert phases([Row("Pupils", numbers(100, 200, 45, 340))]).footing_errors() == [], "it claims no sum"


def test_a_row_may_be_the_sum_of_rows_and_halves_count() -> None:
    first, second = (
        tuple(Cell(Decimal(value), (), kind=Kind.DAYS) for value in values)
        for values in (("0.5", "1", "1", "2.5"), ("1.5", "2", "2", "5.5"))
    )
    total = tuple(Cell(Decimal(value)) for value in ("2", "3", "3", "8"))
    rows = [Row("a", first, is_additive=True), Row("b", second, is_additive=True), Row("both", total, sum_of=(0, 1))]
    assert phases(rows).footing_errors() == []
    assert phases([*rows[:2], Row("both", total, sum_of=(0,))]).footing_errors() != []


def test_a_row_has_as_many_cells_as_there_are_columns() -> None:
    with pytest.raises(ValueError, match="t: short has not as many cells"):
        phases([Row("short", numbers(1, 2))])


@pytest.mark.parametrize(("number", "is_hidden"), [(0, False), (1, True), (4, True), (5, False)])
def test_small_is_from_one_to_four(number: int, is_hidden: bool) -> None:
    assert bool(hidden_keys({"k": number}, [], 5)) is is_hidden


def test_a_second_number_is_hidden_so_that_the_first_cannot_be_worked_out() -> None:
    table = phases([Row("n", numbers(3, 40, 7, 50), is_additive=True)])
    (hidden,) = suppress([table], below=5)
    assert shown(hidden, NOW) == [["c", "40", "c", "50"]]
    assert [cell.url for cell in hidden.rows[0].cells] == ["", "", "", ""], "nothing of it opens rows"
    assert hidden.problems == ()
    assert hidden.checked().problems == (), "what is hidden is no mistake"


def test_nought_is_shown_and_the_weakest_cover() -> None:
    table = phases([Row("n", numbers(3, 0, 40, 43), is_additive=True)])
    assert shown(suppress([table], below=5)[0], NOW) == [["c", "0", "c", "43"]]
    only_small = phases([Row("n", numbers(3, 0, 0, 3), is_additive=True)])
    assert shown(suppress([only_small], below=5)[0], NOW) == [["c", "0", "0", "c"]]


def test_a_number_that_is_hidden_in_one_table_is_hidden_in_all() -> None:
    one = phases([Row("n", numbers(3, 40, 7, 50, keys=("p", "s", "x", "all")), is_additive=True)])
    other = ReportTable(
        "u",
        "U",
        (Column("Special"), Column("Rate", Kind.RATE)),
        (Row("n", (*numbers(7, keys="x"), Cell(Decimal("0.07"), (Count("x", 7),)))),),
        "p",
        "s",
    )
    assert shown(suppress([one, other], below=5)[1], NOW) == [["c", "c"]]


def test_a_total_of_one_table_gives_away_a_part_in_another() -> None:
    months = ReportTable(
        "m",
        "M",
        (Column("n"),),
        tuple(Row(key, numbers(value, keys=key)) for key, value in (("s", 9), ("o", 3), ("n", 8))),
        "p",
        "s",
    )
    year = ReportTable("y", "Y", (Column("n"),), (Row("y", numbers(20, keys="y")),), "p", "s")
    total = Equation(Count("y", 20), (Count("s", 9), Count("o", 3), Count("n", 8)))
    first, second = suppress([months, year], below=5, also=[total])
    assert (shown(first, NOW), shown(second, NOW)) == ([["9"], ["c"], ["c"]], [["20"]])


def test_a_small_rest_that_stands_nowhere_is_not_given_away_by_its_neighbours() -> None:
    """The year to date and the reasons' period differ by the days after the month: by two, in the paper."""
    sums = [Equation(Count("to today", 20), (Count("to month", 18), Count("rest", 2)))]
    assert hidden_keys({"to today": 20, "to month": 18}, sums, 5) == {"to month"}
    large = [Equation(Count("to today", 30), (Count("to month", 18), Count("rest", 12)))]
    assert hidden_keys({"to today": 30, "to month": 18}, large, 5) == set()


@pytest.mark.parametrize("small", list(combinations(range(3), 1)) + list(combinations(range(3), 2)))
def test_in_two_dimensions_every_sum_lacks_none_or_more_than_one(small: tuple[int, ...]) -> None:
    """However the small numbers lie: no row and no column is left with exactly one unknown."""
    values = [[60 + 10 * row + column for column in range(3)] for row in range(3)]
    for place in small:
        values[place][place] = 2
    rows = []
    for number, row in enumerate(values):
        cells = numbers(*row, sum(row), keys=[f"{number}{column}" for column in range(4)])
        rows.append(Row(f"r{number}", cells, is_additive=True))
    totals = [sum(row[column] for row in values) for column in range(3)]
    rows.append(
        Row("all", numbers(*totals, sum(totals), keys=["a0", "a1", "a2", "a3"]), sum_of=(0, 1, 2), is_additive=True)
    )
    table = phases(rows)
    counts = {cell.counts[0].key: cell.counts[0].number for row in table.rows for cell in row.cells}
    hidden = hidden_keys(counts, table.equations(), 5)
    assert {f"{place}{place}" for place in small} <= hidden
    for equation in table.equations():
        assert sum(count.key in hidden for count in (equation.total, *equation.parts)) != 1
    assert "a3" not in hidden


@pytest.mark.parametrize(
    ("value", "kind", "nearest", "places", "text"),
    [
        (1498, Kind.NUMBER, 1, None, "1,498"),
        (1498, Kind.NUMBER, 10, None, "1,500"),
        (25, Kind.NUMBER, 10, None, "30"),
        (4, Kind.NUMBER, 10, None, "0"),
        (Decimal("84.5"), Kind.DAYS, 1, None, "84.5"),
        (Decimal("84.0"), Kind.DAYS, 1, None, "84"),
        (Decimal("84.5"), Kind.DAYS, 10, None, "80"),
        (3, Kind.CHANGE, 1, None, "+3"),
        (-3, Kind.CHANGE, 1, None, "-3"),
        (0, Kind.CHANGE, 1, None, "0"),
        (Decimal("51.05"), Kind.PERCENT, 10, None, "51.1%"),
        (Decimal("38.12"), Kind.PERCENT, 1, 0, "38%"),
        (Decimal("10.555"), Kind.RATE, 10, None, "10.56"),
        (Decimal("11.300"), Kind.RATE, 1, 1, "11.3"),
    ],
)
def test_values_are_written_as_people_read_them(
    value: Decimal | int, kind: Kind, nearest: int, places: int | None, text: str
) -> None:
    assert written(value, kind, nearest=nearest, places=places) == text


def test_the_keys_of_what_was_done_stand_below_the_table() -> None:
    table = phases([Row("n", numbers(3, 40, 7, 50), is_additive=True)])
    (hidden,) = suppress([table], below=5)
    notes = present_table(hidden, View("24 Jan 2024", nearest=10, below=5))["notes"]
    assert notes[0].startswith("c: hidden, because the number is from 1 to 4")
    assert "Numbers are rounded to the nearest 10, each by itself: they may not add up." in notes
    assert notes[-1] == "Source: cases. As at 24 Jan 2024."
    assert present_table(table, NOW)["notes"] == ["Source: cases. As at 24 Jan 2024."]


def test_columns_are_chosen_after_hiding_has_seen_them_all() -> None:
    table = phases([Row("n", numbers(3, 40, 7, 50), is_additive=True)])
    (hidden,) = suppress([table], below=5)
    assert shown(hidden.only_columns(["special"]), NOW) == [["c"]]
    assert hidden.only_columns(["special"]).footing_errors() == []


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_file_holds_what_the_page_shows() -> None:
    table = phases(
        [
            Row("Number", numbers(3, 40, 1207, 1250), is_additive=True),
            Row("Change", tuple(Cell(value, (), kind=Kind.CHANGE) for value in (-2, 0, 3, 1)), note="Against May."),
            Row("England", tuple(Cell(None, missing="Not brought in") for _ in range(4))),
        ],
        notes=("=1+1 is no formula here.",),
    )
    for each, view in ((table.checked(), NOW), (suppress([table], below=5)[0], View("now", nearest=10, below=5))):
        rows = rows_of(table_csv(each, view))
        assert rows[3] == ["Measure", "Primary", "Secondary", "Special", "All", "Note"]
        page = [[text.replace(",", "") for text in line] for line in shown(each, view)]
        assert [row[1:5] for row in rows[4:7]] == page
        assert rows[5][5] == "Against May."
        assert ["'=1+1 is no formula here."] in rows
    assert rows_of(table_csv(table, NOW))[4][1:5] == ["3", "40", "1207", "1250"]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx"])
def test_a_text_that_a_spreadsheet_would_run_is_kept_from_it(text: str) -> None:
    assert safe_text(text) == f"'{text}"
    named = ReportTable("t", "T", (Column("School", Kind.TEXT),), (Row(text, (Cell(text, (), note=text),)),), "p", "s")
    assert rows_of(table_csv(named, NOW))[4] == [f"'{text}"] * 3


def test_the_year_before_opens_its_own_rows_and_is_hidden_with_its_number() -> None:
    cell = Cell(34, url="/now/", before=65, before_url="/then/")
    table = ReportTable("t", "T", (Column("All"),), (Row("Number", (cell,)),), "2026", "OnRoll")
    shown = present_table(table, View("1 May 2026"))["rows"][0]["cells"][1]
    assert (shown["text"], shown["url"], shown["before"]) == ("34", "/now/", {"text": "65", "url": "/then/"})
    html = render_to_string("components/table_cell.html", {"cell": shown})
    assert 'href="/now/">34<' in html
    assert '(<a class="govuk-link" href="/then/">65<' in html
    (hidden,) = suppress([table], below=5)
    assert hidden.rows[0].cells[0].before_url == ""
