"""The yearly tables of Coventry's and Leicestershire's papers (law pack, §7.1 R0-7, R0-8, R3-7, R3-8) from rows."""

from __future__ import annotations

from datetime import date
from itertools import chain, cycle, islice

import pytest

from exclusions.reasons import Reason
from reports.exclusion_figures.choice import ALL_REASONS, AUTUMN, AUTUMN_AND_SPRING, Choice
from reports.exclusion_figures.figures import Figures, gather
from reports.exclusion_figures.periods import Month
from reports.table import ReportTable
from tests.factories.figures import FiguresWorld, make_children
from tests.reports.reading import column, table, texts, values

pytestmark = pytest.mark.django_db

# As of the autumn of 2025; the yearly tables are of 2023/24.
READ_ON = date(2025, 11, 4)


def figures_of(world: FiguresWorld, **more: object) -> Figures:
    choice = Choice(**{"month": Month(date(2025, 10, 1)), "year": 2023, "reasons": ALL_REASONS, **more})
    return gather(world.manager, choice, READ_ON)


def with_shares(counts: dict[str, int], whole: int) -> list[list[str]]:
    """Reasons for so many rows, so that each reason has its count; nobody has more than three, or one twice."""
    rows: list[list[str]] = [[] for _ in range(whole)]
    places = cycle(range(whole))
    for reason, number in counts.items():
        for place in islice(places, number):
            rows[place].append(reason)
    assert all(1 <= len(row) <= 3 for row in rows)
    assert all(len(set(row)) == len(row) for row in rows)
    return rows


def test_suspensions_of_a_year_and_their_reasons() -> None:
    """R0-7: 2,756 pupils; 10.0 beside 11.3 and 12.8; reasons that add up to more than 100."""
    world = FiguresWorld()
    counts = {"DB": 3066, "PP": 1260, "VA": 1074, "PA": 576, "VP": 900}
    world.suspend(6000, date(2023, 11, 7), reasons=with_shares(counts, 6000), children=make_children(2756))
    world.suspend(540, date(2022, 11, 7))
    world.count_heads(2023, 60_000)
    world.count_heads(2022, 6_000)
    world.compare("suspension_rate", "national", 2023, "11.3")
    world.compare("suspension_rate", "national", 2022, "9.3")
    world.compare("suspension_rate", "statistical_neighbours", 2023, "12.8")
    figures = figures_of(world)
    shown = table(figures, "suspension_rates")
    written = texts(shown, "All schools")
    assert shown.title == "Suspensions in 2023/24, 2022/23 in brackets"
    assert shown.period == "Academic year 2023/24: 1 September 2023 to 31 August 2024"
    assert written["Pupils with at least one suspension"] == "2,756 (1)"
    assert written["Suspensions"] == "6,000 (540)"
    assert written["Suspensions for every 100 pupils"] == "10.00 (9.00)"
    assert (written["England"], written["Statistical neighbours"]) == ("11.3 (9.3)", "12.8")
    assert written["Region"] == "Not brought in"
    assert texts(shown, "Secondary")["Suspensions for every 100 pupils"] == "No headcount"
    rate = column(shown, "All schools")["Suspensions for every 100 pupils"]
    assert rate.note == "60,000 pupils"
    assert "spring census of the year" in next(row.note for row in shown.rows if row.label.endswith("100 pupils"))

    reasons = table(figures, "suspension_reasons")
    shares = texts(reasons, "All schools: share")
    assert (shares[Reason.DB.label], shares[Reason.PP.label]) == ("51.1%", "21.0%")
    assert (shares[Reason.VA.label], shares[Reason.PA.label]) == ("17.9%", "9.6%")
    assert values(reasons, "All schools: number")[Reason.DB.label] == 3066
    assert any(
        note.startswith("The shares of all reasons add up to 114.6%: one can have up to three")
        for note in reasons.notes
    )


def test_permanent_exclusions_of_a_year_and_their_reasons() -> None:
    """R0-8: 0.15 beside 0.13, 0.14 and 0.16; the shares of the reasons add up to 128."""
    world = FiguresWorld()
    counts = {"DB": 40, "PP": 25, "PA": 21, "VA": 14, "OW": 14}
    world.exclude(89, date(2024, 5, 7), reasons=with_shares(counts, 89))
    world.count_heads(2023, 60_000)
    for area_kind, value in (("national", "0.13"), ("statistical_neighbours", "0.14"), ("region", "0.16")):
        world.compare(
            "permanent_exclusion_rate",
            area_kind,
            2023,
            value,
            area_name="West Midlands" if area_kind == "region" else "",
        )
    figures = figures_of(world)
    written = texts(table(figures, "permanent_exclusion_rates"), "All schools")
    assert written["Permanent exclusions for every 100 pupils"] == "0.15"
    assert (written["England"], written["Statistical neighbours"], written["West Midlands"]) == ("0.13", "0.14", "0.16")
    reasons = table(figures, "permanent_exclusion_reasons")
    assert list(texts(reasons, "All schools: share").values()) == ["44.9%", "28.1%", "23.6%", "15.7%", "15.7%", ""]
    assert any("add up to 128.1%" in note for note in reasons.notes)


MATRIX = {
    "Primary: permanent exclusions": (11, 13, 11),
    "Primary: suspensions": (732, 1089, 852),
    "Secondary: permanent exclusions": (56, 59, 85),
    "Secondary: suspensions": (7672, 9444, 6371),
    "Special: permanent exclusions": (0, 0, 0),
    "Special: suspensions": (40, 89, 82),
}


