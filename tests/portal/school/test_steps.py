"""Filling in a form, page by page: what is kept, where it leads, what is refused, and what is said."""

from __future__ import annotations

import html
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from portal import webforms
from portal.models import Draft, FormMistake
from tests.factories.children import make_school
from tests.factories.webforms import ANSWERS, FORM, Office

DATE = {"starts_on_day": "20", "starts_on_month": "9", "starts_on_year": "2026"}


def url(draft: Draft, page: str = "") -> str:
    return f"/send/outing/{draft.uuid}/{page}"


def posted(client: Client, draft: Draft, step: str, **fields: object) -> object:
    draft.refresh_from_db()
    return client.post(url(draft, f"{step}/"), {"version": draft.version, **fields})


def with_pupil(office: Office) -> Draft:
    return office.save(office.start(), "pupil", ANSWERS["pupil"])


def text_of(response: object) -> str:
    return html.unescape(response.content.decode())


# --- starting


def start(client: Client) -> str:
    page = client.get("/send/outing/").content.decode()
    key = page.split('name="form_key" value="')[1].split('"')[0]
    return client.post("/send/outing/", {"form_key": key})["Location"]


def test_the_start_says_what_is_asked_and_makes_one_draft(office: Office, client: Client) -> None:
    page = client.get("/send/outing/").content.decode()
    assert "Tell the council that a pupil goes on an outing." in page
    assert "Which pupil is this about?" in page
    key = page.split('name="form_key" value="')[1].split('"')[0]
    first, second = (client.post("/send/outing/", {"form_key": key})["Location"] for _ in range(2))
    assert first == second == url(Draft.objects.get())
    assert Draft.objects.get().school == office.school


def test_a_start_without_its_key_is_shown_again(client: Client) -> None:
    assert "Not saved yet" in client.post("/send/outing/").content.decode()
    assert not Draft.objects.exists()


@pytest.mark.parametrize("path", ["/send/outing/", "/send/nothing/"])
def test_who_is_of_no_school_finds_no_form(office: Office, sign_in: Callable[[User], Client], path: str) -> None:
    assert Client().get(path)["Location"].startswith("/account/sign-in/")
    assert sign_in(office.officer).get(path).status_code == 404
    assert sign_in(office.officer).post(path).status_code == 404
    assert sign_in(office.user).get("/send/nothing/").status_code == 404


# --- the task list


def test_the_task_list_says_what_is_done_and_what_waits(office: Office, client: Client) -> None:
    page = text_of(client.get(url(office.start())))
    assert page.count("Cannot start yet") == 4
    assert page.count("Incomplete") == 1
    draft = with_pupil(office)
    page = text_of(client.get(url(draft)))
    assert "1 of 4 parts completed" in page
    assert f"Saved last by {office.user}" in page
    assert "The animal" not in page
    for step in ("outing", "evidence"):
        draft = office.save(draft, step, ANSWERS[step])
    page = text_of(client.get(url(draft)))
    assert f'href="{url(draft, "check/")}"' in page
    assert "Optional" in page


def test_a_page_that_cannot_start_yet_leads_to_the_task_list(office: Office, client: Client) -> None:
    draft = with_pupil(office)
    for page in ("evidence/", "animal/", "check/"):
        assert client.get(url(draft, page))["Location"] == url(draft)
    assert client.get(url(draft, "nothing/")).status_code == 404


# --- continue, save and come back later


def test_continue_keeps_the_answers_and_goes_on(office: Office, client: Client) -> None:
    draft = with_pupil(office)
    assert posted(client, draft, "outing", place="sea", reasons=["fun", "science"], **DATE)["Location"] == url(
        draft, "evidence/"
    )
    draft.refresh_from_db()
    assert draft.payload["outing"] == {"starts_on": "2026-09-20", "place": "sea", "reasons": ["fun", "science"]}
    page = client.get(url(draft, "outing/")).content.decode()
    assert 'value="20"' in page
    assert 'value="sea" checked' in page


def test_another_answer_asks_another_page(office: Office, client: Client) -> None:
    draft = with_pupil(office)
    assert posted(client, draft, "outing", place="zoo", **DATE)["Location"] == url(draft, "animal/")


def test_what_is_wrong_is_named_kept_on_the_page_and_counted_without_values(office: Office, client: Client) -> None:
    draft = with_pupil(office)
    page = text_of(posted(client, draft, "outing", place="Amira", starts_on_day="31", starts_on_month="2"))
    assert "<title>Error: " in page
    assert "must include a year" in page
    assert 'value="31"' in page
    draft.refresh_from_db()
    assert "outing" not in draft.payload
    kept = {(each.step, each.field) for each in FormMistake.objects.all()}
    assert kept == {("outing", "starts_on"), ("outing", "place")}
    assert not any("Amira" in each.message or "31" in each.message for each in FormMistake.objects.all())


