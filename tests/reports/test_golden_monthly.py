"""The numbers that the councils printed (law pack, §7.1 R1-9 and R1-10), made as rows, come out of the tables."""

from __future__ import annotations

from datetime import date

import pytest

from exclusions.reasons import Reason
from reports.exclusion_figures.choice import ALL_REASONS, PUBLISHED, Choice
from reports.exclusion_figures.figures import Figures, gather
from reports.exclusion_figures.page import tables_of
from reports.exclusion_figures.periods import Month
from tests.factories.children import make_school
from tests.factories.figures import FiguresWorld
from tests.reports.reading import column, table, texts, values

pytestmark = pytest.mark.django_db

# The paper is of December 2023, and its reasons are as of 24 January 2024.
DECEMBER, READ_ON = Month(date(2023, 12, 1)), date(2024, 1, 24)


def figures_of(world: FiguresWorld, **more: object) -> Figures:
    choice = Choice(**{"month": DECEMBER, "year": 2022, **more})
    return gather(world.manager, choice, READ_ON)


@pytest.fixture
def excluded() -> FiguresWorld:
    """Primary 1 in the month, 4 in the year to date, 9 in 12 months; secondary 2, 17, 64; six and 20 by 24 January."""
    world = FiguresWorld()
    primary = [["PA"], ["PA"], ["DB"], ["PP"]]
    world.exclude(3, date(2023, 10, 10), "primary", reasons=primary[:3])
    world.exclude(1, date(2023, 12, 5), "primary", reasons=primary[3:])
    world.exclude(2, date(2024, 1, 15), "primary", reasons=[["PA"], ["DB"]])
    world.exclude(5, date(2023, 3, 1), "primary", reasons=[["BU"]] * 5)
    secondary = [["PP"]] * 7 + [["DB"]] * 5 + [["VA"]] * 3 + [["OW"]] * 2 + [["PA"], ["DA"], ["TH"]]
    world.exclude(15, date(2023, 9, 20), "secondary", reasons=secondary[:15])
    world.exclude(2, date(2023, 12, 31), "secondary", reasons=secondary[15:17])
    world.exclude(3, date(2024, 1, 24), "secondary", reasons=secondary[17:])
    world.exclude(47, date(2023, 1, 1), "secondary")
    # Just outside: the day before the 12 months, and the day after the reading.
    world.exclude(8, date(2022, 12, 31), "secondary")
    world.exclude(8, date(2024, 1, 25), "secondary")
    return world


@pytest.mark.parametrize(
    ("phase", "label", "month", "to_date", "twelve"),
    [("primary", "Primary", 1, 4, 9), ("secondary", "Secondary", 2, 17, 64)],
)
def test_permanent_exclusions_of_a_phase(
    excluded: FiguresWorld, phase: str, label: str, month: int, to_date: int, twelve: int
) -> None:
    shown = table(figures_of(excluded, phase=phase), "permanent_exclusions")
    assert [each.label for each in shown.columns] == [label]
    found = values(shown, label)
    assert (found["Latest month"], found["Academic year to date"], found["Last 12 months"]) == (month, to_date, twelve)
    written = texts(shown, label)
    assert (written["Target"], written["Statistical neighbours"], written["England"]) == (
        "Not set",
        "Not brought in",
        "Not brought in",
    )


def test_every_period_is_labelled_and_the_reasons_have_one_of_their_own(excluded: FiguresWorld) -> None:
    """The trap of the paper: four in the year to date beside reasons that add up to six."""
    figures = figures_of(excluded, phase="primary")
    panel, reasons = table(figures, "permanent_exclusions"), table(figures, "exclusion_reasons")
    notes = {row.label: row.note for row in panel.rows}
    assert notes["Latest month"] == "1 December 2023 to 31 December 2023"
    assert notes["Academic year to date"] == "1 September 2023 to 31 December 2023"
    assert notes["Last 12 months"] == "1 January 2023 to 31 December 2023"
    assert reasons.period.startswith("1 September 2023 to 24 January 2024")
    assert values(panel, "Primary")["Academic year to date"] == 4
    assert values(reasons, "Primary")["Permanent exclusions"] == 6
    assert reasons.period != panel.period


def test_reasons_of_primary(excluded: FiguresWorld) -> None:
    shown = table(figures_of(excluded, phase="primary"), "exclusion_reasons")
    assert list(values(shown, "Primary").items()) == [
        (Reason.PA.label, 3),
        (Reason.DB.label, 2),
        (Reason.PP.label, 1),
        ("Permanent exclusions", 6),
    ]


def test_reasons_of_secondary_list_eighteen_of_twenty(excluded: FiguresWorld) -> None:
    shown = table(figures_of(excluded, phase="secondary"), "exclusion_reasons")
    assert list(values(shown, "Secondary").items()) == [
        (Reason.PP.label, 7),
        (Reason.DB.label, 5),
        (Reason.VA.label, 3),
        (Reason.OW.label, 2),
        (Reason.PA.label, 1),
        ("Permanent exclusions", 20),
    ]
    assert "The 5 most common reasons alone are listed: 18 of 20 reasons given." in shown.notes
    whole = table(figures_of(excluded, phase="secondary", reasons=ALL_REASONS), "exclusion_reasons")
    assert sum(value for name, value in values(whole, "Secondary").items() if name != "Permanent exclusions") == 20
    assert not any("most common" in note for note in whole.notes)