def years_of_leicestershire() -> FiguresWorld:
    """The three years of R3-8. Suspensions of the summer term 2025 are recorded and not in the paper."""
    world = FiguresWorld()
    for label, numbers in MATRIX.items():
        phase, _, kind = label.partition(": ")
        make = world.exclude if kind == "permanent exclusions" else world.suspend
        for begins_in, number in zip((2022, 2023, 2024), numbers, strict=True):
            # The last day of the spring term of the census is Easter Sunday, 20 April 2025.
            make(number, date(2025, 4, 20) if begins_in == 2024 else date(begins_in, 11, 6), phase.lower())
    world.suspend(500, date(2025, 4, 21), "secondary")
    return world


def matrix(shown: ReportTable) -> dict[str, tuple[object, ...]]:
    return {row.label: tuple(cell.value for cell in row.cells) for row in shown.rows}


def test_three_years_by_school_type() -> None:
    """R3-8, R3-7: the matrix with the part-year said, totals that foot, and the rates that were printed."""
    world = years_of_leicestershire()
    for year, national, region, own in (
        (2022, ("9.3", "0.11"), ("10.7", "0.12"), ("8.4", "0.07")),
        (2023, ("11.3", "0.13"), ("13.4", "0.15"), ("10.5", "0.07")),
    ):
        for measure, place in (("suspension_rate", 0), ("permanent_exclusion_rate", 1)):
            world.compare(measure, "national", year, national[place])
            world.compare(measure, "region", year, region[place], area_name="East Midlands")
            world.compare(measure, "authority_published", year, own[place])
    world.count_heads(2023, 100_654)
    figures = figures_of(world, terms=AUTUMN_AND_SPRING)
    shown = table(figures, "school_types")
    assert [each.label for each in shown.columns] == [
        "2022/23",
        "2023/24",
        "2024/25 (suspensions: autumn and spring terms only)",
    ]
    assert {label: matrix(shown)[label] for label in MATRIX} == MATRIX
    assert matrix(shown)["All schools: suspensions"] == (8444, 10622, 7305)
    assert matrix(shown)["All schools: permanent exclusions"] == (67, 72, 96)
    assert not shown.problems
    assert len(shown.rows) == 8, "nothing is in the phase “Other”, so it is not there"

    whole = matrix(table(figures_of(world), "school_types"))
    assert whole["Secondary: suspensions"] == (7672, 9444, 6871), "all of 2024/25, when it is over"
    autumn = table(figures_of(world, terms=AUTUMN), "school_types")
    assert matrix(autumn)["Secondary: suspensions"] == (7672, 9444, 0)
    assert autumn.columns[-1].label == "2024/25 (suspensions: autumn term only)"

    beside = table(figures, "authorities")
    written = {row.label: [texts(beside, each.label)[row.label] for each in beside.columns] for row in beside.rows}
    assert [each.label for each in beside.columns] == list(
        chain.from_iterable(
            (f"{year}: suspensions", f"{year}: permanent exclusions") for year in ("2022/23", "2023/24")
        )
    )
    assert written["England"] == ["9.3", "0.11", "11.3", "0.13"]
    assert written["East Midlands"] == ["10.7", "0.12", "13.4", "0.15"]
    assert written["Coventry City Council as published"] == ["8.4", "0.07", "10.5", "0.07"]
    assert written["Coventry City Council as counted here"] == ["No headcount", "No headcount", "10.55", "0.07"]


def test_a_running_year_says_up_to_when_it_is_counted() -> None:
    world = FiguresWorld()
    world.suspend(7, date(2025, 9, 8))
    world.suspend(9, date(2025, 11, 3))
    shown = table(figures_of(world, year=2024), "school_types")
    assert shown.columns[-1].label == "2025/26 (1 September 2025 to 31 October 2025 only)"
    assert matrix(shown)["Secondary: suspensions"] == (None, None, 7), "November is not over"
    rates = table(figures_of(world, year=2025), "suspension_rates")
    assert rates.period == "Part of academic year 2025/26: 1 September 2025 to 31 October 2025 only"
    beside = table(figures_of(world, year=2025), "school_types")
    assert [each.label[:7] for each in beside.columns] == ["2024/25", "2025/26"], "2026/27 has not begun"


def test_a_year_before_anything_was_recorded_is_not_nought() -> None:
    world = FiguresWorld()
    world.suspend(7, date(2023, 11, 8))
    for year in (2022, 2023):
        world.count_heads(year, 1000)
    figures = figures_of(world)
    written = texts(table(figures, "suspension_rates"), "All schools")
    assert (written["Suspensions"], written["Suspensions for every 100 pupils"]) == ("7", "0.70")
    assert written["Pupils with at least one suspension"] == "1", "no bracket, as in the row below"
    beside = table(figures, "authorities")
    own = [texts(beside, each.label)["Coventry City Council as counted here"] for each in beside.columns]
    assert own == ["Nothing recorded", "Nothing recorded", "0.70", "Nothing recorded"]
    labels = [each.label for each in table(figures, "school_types").columns]
    assert labels == ["2022/23 (nothing recorded here)", "2023/24", "2024/25 (nothing recorded here)"]
    for year in (labels[0], labels[2]):
        assert set(texts(table(figures, "school_types"), year).values()) == {"–"}
    assert texts(table(figures, "school_types"), "2023/24")["Primary: suspensions"] == "0", "some are recorded"


def test_a_figure_of_a_part_year_says_so() -> None:
    world = FiguresWorld()
    world.compare("suspension_rate", "national", 2023, "4.02", is_part_year=True)
    shown = table(figures_of(world), "suspension_rates")
    assert column(shown, "All schools")["England"].note == "2023/24, part of the year: DfE statistics"