@pytest.mark.parametrize(
    "fields", [{"place": "zoo", "starts_on_day": "7"}, {"starts_on_day": "31\x00", "note": "\ud800"}]
)
def test_save_and_come_back_later_loses_nothing(office: Office, client: Client, fields: dict[str, str]) -> None:
    fields = {name: value.encode("utf-8", "ignore").decode() for name, value in fields.items()}
    draft = with_pupil(office)
    assert posted(client, draft, "outing", then="later", **fields)["Location"] == "/"
    page = text_of(client.get(url(draft, "outing/")))
    assert "There is a problem" not in page
    assert f'value="{fields["starts_on_day"].strip(chr(0))}"' in page
    assert "Incomplete" in text_of(client.get(url(draft)))
    assert not FormMistake.objects.exists()
    assert posted(client, draft, "outing", place="sea", **DATE)["Location"] == url(draft, "evidence/")
    draft.refresh_from_db()
    assert draft.typed == {}


def test_answers_that_were_right_are_kept_when_later_ones_are_not_finished(office: Office, client: Client) -> None:
    draft = office.draft()
    posted(client, draft, "outing", then="later", place="zoo")
    draft.refresh_from_db()
    assert draft.payload["outing"] == ANSWERS["outing"]
    assert "outing" not in draft.saved_steps
    assert client.get(url(draft, "check/"))["Location"] == url(draft)


def test_a_change_from_check_answers_leads_back_there(office: Office, client: Client) -> None:
    draft = office.draft()
    page = client.get(url(draft, "check/")).content.decode()
    assert (
        f'href="{url(draft, "outing/")}?from=check">Change<span class="govuk-visually-hidden"> When and where' in page
    )
    shown = client.get(url(draft, "outing/") + "?from=check").content.decode()
    assert 'name="from" value="check"' in shown
    to_sea = posted(client, draft, "outing", place="sea", **DATE, **{"from": "check"})
    assert to_sea["Location"] == url(draft, "check/")
    to_zoo = posted(client, draft, "outing", place="zoo", **DATE, **{"from": "check"})
    assert to_zoo["Location"] == url(draft, "animal/") + "?from=check"


def test_a_change_of_what_was_complete_leads_to_check_answers_at_once(office: Office, client: Client) -> None:
    draft = office.draft()
    assert posted(client, draft, "outing", place="sea", **DATE)["Location"] == url(draft, "evidence/")
    office.save(Draft.objects.get(), "note", {"note": ""})
    assert posted(client, draft, "outing", place="sea", **DATE)["Location"] == url(draft, "check/")


def test_check_answers_words_everything_and_says_what_was_not_provided(office: Office, client: Client) -> None:
    page = text_of(client.get(url(office.draft(), "check/")))
    for words in ("Amira Hughes", "Thursday 14 March 2013", "Year 9", "Sunday 20 September 2026", "The sea", "For fun"):
        assert words in page
    assert "Not provided" in page
    assert "An outing to the sea." in page


# --- two people at once


def test_a_colleague_goes_on_with_the_same_draft(office: Office, sign_in: Callable[[User], Client]) -> None:
    draft = with_pupil(office)
    posted(sign_in(office.colleague), draft, "outing", place="sea", **DATE)
    draft.refresh_from_db()
    assert draft.saved_by == office.colleague
    assert f"saved by {office.colleague}" in sign_in(office.user).get("/").content.decode()


def test_a_page_that_a_colleague_changed_shows_both_versions(office: Office, client: Client) -> None:
    draft = office.draft()
    seen = draft.version
    office.save(draft, "outing", {"starts_on": "2026-09-21", "place": "zoo", "reasons": []}, by=office.colleague)
    stale = client.post(url(draft, "outing/"), {"version": seen, "place": "sea", **DATE})
    page = text_of(stale)
    assert f"{office.colleague} changed this page too" in page
    assert "Monday 21 September 2026" in page
    assert "Sunday 20 September 2026" in page
    assert 'value="sea" checked' in page
    # What it means is said of what stands in the boxes, not of what the colleague saved.
    assert "An outing to the sea." in page
    assert "An outing to the zoo." not in page
    draft.refresh_from_db()
    assert draft.payload["outing"]["place"] == "zoo"
    assert f'name="version" value="{draft.version}"' in page
    posted(client, draft, "outing", place="sea", **DATE)
    draft.refresh_from_db()
    assert draft.payload["outing"]["place"] == "sea"


def test_two_people_on_two_pages_do_not_get_in_each_others_way(office: Office, client: Client) -> None:
    draft = office.draft()
    seen = draft.version
    office.save(draft, "note", {"note": "Hats"}, by=office.colleague)
    client.post(url(draft, "outing/"), {"version": seen, "place": "sea", **DATE})
    draft.refresh_from_db()
    assert draft.payload["note"] == {"note": "Hats"}
    assert draft.payload["outing"]["reasons"] == []


def test_going_back_and_changing_ones_own_answer_is_no_conflict(office: Office, client: Client) -> None:
    draft = with_pupil(office)
    seen = draft.version
    for place, onward in (("sea", "evidence/"), ("sea", "evidence/"), ("zoo", "animal/")):
        response = client.post(url(draft, "outing/"), {"version": seen, "place": place, **DATE})
        assert response["Location"] == url(draft, onward)


