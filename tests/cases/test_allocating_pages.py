"""Allocating in the browser, without JavaScript: tick, choose, preview, confirm, undo."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape
from urllib.parse import urlencode

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role
from cases.actions.cases import allocate_case
from cases.models import Case, Event
from ledger.models import ViewRecord
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.children import make_child
from tests.factories.people import make_user

SignIn = Callable[..., Client]
ABSENT = "/cases/allocated/11111111-1111-4111-8111-111111111111/"


@pytest.fixture
def second(desk: ErrandDesk) -> User:
    """Another officer of the team."""
    return make_user(Role.EXCLUSIONS_OFFICER, team=desk.owner.team_memberships.get().team, name="Sam Second")


def value(case: Case) -> str:
    return f"{case.reference}.{Case.objects.get(pk=case.pk).version}"


def hidden(page: str, name: str) -> list[str]:
    return [unescape(found) for found in re.findall(rf'type="hidden" name="{name}" value="([^"]*)"', page)]


def preview(client: Client, to: User, *cases: Case) -> str:
    query = {"case": [value(case) for case in cases], "to": str(to.uuid)}
    return client.get("/cases/allocate/", query).content.decode()


def confirm(client: Client, page: str) -> object:
    sent = {name: hidden(page, name) for name in ("form_key", "list", "to", "case")}
    return client.post("/cases/allocate/", sent)


def ticks(page: str) -> dict[str, bool]:
    found = re.findall(r'name="case" type="checkbox" value="([^"]+)"( checked)?', page)
    return {text: bool(checked) for text, checked in found}


# --- the list


def test_a_manager_has_a_box_with_a_name_in_each_row_and_nobody_else_has(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = sign_in(desk.colleague).get("/cases/").content.decode()
    assert ticks(page) == {value(desk.case): False}
    assert f"Choose {desk.case.reference}, Hughes, Amira" in page
    for person in (desk.owner, desk.head):
        assert ticks(sign_in(person).get("/cases/").content.decode()) == {}


def test_all_of_a_page_are_ticked_by_a_link_and_kept_on_the_next(desk: ErrandDesk, sign_in: SignIn) -> None:
    for _ in range(27):
        desk.open_case(make_child(), clock=False)
    client = sign_in(desk.colleague)
    first = client.get("/cases/?owner=nobody&owner=&sort=reference").content.decode()
    link = unescape(re.search(r'href="([^"]+)">Choose all on this page', first)[1])
    chosen = client.get(f"/cases/{link}").content.decode()
    assert set(ticks(chosen).values()) == {True}
    following = client.get(f"/cases/{link}&page=2").content.decode()
    assert set(ticks(following).values()) == {False}
    assert "25 cases chosen on other pages" in following
    assert len(hidden(following, "case")) == 25
    assert 'name="page" value="2"' in chosen
    none = unescape(re.search(r'href="([^"]+)">Choose none', chosen)[1])
    assert set(ticks(client.get(f"/cases/{none}").content.decode()).values()) == {False}


def test_a_box_keeps_the_version_at_which_it_was_ticked(desk: ErrandDesk, sign_in: SignIn) -> None:
    old = value(desk.case)
    Case.objects.update(version=7)
    page = sign_in(desk.colleague).get("/cases/", {"case": old}).content.decode()
    assert ticks(page) == {old: True}


# --- choose and preview


@pytest.mark.parametrize("count", [0, 101])
def test_nothing_chosen_or_too_much_goes_back_to_the_list_and_says_so(
    desk: ErrandDesk, sign_in: SignIn, count: int
) -> None:
    query = {"list": "kind=errand&page=3", "case": [f"ER-2026-{number:04d}.1" for number in range(count)]}
    response = sign_in(desk.colleague).get("/cases/allocate/", query, follow=True)
    assert response.redirect_chain == [("/cases/?kind=errand", 302)]
    assert ("Choose at least one case" if not count else "You chose 101.") in response.content.decode()


def test_an_address_as_long_as_the_server_takes_is_answered_in_words(desk: ErrandDesk, sign_in: SignIn) -> None:
    # gunicorn reads a request line of 4,094 bytes.
    query = {"list": f"kind={'x' * 200}", "case": [f"ER-2026-{number:04d}.1" for number in range(190)]}
    client = sign_in(desk.colleague)
    assert 3900 < len(urlencode(query, doseq=True)) < 4094
    for response in (
        client.get("/cases/allocate/", query, follow=True),
        client.post("/cases/allocate/", query, follow=True),
    ):
        assert response.status_code == 200
        assert "Choose 100 cases or fewer at a time. You chose 190." in response.content.decode()


def test_each_officer_is_shown_with_their_load(desk: ErrandDesk, sign_in: SignIn, second: User) -> None:
    desk.open_case(make_child())
    client = sign_in(desk.colleague)
    page = client.get("/cases/allocate/", {"case": value(desk.case)}).content.decode()
    assert "2 open cases, 0 overdue" in page
    assert "Sam Second" in page
    assert "Oscar Other" not in page
    assert ViewRecord.objects.get(what="cases_allocate").case_ids == [desk.case.pk]


def test_no_officer_is_an_error_by_the_field(desk: ErrandDesk, sign_in: SignIn, second: User) -> None:
    client = sign_in(desk.colleague)
    for query in ({"preview": "1"}, {"to": str(desk.other_team.uuid)}, {"to": "x\x00"}):
        page = client.get("/cases/allocate/", {"case": value(desk.case), **query}).content.decode()
        assert "There is a problem" in page, query


def test_the_preview_shows_what_goes_what_stays_and_the_load(desk: ErrandDesk, sign_in: SignIn, second: User) -> None:
    other = desk.open_case(make_child())
    stale = value(desk.case)
    allocate_case(case=desk.case, to=desk.colleague, by=desk.colleague, as_of=AS_OF)
    query = {"case": [stale, value(other), "ER-1999-0001.1"], "to": str(second.uuid)}
    page = sign_in(desk.colleague).get("/cases/allocate/", query).content.decode()
    assert "Allocate 1 case to Sam Second?" in page
    assert re.search(r"Already allocated to Cara Colleague on \d+ \w+ \d+ at \d\d:\d\d\.", page)
    assert "You have no case with this reference." in page
    assert "Sam Second has 0 open cases, 0 overdue. 1 open case after this." in page
    assert hidden(page, "case") == [value(other)]


def test_when_none_can_go_there_is_nothing_to_confirm(desk: ErrandDesk, sign_in: SignIn, second: User) -> None:
    Case.objects.update(closed_on=AS_OF, state="over")
    client = sign_in(desk.colleague)
    assert (
        "None of the cases that you chose"
        in client.get("/cases/allocate/", {"case": value(desk.case)}).content.decode()
    )
    assert "Closed on 16 September 2026." in preview(client, second, desk.case)


# --- confirm: signed out, outsider, no right, success, invalid


@pytest.mark.parametrize("address", ["/cases/allocate/", ABSENT])
def test_who_may_not(desk: ErrandDesk, sign_in: SignIn, address: str) -> None:
    assert "/sign-in/" in Client().post(address).headers["Location"]
    assert sign_in(desk.administrator).post(address).status_code == 404
    for person in (desk.owner, desk.head, desk.governance):
        assert sign_in(person).post(address).status_code == 403


def test_confirming_allocates_once_and_shows_the_result(desk: ErrandDesk, sign_in: SignIn, second: User) -> None:
    client = sign_in(desk.colleague)
    page = preview(client, second, desk.case)
    first, again = confirm(client, page), confirm(client, page)
    assert first.headers["Location"] == again.headers["Location"]
    assert Event.objects.filter(code="case_allocated").count() == 1
    result = client.get(first.headers["Location"]).content.decode()
    assert "1 case allocated to Sam Second" in result
    assert "With Sam Second, before that Olive Owner." in result
    assert "Undo: give 1 case back" in result
    assert f'href="/cases/?owner={second.uuid}"' in result


def test_a_form_without_its_key_or_of_another_page_changes_nothing(
    desk: ErrandDesk, sign_in: SignIn, second: User
) -> None:
    client = sign_in(desk.colleague)
    sent = {"case": value(desk.case), "to": str(second.uuid), "form_key": "forged"}
    assert "open too long" in client.post("/cases/allocate/", sent).content.decode()
    assert "Select the officer" in client.post("/cases/allocate/", {"case": value(desk.case)}).content.decode()
    assert not Event.objects.filter(code="case_allocated").exists()


def test_what_was_taken_after_the_preview_is_named_and_stays(desk: ErrandDesk, sign_in: SignIn, second: User) -> None:
    other = desk.open_case(make_child())
    client = sign_in(desk.colleague)
    both, one = preview(client, second, desk.case, other), preview(client, second, desk.case)
    allocate_case(case=desk.case, to=desk.colleague, by=desk.colleague, as_of=AS_OF)
    result = client.get(confirm(client, both).headers["Location"]).content.decode()
    assert "These stay where they are" in result
    assert "Allocated to somebody meanwhile." in result
    refused = confirm(client, one).content.decode()
    assert "None of these cases can be allocated now." in refused
    assert "Already allocated to Cara Colleague" in refused
    assert Case.objects.get(pk=desk.case.pk).owner == desk.colleague


# --- undo


def test_undo_gives_back_and_says_so(desk: ErrandDesk, sign_in: SignIn, second: User) -> None:
    nobodys = desk.open_case(make_child())
    Case.objects.filter(pk=nobodys.pk).update(owner=None)
    client = sign_in(desk.colleague)
    address = confirm(client, preview(client, second, desk.case, nobodys)).headers["Location"]
    key = hidden(client.get(address).content.decode(), "form_key")
    page = client.post(address, {"form_key": key}, follow=True).content.decode()
    assert "Given back to Olive Owner." in page
    assert "Taken back: nobody has it." in page
    assert "Undo" not in page
    timeline = client.get(f"/cases/{desk.case.reference}/").content.decode()
    assert "Given back to Olive Owner." in timeline
    assert "Taken back: nobody has this case now." in client.get(f"/cases/{nobodys.reference}/").content.decode()


def test_an_undo_that_came_too_late_says_what_became_of_each(desk: ErrandDesk, sign_in: SignIn, second: User) -> None:
    moved, closed = desk.open_case(make_child()), desk.open_case(make_child())
    client = sign_in(desk.colleague)
    address = confirm(client, preview(client, second, desk.case, moved, closed)).headers["Location"]
    key = hidden(client.get(address).content.decode(), "form_key")
    moved.refresh_from_db()
    allocate_case(case=moved, to=desk.colleague, by=desk.colleague, as_of=AS_OF)
    Case.objects.filter(pk=closed.pk).update(closed_on=AS_OF, state="over")
    User.objects.filter(pk=desk.owner.pk).update(is_active=False)
    page = client.post(address, {"form_key": key}).content.decode()
    assert "None of these cases can be given back any more." in page
    assert "Already allocated to Cara Colleague" in page
    assert page.count("It cannot go back: Olive Owner no longer works here.") == 2


def test_an_act_of_somebody_else_is_not_there(desk: ErrandDesk, sign_in: SignIn) -> None:
    assert sign_in(desk.colleague).get(ABSENT).status_code == 404


def test_a_case_that_was_taken_back_meanwhile_says_that_nobody_has_it(
    desk: ErrandDesk, sign_in: SignIn, second: User
) -> None:
    Case.objects.filter(pk=desk.case.pk).update(owner=None)
    client = sign_in(desk.colleague)
    old = value(desk.case)
    address = confirm(client, preview(client, second, desk.case)).headers["Location"]
    client.post(address, {"form_key": hidden(client.get(address).content.decode(), "form_key")})
    page = client.get("/cases/allocate/", {"case": old}).content.decode()
    assert re.search(r"Taken back on .*: nobody has it now\.", page)
