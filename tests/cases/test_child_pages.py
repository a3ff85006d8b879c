"""The child's pages: what they show, what they log, and what they keep back."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from unittest import mock

import pytest
from django.test import Client
from django.utils import timezone

from cases import kinds
from cases.actions.notes import add_note
from cases.models import (
    Address,
    BarredPerson,
    CareStatus,
    ChildMarker,
    Person,
    Plan,
    Relationship,
    RestrictedAddress,
    SafetyMark,
    SocialWorkerInvolvement,
)
from ledger.models import ViewRecord
from tests.factories.cases import AS_OF, CUT_SHORT, KIND, ErrandDesk, set_clock
from tests.factories.children import make_child

SignIn = Callable[..., Client]
SINCE = date(2026, 1, 1)


@pytest.fixture
def family(desk: ErrandDesk) -> dict[str, Person]:
    """A mother the child lives with, a father barred from a safe address, a sibling, a social worker."""
    mother = Person.objects.create(given_names="Jo", surname="Hughes", telephone="024 7600 0000")
    father = Person.objects.create(given_names="Sam", surname="Hughes")
    worker = Person.objects.create(given_names="Pat", surname="Reed")
    Relationship.objects.create(child=desk.child, person=mother, kind="mother", lives_with=True)
    Relationship.objects.create(child=desk.child, person=father, kind="father", may_be_contacted=False)
    sibling = make_child("Hughes", "Noor")
    Relationship.objects.create(child=sibling, person=mother, kind="mother", lives_with=True)
    Address.objects.create(person=mother, line_1="1 Mother Street", starts_on=SINCE)
    SocialWorkerInvolvement.objects.create(child=desk.child, person=worker, starts_on=SINCE)
    safe = RestrictedAddress.objects.create(
        child=desk.child,
        line_1="7 Safe House Lane",
        starts_on=SINCE,
        why="court order",
        restricted_by=desk.owner,
        restricted_at=timezone.now(),
    )
    BarredPerson.objects.create(restricted_address=safe, person=father)
    return {"mother": mother, "father": father}


def test_the_identity_bar_says_who_and_what_in_words(
    desk: ErrandDesk, family: dict[str, Person], sign_in: SignIn
) -> None:
    Plan.objects.create(child=desk.child, starts_on=SINCE)
    CareStatus.objects.create(child=desk.child, status="looked_after", starts_on=SINCE)
    CareStatus.objects.create(child=desk.child, status="in_need", starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    SafetyMark.objects.create(child=desk.child, kind="safe_contact", text="Ring before 15:00", starts_on=SINCE)
    page = sign_in(desk.owner).get(f"/children/{desk.child.uuid}/").content.decode()
    for words in (
        "Hughes, Amira",
        "14 March 2013 (age 13)",
        "X331000114001",
        "Ashgrove Academy (invented), Year 9",
        "On an errand",
        "EHC plan",
        "Looked after",
        "Social worker: Pat Reed",
        "Safe contact: Ring before 15:00",
        "Do not share with Sam Hughes.",
    ):
        assert words in page, words
    assert "Child in need" not in page


@pytest.mark.parametrize("tab", ["", "cases/", "timeline/", "family/", "documents/"])
def test_no_page_shows_the_safe_address(desk: ErrandDesk, family: dict[str, Person], sign_in: SignIn, tab: str) -> None:
    page = sign_in(desk.owner).get(f"/children/{desk.child.uuid}/{tab}").content.decode()
    assert "Restricted address" in page
    assert "Safe House" not in page
    assert "Mother Street" not in page


def test_the_family_page_shows_brothers_and_sisters_who_may_be_seen(
    desk: ErrandDesk, family: dict[str, Person], sign_in: SignIn
) -> None:
    client, address = sign_in(desk.owner), f"/children/{desk.child.uuid}/family/"
    assert "Hughes, Noor" in client.get(address).content.decode()
    type(desk.child).objects.filter(given_names="Noor").update(is_hidden=True)
    assert "Hughes, Noor" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("tab", "what"),
    [("", "child"), ("cases/", "child_cases"), ("timeline/", "child_timeline"), ("family/", "child_family")],
)
def test_each_page_writes_one_view_record(desk: ErrandDesk, sign_in: SignIn, tab: str, what: str) -> None:
    sign_in(desk.owner).get(f"/children/{desk.child.uuid}/{tab}")
    row = ViewRecord.objects.get()
    assert (row.what, row.child_ids, row.reason) == (what, [desk.child.pk], "")


def test_no_title_names_the_child(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    for tab in ("", "cases/", "timeline/", "family/", "documents/", "change/", "notes/add/", "documents/add/"):
        page = client.get(f"/children/{desk.child.uuid}/{tab}").content.decode()
        title = page.split("<title>")[1].split("</title>")[0]
        assert "Hughes" not in title
        assert "Amira" not in title


def test_the_timeline_is_narrowed_by_kind(desk: ErrandDesk, sign_in: SignIn) -> None:
    add_note(child=desk.child, kind="visit", text="Seen at home.", happened_on=AS_OF, by=desk.owner, as_of=AS_OF)
    client, address = sign_in(desk.owner), f"/children/{desk.child.uuid}/timeline/"
    everything = client.get(address).content.decode()
    assert "Seen at home." in everything
    assert "Date worked out" in everything
    assert "Sixth day: Tuesday 22 September 2026." in everything
    notes = client.get(f"{address}?only=notes").content.decode()
    assert "Seen at home." in notes
    assert "Date worked out" not in notes


def test_notes_of_another_teams_case_stay_there(desk: ErrandDesk, sign_in: SignIn) -> None:
    common = {"child": desk.child, "kind": "visit", "happened_on": AS_OF, "by": desk.owner, "as_of": AS_OF}
    add_note(**common, case=desk.case, text="Of the case.")
    add_note(**common, text="Of the child.")
    page = sign_in(desk.other_team).get(f"/children/{desk.child.uuid}/timeline/").content.decode()
    assert "Of the child." in page
    assert "Of the case." not in page


def test_who_may_only_read_is_offered_nothing_to_change(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = sign_in(desk.head).get(f"/children/{desk.child.uuid}/").content.decode()
    for words in ("Add a note", "Change details", "Add a document", "Add a school"):
        assert words not in page


def test_governance_gives_a_reason_first_and_it_is_logged(desk: ErrandDesk, sign_in: SignIn) -> None:
    client, address = sign_in(desk.governance), f"/children/{desk.child.uuid}/family/"
    asked = client.get(address)
    assert asked.status_code == 302
    assert asked["Location"].startswith(f"/children/{desk.child.uuid}/reason/?next=")
    page = client.get(asked["Location"]).content.decode()
    assert "Amira" not in page
    answer = client.post(asked["Location"], {"reason": "Subject access request 12", "next": address})
    assert answer["Location"] == address
    assert client.get(address).status_code == 200
    row = ViewRecord.objects.get()
    assert (row.what, row.reason) == ("child_family", "Subject access request 12")


@pytest.mark.parametrize("onward", ["https://example.org/", "//example.org/", "javascript:alert(1)", "", "\\\\x"])
def test_the_reason_leads_nowhere_else(desk: ErrandDesk, sign_in: SignIn, onward: str) -> None:
    client = sign_in(desk.governance)
    page = f"/children/{desk.child.uuid}/reason/"
    answer = client.post(page, {"reason": "Subject access request", "next": onward})
    assert answer["Location"] == f"/children/{desk.child.uuid}/"


def test_a_reason_of_two_letters_is_not_one(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.governance)
    page = client.post(f"/children/{desk.child.uuid}/reason/", {"reason": "ok"})
    assert page.status_code == 200
    assert "There is a problem" in page.content.decode()


REASON = "Review of the view log, July"


@pytest.mark.parametrize(
    ("address", "what"),
    [("/", "work"), ("/work/", "work"), ("/cases/?kind=errand", "cases"), ("/children/", "children")],
)
def test_governance_gives_a_reason_for_lists_too_and_it_is_logged(
    desk: ErrandDesk, sign_in: SignIn, address: str, what: str
) -> None:
    client = sign_in(desk.governance)
    asked = client.get(address)
    assert (asked.status_code, asked["Location"].partition("?")[0]) == (302, "/reason/")
    page = client.get(asked["Location"]).content.decode()
    assert "Amira" not in page
    assert not ViewRecord.objects.exists()
    answer = client.post(asked["Location"], {"reason": REASON, "next": address})
    assert answer["Location"] == address
    assert client.get(address).status_code == 200
    found = client.post("/children/search/", {"q": "Hughes"})
    assert client.get(found["Location"]).status_code == 200
    assert {row.reason for row in ViewRecord.objects.all()} == {REASON}
    assert ViewRecord.objects.filter(what=what).exists()


def test_the_reason_for_lists_serves_half_an_hour_and_opens_no_record(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.governance)
    assert client.post("/reason/", {"reason": REASON, "next": "https://example.org/"})["Location"] == "/cases/"
    assert client.get("/cases/").status_code == 200
    assert client.get(f"/children/{desk.child.uuid}/").status_code == 302
    with mock.patch("cases.access.time.time", return_value=time.time() + 30 * 60 + 2):
        assert client.get("/cases/").status_code == 302


def test_a_reason_for_lists_of_two_letters_is_not_one(desk: ErrandDesk, sign_in: SignIn) -> None:
    assert "There is a problem" in sign_in(desk.governance).post("/reason/", {"reason": "ok"}).content.decode()


@pytest.mark.parametrize("who", ["owner", "head", "administrator"])
def test_nobody_else_is_asked_why_they_see_lists(desk: ErrandDesk, sign_in: SignIn, who: str) -> None:
    assert sign_in(getattr(desk, who)).get("/reason/").status_code == 404


def test_a_lozenge_ends_with_the_states_in_which_it_is_true(
    desk: ErrandDesk, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in(desk.owner)
    record = f"/children/{desk.child.uuid}/"
    found = client.post("/children/search/", {"q": "Hughes"})["Location"]
    for address in (record, found):
        assert "On an errand" in client.get(address).content.decode()
    monkeypatch.setitem(kinds._kinds, KIND.code, replace(KIND, lozenge_states=frozenset({"over"})))
    for address in (record, found):
        assert "On an errand" not in client.get(address).content.decode()
    # The case is open all the same: the search says so by its kind.
    assert re.search(r"<td[^>]*>\s*Errand\s*</td>", client.get(found).content.decode())


def test_the_timeline_says_that_a_date_was_lost(desk: ErrandDesk, sign_in: SignIn) -> None:
    set_clock(desk.case, calendar=CUT_SHORT)
    page = sign_in(desk.owner).get(f"/children/{desk.child.uuid}/timeline/").content.decode()
    assert "Date can no longer be worked out" in page
    assert "Sixth day: no date any more. Before that, Tuesday 22 September 2026." in page


def test_nobody_else_is_asked_for_a_reason(desk: ErrandDesk, sign_in: SignIn) -> None:
    assert sign_in(desk.owner).get(f"/children/{desk.child.uuid}/reason/").status_code == 404


def test_markers_in_force_stand_in_the_identity_bar(desk: ErrandDesk, sign_in: SignIn) -> None:
    ChildMarker.objects.create(child=desk.child, kind="young_carer", starts_on=date(2025, 1, 1))
    ChildMarker.objects.create(
        child=desk.child, kind="youth_justice", starts_on=date(2024, 1, 1), ends_on=date(2024, 6, 1)
    )
    page = sign_in(desk.owner).get(f"/children/{desk.child.uuid}/").content.decode()
    assert "Young carer" in page
    assert "Youth justice" not in page
