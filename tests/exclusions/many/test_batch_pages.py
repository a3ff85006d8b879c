"""The pages of “Send many at once”, as the school's office uses them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from ledger import keys
from ledger.models import ViewRecord
from portal.models import Batch, Submission
from schools.models import SchoolStaff
from tests.factories.children import enrol, make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user
from tests.factories.school_rows import confirm_all, file_of, receive, row, states
from tests.portal.desk.reading import text_of

SignIn = Callable[[User], Client]
PAGE = "/send-many/exclusion/"
KEY = re.compile(r'name="form_key" value="([^"]+)"')
TICK = re.compile(r'name="right" type="checkbox" value="([^"]+)"')


def bring_in(client: Client, content: bytes, name: str = "november.csv") -> HttpResponse:
    """Choose a file and have it looked through."""
    key = unescape(KEY.findall(client.get(PAGE).content.decode())[0])
    return client.post(PAGE, {"form_key": key, "file": SimpleUploadedFile(name, content)})


def keys_of(page: str) -> dict[str, str]:
    """The key of each form of a page, by the last part of its address."""
    forms = re.findall(r'action="[^"]*?/(\w+)/" .*?name="form_key" value="([^"]+)"', page, re.DOTALL)
    return {name: unescape(key) for name, key in forms}


def test_from_the_home_to_a_file_that_is_sent(desk: Desk, client: Client) -> None:
    assert f'href="{PAGE}"' in client.get("/").content.decode()
    address = bring_in(client, file_of(row(desk.child), row(contact_name=""))).headers["Location"]
    page = client.get(address).content.decode()
    words = text_of(page)
    assert "Nothing of it has been sent yet." in words
    assert "3 Sol Quarry contact name Enter" in words
    assert "Line 2, Amira Hughes" in words
    assert "2.0 school days" in words
    title = page.split("<title>")[1].split("</title>")[0]
    assert "send many at once, row by row" in title
    assert ".csv" not in title, "people name files after pupils"
    assert "Tell the parents in writing" in words
    assert "Send 1" not in words, "a doubt is open"
    ticks = [unescape(each) for each in TICK.findall(page)]
    page = client.post(
        f"{address}confirm/", {"form_key": keys_of(page)["confirm"], "right": ticks[0]}, follow=True
    ).content.decode()
    assert "Send 1" in text_of(page)
    key = keys_of(page)["send"]
    page = client.post(f"{address}send/", {"form_key": key}, follow=True).content.decode()
    assert "The rows that were ready are sent." in text_of(page)
    assert "Sent as EX-S-2026-0001" in text_of(page)
    page = client.post(f"{address}send/", {"form_key": key}, follow=True).content.decode()
    assert "sent twice and counted once" in text_of(page)
    assert Submission.objects.count() == 1
    assert "1 not sent" in text_of(client.get(PAGE).content.decode())
    assert client.get("/sent/EX-S-2026-0001/").status_code == 200


def test_a_file_that_is_none_is_explained_on_the_page(desk: Desk, client: Client) -> None:
    page = bring_in(client, b"name;age\nSol;9\n").content.decode()
    assert 'href="#id_file"' in page
    assert "lacks columns" in page
    key = unescape(KEY.findall(client.get(PAGE).content.decode())[0])
    assert "Choose a file" in client.post(PAGE, {"form_key": key}).content.decode()


def test_a_double_click_brings_the_file_in_once(desk: Desk, client: Client) -> None:
    key = unescape(KEY.findall(client.get(PAGE).content.decode())[0])
    answers = {
        client.post(PAGE, {"form_key": key, "file": SimpleUploadedFile("a.csv", file_of(row()))}).headers["Location"]
        for _ in range(2)
    }
    assert len(answers) == 1
    assert Batch.objects.count() == 1


def test_the_template_is_read_by_ourselves(desk: Desk, client: Client) -> None:
    response = client.get(f"{PAGE}template/")
    assert response.headers["Content-Disposition"] == 'attachment; filename="exclusions.csv"'
    address = bring_in(client, response.content).headers["Location"]
    assert "example of the template" in client.get(address).content.decode()


def test_nothing_ticked_and_a_forged_key_say_so(desk: Desk, user: User, client: Client) -> None:
    batch = receive(desk, user, file_of(row(desk.child)))
    address = f"{PAGE}{batch.uuid}/"
    page = client.post(f"{address}confirm/", {}, follow=True).content.decode()
    assert "Tick what is right" in page
    page = client.post(f"{address}send/", {"form_key": "x"}, follow=True).content.decode()
    assert "open too long" in page
    key = keys.make_key(user_id=user.pk, form_name=f"send_many_send:{batch.uuid}")
    page = client.post(f"{address}send/", {"form_key": key}, follow=True).content.decode()
    assert "No row is ready to send" in page
    assert states(batch) == ["doubtful"]


def test_how_far_it_is(desk: Desk, user: User, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.actions.batches.ROWS_AT_ONCE", 1)
    content = file_of(row(desk.child), row(), row(given_names="Una"))
    address = bring_in(client, content).headers["Location"]
    assert "1 of 3 rows looked through so far" in text_of(client.get(address).content.decode())
    batch = Batch.objects.get()
    from tests.factories.school_rows import finish  # here: the outbox's work, in its own time

    finish(batch)
    confirm_all(batch, user)
    key = keys_of(client.get(address).content.decode())["send"]
    page = text_of(client.post(f"{address}send/", {"form_key": key}, follow=True).content.decode())
    assert "1 sent so far, 2 to go" in page
    finish(batch)
    assert "Nothing is left to send in this file." in text_of(client.get(address).content.decode())


class TestRowsThatWereNotSent:
    def rows(self, client: Client, batch: Batch) -> list[dict[str, str]]:
        content = client.get(f"{PAGE}{batch.uuid}/not-sent/").content.decode("utf-8-sig")
        return list(csv.DictReader(io.StringIO(content)))

    def test_come_back_as_a_file_with_what_to_correct(self, desk: Desk, user: User, client: Client) -> None:
        bad = row(contact_name="", anything_else="=1+1", contact_telephone="+44 24 7600 0000")
        batch = receive(desk, user, file_of(row(desk.child), bad))
        doubtful, wrong = self.rows(client, batch)
        assert doubtful["what to correct"].startswith("Confirm: Have you added the notice?")
        assert "contact name: Enter" in wrong["what to correct"]
        assert (wrong["anything else"], wrong["contact telephone"]) == ("'=1+1", "'+44 24 7600 0000")

    def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(self, desk: Desk, user: User, client: Client) -> None:
        hostile = ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "plain", "'quoted"]
        rows = [row(given_names=f"P{number}", anything_else=text) for number, text in enumerate(hostile)]
        batch = receive(desk, user, file_of(*rows))
        response = client.get(f"{PAGE}{batch.uuid}/not-sent/")
        cells = [cell for line in csv.reader(io.StringIO(response.content.decode("utf-8-sig"))) for cell in line]
        assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
        again = receive(desk, user, response.content)
        written = [each.written["anything_else"] for each in again.rows.order_by("line")]
        assert written == hostile
        assert states(again) == states(batch)

    def test_a_file_that_was_sent_whole_leaves_none(self, desk: Desk, user: User, client: Client) -> None:
        batch = receive(desk, user, file_of(row(desk.child)))
        batch.rows.update(state="ready")
        assert len(self.rows(client, batch)) == 1
        assert "Save the rows that were not sent" in client.get(f"{PAGE}{batch.uuid}/").content.decode()


class TestWhoMay:
    ADDRESSES = ("", "confirm/", "send/", "not-sent/")

    def test_another_school_an_officer_and_who_has_left_find_nothing(
        self, desk: Desk, user: User, sign_in: SignIn
    ) -> None:
        other = make_school("Fernhill School (invented)")
        enrol(desk.child, other, kind="dual")
        batch = receive(desk, user, file_of(row(desk.child)))
        confirm_all(batch, user)
        absent = "11111111-1111-4111-8111-111111111111"
        for person in (make_school_user(other), desk.officer):
            browser = sign_in(person)
            for end in self.ADDRESSES:
                for ident in (batch.uuid, absent):
                    method = "post" if end in ("confirm/", "send/") else "get"
                    assert getattr(browser, method)(f"{PAGE}{ident}/{end}").status_code == 404
        SchoolStaff.objects.filter(user=user).update(ends_on="2024-01-01")
        assert sign_in(user).get(f"{PAGE}{batch.uuid}/").status_code == 404
        assert states(batch) == ["ready"]
        assert not ViewRecord.objects.filter(what="send_many").exclude(user_id=user.pk).exists()

    def test_their_files_are_listed_for_nobody_else(self, desk: Desk, user: User, sign_in: SignIn) -> None:
        receive(desk, user, file_of(row(desk.child)))
        other = sign_in(make_school_user(make_school()))
        assert "november.csv" not in other.get(PAGE).content.decode()
        assert "november.csv" in sign_in(user).get(PAGE).content.decode()

    def test_a_form_that_is_filled_in_page_by_page_only_has_no_such_page(self, client: Client) -> None:
        assert client.get("/send-many/nothing/").status_code == 404

    def test_who_works_for_several_schools_chooses_first(self, desk: Desk, user: User, client: Client) -> None:
        SchoolStaff.objects.create(user=user, school=make_school(), job="Office", starts_on="2020-01-01")
        assert client.get(PAGE).headers["Location"] == "/school/"

    def test_the_pupils_on_a_page_are_in_the_view_log(self, desk: Desk, user: User, client: Client) -> None:
        batch = receive(desk, user, file_of(row(desk.child), row()))
        client.get(f"{PAGE}{batch.uuid}/")
        assert ViewRecord.objects.latest("pk").child_ids == [desk.child.pk]


def test_1_row_and_25_cost_the_same_queries(desk: Desk, user: User, client: Client) -> None:
    def queries(count: int) -> int:
        rows = [row(make_child("Hughes", f"Pupil {number}", upn="")) for number in range(count)]
        batch = receive(desk, user, file_of(*rows))
        client.get(f"{PAGE}{batch.uuid}/")
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"{PAGE}{batch.uuid}/").status_code == 200
        return len(captured)

    assert queries(1) == queries(25)
