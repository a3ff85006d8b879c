"""Keeping a suspension open, letting it go, opening it again, recording education: each page in its five cases."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case, Event
from exclusions.actions.keeping_open import keep_open
from exclusions.models import Suspension
from tests.exclusions.test_pages import hidden_inputs, send, signed_in
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user, make_user
from tests.factories.suspensions import FIRST_ON, make_suspension

EDUCATION = {
    "started_on": "2026-11-16",
    "is_full_time": "yes",
    "at": "Elmwood Centre",
    "first_session_at": "09:00",
    "told_on": "2026-11-12",
}
# Page, how the case stands, a good answer, a bad one and its words, the state afterwards.
PAGES = [
    (
        "suspension_keep_open",
        "open",
        {"reason": "safety"},
        {"reason": ""},
        "Select why the case should stay",
        "notified",
    ),
    ("suspension_let_go", "kept", {}, {"version": "99"}, "Somebody else changed this", "notified"),
    ("suspension_reopen", "closed", {"reason": "question"}, {"reason": ""}, "Select why the case", "notified"),
    (
        "suspension_education",
        "open",
        EDUCATION,
        {**EDUCATION, "started_on": "2026-11-06"},
        "Education started on must be on or after 9 November 2026",
        "notified",
    ),
]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 11, 23))


def make(desk: Desk, standing: str) -> Case:
    if standing == "closed":
        return make_suspension(desk, date(2026, 11, 2), as_of=date(2026, 11, 4))
    case = make_suspension(desk)
    if standing == "kept":
        keep_open(case=case, reason="other", version=1, by=desk.officer, as_of=FIRST_ON)
    return case


@pytest.mark.parametrize(("page", "standing", "good", "bad", "words", "after"), PAGES, ids=[row[0] for row in PAGES])
class TestBeside:
    """Every page beside the steps."""

    def test_success(self, desk: Desk, page: str, standing: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make(desk, standing)
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), good)
        assert answer.headers["Location"] == reverse("case", args=[case.reference])
        case.refresh_from_db()
        assert case.state == after

    def test_invalid(self, desk: Desk, page: str, standing: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make(desk, standing)
        events = Event.objects.count()
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), bad)
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert Event.objects.count() == events

    def test_refused(self, desk: Desk, page: str, standing: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make(desk, standing)
        address = reverse(page, args=[case.reference])
        assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403

    def test_stale(self, desk: Desk, page: str, standing: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make(desk, standing)
        client = signed_in(desk.officer)
        address = reverse(page, args=[case.reference])
        hidden = hidden_inputs(client.get(address).content.decode())
        Suspension.objects.update(version=99)
        text = client.post(address, {**good, **hidden}).content.decode()
        assert "Somebody else changed this" in text
        assert ("Both versions" in text) == bool(good)


def test_the_case_page_shows_the_reasons_and_the_ways(desk: Desk) -> None:
    case = make_suspension(desk)
    client = signed_in(desk.officer)
    page = client.get(reverse("case", args=[case.reference])).content.decode()
    for words in (
        "Stays open because",
        "Education from the sixth school day, 16 November 2026, is not recorded.",
        "If the parents make representations, the governors must meet by 2 February 2027.",
        reverse("suspension_keep_open", args=[case.reference]),
        reverse("suspension_education", args=[case.reference]),
        "The governing board",
    ):
        assert words in page, words


def test_what_was_typed_stays_and_a_wrong_time_is_named(desk: Desk) -> None:
    case = make_suspension(desk)
    address = reverse("suspension_education", args=[case.reference])
    wrong = {**EDUCATION, "first_session_at": "nine", "at": "Elmwood Centre"}
    text = send(signed_in(desk.officer), address, wrong).content.decode()
    assert "First session began at must be a time, for example 9:30am or 17:00" in text
    assert 'value="Elmwood Centre"' in text


def test_a_closed_case_offers_to_be_opened_again(desk: Desk) -> None:
    case = make(desk, "closed")
    client = signed_in(desk.officer)
    page = client.get(reverse("case", args=[case.reference])).content.decode()
    assert reverse("suspension_reopen", args=[case.reference]) in page
    send(client, reverse("suspension_reopen", args=[case.reference]), {"reason": "question"})
    timeline = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "Case opened again" in timeline
    assert "Something is still asked of the school" in timeline
