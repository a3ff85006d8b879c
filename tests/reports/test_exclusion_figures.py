"""The page of figures: who may see it, what it counts and leaves out, every number its rows, what it costs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from cases.models import Child
from ledger.models import ViewRecord
from reports.exclusion_figures.choice import ALL_REASONS, PUBLISHED, Choice
from reports.exclusion_figures.figures import Figures, gather
from reports.exclusion_figures.page import tables_of
from reports.exclusion_figures.periods import Month
from schools.models import Authority, School
from tests.factories.children import make_school
from tests.factories.figures import FiguresWorld, make_children, make_school_elsewhere
from tests.factories.people import make_school_user, make_team, make_user
from tests.reports.reading import column, table, texts, values

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
# Requests are made on AS_OF, 16 September 2026 (tests/reports/conftest.py): the latest complete month is August.
READ_ON, MARCH = date(2026, 9, 16), "2026-03"
PAGE = f"/reports/exclusions/?month={MARCH}&year=2025"
LINK = re.compile(r'<a class="govuk-link" href="(/reports/exclusions/rows/\?[^"]*)">(.*?)</a>', re.DOTALL)
PAGES = (
    "/reports/exclusions/",
    "/reports/exclusions/rows/",
    "/reports/exclusions/rows.csv",
    "/reports/exclusions/tables/suspensions.csv",
)


@pytest.fixture
def world() -> FiguresWorld:
    return FiguresWorld()


def figures_of(user: User, **more: object) -> Figures:
    choice = Choice(**{"month": Month(date(2026, 3, 1)), "year": 2025, "reasons": ALL_REASONS, **more})
    return gather(user, choice, READ_ON)


def fill(world: FiguresWorld) -> None:
    """Something of everything that a table counts, leaves out or tells apart."""
    pupils = make_children(3)
    both = make_school("Both (invented)", phase=School.Phase.ALL_THROUGH)
    unit = make_school("Unit (invented)", phase=School.Phase.NOT_APPLICABLE)
    reasons = [["PP", "DB", "VA"], ["PA"], ["PP"]]
    for phase in ("primary", "secondary", "special"):
        world.suspend(4, date(2026, 3, 3), phase, reasons=reasons, children=pupils, total=9)
        world.suspend(3, date(2026, 2, 3), phase, children=pupils)
        world.suspend(2, date(2025, 9, 1), phase)
        world.suspend(2, date(2025, 8, 31), phase)
        world.suspend(1, date(2025, 3, 3), phase)
        world.exclude(2, date(2026, 3, 31), phase, reasons=reasons)
        world.exclude(1, date(2026, 4, 1), phase, reasons=[["TH"]])
        world.exclude(1, date(2024, 10, 1), phase)
    world.suspend(2, date(2026, 3, 4), school=both, year_group_then=6)
    world.suspend(3, date(2026, 3, 4), school=both, year_group_then=7, sessions=None)
    world.suspend(1, date(2026, 3, 4), school=both, year_group_then=None)
    world.suspend(5, date(2026, 3, 5), school=unit, legal_type_then=School.LegalType.PUPIL_REFERRAL_UNIT)
    gone = {"cancelled_on": date(2026, 3, 20), "cancellation_reason": "procedure"}
    world.suspend(2, date(2026, 3, 10), sessions=3, **gone)
    world.exclude(1, date(2026, 3, 10), **gone)
    world.exclude(1, date(2025, 11, 10), reinstated_on=date(2025, 12, 1))
    elsewhere = make_school_elsewhere()
    world.suspend(6, date(2026, 3, 6), school=elsewhere)
    world.exclude(1, date(2026, 3, 6), school=elsewhere)
    world.suspend(7, date(2026, 3, 7), children=make_children(1, is_hidden=True))


def counted(client: Client, address: str) -> int:
    """How many rows the list at this address has in all."""
    response = client.get(address)
    assert response.status_code == 200, address
    showing = re.search(r"Showing [0-9,]+ to [0-9,]+ of ([0-9,]+)", response.content.decode())
    return int(showing[1].replace(",", "")) if showing else 0


def days_of(client: Client, address: str) -> str:
    found = re.search(r"([0-9,.]+) school days lost", client.get(address).content.decode())
    return found[1] if found else "0"


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
    fill(world)
    page = sign_in(other).get(PAGE).content.decode()
    assert "These are not the council’s figures" in page
    assert not LINK.findall(page)
    assert "These are not the council’s figures" not in sign_in(world.manager).get(PAGE).content.decode()


# --- what is counted


def test_phase_then_cancelled_elsewhere_and_uncounted(world: FiguresWorld) -> None:
    fill(world)
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
    fill(world)
    label = "Academic year to date: number"
    assert values(table(figures_of(world.manager), "suspensions"), "Special")[label] == 9
    monkeypatch.setattr(
        "reports.exclusion_figures.figures.policy_now", lambda: {"reports.academic_year_starts": "1_august"}
    )
    shown = table(figures_of(world.manager), "suspensions")
    assert values(shown, "Special")[label] == 11, "31 August 2025 is in it"
    assert next(row.note for row in shown.rows if row.label == label) == "1 August 2025 to 31 March 2026"


def test_reinstated_ones_count_and_are_said(world: FiguresWorld) -> None:
    fill(world)
    found = values(table(figures_of(world.manager), "permanent_exclusions"), "Secondary")
    assert found["Last 12 months"] == 3
    assert found["Of the last 12 months: reinstated by the governors"] == 1


def test_a_tie_of_reasons_names_both(world: FiguresWorld) -> None:
    world.suspend(2, date(2026, 3, 3), reasons=[["PP"], ["BU"]])
    cell = column(table(figures_of(world.manager), "suspensions"), "Secondary")["Top reason of the latest month"]
    assert cell.value == "Physical assault against a pupil and Bullying (1 each)"
    assert cell.url == ""


def test_every_table_foots_and_has_its_period_source_and_moment(world: FiguresWorld, sign_in: SignIn) -> None:
    fill(world)
    found = tables_of(figures_of(world.manager))
    assert len(found) == 14
    assert [each.problems for each in found] == [()] * 14
    assert all(each.period and each.source for each in found)
    page = sign_in(world.manager).get(PAGE).content.decode()
    assert page.count("Source: ") == 14
    assert "does not add up" not in page


def test_a_phase_shows_its_columns_and_rows_alone(world: FiguresWorld, sign_in: SignIn) -> None:
    fill(world)
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


# --- every number opens its rows


@pytest.mark.parametrize("who", ["manager", "head", "governance"])
def test_every_number_equals_the_list_that_it_opens(world: FiguresWorld, sign_in: SignIn, who: str) -> None:
    fill(world)
    people = {"manager": world.manager, "head": world.head(), "governance": make_user(Role.INFORMATION_GOVERNANCE)}
    client = sign_in(people[who])
    page = client.get(PAGE).content.decode()
    links = {(unescape(url), re.sub(r"<span.*", "", text, flags=re.DOTALL).strip()) for url, text in LINK.findall(page)}
    assert len(links) > 120
    for address, text in links:
        words = re.search(r"\(([0-9,]+)(?: each)?\)$", text) if text[0].isalpha() else None
        number = (words[1] if words else text.split(" (")[0]).replace(",", "")
        assert number in (str(counted(client, address)), days_of(client, address).replace(",", "")), (address, text)


def test_hidden_children_are_counted_for_who_may_see_them_alone(world: FiguresWorld, sign_in: SignIn) -> None:
    fill(world)
    address = "/reports/exclusions/rows/?kind=suspension&from=2026-03-01&to=2026-03-31"
    numbers = {}
    for user in (world.manager, make_user(Role.INFORMATION_GOVERNANCE)):
        shown = table(figures_of(user), "suspensions")
        numbers[user.name] = values(shown, "All schools")["Latest month: number"]
        page = sign_in(user).get(PAGE).content.decode()
        assert ("whose record is restricted are left out" in page) is (user == world.manager)
        assert counted(sign_in(user), address) == numbers[user.name]
    assert sorted(numbers.values()) == [23, 30]


def test_the_pupils_behind_a_number_once_each(world: FiguresWorld, sign_in: SignIn) -> None:
    first, second = make_children(2)
    world.suspend(3, date(2026, 3, 3), children=[first])
    world.suspend(2, date(2026, 3, 3), "primary", children=[first, second])
    world.suspend(
        1, date(2026, 3, 3), children=[second], cancelled_on=date(2026, 3, 4), cancellation_reason="procedure"
    )
    cells = table(figures_of(world.manager), "suspension_rates")
    label = "Pupils with at least one suspension"
    assert values(cells, "All schools")[label] == 2
    assert (values(cells, "Primary")[label], values(cells, "Secondary")[label]) == (2, 1), "one pupil is in both"
    assert not cells.problems
    client = sign_in(world.manager)
    page = client.get(column(cells, "All schools")[label].url).content.decode()
    assert "Showing 1 to 2 of 2 pupils" in page
    assert re.findall(r"numeric\">\s*([0-9]+)", page) == ["4", "1"]
    assert ViewRecord.objects.filter(what="report_exclusion_rows").latest("pk").child_ids == sorted(
        [first.pk, second.pk]
    )


def test_a_list_says_what_its_rows_have_in_common(world: FiguresWorld, sign_in: SignIn) -> None:
    fill(world)
    client, urn = sign_in(world.manager), world.schools["primary"].urn
    page = client.get(
        f"/reports/exclusions/rows/?kind=suspension&phase=primary&from=2026-03-01&to=2026-03-31&reason=PP&urn={urn}"
    ).content.decode()
    for words in ("1 March 2026 to 31 March 2026", "Primary (invented)", "Physical assault against a pupil", "Year 9"):
        assert words in page
    assert "Showing 1 to 2 of 2 suspensions" in page
    assert "2.5 school days lost" in page
    only = client.get("/reports/exclusions/rows/?kind=suspension&only=uncounted").content.decode()
    assert "Showing 1 to 3 of 3 suspensions" in only
    assert only.count("Not counted") >= 3
    assert "of 3 suspensions the days are not counted" in only
    cancelled = client.get("/reports/exclusions/rows/?kind=permanent_exclusion&standing=cancelled").content.decode()
    assert "Cancelled permanent exclusions" in cancelled
    assert "Showing 1 to 1 of 1 permanent exclusions" in cancelled


def test_what_makes_no_sense_in_the_address_of_a_list_is_left_out(world: FiguresWorld, sign_in: SignIn) -> None:
    fill(world)
    client = sign_in(world.manager)
    whole = counted(client, "/reports/exclusions/rows/")
    assert whole > 40
    for query in (
        "kind=other&phase=x&reason=ZZ&urn=abc&standing=x&place=x&only=x&by=x&from=x&to=2026-99-01",
        "urn=%00",
    ):
        assert counted(client, f"/reports/exclusions/rows/?{query}") == whole
    assert counted(client, "/reports/exclusions/rows/?from=2026-03-01") < whole
    assert counted(client, "/reports/exclusions/rows/?to=2026-02-28") < whole
    assert counted(client, "/reports/exclusions/rows/?urn=999999") == 0


def test_the_file_of_the_rows_has_references_and_no_name(world: FiguresWorld, sign_in: SignIn) -> None:
    (school,) = [world.schools["secondary"]]
    School.objects.filter(pk=school.pk).update(name="=HYPERLINK() School")
    made = world.suspend(2, date(2026, 3, 3), sessions=3, reasons=[["PP", "DB"], ["DB"]])
    world.suspend(1, date(2026, 3, 2), sessions=None, year_group_then=None)
    world.exclude(1, date(2026, 3, 2))
    client = sign_in(world.manager)
    text = client.get("/reports/exclusions/rows.csv?kind=suspension&from=2026-03-01").content.decode()
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows[0] == ["Case", "URN", "School", "Phase", "Year group then", "Started", "School days", "Reasons"]
    assert [row[2:] for row in rows[1:]] == [
        ["'=HYPERLINK() School", "Secondary", "9", "2026-03-03", "1.5", "DB"],
        ["'=HYPERLINK() School", "Secondary", "9", "2026-03-03", "1.5", "PP DB"],
        ["'=HYPERLINK() School", "Secondary", "", "2026-03-02", "Not counted", "DB"],
    ]
    assert world.child.surname not in text
    record = ViewRecord.objects.filter(what="report_exclusion_rows_file").get()
    assert set(record.case_ids) >= {row.case_id for row in made}
    exclusions = client.get("/reports/exclusions/rows.csv?kind=permanent_exclusion").content.decode()
    assert "School days" not in exclusions


def test_a_table_as_a_file_is_the_table_of_the_page(world: FiguresWorld, sign_in: SignIn) -> None:
    fill(world)
    client = sign_in(world.manager)
    page = client.get(f"{PAGE}&view=published&nearest=10&phase=secondary").content.decode()
    address = unescape(re.search(r'href="(/reports/exclusions/tables/suspensions\.csv[^"]*)"', page)[1])
    response = client.get(address)
    rows = list(csv.reader(io.StringIO(response.content.decode().removeprefix("\ufeff"))))
    assert response.headers["Content-Disposition"] == 'attachment; filename="suspensions_2026-03.csv"'
    assert rows[3] == ["Measure", "Secondary", "Note"]
    assert rows[4][:2] == ["Latest month: number", "10"], "7, rounded"
    assert ViewRecord.objects.filter(what="report_exclusions_file").exists()
    assert client.get("/reports/exclusions/tables/nothing.csv").status_code == 404


# --- as published


def test_what_is_published_opens_nothing_and_shows_no_small_number(world: FiguresWorld, sign_in: SignIn) -> None:
    fill(world)
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
