"""The list of prompts, its numbers, and the page on which one is dealt with."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Note
from exclusions.models import Prompt
from exclusions.prompts.presenters import lines_of
from exclusions.prompts.queries import open_prompt_count
from ledger.models import ViewRecord
from tests.factories.children import enrol, make_child
from tests.factories.exclusions import Desk
from tests.factories.suspensions import make_suspension

ADDRESS = "/exclusions/prompts/"
MONDAY, NEXT_MONDAY = date(2026, 9, 7), date(2026, 9, 14)


@pytest.fixture
def client(desk: Desk, sign_in) -> Client:
    return sign_in(desk.officer)


def repeat(desk: Desk, number: int = 1) -> list[Prompt]:
    """That many children with repeat suspensions."""
    for _ in range(number):
        child = make_child()
        enrol(child, desk.school)
        make_suspension(desk, MONDAY, child=child)
        make_suspension(desk, NEXT_MONDAY, child=child)
    return list(Prompt.objects.order_by("pk"))


def form_of(client: Client, prompt: Prompt) -> dict[str, str]:
    page = client.get(f"{ADDRESS}{prompt.uuid}/")
    return {"form_key": page.context["form_key"], "version": page.context["version"]}


def test_each_number_opens_the_prompts_that_it_counts(desk: Desk, client: Client) -> None:
    repeat(desk, 2)
    page = client.get(ADDRESS)
    tile = next(each for each in page.context["tiles"] if each["label"] == "Repeat suspensions")
    assert tile["count"] == 2
    listed = client.get(tile["url"])
    assert len(listed.context["rows"]) == 2
    assert [chip["value"] for chip in listed.context["chips"]] == ["Repeat suspensions"]
    assert "2 suspensions, 2.0 school days in autumn 2026/27" in listed.content.decode()


def test_nothing_to_look_at_says_so(client: Client) -> None:
    page = client.get(ADDRESS, {"code": "x", "state": "withdrawn"})
    assert "No prompts here" in page.content.decode()
    assert page.context["chips"] == []


def test_a_prompt_is_dealt_with(desk: Desk, client: Client) -> None:
    (prompt,) = repeat(desk)
    address = f"{ADDRESS}{prompt.uuid}/"
    form = form_of(client, prompt)
    refused = client.post(address, {**form, "outcome": "", "note": "Rang the school."})
    assert "Rang the school." in refused.content.decode()
    done = client.post(address, {**form, "outcome": "help_arranged", "note": "Rang the school."})
    assert done.headers["Location"] == ADDRESS
    assert Note.objects.get(case=prompt.case).text == "Rang the school."
    listed = client.get(ADDRESS, {"state": "dealt_with"})
    assert "Help for the pupil arranged" in listed.content.decode()
    assert [chip["label"] for chip in listed.context["chips"]] == ["State"]
    assert "no longer so" in client.get(address).content.decode()


def test_it_is_dealt_with_once(desk: Desk, client: Client) -> None:
    (prompt,) = repeat(desk)
    form = {**form_of(client, prompt), "outcome": "nothing_needed", "note": "Once."}
    for _ in range(2):
        assert client.post(f"{ADDRESS}{prompt.uuid}/", form).status_code == 302
    assert Note.objects.filter(text="Once.").count() == 1


def test_the_prompt_of_a_hidden_child_is_not_there(desk: Desk, client: Client) -> None:
    (prompt,) = repeat(desk)
    type(prompt.child).objects.filter(pk=prompt.child_id).update(is_hidden=True)
    assert client.get(ADDRESS).context["rows"] == []
    assert client.get(f"{ADDRESS}{prompt.uuid}/").status_code == 404


def test_twenty_five_rows_and_more_take_the_same_queries(desk: Desk, client: Client) -> None:
    repeat(desk, 2)
    client.get(ADDRESS)
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(ADDRESS)
    repeat(desk, 10)
    with CaptureQueriesContext(connection) as many:
        page = client.get(ADDRESS)
    assert len(page.context["rows"]) == 12
    assert len(many) == len(few)


def test_who_looked_at_the_list_is_kept(desk: Desk, client: Client) -> None:
    (prompt,) = repeat(desk)
    client.get(ADDRESS)
    row = ViewRecord.objects.filter(what="exclusions_prompts").latest("pk")
    assert prompt.child_id in row.child_ids


def test_the_case_page_shows_its_prompts(desk: Desk, client: Client) -> None:
    (prompt,) = repeat(desk)
    assert [line.status for line in lines_of(prompt.case, desk.officer, NEXT_MONDAY)] == ["To look at"]
    assert "Repeat suspensions" in client.get(f"/cases/{prompt.case.reference}/").content.decode()
    Prompt.objects.filter(pk=prompt.pk).update(state="withdrawn")
    assert lines_of(prompt.case, desk.officer, NEXT_MONDAY) == ()


def test_marks_of_earlier_school_years_stand_apart(desk: Desk, client: Client, monkeypatch) -> None:
    repeat(desk, 2)
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2027, 9, 6))
    page = client.get(ADDRESS)
    assert not any(tile["count"] for tile in page.context["tiles"] if tile["label"] == "Repeat suspensions")
    assert (page.context["rows"], open_prompt_count(desk.officer)) == ([], 0)
    assert "Show 2 of earlier school years" in page.content.decode()
    earlier = client.get(ADDRESS, {"state": "earlier"})
    tile = next(each for each in earlier.context["tiles"] if each["label"] == "Repeat suspensions")
    assert (tile["count"], len(earlier.context["rows"])) == (2, 2)
    assert "Deal with it" in earlier.content.decode()
    assert [chip["value"] for chip in earlier.context["chips"]] == ["Open, of earlier school years"]
