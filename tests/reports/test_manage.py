"""The managers' page: who may see it, the tables, their order, and what they cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import escape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role
from cases.actions.tasks import finish_task
from cases.models import Case, Task
from ledger.models import ViewRecord
from tests.factories.cases import AS_OF, ERRAND
from tests.factories.children import make_child
from tests.factories.managing import ManagedWorld
from tests.factories.people import make_school_user, make_user

SignIn = Callable[..., Client]
PAGES = ("/manage/", "/manage/tasks/")


def officers(page: str) -> list[str]:
    """The first column of the table by officer."""
    table = re.search(r'aria-label="By officer".*?</table>', page, re.DOTALL)
    assert table
    return [name.strip() for name in re.findall(r'<th scope="row"[^>]*>\s*([^<]+)', table[0])]


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("manager", 200), ("head", 200), ("governance", 200), ("officer", 403), ("stranger", 403), ("administrator", 404)],
)
def test_managers_see_it_officers_may_not_outsiders_find_nothing(
    world: ManagedWorld, sign_in: SignIn, address: str, who: str, status: int
) -> None:
    client = sign_in(getattr(world, who))
    assert client.get(address).status_code == status
    assert (b'href="/manage/"' in client.get("/").content) is (status == 200)


@pytest.mark.parametrize("address", PAGES)
def test_a_school_finds_nothing_and_who_is_signed_out_signs_in(
    world: ManagedWorld, sign_in: SignIn, address: str
) -> None:
    assert sign_in(make_school_user(world.school)).get(address).status_code == 404
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("address", PAGES)
def test_information_governance_says_why_first(world: ManagedWorld, address: str) -> None:
    client = Client()
    client.force_login(world.governance)
    assert "/reason/" in client.get(address).headers["Location"]


def test_it_says_when_it_was_counted_and_what_each_number_means(world: ManagedWorld, sign_in: SignIn) -> None:
    page = sign_in(world.manager).get("/manage/").content.decode()
    assert "As at " in page
    assert "Opened since Monday 14 September 2026" in page
    assert "from today to Friday 18 September 2026" in page
    assert "What others must do is not counted." in page


def test_only_who_may_allocate_is_offered_it(world: ManagedWorld, sign_in: SignIn) -> None:
    assert "Allocate cases" in sign_in(world.manager).get("/manage/").content.decode()
    page = sign_in(world.head).get("/manage/").content.decode()
    assert "Allocate cases" not in page
    assert "To allocate" not in page


def test_allocating_begins_in_the_list_of_all_open_cases(world: ManagedWorld, sign_in: SignIn) -> None:
    cases = [world.open_case(owner=world.officer), world.open_case()]
    client = sign_in(world.manager)
    page = client.get("/manage/").content.decode()
    assert "tick them, then choose “Allocate the chosen cases”" in page
    link = re.search(r'<a href="([^"]+)"[^>]*>Allocate cases</a>', page)
    assert link
    opened = client.get(link[1]).content.decode()
    assert "Allocate the chosen cases" in opened
    assert all(f'id="case-{case.reference}"' in opened for case in cases)


def test_an_officer_without_a_case_has_a_row_and_other_teams_have_none(world: ManagedWorld, sign_in: SignIn) -> None:
    world.open_case(owner=world.officer)
    seen = officers(sign_in(world.manager).get("/manage/?sort=name").content.decode())
    assert seen == ["Unallocated", "Mona Manager", "Ola Officer", "Sam Second"]
    assert "Sara Stranger" in officers(sign_in(world.head).get("/manage/").content.decode())


def test_a_leaver_who_still_owns_cases_is_not_forgotten(world: ManagedWorld, sign_in: SignIn) -> None:
    world.open_case(owner=world.second)
    type(world.second).objects.filter(pk=world.second.pk).update(is_active=False)
    page = sign_in(world.manager).get("/manage/").content.decode()
    assert "Sam Second" in officers(page)
    assert "Cannot sign in any more" in page


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("-open", "Ola Officer"),
        ("open", "Unallocated"),
        ("-overdue", "Sam Second"),
        ("-soon", "Ola Officer"),
        ("-oldest", "Sam Second"),
        ("-tasks", "Ola Officer"),
        ("-late_tasks", "Sam Second"),
        ("-name", "Sam Second"),
        ("nonsense", "Sam Second"),
    ],
)
def test_every_column_sorts_by_link(world: ManagedWorld, sign_in: SignIn, sort: str, first: str) -> None:
    late = world.open_case(owner=world.second, days_ago=50)
    world.due(late, -4)
    world.task(late, world.second, AS_OF - timedelta(days=1))
    soon = world.open_case(owner=world.officer, days_ago=3)
    world.due(soon, 1)
    world.task(soon, world.officer)
    world.task(soon, world.officer)
    world.open_case(owner=world.officer)
    page = sign_in(world.manager).get(f"/manage/?sort={sort}").content.decode()
    assert officers(page)[0] == first
    assert page.count("aria-sort=") == 1


def test_the_oldest_case_is_named_with_its_days(world: ManagedWorld, sign_in: SignIn) -> None:
    case = world.open_case(owner=world.officer, days_ago=50)
    world.open_case(owner=world.officer, days_ago=4)
    world.open_case(owner=world.officer, days_ago=90, closed_days_ago=80)
    page = sign_in(world.manager).get("/manage/").content.decode()
    assert f'href="/cases/{case.reference}/">50 days</a>' in page
    assert ViewRecord.objects.get(what="manage").case_ids == [case.pk]


def test_the_trend_has_twelve_weeks_and_bars_with_a_name(world: ManagedWorld, sign_in: SignIn) -> None:
    world.open_case(days_ago=1)
    world.open_case(days_ago=80, closed_days_ago=1)
    page = sign_in(world.manager).get("/manage/").content.decode()
    assert len(re.findall(r"Mon \d+ \w+ 2026 to Sun", page)) == 12
    assert "1 opened and 1 closed in all" in page
    assert page.count('stroke="#1d70b8"') == 24
    # As wide as its column: the height follows from the drawing.
    assert re.search(r'<svg class="onroll-trend" viewBox="0 0 960 164" width="100%" font-family', page)


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def make_many(world: ManagedWorld, *, people: int, cases: int) -> None:
    """Officers of the team and cases among them, written as rows: at size the actions would take minutes."""
    officers = [make_user(Role.EXCLUSIONS_OFFICER, team=world.errands) for _ in range(people)]
    child, first = make_child(), Case.objects.count()
    Case.objects.bulk_create(
        Case(
            reference=f"ER-2027-{first + number:04d}",
            kind=ERRAND,
            state="open",
            child=child,
            owner=officers[number % people],
            opened_on=AS_OF - timedelta(days=number % 200),
        )
        for number in range(cases)
    )
    for case in Case.objects.order_by("-pk")[:20]:
        world.task(case, case.owner, AS_OF - timedelta(days=1))


@pytest.mark.parametrize("address", [*PAGES, "/manage/tasks/?state=overdue"])
def test_5_officers_and_50_cost_the_same_few_queries(world: ManagedWorld, sign_in: SignIn, address: str) -> None:
    client = sign_in(world.manager)
    make_many(world, people=5, cases=25)
    few = queries_of(client, address)
    make_many(world, people=45, cases=1000)
    assert queries_of(client, address) == few
    assert few <= 24


# --- open tasks


def test_the_tasks_behind_a_number(world: ManagedWorld, sign_in: SignIn) -> None:
    case = world.open_case(owner=world.officer)
    world.task(case, world.officer, AS_OF - timedelta(days=2))
    world.task(case, None)
    world.task(world.open_case(is_hidden=True), world.officer)
    client = sign_in(world.manager)

    def shown(owner: str) -> str:
        return client.get(f"/manage/tasks/?owner={owner}").content.decode()

    hers = shown(str(world.officer.uuid))
    assert "Open tasks of Ola Officer" in hers
    assert "Overdue by 2 days" in hers
    assert "Showing 1 to 1 of 1 task" in hers
    assert "Showing 1 to 1 of 1 task" in shown("nobody")
    assert "Open tasks that nobody has" in shown("nobody")
    assert "Showing 1 to 2 of 2 tasks" in shown("")
    assert "Showing 1 to 2 of 2 tasks" in shown("no-officer"), "what makes no sense is left out"
    assert "No open task" in shown(str(world.second.uuid))
    assert ViewRecord.objects.filter(what="manage_tasks").first().case_ids == [case.pk]


def test_overdue_tasks_are_open_ones_whose_day_has_passed(world: ManagedWorld, sign_in: SignIn) -> None:
    case = world.open_case(owner=world.officer)
    for days in (-9, -1, 0, 1):
        world.task(case, world.officer, AS_OF + timedelta(days=days))
    world.task(case, None, AS_OF - timedelta(days=1))
    world.task(world.open_case(is_hidden=True), world.officer, AS_OF - timedelta(days=1))
    done = Task.objects.get(due_on=AS_OF - timedelta(days=9))
    finish_task(task=done, version=done.version, by=world.officer, as_of=AS_OF)
    client = sign_in(world.manager)
    page = client.get("/manage/").content.decode()
    assert "Overdue tasks: open tasks whose day has passed" in page
    address = f"/manage/tasks/?owner={world.officer.uuid}&state=overdue"
    assert f'href="{escape(address)}">1</a>' in page
    theirs = client.get(address).content.decode()
    assert "Overdue tasks of Ola Officer" in theirs
    assert "Overdue by 1 day" in theirs
    assert "Showing 1 to 1 of 1 task" in theirs
    assert "Overdue tasks that nobody has" in client.get("/manage/tasks/?owner=nobody&state=overdue").content.decode()
    assert "No overdue task" in client.get(f"/manage/tasks/?owner={world.second.uuid}&state=overdue").content.decode()
    assert "Showing 1 to 4 of 4 tasks" in client.get("/manage/tasks/?state=late").content.decode(), "no such state"
