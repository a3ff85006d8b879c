"""Every address that takes a POST has its five cases: signed out, outsider, no right, nothing filled in, success.

`posts.csv` is the table: as whom it is tried, who is an outsider and who has no right (empty where there is nobody of
that sort, by access.csv), what a POST with nothing filled in leads to, and the test that shows its success.
"field": the page again, with an error that leads to the field at fault. "page": the page again, with an error of the
whole form. "message": on to another page, which says why when something is missing. "done": it acts, since there is
nothing to fill in. "shown": a page that asks for nothing (a link that has ended, an explanation, nothing to do).
"""

from __future__ import annotations

import csv
import re
from functools import cache
from html import unescape
from pathlib import Path

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, URLPattern, resolve

from tests.architecture.test_access import answer_of, rows
from tests.factories.world import World, every_pattern

TABLE = Path(__file__).with_name("posts.csv")
ROOT = Path(__file__).parents[2]
FORM = re.compile(r'<form[^>]*method="post"[^>]*>')
ACTION = re.compile(r'action="([^"]*)"')
KEY = re.compile(r'name="form_key" value="([^"]+)"')
ERROR_OF_A_FIELD = re.compile(r'<li>\s*<a href="#\w')
# In every frame, and tested with it; and the gallery's own, which leads nowhere.
OF_THE_FRAME = {"account_logout", "children_search", "gallery"}


def posts() -> list[dict[str, str]]:
    with TABLE.open(newline="") as file:
        return list(csv.DictReader(file))


@cache
def patterns() -> dict[str, URLPattern]:
    return {str(pattern.name): pattern for pattern in every_pattern()}


@pytest.fixture
def world(db: None) -> World:
    return World()


def post_nothing(client: Client, address: str) -> HttpResponse:
    """A POST with the page's own key and nothing else, taken back afterwards."""
    with transaction.atomic():
        keys = KEY.findall(text_of(client.get(address)))
        response = client.post(address, {"form_key": unescape(keys[-1]) if keys else ""})
        transaction.set_rollback(True)
    return response


def text_of(response: HttpResponse) -> str:
    """The text of a page; nothing for a file."""
    if response.streaming:
        # A file that is served stays open until it has been read.
        list(response.streaming_content)
        return ""
    return response.content.decode() if response.headers.get("Content-Type", "").startswith("text/html") else ""


def outcome_of(response: HttpResponse) -> str:
    """What a POST with nothing in it led to, in the table's words."""
    if response.status_code in (301, 302):
        return "on"
    text = text_of(response)
    if "govuk-error-summary" not in text and "not-saved" not in text:
        return "shown" if response.status_code == 200 else str(response.status_code)
    return "field" if ERROR_OF_A_FIELD.search(text) else "page"


def test_every_form_of_a_page_is_in_the_table(world: World) -> None:
    """Each page is opened by the first person who may; the forms on it are sent to addresses of the table."""
    known = {row["address"] for row in posts()} | OF_THE_FRAME
    found = {row["address"] for row in rows() if "405" in row.values()}
    clients = {who: world.client(who) for who in world.people}
    for row in rows():
        who = next((each for each in world.people if row[each] == "200"), None)
        if who is None:
            continue
        address = world.address(patterns()[row["address"]])
        with transaction.atomic():
            found |= forms_on(text_of(clients[who].get(address)), address)
            transaction.set_rollback(True)
    assert found <= known, sorted(found - known)
    assert known <= {row["address"] for row in rows()}


def forms_on(text: str, address: str) -> set[str]:
    """The names of the addresses to which the forms of a page are sent."""
    names = set()
    for form in FORM.findall(text):
        action = ACTION.search(form)
        path = unescape(action.group(1)) if action and action.group(1) else address
        try:
            names.add(str(resolve(path.split("?")[0]).url_name))
        except Resolver404:
            # The gallery shows forms that lead nowhere.
            assert address.startswith("/gallery/"), path
    return names


def test_the_table_knows_who_is_an_outsider_and_who_has_no_right() -> None:
    """Empty only where access.csv has nobody of that sort."""
    access = {row["address"]: row for row in rows()}
    wrong = []
    for row in posts():
        statuses = access[row["address"]]
        if "405" in statuses.values():
            continue
        for column, status in (("outsider", "404"), ("without_right", "403")):
            named, there = row[column], [who for who, got in statuses.items() if got == status]
            if (named and statuses[named] != status) or (not named and there):
                wrong.append(f"{row['address']}: {column} {named or 'nobody'}, not one of {there}")
    assert not wrong


def test_who_may_not_is_refused(world: World) -> None:
    """Signed out, outsider, insider without the right."""
    expected = (("signed_out", "sign_in"), ("outsider", "404"), ("without_right", "403"))
    clients = {who: world.client(who) for who in world.people}
    wrong = {}
    for row in posts():
        address = world.address(patterns()[row["address"]])
        for case, status in expected:
            who = row.get(case, case)
            if who in ("", "anybody"):
                continue
            got = answer_of(clients["signed_out" if case == "signed_out" else who], "post", address)
            if got != status:
                wrong[f"{row['address']} as {case} {who}"] = f"{got}, not {status}"
    assert not wrong


def test_nothing_filled_in_is_answered_with_what_is_missing(world: World) -> None:
    clients = {who: world.client(who) for who in world.people}
    wrong = {}
    for row in posts():
        address = world.address(patterns()[row["address"]])
        got = outcome_of(post_nothing(clients[row["as"]], address))
        expected = {"message": "on", "done": "on"}.get(row["nothing"], row["nothing"])
        if got != expected:
            wrong[row["address"]] = f"{got}, not {row['nothing']}"
    assert not wrong, "\n".join(f"{name}: {what}" for name, what in wrong.items())


@pytest.mark.parametrize("row", posts(), ids=lambda row: row["address"])
def test_a_test_shows_its_success(row: dict[str, str]) -> None:
    path, *_, name = row["success"].split("::")
    file = ROOT / path
    assert file.is_file(), path
    assert re.search(rf"^ *def {re.escape(name)}\(", file.read_text(), re.MULTILINE), f"{name} is not in {path}"
