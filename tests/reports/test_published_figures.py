"""The figures as published: across all tables of the page, no hidden number can be worked out."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from datetime import date

import pytest

from reports.exclusion_figures import page
from reports.exclusion_figures.choice import PUBLISHED
from reports.exclusion_figures.periods import Month, Window
from reports.exclusion_figures.sums import sums_of_windows
from reports.suppression import suppress
from reports.table import Equation, ReportTable
from schools.models import School
from tests.factories.children import make_school
from tests.factories.figures import FiguresWorld
from tests.reports.reading import figures_of, table
from tests.reports.working_out import given_away

pytestmark = pytest.mark.django_db
OCTOBER = Month(date(2025, 10, 1))


@pytest.fixture
def world() -> FiguresWorld:
    return FiguresWorld()


@pytest.fixture
def world_of_october(world: FiguresWorld) -> FiguresWorld:
    """Small numbers in two phases of three months; the special ones of October are all of one school."""
    unit = make_school("Unit (invented)", phase=School.Phase.NOT_APPLICABLE)
    fernhill = make_school("Fernhill School (invented)", is_special=True)
    for month, primary, special in ((6, 1, 1), (9, 2, 2), (10, 2, 5)):
        day = date(2025, month, 7)
        world.suspend(primary, day, "primary")
        world.suspend(special, day, school=fernhill)
        world.suspend(6, day, school=unit, legal_type_then=School.LegalType.PUPIL_REFERRAL_UNIT)
    return world


def worked_out(world: FiguresWorld, monkeypatch: pytest.MonkeyPatch, **more: object) -> list[object]:
    """What can be worked out from the whole page as published."""
    sums: list[Equation] = []
    hidden_tables: list[ReportTable] = []

    def suppress_and_keep(
        tables: Sequence[ReportTable], *, below: int, also: Iterable[Equation] = ()
    ) -> list[ReportTable]:
        between = list(also)
        sums.extend([*(each for shown in tables for each in shown.equations()), *between])
        hidden_tables.extend(suppress(tables, below=below, also=between))
        return hidden_tables

    monkeypatch.setattr(page, "suppress", suppress_and_keep)
    page.tables_of(figures_of(world.manager, view=PUBLISHED, **more))
    cells = [cell for each in hidden_tables for row in each.rows for cell in row.cells]
    shown: dict[Hashable, int] = {
        count.key: count.number for cell in cells if not cell.is_suppressed for count in cell.counts
    }
    hidden = {count.key for cell in cells if cell.is_suppressed for count in cell.counts} - shown.keys()
    assert hidden
    return given_away(shown, sums, hidden)


def rows_of(shown: ReportTable) -> dict[str, list[object]]:
    return {row.label: ["c" if cell.is_suppressed else cell.value for cell in row.cells] for row in shown.rows}


def test_two_hidden_numbers_of_a_month_are_not_pinned_by_its_total(world_of_october: FiguresWorld) -> None:
    figures = figures_of(world_of_october.manager, month=OCTOBER, view=PUBLISHED)
    months = rows_of(table(figures, "suspension_months"))
    assert months["June 2025"] == ["c", 0, "c", "c", 8]
    assert months["September 2025"] == ["c", 0, "c", "c", 10]
    days = rows_of(table(figures, "days_by_month"))
    assert [days[month][3] for month in ("June 2025", "September 2025")] == ["c", "c"]


def test_a_school_does_not_give_its_phase_away(world_of_october: FiguresWorld) -> None:
    """Special is hidden for the sake of primary: then so is the number of its one school, wherever it stands."""
    figures = figures_of(world_of_october.manager, month=OCTOBER, view=PUBLISHED)
    latest = rows_of(table(figures, "suspensions"))["Latest month: number"]
    assert (latest[0], latest[2]) == ("c", "c")
    named = [cell.value for row in table(figures, "schools").rows for cell in row.cells[:1] if not cell.is_suppressed]
    assert "Fernhill School (invented)" not in named


def test_nothing_can_be_worked_out_from_october(
    world_of_october: FiguresWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not worked_out(world_of_october, monkeypatch, month=OCTOBER)


@pytest.mark.parametrize("year", [2024, 2025])
def test_nothing_can_be_worked_out_from_something_of_everything(
    world: FiguresWorld, monkeypatch: pytest.MonkeyPatch, year: int
) -> None:
    world.fill()
    assert not worked_out(world, monkeypatch, year=year)


def test_a_year_does_not_give_away_the_month_that_the_trend_leaves_out(world: FiguresWorld) -> None:
    """The trend to October 2025 begins with October 2024: the year 2024/25 less its months would be September 2024."""
    for number, day in ((3, date(2024, 9, 9)), (20, date(2024, 11, 5)), (30, date(2025, 3, 4))):
        world.suspend(number, day)
    figures = figures_of(world.manager, month=OCTOBER, year=2024, view=PUBLISHED)
    months = {label: numbers[-1] for label, numbers in rows_of(table(figures, "suspension_months")).items()}
    year = rows_of(table(figures, "school_types"))["All schools: suspensions"][1]
    assert "c" in (year, months["November 2024"])


def test_spans_of_days_are_the_sum_of_their_pieces() -> None:
    first, second, third = (Window(date(2025, month, 1), date(2025, month, 28)) for month in (1, 2, 3))
    january, rest = Window(date(2025, 1, 1), date(2025, 1, 31)), Window(date(2025, 1, 29), date(2025, 1, 31))
    both = Window(first.first, second.last)
    assert dict(sums_of_windows([first, january])) == {january: (first, rest)}
    assert list(sums_of_windows([january, second, both])) == [(both, (january, second))]
    assert list(sums_of_windows([first, third])) == [], "neither lies in the other"
    whole = Window(first.first, third.last)
    march_1 = Window(date(2025, 3, 1), third.last)
    found = list(sums_of_windows([january, second, both, whole]))
    assert (whole, (january, second, march_1)) in found
    assert (whole, (both, march_1)) in found
