"""The pages of an exclusion: each POST signed out, by an outsider, without the right, well, and badly."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from cases.models import Case, Event
from exclusions.models import Exclusion
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.people import make_school_user, make_user

RECORD = {
    "decided_on": "2026-09-15",
    "excluded_on_day": "15",
    "excluded_on_month": "9",
    "excluded_on_year": "2026",
    "pm_began": "no",
    "reasons": ["DB", "PP"],
    "home_authority": "331",
    "misses_exam": "no",
    "has_finished_exams": "no",
    "parents_told_on": "15 Sep 2026",
}
CHECK = {"home_authority": "331", "is_looked_after": "no", "has_plan": "no", "has_social_worker": "no"}
# Page, state of the case, a good answer, a bad answer and the words of its refusal, the state afterwards.
STEPS = [
    (
        "exclusion_correct",
        "checked",
        {**RECORD, "is_looked_after": "no", "has_plan": "yes", "has_social_worker": "no", "reasons": ["PA"]},
        {"exam_on": "2026-11-03"},
        "Take the date of the exam out",
        "checked",
    ),
    ("exclusion_check", "notified", CHECK, {"home_authority": ""}, "authority the child lives in", "checked"),
    (
        "exclusion_told",
        "notified",
        {"governors_told_on": "2026-09-15"},
        {"governors_told_on": "31 2 2026"},
        "must be a real date",
        "notified",
    ),
    (
        "exclusion_governors_listed",
        "checked",
        {"meeting_on": "6/10/2026", "mode": "in_person"},
        {"meeting_on": ""},
        "Enter a date for “Meeting on”",
        "governors_listed",
    ),
    (
        "exclusion_governors_decide",
        "governors_listed",
        {"decision": "decline_reinstatement", "decided_on": "2026-10-06"},
        {"decision": "reinstate_on", "decided_on": "2026-10-06"},
        "Enter the day from which the child is back",
        "declined",
    ),
    (
        "exclusion_governors_correct",
        "declined",
        {"decision": "reinstate_immediately", "decided_on": "2026-10-07", "because": "A slip"},
        {"because": ""},
        "Enter an answer to “Why is it corrected?”",
        "reinstated",
    ),
    (
        "exclusion_refusal_notice",
        "declined",
        {"notice_sent_on": "2026-10-07", "notice_method": "hand"},
        {"notice_sent_on": "2026-10-01", "notice_method": "hand"},
        "must be on or after 6 October 2026",
        "review_window",
    ),
    (
        "exclusion_cancel",
        "notified",
        {"cancelled_on": "2026-09-15", "reason": "new_evidence"},
        {"cancelled_on": "2026-09-14", "reason": "new_evidence"},
        "must be on or after 15 September 2026",
        "cancelled",
    ),
]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' own day: a week after the last of the worked dates."""
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 10, 12))


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def hidden_inputs(page: str) -> dict[str, str]:
    """The key and the version that the page's form carries."""
    found = re.findall(r'type="hidden" name="(form_key|version)" value="([^"]*)"', page)
    return dict(found)


def send(client: Client, address: str, answers: dict[str, object]) -> object:
    """Open the page as a person does, then send its form."""
    page = client.get(address)
    assert page.status_code == 200
    return client.post(address, {**hidden_inputs(page.content.decode()), **answers})


def tick(page: str) -> dict[str, str]:
    """The tick of a page that asks about what is unlikely, as a browser sends it."""
    (value,) = re.findall(r'name="is_confirmed" value="([0-9a-f]+)"', page)
    return {"is_confirmed": value}


def record_address(desk: Desk) -> str:
    return reverse("exclusion_record", args=[desk.child.uuid])


def test_recording_opens_the_case_and_its_page_shows_every_date(desk: Desk) -> None:
    client = signed_in(desk.officer)
    answer = send(client, record_address(desk), {**RECORD, "school": str(desk.school.urn)})
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("case", args=[case.reference])
    page = client.get(answer.headers["Location"]).content.decode()
    for words in ("22 September 2026", "6 October 2026", "14 March 2027", "How this was counted"):
        assert words in page


def test_a_written_decision_is_corrected_from_what_is_recorded(desk: Desk) -> None:
    case = desk.send_notice(make_case_at(desk, "declined"), sent_on=date(2026, 10, 7), method="first_class_post")
    page = signed_in(desk.officer).get(reverse("exclusion_refusal_notice", args=[case.reference])).content.decode()
    boxes = re.findall(r'name="notice_sent_on_(?:day|month|year)"[^>]*value="([0-9]+)"', page)
    assert boxes == ["7", "10", "2026"]
    assert re.search(r'value="first_class_post"[^>]*checked', page)


