"""The pages of a suspension: each POST signed out, by an outsider, without the right, well, and badly."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case, Event
from exclusions.models import Prompt, Suspension
from tests.exclusions.test_pages import hidden_inputs, send, signed_in, tick
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user, make_user
from tests.factories.suspensions import make_suspension_at

DECISION = {
    "decided_on": "2026-11-09",
    "is_lunchtime_only": "no",
    "first_on": "2026-11-09",
    "first_session": "am",
    "last_on": "2026-11-18",
    "last_session": "pm",
    "reasons": ["DB"],
    "home_authority": "331",
    "misses_exam": "no",
}
RECORD = {**DECISION, "parents_told_on": "2026-11-09"}
CORRECT = {**DECISION, "is_looked_after": "no", "has_plan": "no", "has_social_worker": "no"}
# Page, state of the case, a good answer, a bad answer and the words of its refusal, the state afterwards.
STEPS = [
    (
        "suspension_told",
        "notified",
        {"governors_told_on": "2026-11-10"},
        {"governors_told_on": "2026-11-08"},
        "Governing board told on must be on or after 9 November 2026",
        "notified",
    ),
    (
        "suspension_correct",
        "returned",
        {**CORRECT, "last_on": "2026-11-17"},
        {**CORRECT, "last_on": "2026-11-06"},
        "Last day must be on or after the first day",
        "returned",
    ),
    (
        "suspension_return",
        "notified",
        {"returned_on": "2026-11-19", "reintegration_met_on": "2026-11-18"},
        {"returned_on": "2026-11-06"},
        "Back in school on must be on or after 9 November 2026",
        "returned",
    ),
    ("suspension_close", "returned", {}, {"version": "99"}, "Somebody else changed this", "closed"),
    (
        "suspension_cancel",
        "notified",
        {"cancelled_on": "2026-11-10", "reason": "procedure"},
        {"cancelled_on": "2026-11-08", "reason": "procedure"},
        "Cancelled on must be on or after 9 November 2026",
        "cancelled",
    ),
]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 11, 23))


def record_address(desk: Desk) -> str:
    return reverse("suspension_record", args=[desk.child.uuid])


def test_recording_opens_the_case_and_its_page_shows_days_and_dates(desk: Desk) -> None:
    client = signed_in(desk.officer)
    answer = send(client, record_address(desk), {**RECORD, "school": str(desk.school.urn)})
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("case", args=[case.reference])
    page = client.get(answer.headers["Location"]).content.decode()
    for words in (
        "8.0 school days",
        "8.0 of at most 45 school days, over all schools",
        "2 February 2027",
        "16 November 2026",
        "If the parents make representations, by",
        "The return is not recorded.",
    ):
        assert words in page, words


@pytest.mark.parametrize("address", ["suspension_record", "exclusion_record"])
def test_every_field_of_the_form_is_on_its_page(desk: Desk, address: str) -> None:
    answer = signed_in(desk.officer).get(reverse(address, args=[desk.child.uuid]))
    page = answer.content.decode()
    missing = [name for name in answer.context["form"].fields if f'name="{name}' not in page]
    assert missing == []


def test_one_that_the_school_told_in_time_is_not_late_because_it_is_recorded_later(desk: Desk) -> None:
    client = signed_in(desk.officer)
    send(client, record_address(desk), {**RECORD, "school": str(desk.school.urn), "council_told_on": "2026-11-10"})
    case = Case.objects.get()
    assert not Prompt.objects.filter(case=case, code="told_late").exists()
    page = client.get(reverse("suspension_told", args=[case.reference])).content.decode()
    boxes = re.findall(r'name="council_told_on_(?:day|month|year)"[^>]*value="([0-9]+)"', page)
    assert boxes == ["10", "11", "2026"]
    send(client, reverse("suspension_told", args=[case.reference]), {"council_told_on": "2026-11-20"})
    assert Prompt.objects.filter(case=case, code="told_late", state="open").exists()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"first_session": ""}, "Select whether the first session missed is a morning or an afternoon"),
        ({"last_on": "2026-11-06"}, "Last day must be on or after the first day"),
        ({"first_on": "2026-11-08", "decided_on": "2026-11-09"}, "First day must be on or after the day"),
        ({"first_on": "2026-11-14", "last_on": "2026-11-15"}, "There is no school session from 14 November 2026"),
        ({"misses_exam": "yes"}, "Enter the date of the exam"),
        ({"school": "another", "urn": "123"}, "Enter the URN of a school"),
    ],
)
def test_a_wrong_answer_names_the_field(desk: Desk, wrong: dict, words: str) -> None:
    answers = {**RECORD, "school": str(desk.school.urn), **wrong}
    answer = send(signed_in(desk.officer), record_address(desk), answers)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Case.objects.exists()


def test_a_first_day_months_ahead_is_asked_about(desk: Desk) -> None:
    client, address = signed_in(desk.officer), record_address(desk)
    answers = {**RECORD, "school": str(desk.school.urn), "first_on": "2027-03-15", "last_on": "2027-03-15"}
    page = send(client, address, answers).content.decode()
    assert "First day is 15 March 2027, long after the decision on 9 November 2026. Check both days" in page
    assert 'name="is_confirmed"' in page
    assert not Case.objects.exists()
    assert send(client, address, {**answers, **tick(page)}).status_code == 302


def test_lunchtimes_need_no_session(desk: Desk) -> None:
    lunch = {
        **RECORD,
        "school": str(desk.school.urn),
        "is_lunchtime_only": "yes",
        "first_session": "",
        "last_session": "",
    }
    send(signed_in(desk.officer), record_address(desk), lunch)
    assert Suspension.objects.get().sessions_count == 8


def test_recording_signed_out_outsider_and_without_the_right(desk: Desk) -> None:
    address = record_address(desk)
    assert Client().post(address, RECORD).headers["Location"].startswith(reverse("account_login"))
    assert signed_in(make_school_user(desk.school)).post(address, RECORD).status_code == 404
    assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, RECORD).status_code == 403
    assert not Case.objects.exists()


def test_the_child_page_offers_both_kinds(desk: Desk) -> None:
    page = signed_in(desk.officer).get(reverse("child", args=[desk.child.uuid])).content.decode()
    assert "Record a suspension" in page
    assert "Record a permanent exclusion" in page


@pytest.mark.parametrize(("page", "state", "good", "bad", "words", "after"), STEPS, ids=[step[0] for step in STEPS])
class TestSteps:
    """Every step's page."""

    def test_success(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_suspension_at(desk, state)
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), good)
        assert answer.headers["Location"] == reverse("case", args=[case.reference])
        case.refresh_from_db()
        assert case.state == after

    def test_invalid(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_suspension_at(desk, state)
        events = Event.objects.count()
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), bad)
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert Event.objects.count() == events

    def test_refused(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_suspension_at(desk, state)
        address = reverse(page, args=[case.reference])
        assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403

    def test_stale(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_suspension_at(desk, state)
        client = signed_in(desk.officer)
        address = reverse(page, args=[case.reference])
        hidden = hidden_inputs(client.get(address).content.decode())
        Suspension.objects.update(version=99)
        text = client.post(address, {**good, **hidden}).content.decode()
        assert "Somebody else changed this" in text
        assert ("Both versions" in text) == bool(good)

    def test_a_case_of_the_other_kind_is_not_found(
        self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str
    ) -> None:
        assert signed_in(desk.officer).get(reverse(page, args=[desk.record().reference])).status_code == 404


def test_a_suspension_is_not_found_on_the_pages_of_an_exclusion(desk: Desk) -> None:
    case = make_suspension_at(desk, "notified")
    assert signed_in(desk.officer).get(reverse("exclusion_check", args=[case.reference])).status_code == 404


def test_a_need_names_its_row_and_the_fix(desk: Desk) -> None:
    case = make_suspension_at(desk, "notified")
    Suspension.objects.update(home_authority=None)
    page = signed_in(desk.officer).get(reverse("case", args=[case.reference])).content.decode()
    assert "Home authority: not checked yet. Check where the child lives." in page
