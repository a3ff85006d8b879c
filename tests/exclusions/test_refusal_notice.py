"""The governors' written decision: its day put right when the parents have answered it, and taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Deadline, Event, Note, Task
from exclusions.actions.governors_corrections import correct_governors_decision
from exclusions.actions.refusal_notice import record_refusal_notice, take_back_refusal_notice
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Exclusion
from exclusions.presenters import present
from tests.exclusions.test_pages import send, signed_in
from tests.factories.exclusions import GOVERNORS_MEET_ON, NOTICE_SENT_ON, Desk, make_case_at
from tests.factories.leaving import LATER, off_roll
from tests.factories.reviews import ReviewDesk, make_review_at

NEXT_DAY = date(2026, 10, 8)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)


def record(desk: Desk, case: Case, on: date, method: str = "hand") -> Case:
    return record_refusal_notice(
        case=case, sent_on=on, method=method, version=desk.version(case), by=desk.officer, as_of=LATER
    )


def take_back(desk: Desk, case: Case, because: str = "It is another family’s") -> Case:
    return take_back_refusal_notice(
        case=case, because=because, version=desk.version(case), by=desk.officer, as_of=LATER
    )


def refused(act, *args: object) -> ExclusionRefused:
    with pytest.raises(ExclusionRefused) as refusal:
        act(*args)
    return refusal.value


@pytest.mark.parametrize("state", ["review_waived", "review_applied", "review_upheld", "reconsidered_declined"])
def test_its_day_is_corrected_when_the_parents_have_answered(desk: Desk, state: str) -> None:
    case = record(desk, make_review_at(desk, state), NEXT_DAY, "first_class_post")
    row = Exclusion.objects.get()
    assert (case.state, row.refusal_notice_sent_on, row.refusal_notice_method) == (state, NEXT_DAY, "first_class_post")
    address = reverse("exclusion_refusal_notice", args=[case.reference])
    links = [link for group in present(case, desk.officer, LATER).groups for link in group.links]
    assert (address, "Correct the written decision") in links
    assert "is_mistake" not in signed_in(desk.officer).get(address).content.decode()


def test_what_they_did_stays_in_time(desk: Desk) -> None:
    case = ReviewDesk(desk).apply(make_review_at(desk, "review_window"), date(2026, 11, 5))
    refusal = refused(record, desk, case, GOVERNORS_MEET_ON)
    assert refusal.field == "notice_sent_on"
    assert "end on 4 November 2026, and the parents’ application of 5 November 2026 was in time" in refusal.reasons[0]
    assert Exclusion.objects.get().refusal_notice_sent_on == NOTICE_SENT_ON


def test_a_waiver_stays_in_time_too(desk: Desk) -> None:
    case = ReviewDesk(desk).waive(make_review_at(desk, "review_window"), date(2026, 11, 5))
    assert "the parents’ waiver of 5 November 2026" in refused(record, desk, case, GOVERNORS_MEET_ON).reasons[0]


def test_who_was_to_challenge_the_school_follows(desk: Desk) -> None:
    case = off_roll(desk, make_review_at(desk, "review_expired"))
    assert not Task.objects.filter(case=case, code="exclusions.challenge_deletion", state="open").exists()
    case = record(desk, case, NEXT_DAY)
    assert case.state == "off_roll"
    assert Task.objects.filter(case=case, code="exclusions.challenge_deletion", state="open").exists()


@pytest.mark.parametrize("state", ["review_window", "review_expired"])
def test_one_that_never_went_is_taken_back_and_the_decision_can_be_corrected(desk: Desk, state: str) -> None:
    case = take_back(desk, make_review_at(desk, state))
    row = Exclusion.objects.get()
    assert (case.state, row.refusal_notice_sent_on, row.refusal_notice_method) == ("declined", None, "")
    window = Deadline.objects.exclude(state="superseded").get(case=case, code="exclusions.review_application")
    assert window.state == "not_started"
    assert Event.objects.get(code="exclusions.refusal_notice_taken_back").facts == {"was_on": "2026-10-07"}
    assert Note.objects.get(case=case).text.startswith("The governors’ written decision was corrected. It is another")
    case = correct_governors_decision(
        case=case,
        decision="reinstate_immediately",
        decided_on=GOVERNORS_MEET_ON,
        because="A slip",
        version=desk.version(case),
        by=desk.officer,
        as_of=LATER,
    )
    assert case.state == "reinstated"


def test_what_cannot_be_taken_back(desk: Desk) -> None:
    case = make_review_at(desk, "review_expired")
    assert refused(take_back, desk, case, " ").field == "because"
    case = ReviewDesk(desk).apply(case, LATER, why_late="They were away")
    refusal = refused(take_back, desk, case)
    assert (refusal.field, "out of time by this notice" in refusal.reasons[0]) == ("is_mistake", True)


def test_it_is_taken_back_on_its_page(desk: Desk) -> None:
    case, client = make_case_at(desk, "review_window"), signed_in(desk.officer)
    address = reverse("exclusion_refusal_notice", args=[case.reference])
    page = send(client, address, {"notice_sent_on_day": "", "is_mistake": "on"}).content.decode()
    assert "Enter an answer to “If it was recorded by mistake: why?”" in page
    answers = {"notice_sent_on_day": "", "is_mistake": "on", "because": "Another family’s"}
    assert send(client, address, answers).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "declined"
