"""The pupil of a form: found on the school's own roll, or typed in; and who is not found."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from cases.models import Child, Enrolment
from ledger.models import ViewRecord
from portal.models import Draft, FormMistake
from portal.pupils import MOST_FOUND, find_pupils, short_pupil_name
from tests.factories.children import enrol, make_child, make_school
from tests.factories.webforms import AS_OF, Office

TYPED = {
    "typing": "1",
    "given_names": "Noah",
    "surname": "Lewis",
    "born_on_day": "3",
    "born_on_month": "4",
    "born_on_year": "2012",
}


@pytest.fixture
def draft(office: Office) -> Draft:
    return office.start()


def posted(client: Client, draft: Draft, **fields: str) -> object:
    draft.refresh_from_db()
    return client.post(f"/send/outing/{draft.uuid}/pupil/", {"version": draft.version, **fields})


def text_of(response: object) -> str:
    return html.unescape(response.content.decode())


def found(office: Office, words: str) -> list[str]:
    return [each.child.full_name for each in find_pupils(office.school, words, AS_OF)]


@pytest.mark.parametrize("words", ["hughes", "AMI", "hug am", "am hug", "x331000114001", "Húghes"])
def test_a_pupil_is_found_by_beginnings_of_names_in_any_order_and_by_upn(office: Office, words: str) -> None:
    assert found(office, words) == ["Hughes, Amira"]


@pytest.mark.parametrize("words", ["", "  ", "ughes", "hughes noah", "\x00", "%", "X33100011400"])
def test_nobody_else_is_found(office: Office, words: str) -> None:
    assert found(office, words) == []


def test_only_the_schools_own_pupils_of_today_are_found(office: Office) -> None:
    elsewhere, guest, left, hidden, dual = (make_child("Hughes", name) for name in ("Bo", "Cy", "Di", "Ed", "Flo"))
    enrol(elsewhere, make_school())
    enrol(guest, office.school, kind=Enrolment.Kind.GUEST)
    enrol(left, office.school)
    Enrolment.objects.filter(child=left).update(ends_on="2026-07-01")
    enrol(hidden, office.school)
    Child.objects.filter(pk=hidden.pk).update(is_hidden=True)
    enrol(dual, office.school, kind=Enrolment.Kind.DUAL)
    assert found(office, "hughes") == ["Hughes, Amira", "Hughes, Flo"]


def test_a_pupil_with_two_places_is_listed_once_and_the_list_ends(office: Office) -> None:
    enrol(office.child, office.school, kind=Enrolment.Kind.DUAL)
    assert found(office, "hughes") == ["Hughes, Amira"]
    for number in range(MOST_FOUND + 5):
        enrol(make_child("Hughes", f"Zoe{number}"), office.school)
    assert len(found(office, "hughes")) == MOST_FOUND


def test_find_choose_and_continue(office: Office, draft: Draft, client: Client) -> None:
    page = text_of(posted(client, draft, find="hug", look="1"))
    assert "Amira Hughes, Year 9, born 14 March 2013" in page
    assert "There is a problem" not in page
    assert ViewRecord.objects.get(what="school_pupils").child_ids == [office.child.pk]
    draft.refresh_from_db()
    assert draft.payload == {}
    chosen = posted(client, draft, find="hug", found="hug", child=str(office.child.uuid))
    assert chosen["Location"] == f"/send/outing/{draft.uuid}/outing/"
    draft.refresh_from_db()
    assert draft.payload["pupil"] == {
        "child": str(office.child.uuid),
        "given_names": "Amira",
        "surname": "Hughes",
        "born_on": "2013-03-14",
        "upn": "X331000114001",
        "year_group": "9",
    }
    page = text_of(client.get(f"/send/outing/{draft.uuid}/pupil/"))
    assert f'value="{office.child.uuid}" checked' in page
    assert ViewRecord.objects.filter(what="send_step", child_ids=[office.child.pk]).exists()


def test_enter_in_the_search_box_searches(office: Office, draft: Draft, client: Client) -> None:
    page = text_of(posted(client, draft, find="hug", found=""))
    assert "Which pupil?" in page
    assert "There is a problem" not in page
    page = client.get(f"/send/outing/{draft.uuid}/pupil/").content.decode()
    assert page.index('name="look"') < page.index(">Continue</button>")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "Enter the pupil’s name or UPN"),
        ({"find": "hug", "found": "hug"}, "Select the pupil"),
        ({"find": "zzz", "found": "zzz"}, "Find another name or UPN"),
        ({"child": "11111111-1111-4111-8111-111111111111"}, "Select the pupil again"),
        ({"child": "nonsense"}, "Select the pupil again"),
    ],
)
def test_who_names_no_pupil_is_told_how(draft: Draft, client: Client, fields: dict[str, str], words: str) -> None:
    page = text_of(posted(client, draft, **fields))
    assert words in page
    assert "Error: " in page
    assert FormMistake.objects.count() == 1


def test_a_child_of_another_school_cannot_be_chosen(office: Office, draft: Draft, client: Client) -> None:
    stranger = make_child("Secret", "Name")
    enrol(stranger, make_school())
    page = text_of(posted(client, draft, child=str(stranger.uuid)))
    assert "Select the pupil again" in page
    assert "Secret" not in page


def test_a_pupil_who_is_not_on_the_roll_is_typed_in(draft: Draft, client: Client) -> None:
    page = text_of(posted(client, draft, find="zzz", look="1"))
    assert "No pupil on your roll has this name or UPN" in page
    for way in ({"type": "1"}, {"child": "typed", "find": "hug", "found": "hug"}):
        page = text_of(posted(client, draft, **way))
        assert 'name="given_names"' in page
        assert "There is a problem" not in page
    assert posted(client, draft, **TYPED)["Location"].endswith("/outing/")
    draft.refresh_from_db()
    assert draft.payload["pupil"] == {
        "child": "",
        "given_names": "Noah",
        "surname": "Lewis",
        "born_on": "2012-04-03",
        "upn": "",
        "year_group": "",
    }
    page = text_of(client.get(f"/send/outing/{draft.uuid}/pupil/"))
    assert 'value="Noah"' in page
    assert 'name="find"' in text_of(posted(client, draft, look="1", **TYPED))


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"given_names": ""}, "Enter the pupil’s given names"),
        ({"surname": " "}, "Enter the pupil’s surname"),
        ({"born_on_day": "", "born_on_month": "", "born_on_year": ""}, "Enter the pupil’s date of birth"),
        ({"born_on_year": "2030"}, "must be on or before"),
        ({"upn": "X331000114002"}, "UPN"),
    ],
)
def test_typed_details_are_checked(draft: Draft, client: Client, changed: dict[str, str], words: str) -> None:
    page = text_of(posted(client, draft, **{**TYPED, **changed}))
    assert words in page
    assert page.count('<li><a href="#id_') == 1


def test_half_a_pupil_is_kept_for_later(draft: Draft, client: Client) -> None:
    assert posted(client, draft, typing="1", surname="Lew", then="later")["Location"] == "/"
    assert 'value="Lew"' in text_of(client.get(f"/send/outing/{draft.uuid}/pupil/"))


def test_no_page_about_a_pupil_has_the_child_in_its_address_or_title(
    office: Office, draft: Draft, client: Client
) -> None:
    posted(client, draft, find="hug", found="hug", child=str(office.child.uuid))
    for address in ("/", f"/send/outing/{draft.uuid}/", f"/send/outing/{draft.uuid}/outing/"):
        page = text_of(client.get(address))
        title = page.split("<title>")[1].split("</title>")[0]
        assert "Amira" not in title
        assert "Hughes" not in title
        assert str(office.child.uuid) not in page


@pytest.mark.parametrize(
    ("given", "surname", "short"),
    [("Amira Jane", "Hughes", "Amira H."), ("Amira", "", "Amira"), ("", "Hughes", "H."), ("", "", "")],
)
def test_a_pupils_short_name(given: str, surname: str, short: str) -> None:
    assert short_pupil_name({"pupil": {"given_names": given, "surname": surname}}) == short


def test_enter_goes_on_with_the_chosen_pupil_and_looks_for_other_words(
    office: Office, draft: Draft, client: Client
) -> None:
    first = '<button type="submit" class="govuk-visually-hidden"'
    assert first not in text_of(client.get(f"/send/outing/{draft.uuid}/pupil/"))
    page = text_of(posted(client, draft, find="hughes", look="1"))
    assert page.index(first) < page.index('name="look"')
    other = make_child("Lewis", "Noah")
    enrol(other, office.school)
    chosen = {"child": str(office.child.uuid), "found": "hughes", "then": "enter"}
    looked = posted(client, draft, find="lewis", **chosen)
    assert looked.status_code == 200
    assert "Noah Lewis" in text_of(looked)
    assert posted(client, draft, find="hughes", **chosen)["Location"].endswith("/outing/")
