"""The pages about letters: choose, look, issue, record a copy, open the file; and who may do which."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.actions.letters import record_copy
from cases.models import Letter, LetterCopy, Person, Relationship
from ledger.models import ViewRecord
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.letters import ERRAND_LETTER, give_address, issue, make_related, place, safe_place
from tests.support.posts import key_of

SignIn = Callable[..., Client]


@pytest.fixture
def mother(desk: ErrandDesk) -> Person:
    person = make_related(desk.child, name="Dana Hughes", email="dana@example.org")
    place("14 Elm Road", "CV3 4ZZ", person=person)
    return person


@pytest.fixture
def letter(desk: ErrandDesk, mother: Person) -> Letter:
    return issue(desk.case, ERRAND_LETTER, mother, by=desk.owner, as_of=AS_OF)[0]


def pages(desk: ErrandDesk) -> str:
    return f"/cases/{desk.case.reference}/letters/"


def preview(desk: ErrandDesk, *codes: object, kind: str = "errand.letter") -> str:
    return f"{pages(desk)}new/{kind}/?{'&'.join(f'to={code}' for code in codes)}"


def copies(letter: Letter) -> str:
    return f"/letters/{letter.uuid}/copies/add/"


def hidden(page: str, name: str) -> str:
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def issue_it(client: Client, address: str, **more: object) -> object:
    page = text_of(client, address)
    data = {"form_key": key_of(client, address), "seen": hidden(page, "seen"), "to": hidden(page, "to"), **more}
    return client.post(address.split("?")[0], data)


# --- choosing and looking


def test_the_case_page_leads_to_the_letters(desk: ErrandDesk, sign_in: SignIn, letter: Letter) -> None:
    page = text_of(sign_in(desk.owner), f"/cases/{desk.case.reference}/")
    assert "Errand letter" in page
    assert "Not sent yet" in page
    assert f'href="{pages(desk)}new/"' in page
    assert f'href="{pages(desk)}new/"' not in text_of(sign_in(desk.head), f"/cases/{desk.case.reference}/")


def test_the_choice_shows_who_may_have_each_letter_and_why_others_may_not(
    desk: ErrandDesk, sign_in: SignIn, mother: Person
) -> None:
    make_related(desk.child, "other_relative", name="Aunt Hughes", responsibility=False)
    page = text_of(sign_in(desk.owner), f"{pages(desk)}new/")
    assert "Mother, parental responsibility" in page
    assert "Aunt Hughes is not recorded with parental responsibility." in page
    assert "Look at the letter" in page


def test_a_kind_of_case_without_letters_says_so(
    desk: ErrandDesk, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.views.letters.letter_kinds_for", lambda case: [])
    assert "No letters for this kind of case" in text_of(sign_in(desk.owner), f"{pages(desk)}new/")


def test_the_preview_is_the_letter(desk: ErrandDesk, sign_in: SignIn, mother: Person) -> None:
    page = text_of(sign_in(desk.owner), preview(desk, mother.uuid))
    assert "Please fetch the register." in page
    assert "14 Elm Road<br>CV3 4ZZ" in page
    assert "Issue this letter" in page
    assert "I have read the warnings" not in page
    assert not ViewRecord.objects.filter(what="safe_address").exists()
    assert page.count("<h1") == 1
    assert '<h3 class="letter-title">The register</h3>' in page


def test_what_is_missing_is_listed_with_the_way_to_put_it_right(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = text_of(sign_in(desk.owner), preview(desk, "school", kind="errand.unready"))
    assert "This letter cannot be issued yet" in page
    assert '<a class="govuk-link" href="/register/">Add one</a>' in page
    assert '<p class="govuk-body onroll-note govuk-!-margin-bottom-4">Be quick.</p>' in page
    assert "Issue this letter" not in page


@pytest.mark.parametrize("code", ["", "nobody", "11111111-1111-4111-8111-111111111111"])
def test_a_letter_to_nobody_goes_back_to_the_choice(desk: ErrandDesk, sign_in: SignIn, code: str) -> None:
    answer = sign_in(desk.owner).get(preview(desk, code), follow=True)
    assert answer.redirect_chain == [(f"{pages(desk)}new/", 302)]
    assert "Choose who the letter goes to." in answer.content.decode()


def test_a_letter_that_this_case_has_not_is_not_there(desk: ErrandDesk, sign_in: SignIn) -> None:
    assert sign_in(desk.owner).get(preview(desk, "school", kind="no.such")).status_code == 404


def test_who_is_barred_is_shown_as_a_block_with_the_reason_and_no_address(desk: ErrandDesk, sign_in: SignIn) -> None:
    father = make_related(desk.child, "father", name="Rhys Hughes")
    safe_place("7 Harbour View", "CV5 9SF", father, child=desk.child, by=desk.owner)
    for address in (f"{pages(desk)}new/", preview(desk, father.uuid, kind="errand.place")):
        page = text_of(sign_in(desk.owner), address)
        assert "Not to be sent" in page
        assert "Rhys Hughes must not learn where the child is" in page
        assert "Harbour" not in page
    assert "Issue" not in page.split("Not to be sent")[1]


# --- issuing: the five cases


def test_issuing_asks_for_a_sign_in(desk: ErrandDesk, mother: Person) -> None:
    assert Client().post(preview(desk, mother.uuid)).status_code == 302
    assert not Letter.objects.exists()


def test_issuing_is_not_there_for_an_outsider(desk: ErrandDesk, sign_in: SignIn, mother: Person) -> None:
    answer = sign_in(desk.administrator).post(preview(desk, mother.uuid), {"to": mother.uuid})
    assert answer.status_code == 404


@pytest.mark.parametrize("who", ["head", "other_team"])
def test_issuing_is_refused_without_the_right(desk: ErrandDesk, sign_in: SignIn, mother: Person, who: str) -> None:
    answer = sign_in(getattr(desk, who)).post(preview(desk, mother.uuid), {"to": mother.uuid})
    assert answer.status_code == 403
    assert not Letter.objects.exists()


def test_issued_it_stands_in_the_list_and_the_timeline(desk: ErrandDesk, sign_in: SignIn, mother: Person) -> None:
    client = sign_in(desk.owner)
    answer = issue_it(client, preview(desk, mother.uuid))
    assert answer["Location"] == pages(desk)
    page = text_of(client, pages(desk))
    assert "1 letter was issued" in page
    assert "Dana Hughes" in page
    timeline = text_of(client, f"/children/{desk.child.uuid}/timeline/?only=letters")
    assert "Letter issued" in timeline
    assert "Errand letter, to Dana Hughes." in timeline


def test_what_has_changed_since_it_was_seen_is_shown_and_not_issued(
    desk: ErrandDesk, sign_in: SignIn, mother: Person
) -> None:
    client, address = sign_in(desk.owner), preview(desk, mother.uuid)
    page = issue_it(client, address, seen="x" * 32).content.decode()
    assert "The record has changed since you saw this letter" in page
    assert not Letter.objects.exists()
    assert issue_it(client, address).status_code == 302


def test_a_safe_address_is_warned_of_first_and_the_look_is_logged(
    desk: ErrandDesk, sign_in: SignIn, mother: Person
) -> None:
    Relationship.objects.filter(person=mother).update(lives_with=True)
    safe_place("7 Harbour View", "CV5 9SF", child=desk.child, by=desk.owner)
    client, address = sign_in(desk.owner), preview(desk, mother.uuid)
    page = text_of(client, address)
    assert page.index("goes to a safe address") < page.index("7 Harbour View")
    assert ViewRecord.objects.filter(what="safe_address", child_ids=[desk.child.pk]).exists()
    assert "Read the warnings and say that you have." in issue_it(client, address).content.decode()
    assert issue_it(client, address, has_read_warnings="on").status_code == 302
    letter = Letter.objects.get()
    record_copy(letter=letter, method="hand", sent_on=AS_OF, by=desk.owner, as_of=AS_OF)
    for page in (
        pages(desk),
        f"/children/{desk.child.uuid}/letters/",
        f"/cases/{desk.case.reference}/",
        copies(letter),
    ):
        assert "Harbour" not in text_of(client, page)
    assert "A safe address, which is not shown here" in text_of(client, pages(desk))
    before = ViewRecord.objects.filter(what="safe_address").count()
    list(client.get(f"/letters/{letter.uuid}/").streaming_content)
    assert ViewRecord.objects.filter(what="safe_address").count() == before + 1


# --- the file


def test_the_file_is_served_again_as_it_is_and_each_time_logged(
    desk: ErrandDesk, sign_in: SignIn, letter: Letter
) -> None:
    with default_storage.open(letter.stored_name) as file:
        kept = file.read()
    client = sign_in(desk.owner)
    for _ in range(2):
        answer = client.get(f"/letters/{letter.uuid}/")
        assert b"".join(answer.streaming_content) == kept
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="{desk.case.reference} The register.pdf"'
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert ViewRecord.objects.filter(what="letter_download", case_ids=[desk.case.pk]).count() == 2


@pytest.mark.parametrize(("who", "status"), [("head", 200), ("other_team", 403), ("administrator", 404)])
def test_the_file_opens_for_whom_the_case_opens(
    desk: ErrandDesk, sign_in: SignIn, letter: Letter, who: str, status: int
) -> None:
    answer = sign_in(getattr(desk, who)).get(f"/letters/{letter.uuid}/")
    if answer.streaming:
        list(answer.streaming_content)
    assert answer.status_code == status


# --- recording a copy: the five cases


def record(client: Client, letter: Letter, **more: object) -> object:
    data = {"method": "first_class_post", "sent_on": "16/9/2026", **more}
    return client.post(copies(letter), {"form_key": key_of(client, copies(letter)), **data})


def test_recording_asks_for_a_sign_in(letter: Letter) -> None:
    assert Client().post(copies(letter)).status_code == 302


@pytest.mark.parametrize(("who", "status"), [("head", 403), ("other_team", 403), ("administrator", 404)])
def test_recording_is_for_who_works_the_case(
    desk: ErrandDesk, sign_in: SignIn, letter: Letter, who: str, status: int
) -> None:
    assert sign_in(getattr(desk, who)).post(copies(letter), {}).status_code == status
    assert not LetterCopy.objects.exists()


def test_a_recorded_copy_says_when_it_counts_as_given_and_why(
    desk: ErrandDesk, sign_in: SignIn, letter: Letter
) -> None:
    client = sign_in(desk.owner)
    assert record(client, letter)["Location"] == pages(desk)
    page = text_of(client, pages(desk))
    for expected in (
        "First-class post, Wed 16 Sep 2026",
        "14 Elm Road, CV3 4ZZ",
        "Friday 18 September 2026",
        "given on the 2nd working day after posting",
        "Thursday 17 September 2026: working day 1",
        "Recorded by Olive Owner",
        "Record how another copy went",
    ):
        assert expected in page
    assert "Errand letter, to Dana Hughes. First-class post." in text_of(client, f"/cases/{desk.case.reference}/")
    assert "Record how" not in text_of(client, f"/children/{desk.child.uuid}/letters/")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"method": ""}, "Select"),
        ({"method": "pigeon"}, "must be one of the choices"),
        ({"sent_on": "15/9/2026"}, "Sent on must be from the day the letter was issued to today"),
        ({"sent_on": "17/9/2026"}, "must be on or before 16 September 2026"),
        ({"sent_on": ""}, "Enter the day it was sent"),
    ],
)
def test_a_copy_that_cannot_be_is_refused_in_words(
    desk: ErrandDesk, sign_in: SignIn, letter: Letter, data: dict[str, str], message: str
) -> None:
    page = record(sign_in(desk.owner), letter, **data).content.decode()
    assert message in page
    assert "<title>Error: " in page
    assert not LetterCopy.objects.exists()


def test_a_letter_that_must_not_go_any_more_is_stopped_unless_it_went(
    desk: ErrandDesk, sign_in: SignIn, letter: Letter
) -> None:
    client = sign_in(desk.owner)
    assert "It has gone already" not in text_of(client, copies(letter))
    Relationship.objects.filter(person=letter.person).update(may_be_contacted=False)
    assert "Do not send it: write a new letter." in record(client, letter).content.decode()
    assert record(client, letter, has_gone_already="on").status_code == 302


def test_the_typed_address_of_an_e_mail_is_asked_for_schools_only(
    desk: ErrandDesk, sign_in: SignIn, letter: Letter
) -> None:
    give_address(desk.school)
    (to_school,) = issue(desk.case, ERRAND_LETTER, "governors", by=desk.owner, as_of=AS_OF)
    client = sign_in(desk.owner)
    assert 'name="email_address"' not in text_of(client, copies(letter))
    assert "dana@example.org" in text_of(client, copies(letter))
    assert "Enter the e-mail address" in record(client, to_school, method="email_agreed").content.decode()
    assert record(client, to_school, method="email_agreed", email_address="clerk@example.org").status_code == 302
    page = text_of(client, pages(desk))
    assert "clerk@example.org" in page
    assert f"Governors of {desk.school.name}" in page


# --- lists


def test_the_lists_cost_the_same_for_few_and_for_many(desk: ErrandDesk, sign_in: SignIn, mother: Person) -> None:
    client = sign_in(desk.owner)
    for address in (pages(desk), f"/children/{desk.child.uuid}/letters/", f"/cases/{desk.case.reference}/"):
        client.get(address)
        counts = []
        for _ in range(2):
            for letter in [issue(desk.case, ERRAND_LETTER, mother, by=desk.owner, as_of=AS_OF)[0] for _ in range(4)]:
                record_copy(letter=letter, method="hand", sent_on=AS_OF, by=desk.owner, as_of=AS_OF)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        assert counts[0] == counts[1], address


def test_letters_of_a_case_that_may_not_be_opened_are_not_in_the_childs_list(
    desk: ErrandDesk, sign_in: SignIn, letter: Letter
) -> None:
    address = f"/children/{desk.child.uuid}/letters/"
    assert "Errand letter" in text_of(sign_in(desk.owner), address)
    assert "No letters yet" in text_of(sign_in(desk.other_team), address)
    assert "No letters yet" not in text_of(sign_in(desk.head), pages(desk))
