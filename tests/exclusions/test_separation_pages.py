"""The pages of a separation: each POST signed out, by an outsider, without the right, well, and badly."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case, Event
from exclusions.models import Separation
from tests.exclusions.test_pages import hidden_inputs, send, signed_in
from tests.factories.children import make_child
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user, make_team, make_user
from tests.factories.separations import end, make_separation, make_separation_at

RECORD = {
    "began_on": "2026-09-15",
    "expected_until_on": "2026-10-02",
    "next_review_on": "2026-09-22",
    "home_authority": "331",
    "council_told_on": "2026-09-15",
    "parents_told_on": "2026-09-15",
    "designated_officer": "yes",
}
CORRECT = {
    "began_on": "2026-09-14",
    "home_authority": "331",
    "is_looked_after": "no",
    "has_plan": "no",
    "has_social_worker": "yes",
}
# Page, a good answer, a bad answer and the words of its refusal, the state afterwards.
STEPS = [
    (
        "separation_told",
        {"parents_told_on": "2026-09-16", "designated_officer": "no"},
        {"parents_told_on": "2026-08-14", "designated_officer": "no"},
        "Parents told on must be on or after 15 August 2026",
        "separated",
    ),
    (
        "separation_correct",
        CORRECT,
        {**CORRECT, "began_on": "2026-07-25"},
        "There are safeguarding separations from 26 July 2026 on only",
        "separated",
    ),
    (
        "separation_review",
        {"held_on": "2026-09-22", "outcome": "goes_on", "next_review_on": "2026-09-29"},
        {"held_on": "2026-09-14", "outcome": "goes_on"},
        "Held on must be on or after 15 September 2026",
        "separated",
    ),
    (
        "separation_end",
        {"ended_on": "2026-09-25", "how": "returned"},
        {"ended_on": "2026-09-14", "how": "returned"},
        "Last day of the separation must be on or after 15 September 2026",
        "closed",
    ),
]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 9, 28))


def record_address(desk: Desk) -> str:
    return reverse("separation_record", args=[desk.child.uuid])


def test_recording_opens_the_case(desk: Desk) -> None:
    client = signed_in(desk.officer)
    answer = send(client, record_address(desk), {**RECORD, "school": str(desk.school.urn)})
    case = Case.objects.get()
    assert answer.headers["Location"] == reverse("case", args=[case.reference])
    page = client.get(answer.headers["Location"]).content.decode()
    for words in ("Safeguarding separation", "Education under section 19", "No education is booked.", "Not confirmed"):
        assert words in page, words
    assert "Separated from the school" in client.get(reverse("child", args=[desk.child.uuid])).content.decode()


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"began_on": "2026-07-24"}, "There are safeguarding separations from 26 July 2026 on only"),
        ({"began_on": "2026-09-29"}, "Began on must be on or before 28 September 2026"),
        ({"designated_officer": ""}, "Was the local authority designated officer told"),
        ({"school": "another", "urn": "123"}, "Enter the URN of a school"),
    ],
)
def test_a_wrong_answer_names_the_field(desk: Desk, wrong: dict, words: str) -> None:
    answers = {**RECORD, "school": str(desk.school.urn), **wrong}
    answer = send(signed_in(desk.officer), record_address(desk), answers)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not Case.objects.exists()


def test_recording_signed_out_outsider_and_without_the_right(desk: Desk) -> None:
    address = record_address(desk)
    assert Client().post(address, RECORD).headers["Location"].startswith(reverse("account_login"))
    assert signed_in(make_school_user(desk.school)).post(address, RECORD).status_code == 404
    assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, RECORD).status_code == 403
    assert not Case.objects.exists()


@pytest.mark.parametrize(("page", "good", "bad", "words", "after"), STEPS, ids=[step[0] for step in STEPS])
class TestSteps:
    """Every step's page."""

    def test_success(self, desk: Desk, page: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_separation(desk)
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), good)
        assert answer.headers["Location"] == reverse("case", args=[case.reference])
        case.refresh_from_db()
        assert case.state == after

    def test_invalid(self, desk: Desk, page: str, good: dict, bad: dict, words: str, after: str) -> None:
        case = make_separation(desk)
        events = Event.objects.count()
        answer = send(signed_in(desk.officer), reverse(page, args=[case.reference]), bad)
        assert answer.status_code == 200
        assert words in answer.content.decode()
        assert Event.objects.count() == events

    def test_refused(self, desk: Desk, page: str, good: dict, bad: dict, words: str, after: str) -> None:
        address = reverse(page, args=[make_separation(desk).reference])
        assert Client().post(address, good).headers["Location"].startswith(reverse("account_login"))
        assert signed_in(make_school_user(desk.school)).post(address, good).status_code == 404
        assert signed_in(make_user(Role.HEAD_OF_SERVICE)).post(address, good).status_code == 403

    def test_stale(self, desk: Desk, page: str, good: dict, bad: dict, words: str, after: str) -> None:
        client, address = signed_in(desk.officer), reverse(page, args=[make_separation(desk).reference])
        hidden = hidden_inputs(client.get(address).content.decode())
        Separation.objects.update(version=99)
        assert "Both versions" in client.post(address, {**good, **hidden}).content.decode()

    def test_a_case_of_another_kind_is_not_found(
        self, desk: Desk, page: str, good: dict, bad: dict, words: str, after: str
    ) -> None:
        assert signed_in(desk.officer).get(reverse(page, args=[desk.record().reference])).status_code == 404

    def test_a_closed_case_says_why_not(
        self, desk: Desk, page: str, good: dict, bad: dict, words: str, after: str
    ) -> None:
        case = make_separation_at(desk, "closed")
        shown = signed_in(desk.officer).get(reverse(page, args=[case.reference])).content.decode()
        is_also_for_an_ended_one = page in ("separation_told", "separation_correct")
        assert ("The case is “Ended”" in shown) is not is_also_for_an_ended_one


