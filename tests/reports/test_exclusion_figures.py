"""The page of figures: who may see it, what it counts and leaves out, every number its rows, what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from cases.models import Child
from exclusions.models import Review, SecondDecision
from reports.exclusion_figures.choice import PUBLISHED
from reports.exclusion_figures.page import tables_of
from reports.exclusion_figures.periods import Month
from schools.models import Authority, School
from tests.factories.children import make_school
from tests.factories.figures import FiguresWorld, make_children
from tests.factories.people import make_school_user, make_team, make_user
from tests.reports.reading import LINK, PAGE, column, figures_of, table, texts, values

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
PAGES = (
    "/reports/exclusions/",
    "/reports/exclusions/rows/",
    "/reports/exclusions/rows.csv",
    "/reports/exclusions/tables/suspensions.csv",
)


@pytest.fixture
def world() -> FiguresWorld:
    return FiguresWorld()


# --- who may


@pytest.mark.parametrize("address", PAGES)
def test_managers_see_it_officers_may_not_outsiders_find_nothing(
    world: FiguresWorld, sign_in: SignIn, address: str
) -> None:
    expected = {
        200: (world.manager, world.head(), make_user(Role.INFORMATION_GOVERNANCE)),
        403: (make_user(Role.EXCLUSIONS_OFFICER, team=world.team), make_user(Role.EDUCATION_OFFICER)),
        404: (make_user(Role.ADMINISTRATOR), make_user(Role.DATA_OFFICER), make_school_user(world.schools["primary"])),
    }
    for status, people in expected.items():
        for user in people:
            assert sign_in(user).get(address).status_code == status
    assert Client().get(address).status_code == 302


def test_information_governance_says_why_first(world: FiguresWorld) -> None:
    client = Client()
    client.force_login(make_user(Role.INFORMATION_GOVERNANCE))
    for address in PAGES:
        assert "/reason/" in client.get(address).headers["Location"]


def test_the_shell_has_the_entry_for_who_may(world: FiguresWorld, sign_in: SignIn) -> None:
    assert b'href="/reports/"' in sign_in(world.manager).get("/").content
    assert b'href="/reports/"' not in sign_in(make_user(Role.EXCLUSIONS_OFFICER, team=world.team)).get("/").content


def test_a_manager_of_another_team_is_told_that_these_are_not_the_councils_figures(
    world: FiguresWorld, sign_in: SignIn
) -> None:
    other = make_user(Role.TEAM_MANAGER, team=make_team("another_kind"), is_manager=True)
    world.fill()
    page = sign_in(other).get(PAGE).content.decode()
    assert "These are not the council’s figures" in page
    assert not LINK.findall(page)
    assert "These are not the council’s figures" not in sign_in(world.manager).get(PAGE).content.decode()


# --- what is counted


def test_phase_then_cancelled_elsewhere_and_uncounted(world: FiguresWorld) -> None:
    world.fill()
    figures = figures_of(world.manager)
    shown = table(figures, "suspensions")
    number = {each.label: values(shown, each.label)["Latest month: number"] for each in shown.columns}
    # The all-through school by the year group then, the unit and who has none under Other.
    assert number == {"Primary": 6, "Secondary": 7, "Special": 4, "Other": 6, "All schools": 23}
    days = column(shown, "Secondary")["Latest month: days"]
    assert texts(shown, "Secondary")["Latest month: days"] == "4.5"
    assert days.note == "3 not counted: the school’s calendar is missing."
    assert column(shown, "Primary")["Latest month: days"].note == ""
    left_out = {row.label: [cell.value for cell in row.cells] for row in table(figures, "left_out").rows}
    assert left_out["Cancelled suspensions"] == [2, 2, 2]
    assert left_out["School days that cancelled suspensions cost"] == [3, 3, 3]
    assert left_out["Cancelled permanent exclusions"] == [1, 1, 1]
    assert left_out["Suspensions at schools of other authorities"] == [6, 6, 6]
    assert left_out["Permanent exclusions at schools of other authorities"] == [1, 1, 1]
    assert any(note.startswith("Cancelled ones are left out") for note in shown.notes)


def test_the_academic_year_begins_where_the_authority_says(
    world: FiguresWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.fill()
    label = "Academic year to date: number"
    assert values(table(figures_of(world.manager), "suspensions"), "Special")[label] == 9
    monkeypatch.setattr(
        "reports.exclusion_figures.figures.policy_now", lambda: {"reports.academic_year_starts": "1_august"}
    )
    shown = table(figures_of(world.manager), "suspensions")
    assert values(shown, "Special")[label] == 11, "31 August 2025 is in it"
    assert next(row.note for row in shown.rows if row.label == label) == "1 August 2025 to 31 March 2026"


def test_reinstated_ones_count_and_are_said(world: FiguresWorld) -> None:
    world.fill()
    found = values(table(figures_of(world.manager), "permanent_exclusions"), "Secondary")
    assert found["Last 12 months"] == 3
    assert found["Of the last 12 months: reinstated by the governors"] == 1


def test_reinstated_after_a_review_counts_as_reinstated_by_the_governors(world: FiguresWorld, sign_in: SignIn) -> None:
    at_once, after_review, both, declined, _ = world.exclude(5, date(2025, 11, 10))
    for exclusion in (at_once, both):
        exclusion.reinstated_on = date(2025, 12, 1)
        exclusion.save()
    for exclusion, decision in (
        (after_review, SecondDecision.REINSTATED),
        (both, SecondDecision.REINSTATED),
        (declined, SecondDecision.DECLINED),
    ):
        back_on = date(2026, 2, 2) if decision == SecondDecision.REINSTATED else None
        Review.objects.create(
            case=exclusion.case, second_decision=decision, reconsidered_on=date(2026, 2, 1), reinstated_on=back_on
        )
    shown = column(table(figures_of(world.manager), "permanent_exclusions"), "Secondary")
    cell = shown["Of the last 12 months: reinstated by the governors"]
    assert cell.value == 3
    page = sign_in(world.manager).get(cell.url).content.decode()
    assert "Showing 1 to 3 of 3 permanent exclusions" in page
    assert [each.case.reference in page for each in (at_once, after_review, both, declined)] == [True] * 3 + [False]


def test_a_tie_of_reasons_names_both(world: FiguresWorld) -> None:
    world.suspend(2, date(2026, 3, 3), reasons=[["PP"], ["BU"]])
    cell = column(table(figures_of(world.manager), "suspensions"), "Secondary")["Top reason of the latest month"]
    assert cell.value == "Physical assault against a pupil; Bullying (1 each)"
    assert cell.url == ""


def test_every_table_foots_and_has_its_period_source_and_moment(world: FiguresWorld, sign_in: SignIn) -> None:
    world.fill()
    found = tables_of(figures_of(world.manager))
    assert len(found) == 14
    assert [each.problems for each in found] == [()] * 14
    assert all(each.period and each.source for each in found)
    page = sign_in(world.manager).get(PAGE).content.decode()
    assert page.count("Source: ") == 14
    assert "does not add up" not in page


def test_a_phase_shows_its_columns_and_rows_alone(world: FiguresWorld, sign_in: SignIn) -> None:
    world.fill()
    figures = figures_of(world.manager, phase="special")
    for each in tables_of(figures):
        labels = {column.label for column in each.columns} | {row.label for row in each.rows}
        assert not labels & {"Primary", "Secondary", "Primary: suspensions"}, each.code
    assert values(table(figures, "suspension_reasons"), "Special: number")["Suspensions"] == 9
    page = sign_in(world.manager).get(f"{PAGE}&phase=special").content.decode()
    assert "Secondary (invented)" not in page


def test_choices_that_make_no_sense_are_as_if_they_were_not_there(world: FiguresWorld, sign_in: SignIn) -> None:
    client = sign_in(world.manager)
    usual = "Permanent exclusions, August 2026"
    for query in ("month=2026-13&year=x&phase=%00&view=all&nearest=7", "month=2026-09", "month=&year=", "year=1066"):
        page = client.get(f"/reports/exclusions/?{query}").content.decode()
        assert usual in page, query
        assert "Suspensions in 2025/26, 2024/25 in brackets" in page, query
    assert "Permanent exclusions, July 2026" in client.get("/reports/exclusions/?month=2026-07").content.decode()


def test_without_an_authority_and_without_a_row_the_page_stands(world: FiguresWorld, sign_in: SignIn) -> None:
    Authority.objects.all().delete()
    page = sign_in(world.manager).get("/reports/exclusions/").content.decode()
    assert "None in this period." in page
    assert "The council as counted here" in page


# --- as published


def test_what_is_published_opens_nothing_and_shows_no_small_number(world: FiguresWorld, sign_in: SignIn) -> None:
    world.fill()
    page = sign_in(world.manager).get(f"{PAGE}&view=published").content.decode()
    assert not LINK.findall(page)
    assert "c: hidden, because the number is from 1 to 4" in page
    for each in tables_of(figures_of(world.manager, view=PUBLISHED)):
        for row in each.rows:
            for cell in row.cells:
                assert all(not 0 < count.number < 5 for count in cell.counts) or cell.is_suppressed, (
                    each.code,
                    row.label,
                )
    assert "3 not counted" not in page
    assert "3 not counted" in sign_in(world.manager).get(PAGE).content.decode()


def test_the_year_to_date_gives_no_hidden_month_away(world: FiguresWorld) -> None:
    for month, number in ((9, 20), (10, 3), (11, 30), (12, 40)):
        world.suspend(number, date(2025, month, 3))
    choice = {"month": Month(date(2025, 12, 1)), "view": PUBLISHED, "phase": "secondary"}
    figures = figures_of(world.manager, **choice)
    months = texts(table(figures, "suspension_months"), "Secondary", below=5)
    hidden = [month for month, text in months.items() if text == "c"]
    assert hidden == ["September 2025", "October 2025"]
    days = texts(table(figures, "days_by_month"), "Secondary", below=5)
    assert [month for month, text in days.items() if text == "c"] == hidden


# --- what it costs


def test_few_and_many_cost_the_same_few_queries(world: FiguresWorld, sign_in: SignIn) -> None:
    client = sign_in(world.manager)
    addresses = [PAGE, f"{PAGE}&view=published&phase=primary", *PAGES[1:], "/reports/exclusions/rows/?by=pupils"]

    def queries(address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    world.suspend(25, date(2026, 3, 3), children=make_children(25))
    world.exclude(1, date(2026, 3, 3))
    few = {address: queries(address) for address in addresses}
    for number in range(12):
        school = make_school(phase=School.Phase.PRIMARY)
        world.suspend(100, date(2025, 9 + number % 4, 1 + number), school=school, children=make_children(100))
        world.exclude(9, date(2026, 1 + number % 3, 5), school=school, reasons=[["PP", "BU"]])
    assert Child.objects.count() > 1200
    assert {address: queries(address) for address in addresses} == few
    assert max(few.values()) <= 26