# --- what it means, and what is probably a mistake


def test_the_meaning_is_said_anew_while_typing_and_nothing_is_kept(office: Office, client: Client) -> None:
    draft = with_pupil(office)
    before = draft.version
    response = client.post(url(draft, "outing/meaning/"), {"place": "zoo", "starts_on_day": "5"})
    assert "An outing to the zoo." in text_of(response)
    assert "<html" not in text_of(response)
    draft.refresh_from_db()
    assert (draft.version, "outing" in draft.payload) == (before, False)
    assert client.get(url(draft, "outing/meaning/")).status_code == 405
    assert client.post(url(draft, "nothing/meaning/")).status_code == 404


def test_a_probable_mistake_is_asked_about_and_then_kept_as_right(office: Office, client: Client) -> None:
    draft = with_pupil(office)
    far = {"starts_on_day": "1", "starts_on_month": "5", "starts_on_year": "2027"}
    asked = posted(client, draft, "outing", place="sea", **far)["Location"]
    assert asked == url(draft, "outing/sure/")
    page = text_of(client.get(asked))
    assert "That is far off" in page
    assert f'href="{url(draft, "outing/")}">Change it' in page
    # What was not on the page is not confirmed.
    assert "That is far off" in text_of(client.post(asked, {"doubt": "far_off:something else"}))
    doubt = page.split('name="doubt" value="')[1].split('"')[0]
    assert client.post(asked, {"doubt": doubt})["Location"] == url(draft, "evidence/")
    draft.refresh_from_db()
    assert [each["code"] for each in draft.confirmed_doubts] == ["far_off"]
    assert not FormMistake.objects.exists()
    draft = office.save(draft, "evidence", ANSWERS["evidence"])
    assert "You said that this is right" in text_of(client.get(url(draft, "check/")))
    assert office.send(draft).payload["_confirmed"][0]["text"].startswith("The outing is on 2027-05-01")


def test_an_open_doubt_stands_before_check_answers(office: Office, client: Client) -> None:
    draft = office.draft(outing={"starts_on": "2027-05-01", "place": "sea", "reasons": []})
    asked = client.get(url(draft, "check/"))["Location"]
    assert asked == url(draft, "outing/sure/?from=check")
    doubt = text_of(client.get(asked)).split('name="doubt" value="')[1].split('"')[0]
    assert client.post(asked, {"doubt": doubt, "from": "check"})["Location"] == url(draft, "check/")
    assert client.get(url(draft, "outing/sure/"))["Location"] == url(draft, "evidence/")


def test_a_form_whose_functions_fail_can_still_be_filled_in(
    office: Office, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("broken")

    broken = webforms.WebForm(**{**vars(FORM), "meaning": fail, "doubts": fail, "problems": fail, "headline": fail})
    monkeypatch.setitem(webforms._forms, FORM.code, broken)
    draft = office.draft()
    for page in ("", "outing/", "check/"):
        assert client.get(url(draft, page)).status_code == 200


# --- discarding, and whose it is


def test_discarding_asks_first_and_is_done_once(office: Office, client: Client) -> None:
    draft = office.draft()
    assert "Do you want to discard this draft?" in text_of(client.get(url(draft, "discard/")))
    for _ in range(2):
        assert client.post(url(draft, "discard/"))["Location"] == "/"
    draft.refresh_from_db()
    assert draft.discarded_by == office.user
    assert "was discarded by" in text_of(client.get(url(draft), follow=True))


PAGES = ("", "pupil/", "outing/", "outing/sure/", "outing/meaning/", "check/", "discard/")


def test_another_school_and_an_absent_id_are_told_the_same(office: Office, sign_in: Callable[[User], Client]) -> None:
    draft = office.draft()
    absent = str(draft.uuid).replace(str(draft.uuid)[:8], "00000000")
    for person in (office.outsider, office.officer):
        browser = sign_in(person)
        for page in PAGES:
            for method in (browser.get, browser.post):
                if page == "outing/meaning/" and method == browser.get:
                    continue
                theirs, none = method(url(draft, page)), method(f"/send/outing/{absent}/{page}")
                assert (theirs.status_code, none.status_code) == (404, 404), page
                assert theirs.content == none.content
    draft.refresh_from_db()
    assert draft.discarded_at is None


def test_a_draft_is_not_found_under_another_form(office: Office, client: Client) -> None:
    assert client.get(f"/send/other/{office.draft().uuid}/").status_code == 404


def test_who_works_for_two_schools_works_for_the_drafts_own(office: Office, client: Client) -> None:
    other = make_school("Second (invented)")
    office.user.school_places.create(school=other, starts_on="2024-01-01")
    client.post("/school/", {"school": str(other.urn)})
    assert "Ashgrove Academy (invented)" in client.get(url(office.draft())).content.decode()


def test_who_has_not_chosen_a_school_is_asked_first(office: Office, client: Client) -> None:
    office.user.school_places.create(school=make_school("Second (invented)"), starts_on="2024-01-01")
    assert client.get("/send/outing/")["Location"] == "/school/"
