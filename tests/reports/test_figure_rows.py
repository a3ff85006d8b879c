"""Every number of the figures opens exactly its rows, whoever looks; the rows as a file."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from html import unescape

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from ledger.models import ViewRecord
from schools.models import School
from tests.factories.figures import FiguresWorld, make_children
from tests.factories.people import make_user
from tests.reports.reading import LINK, PAGE, column, figures_of, table, values

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def world() -> FiguresWorld:
    return FiguresWorld()


def counted(client: Client, address: str) -> int:
    """How many rows the list at this address has in all."""
    response = client.get(address)
    assert response.status_code == 200, address
    showing = re.search(r"Showing [0-9,]+ to [0-9,]+ of ([0-9,]+)", response.content.decode())
    return int(showing[1].replace(",", "")) if showing else 0


def days_of(client: Client, address: str) -> str:
    found = re.search(r"([0-9,.]+) school days? lost", client.get(address).content.decode())
    return found[1] if found else "0"


@pytest.mark.parametrize("who", ["manager", "head", "governance"])
def test_every_number_equals_the_list_that_it_opens(world: FiguresWorld, sign_in: SignIn, who: str) -> None:
    world.fill()
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
    world.fill()
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
    world.fill()
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
    assert "Showing 1 to 1 of 1 permanent exclusion" in cancelled


@pytest.mark.parametrize("address", ["/reports/exclusions/rows/", "/reports/exclusions/rows.csv"])
@pytest.mark.parametrize(
    "query",
    [
        "kind=bad",
        "from=x",
        "to=2026-99-01",
        "phase=x",
        "reason=ZZ",
        "urn=abc",
        "standing=x",
        "place=x",
        "only=x",
        "by=x",
        # Each makes sense, but not of this kind.
        "kind=suspension&only=reinstated",
        "only=reinstated",
        "kind=permanent_exclusion&only=uncounted",
    ],
)
def test_a_filter_that_makes_no_sense_is_not_found_rather_than_left_out(
    world: FiguresWorld, sign_in: SignIn, address: str, query: str
) -> None:
    """A list of every row would pass for the list that was asked for."""
    assert sign_in(world.manager).get(f"{address}?{query}").status_code == 404


def test_each_filter_of_a_list_leaves_the_other_rows_out(world: FiguresWorld, sign_in: SignIn) -> None:
    world.fill()
    client = sign_in(world.manager)
    whole = counted(client, "/reports/exclusions/rows/")
    assert whole > 40
    assert counted(client, "/reports/exclusions/rows/?kind=&phase=&from=&urn=&only=") == whole, "empty is no filter"
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
    world.fill()
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