def test_the_record_pages_keep_where_the_case_comes_from(desk: Desk) -> None:
    case = end(desk, make_separation(desk), "permanent_exclusion")
    client = signed_in(desk.officer)
    address = f"{reverse('exclusion_record', args=[desk.child.uuid])}?from={case.reference}"
    answers = {
        "school": str(desk.school.urn),
        "decided_on": "2026-09-28",
        "excluded_on": "2026-09-28",
        "pm_began": "no",
        "reasons": ["PP"],
        "home_authority": "331",
        "misses_exam": "no",
        "has_finished_exams": "no",
    }
    assert send(client, address, answers).status_code == 302
    assert Case.objects.get(kind="permanent_exclusion").opened_from == case
    other = end(desk, make_separation(desk, child=make_child()), "suspension")
    address = f"{reverse('move_record', args=[desk.child.uuid])}?from={other.reference}"
    assert client.get(address).status_code == 404


class TestSensitive:
    """Who may not open the case learns that one is there, and neither kind, state nor lozenge."""

    def test_another_team_sees_a_restricted_case_alone(self, desk: Desk) -> None:
        case = make_separation(desk)
        case.team = make_team("safeguarding_separation", name="Exclusions")
        case.save()
        told_of = ("Safeguarding separation", "Separated from the school", "Away from the school", "SG-", "section 19")
        other = signed_in(make_user(Role.EDUCATION_OFFICER, team=make_team("another_kind")))
        for name in ("child", "child_cases", "child_timeline", "child_documents", "child_family", "note_add"):
            page = other.get(reverse(name, args=[desk.child.uuid])).content.decode()
            for words in told_of:
                assert words not in page, (name, words)
        for name in ("child", "child_cases"):
            page = other.get(reverse(name, args=[desk.child.uuid])).content.decode()
            assert "Restricted case" in page
            assert f"{desk.officer}, Exclusions" in page, "whom to ask"
        assert other.get(reverse("case", args=[case.reference])).status_code == 403

    def test_a_closed_one_is_a_restricted_case_too(self, desk: Desk) -> None:
        make_separation_at(desk, "closed")
        other = signed_in(make_user(Role.EDUCATION_OFFICER, team=make_team("another_kind")))
        page = other.get(reverse("child_cases", args=[desk.child.uuid])).content.decode()
        assert "Restricted case" in page
        assert "Safeguarding" not in page

    def test_its_team_sees_it_by_name(self, desk: Desk) -> None:
        make_separation(desk)
        page = signed_in(desk.officer).get(reverse("child_cases", args=[desk.child.uuid])).content.decode()
        assert "Safeguarding separation" in page

    def test_a_file_of_the_case_is_taken_to_be_about_safeguarding(self, desk: Desk) -> None:
        case = make_separation(desk)
        address = reverse("document_add", args=[desk.child.uuid])
        client = signed_in(desk.officer)
        chosen = 'value="safeguarding" checked'
        assert chosen in client.get(f"{address}?case={case.reference}").content.decode()
        assert chosen not in client.get(address).content.decode()
