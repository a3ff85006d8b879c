"""Papers and the panel of a review that become known when the panel has decided, and the cards of the panel."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Deadline
from exclusions.facts import gather
from exclusions.models import ReviewPaper, ReviewSeat
from exclusions.policies import reasons_against
from exclusions.review.arranging_presenters import panel_rows, present_arrangements
from tests.exclusions.test_review_arranging import keep as keep_paper_of
from tests.exclusions.test_review_arranging import send as send_papers_of
from tests.exclusions.test_review_pages import PAPER, TODAY, asked, filled, signed_in
from tests.factories.exclusions import Desk
from tests.factories.leaving import LATER, off_roll
from tests.factories.reviews import HEARING_ON, ReviewDesk, make_member, make_review_at


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)


@pytest.fixture
def acts(desk: Desk) -> ReviewDesk:
    return ReviewDesk(desk)


@pytest.fixture
def case(desk: Desk) -> Case:
    return make_review_at(desk, "review_applied")


def deadline(case: Case, code: str) -> Deadline:
    return Deadline.objects.exclude(state="superseded").get(case=case, code=f"exclusions.{code}")


def test_papers_become_known_when_the_panel_has_decided(desk: Desk) -> None:
    case = make_review_at(desk, "review_upheld")
    assert deadline(case, "review_papers").state == "running"
    can = present_arrangements(gather(case), HEARING_ON)["can"]
    assert can["review_papers"]
    case = send_papers_of(desk, keep_paper_of(desk, case), date(2026, 11, 4))
    papers = deadline(case, "review_papers")
    assert (papers.state, papers.met_on) == ("met", date(2026, 11, 4))


@pytest.mark.parametrize("state", ["reconsidered_reinstated", "reconsidered_declined"])
def test_who_sat_and_on_which_papers_is_recorded_after_the_second_decision(
    desk: Desk, acts: ReviewDesk, state: str
) -> None:
    case = make_review_at(desk, state)
    member = make_member(desk.officer)
    needs = {row.label: row.needs for row in panel_rows(gather(case))}
    assert "A panel has 3 or 5 members; this has 0." in needs["Panel"]
    case = keep_paper_of(desk, acts.invite(case, member, on=HEARING_ON), sent_on=date(2026, 11, 4))
    assert deadline(case, "review_papers").state == "met"
    assert ReviewSeat.objects.get().member == member


def test_of_a_closed_case_no_panel_is_asked_for(desk: Desk) -> None:
    case = make_review_at(desk, "reconsidered_reinstated")
    Case.objects.filter(pk=case.pk).update(state="closed", closed_on=HEARING_ON)
    closed = gather(Case.objects.get(pk=case.pk))
    assert {row.label: row.needs for row in panel_rows(closed)}["Panel"] == ""
    assert present_arrangements(closed, HEARING_ON)["panel_reasons"] == []


def test_without_a_review_there_are_no_papers(desk: Desk, acts: ReviewDesk) -> None:
    gone = off_roll(desk, make_review_at(desk, "review_waived"), off_on=date(2026, 10, 13))
    assert reasons_against("review_papers", gather(gone), LATER) == ["The parents did not ask for a review in time."]


def test_of_a_review_that_was_withdrawn_before_a_hearing_was_listed_no_papers_are_waited_for(
    desk: Desk, acts: ReviewDesk, case: Case
) -> None:
    assert deadline(case, "review_papers").state == "not_started"
    case = acts.withdraw(case)
    assert not Deadline.objects.filter(case=case, code="exclusions.review_papers").exclude(state="superseded").exists()
    gone = off_roll(desk, case, off_on=date(2026, 11, 3))
    assert reasons_against("review_papers", gather(gone), LATER) == ["The parents withdrew the review."]


def test_each_member_of_the_panel_has_a_card_with_the_answer_and_its_link(desk: Desk) -> None:
    case = asked(desk)
    page = signed_in(desk.officer).get(reverse("exclusion_review", args=[case.reference])).content.decode()
    card = page[page.index('onroll-card__title">Panel Person') : page.index(">Papers<")]
    assert "No answer yet" in card
    assert reverse("exclusion_review_answer", args=[case.reference, ReviewSeat.objects.get().pk]) in card
    assert "<table" not in card


def test_papers_are_recorded_on_their_page_when_the_panel_has_decided(desk: Desk) -> None:
    case, client = make_review_at(desk, "review_upheld"), signed_in(desk.officer)
    for name, answers in (("paper_add", PAPER), ("papers_sent", {"sent_on": "2026-11-04"})):
        address = reverse(f"exclusion_review_{name}", args=[case.reference])
        assert client.post(address, filled(client, address, answers)).status_code == 302
    assert ReviewPaper.objects.get().sent_on == date(2026, 11, 4)