def test_the_change_of_a_month_is_small_numbers_in_print(excluded: FiguresWorld) -> None:
    working = table(figures_of(excluded, phase="primary"), "permanent_exclusions")
    assert texts(working, "Primary")["Monthly change"] == "+1"
    printed = texts(table(figures_of(excluded, phase="primary", view=PUBLISHED), "permanent_exclusions"), "Primary")
    assert printed["Monthly change"] == "small numbers"
    assert printed["Latest month"] == "c"
    assert printed["Last 12 months"] == "9"


def test_a_target_that_was_brought_in(excluded: FiguresWorld) -> None:
    excluded.compare("permanent_exclusions", "target", 2023, "40", "secondary", source="Council plan")
    excluded.compare("permanent_exclusion_rate", "statistical_neighbours", 2022, "0.14", "secondary")
    shown = table(figures_of(excluded, phase="secondary"), "permanent_exclusions")
    assert texts(shown, "Secondary")["Target"] == "40"
    cell = column(shown, "Secondary")["Statistical neighbours"]
    assert (str(cell.value), cell.places, cell.note) == ("0.140", 2, "2022/23: DfE statistics")
    assert texts(shown, "Secondary")["Statistical neighbours"] == "0.14"


@pytest.fixture
def suspended() -> FiguresWorld:
    """Primary 46/84, 233/412, 939/1,498; secondary 383/749, 1,793/3,165, 5,377/9,961; 38% at three schools."""
    world = FiguresWorld()
    primary = [["PA"]] * 18 + [["DB"]] * 17 + [["PP"]] * 11
    world.suspend(46, date(2023, 12, 4), "primary", total=168, reasons=primary)
    world.suspend(187, date(2023, 11, 6), "primary", total=656)
    world.suspend(706, date(2023, 1, 9), "primary", total=2172)
    busy = [make_school(f"Busy {number} (invented)", phase="secondary") for number in (1, 2, 3)]
    for school, number in zip(busy, (60, 50, 36), strict=True):
        world.suspend(number, date(2023, 12, 11), total=2 * number, school=school, reasons=[["DB"]] * number)
    others = [["DB"]] * 43 + [["PP"]] * 100 + [["VA"]] * 94
    for place in range(8):
        school = make_school(f"Quiet {place} (invented)", phase="secondary")
        part = others[place * 30 : (place + 1) * 30]
        # 237 suspensions in eight schools; 21 sessions more make the 749 days of the month.
        world.suspend(
            len(part), date(2023, 12, 12), total=5 * len(part) + 21 * (place == 0), school=school, reasons=part
        )
    world.suspend(1410, date(2023, 9, 5), total=4832)
    world.suspend(3584, date(2023, 5, 5), total=13592)
    return world


def test_suspensions_with_their_days(suspended: FiguresWorld) -> None:
    suspended.compare("suspension_rate", "national", 2022, "9.33", "secondary")
    figures = figures_of(suspended)
    shown = table(figures, "suspensions")
    expected = {
        "Primary": ("46", "84", "233", "412", "939", "1,498"),
        "Secondary": ("383", "749", "1,793", "3,165", "5,377", "9,961"),
    }
    labels = [
        f"{period}: {what}"
        for period in ("Latest month", "Academic year to date", "Last 12 months")
        for what in ("number", "days")
    ]
    for phase, numbers in expected.items():
        written = texts(shown, phase)
        assert tuple(written[label] for label in labels) == numbers
    assert texts(shown, "Primary")["Top reason of the latest month"] == f"{Reason.PA.label} (18)"
    assert texts(shown, "Secondary")["Top reason of the latest month"] == f"{Reason.DB.label} (189)"
    share = column(shown, "Secondary")["Share of the three schools with the most, latest month"]
    assert texts(shown, "Secondary")["Share of the three schools with the most, latest month"] == "38%"
    assert share.note == "Busy 1 (invented), Busy 2 (invented), Busy 3 (invented)"
    assert texts(shown, "Secondary")["England"] == "9.33"
    assert texts(shown, "Primary")["England"] == "Not brought in"
    assert "The latest month may still change with the school census." in shown.notes
    assert any("all in the month in which the suspension starts" in note for note in shown.notes)

    named = [
        tuple(cell.value for cell in row.cells[:2])
        for row in table(figures, "schools").rows
        if row.label == "Secondary"
    ]
    assert named == [("Busy 1 (invented)", 60), ("Busy 2 (invented)", 50), ("Busy 3 (invented)", 36)]
    assert not any(each.problems for each in tables_of(figures))
    months = table(figures, "suspension_months")
    assert [row.label for row in months.rows][0::12] == ["December 2022", "December 2023"]
    assert values(months, "Secondary")["Last 12 months"] == 5377
    assert texts(table(figures, "days_by_month"), "Secondary")["Last 12 months"] == "9,961"
