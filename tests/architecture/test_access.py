"""The access table: every address, every role, the status that each gets. No address is without a row.

`tests/architecture/access.csv` is the table; a reader can check it against the house's rules on who sees what.
"sign_in" is a redirect to the sign-in page, "reason" one to the page that asks for a reason, "on" one to another page.
A POST is refused exactly where a GET is; POST-only addresses answer a GET with 405.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories.world import PEOPLE, World, every_pattern

TABLE = Path(__file__).with_name("access.csv")
REFUSALS = {"sign_in", "403", "404", "405", "reason"}


def rows() -> list[dict[str, str]]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


def answer_of(client: Client, method: str, address: str) -> str:
    """The status in the table's words."""
    response = getattr(client, method)(address)
    if response.streaming:
        # A file that is served stays open until it has been read.
        list(response.streaming_content)
    if response.status_code not in (301, 302):
        return str(response.status_code)
    location = response.headers["Location"]
    if location.startswith(reverse("account_login")):
        return "sign_in"
    return "reason" if "/reason/" in location else "on"


@pytest.fixture
def world(db: None) -> World:
    return World()


def test_every_address_has_a_row_and_every_row_an_address() -> None:
    names = [str(pattern.name) for pattern in every_pattern()]
    assert sorted(names) == sorted(row["address"] for row in rows())
    assert len(names) == len(set(names))


@pytest.mark.parametrize("who", PEOPLE)
def test_everybody_gets_what_the_table_says(world: World, who: str) -> None:
    expected = {row["address"]: row[who] for row in rows()}
    client = world.client(who)
    wrong = {}
    for pattern in every_pattern():
        # Signing out would end the session of everything after it; it has its own test.
        if pattern.name == "account_logout":
            continue
        got = answer_of(client, "get", world.address(pattern))
        if got != expected[str(pattern.name)]:
            wrong[pattern.name] = f"{got}, not {expected[str(pattern.name)]}"
    assert not wrong


@pytest.mark.parametrize("who", PEOPLE)
def test_a_post_is_refused_where_a_get_is_and_never_fails(world: World, who: str) -> None:
    expected = {row["address"]: row[who] for row in rows()}
    client = world.client(who)
    wrong = {}
    for pattern in every_pattern():
        if pattern.name == "account_logout":
            continue
        allowed = expected[str(pattern.name)]
        got = answer_of(client, "post", world.address(pattern))
        if allowed in REFUSALS - {"405"}:
            if got not in {allowed, "405"}:
                wrong[pattern.name] = f"POST gives {got}, GET {allowed}"
        elif got.startswith("5") or got == "sign_in":
            wrong[pattern.name] = got
    assert not wrong


def test_an_outsider_cannot_tell_a_hidden_child_from_none(world: World) -> None:
    """The same bytes for a child that is hidden and for an id that nobody has."""
    child = world.desk.child
    type(child).objects.filter(pk=child.pk).update(is_hidden=True)
    client = world.client("exclusions_officer")
    absent = "11111111-1111-4111-8111-111111111111"
    for name in ("child", "child_cases", "child_timeline", "child_family", "child_documents"):
        hidden, none = client.get(reverse(name, args=[child.uuid])), client.get(reverse(name, args=[absent]))
        assert (hidden.status_code, none.status_code) == (404, 404)
        assert hidden.content == none.content
    reference = world.arguments["reference"]
    hidden, none = client.get(reverse("case", args=[reference])), client.get(reverse("case", args=["EX-1999-9999"]))
    assert (hidden.status_code, none.status_code) == (404, 404)
    assert hidden.content == none.content