def test_another_school_by_its_urn(desk: Desk) -> None:
    answers = {**RECORD, "school": "another", "urn": str(desk.school.urn)}
    send(signed_in(desk.officer), record_address(desk), answers)
    assert Case.objects.get().school == desk.school


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"excluded_on_day": "31", "excluded_on_month": "2"}, "Excluded from must be a real date"),
        ({"excluded_on_day": "14"}, "Excluded from must be on or after the day of the decision"),
        ({"decided_on": "2026-12-01"}, "Decided on must be on or before"),
        ({"reasons": []}, "Reasons"),
        ({"reasons": ["DB", "PP", "PA", "VA"]}, "choose no more than 3"),
        ({"misses_exam": "yes"}, "Enter the date of the exam"),
        ({"exam_on": "2026-11-03"}, "Take the date of the exam out"),
        ({"excluded_on_year": "2199"}, "Excluded from must be within a year of the decision"),
        ({"school": "another", "urn": "123"}, "Enter the URN of a school in the schools list"),
        ({"parents_told_on": "2026-09-14"}, "Parents told on must be from the day of the decision to today"),
        ({"council_told_on": "2026-09-14"}, "The school told us on must be from the day of the decision to today"),
    ],
)
def test_a_wrong_answer_names_the_field_and_keeps_what_was_typed(desk: Desk, wrong: dict, words: str) -> None:
    answer = send(signed_in(desk.officer), record_address(desk), {**RECORD, "school": str(desk.school.urn), **wrong})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert words in page
    assert page.count("Error: Record a permanent exclusion") == 1, "the title says Error once"
    assert 'value="15 Sep 2026"' in page or 'value="2026-09-14"' in page, "what was typed stays"
    assert not Case.objects.exists()


def test_sending_twice_records_once(desk: Desk) -> None:
    client = signed_in(desk.officer)
    answers = {**RECORD, "school": str(desk.school.urn)}
    answers |= hidden_inputs(client.get(record_address(desk)).content.decode())
    first, second = client.post(record_address(desk), answers), client.post(record_address(desk), answers)
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


def test_recording_signed_out_outsider_and_without_the_right(desk: Desk) -> None:
    address = record_address(desk)
    assert Client().post(address, RECORD).headers["Location"].startswith(reverse("account_login"))
    assert signed_in(make_school_user(desk.school)).post(address, RECORD).status_code == 404
    assert signed_in(make_user(Role.ADMINISTRATOR)).post(address, RECORD).status_code == 404
    assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, RECORD).status_code == 403
    assert signed_in(make_user(Role.EDUCATION_OFFICER)).post(address, RECORD).status_code == 403
    assert not Case.objects.exists()


@pytest.mark.parametrize(("page", "state", "good", "bad", "words", "after"), STEPS, ids=[step[0] for step in STEPS])
class TestSteps:
    """Every step's page."""

    def test_success(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_case_at(desk, state)
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), good)
        assert answer.headers["Location"] == reverse("case", args=[case.reference])
        assert Case.objects.get().state == after

    def test_invalid(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_case_at(desk, state)
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), {**good, **bad})
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert Case.objects.get().state == state

    def test_stale(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_case_at(desk, state)
        client = signed_in(desk.officer)
        address = reverse(page, args=[case.reference])
        hidden = hidden_inputs(client.get(address).content.decode())
        Exclusion.objects.update(version=99)
        answer = client.post(address, {**good, **hidden})
        text = answer.content.decode()
        assert "Both versions" in text
        assert "Nothing was overwritten" in text
        assert hidden_inputs(text)["version"] == "99"
        assert Case.objects.get().state == state

    def test_a_refused_form_keeps_the_version_its_reader_saw(
        self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str
    ) -> None:
        """A colleague saves between the first and the second sending: the second is stale, not an overwrite."""
        case = make_case_at(desk, state)
        client = signed_in(desk.officer)
        address = reverse(page, args=[case.reference])
        hidden = hidden_inputs(client.get(address).content.decode())
        Exclusion.objects.update(version=99)
        no_days = {name: "31 2 2026" for name in good if name.endswith("_on")}
        refused = client.post(address, {**good, **bad, **no_days, **hidden}).content.decode()
        assert hidden_inputs(refused)["version"] == hidden["version"]
        again = client.post(address, {**good, **hidden_inputs(refused)}).content.decode()
        assert "Both versions" in again
        assert Case.objects.get().state == state

    def test_a_form_without_a_version_is_stale(
        self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str
    ) -> None:
        case = make_case_at(desk, state)
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), {**good, "version": ""})
        assert answer.status_code == 200
        assert Case.objects.get().state == state

    def test_refused(self, desk: Desk, page: str, state: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_case_at(desk, state)
        events = Event.objects.count()
        address = reverse(page, args=[case.reference])
        assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.ADMINISTRATOR)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403
        assert signed_in(make_user(Role.EXCLUSIONS_OFFICER)).post(address, good).status_code == 403
        assert (Case.objects.get().state, Event.objects.count()) == (state, events)


def test_a_step_that_is_not_possible_says_why_and_shows_no_form(desk: Desk) -> None:
    case = desk.record()
    page = signed_in(desk.officer).get(reverse("exclusion_governors_decide", args=[case.reference])).content.decode()
    assert "This is not possible now" in page
    assert "Record first when the governors were told." in page
    assert "form_key" not in page.split("<main", 1)[1]
