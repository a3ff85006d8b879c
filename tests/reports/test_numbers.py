"""Every number of the managers' page is the number of rows of the list that it opens, whoever looks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from cases.models import Case, Child, Deadline
from tests.factories.cases import AS_OF, CUT_SHORT, set_clock
from tests.factories.managing import ManagedWorld

SignIn = Callable[..., Client]
MANAGERS = ("manager", "head", "governance")
TILE = re.compile(
    r'class="onroll-tile__link" href="([^"]+)"><span class="onroll-tile__count">([0-9,]+)</span>.*?'
    r'<span class="onroll-tile__label">(.*?)</span></a>',
    re.DOTALL,
)
CELL = re.compile(r'<a class="govuk-link" href="(/(?:cases|manage/tasks)/\?[^"]*)">([0-9,]+)</a>')


def tiles(page: str) -> dict[str, tuple[int, str]]:
    """The number and the address of each tile, by its label."""
    found = TILE.findall(page)
    return {re.sub(r"<.*?>|\s+", " ", label).strip(): (int(count), unescape(url)) for url, count, label in found}


def rows_behind(client: Client, address: str) -> int:
    """How many rows the list at this address has in all."""
    response = client.get(address)
    assert response.status_code == 200, address
    showing = re.search(r"Showing [0-9,]+ to [0-9,]+ of ([0-9,]+)", response.content.decode())
    return int(showing[1].replace(",", "")) if showing else 0


@pytest.mark.parametrize("who", MANAGERS)
def test_every_number_equals_the_list_that_it_opens(world: ManagedWorld, sign_in: SignIn, who: str) -> None:
    world.fill()
    client = sign_in(getattr(world, who))
    page = client.get("/manage/").content.decode()
    assert "state=overdue" in page
    links = [*tiles(page).values(), *((int(count), unescape(url)) for url, count in CELL.findall(page))]
    assert len(links) > 25
    wrong = {url: (count, rows_behind(client, url)) for count, url in links if count != rows_behind(client, url)}
    assert not wrong


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        # Three owners of one team (one of them nobody), six open cases each.
        ("manager", [18, 6, 3, 3, 3, 6, 6]),
        ("head", [24, 8, 4, 4, 4, 6, 8]),
        ("governance", [36, 12, 6, 6, 6, 12, 12]),
    ],
)
def test_the_tiles_count_what_each_may_see(world: ManagedWorld, sign_in: SignIn, who: str, expected: list[int]) -> None:
    world.fill()
    found = tiles(sign_in(getattr(world, who)).get("/manage/").content.decode())
    assert list(found) == [
        "Open",
        "New this week",
        "Closed this week",
        "Overdue",
        "Due in two days",
        "Unallocated",
        "No next action",
    ]
    assert [count for count, _ in found.values()] == expected


def overdue(client: Client) -> int:
    return tiles(client.get("/manage/").content.decode())["Overdue"][0]


def test_the_duties_of_others_are_never_late_here(world: ManagedWorld, sign_in: SignIn) -> None:
    case = world.open_case(owner=world.officer)
    deadline = world.due(case, -1)
    client = sign_in(world.manager)
    assert overdue(client) == 1
    for duty_owner in set(Deadline.DutyOwner) - {Deadline.DutyOwner.AUTHORITY}:
        Deadline.objects.filter(pk=deadline.pk).update(is_ours=False, duty_owner=duty_owner)
        assert overdue(client) == 0
    Deadline.objects.filter(pk=deadline.pk).update(is_ours=True)
    set_clock(case, calendar=CUT_SHORT)
    assert overdue(client) == 1, "a duty of ours whose date is lost is as pressing as a late one"


@pytest.mark.parametrize(("in_days", "expected"), [(-1, 0), (0, 1), (2, 1), (3, 0)])
def test_due_in_two_days_is_today_or_within_two_working_days(
    world: ManagedWorld, sign_in: SignIn, in_days: int, expected: int
) -> None:
    world.due(world.open_case(), in_days)
    found = tiles(sign_in(world.manager).get("/manage/").content.decode())
    assert found["Due in two days"][0] == expected


@pytest.mark.parametrize("purpose", ["earliest", "window"])
def test_a_first_day_and_a_window_are_not_due(world: ManagedWorld, sign_in: SignIn, purpose: str) -> None:
    world.due(world.open_case(), 1, purpose=purpose)
    found = tiles(sign_in(world.manager).get("/manage/").content.decode())
    assert (found["Due in two days"][0], found["No next action"][0]) == (0, 0)


def test_no_next_action_is_no_date_of_ours_and_no_open_task(world: ManagedWorld, sign_in: SignIn) -> None:
    case = world.open_case(owner=world.officer)
    client = sign_in(world.manager)

    def idle() -> int:
        return tiles(client.get("/manage/").content.decode())["No next action"][0]

    assert idle() == 1
    world.due(case, 30, is_ours=False)
    assert idle() == 1
    Deadline.objects.update(is_ours=True)
    assert idle() == 0
    Deadline.objects.update(purpose="window", due_on=AS_OF - timedelta(days=1))
    assert idle() == 1, "a window that is over reminds nobody"
    world.task(case, world.officer)
    assert idle() == 0
    Case.objects.update(closed_on=AS_OF, state="over")
    assert idle() == 0


def test_a_child_that_becomes_hidden_leaves_every_number(world: ManagedWorld, sign_in: SignIn) -> None:
    world.due(world.open_case(owner=world.officer), -1)
    client = sign_in(world.head)
    assert overdue(client) == 1
    Child.objects.update(is_hidden=True)
    assert {count for count, _ in tiles(client.get("/manage/").content.decode()).values()} == {0}
