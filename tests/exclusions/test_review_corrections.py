"""Putting right a waiver of a review and the governors' second decision, and what follows from it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Deadline, Event, Note, Task
from exclusions.actions.day_six import END_PLACEMENTS
from exclusions.actions.refusals import ExclusionRefused
from exclusions.facts import gather
from exclusions.models import Exclusion, Review, ReviewTold
from exclusions.policies import reasons_against
from exclusions.presenters import present
from tests.exclusions.test_review_pages import filled, signed_in
from tests.factories.exclusions import Desk
from tests.factories.leaving import off_roll
from tests.factories.reviews import NOTICE_ON, RECONSIDERED_ON, ReviewDesk, make_review_at

# The parents' last day by the written decision is well past on this one.
LATER = date(2026, 11, 30)
WAIVED_ON = date(2026, 10, 12)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' own day."""
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)


@pytest.fixture
def acts(desk: Desk) -> ReviewDesk:
    return ReviewDesk(desk)


@pytest.fixture
def waived(desk: Desk) -> Case:
    return make_review_at(desk, "review_waived")


@pytest.fixture
def reinstated(desk: Desk) -> Case:
    return make_review_at(desk, "reconsidered_reinstated")


@pytest.fixture
def declined(desk: Desk) -> Case:
    return make_review_at(desk, "reconsidered_declined")


def refused(act, *args: object, **more: object) -> ExclusionRefused:
    with pytest.raises(ExclusionRefused) as refusal:
        act(*args, **more)
    return refusal.value


def deadline(case: Case, code: str) -> Deadline:
    return Deadline.objects.exclude(state="superseded").get(case=case, code=f"exclusions.{code}")


def event(case: Case, code: str) -> dict[str, object]:
    return Event.objects.get(case=case, code=f"exclusions.{code}").facts


def tracks(case: Case) -> tuple[str, str, str]:
    row = Exclusion.objects.get(case=case)
    return row.day_six_state, row.funding_state, row.next_school_state


def open_codes(case: Case) -> set[str]:
    return set(Task.objects.filter(case=case, state="open").values_list("code", flat=True))


def links(desk: Desk, case: Case, group: str) -> dict[str, str]:
    shown = next(each for each in present(case, desk.officer, LATER).groups if each.title == group)
    return {label: address for address, label in shown.links}


# --- the waiver


def test_the_day_of_a_waiver_is_corrected_with_a_reason(acts: ReviewDesk, waived: Case) -> None:
    case = acts.correct_waiver(waived, date(2026, 10, 9), because=" The letter is older ")
    assert case.state == "review_waived"
    assert Review.objects.get().waived_on == date(2026, 10, 9)
    assert deadline(case, "roll_deletion").due_on == date(2026, 10, 9)
    assert event(case, "review_waiver_corrected") == {"was_on": "2026-10-12"}
    assert Note.objects.get(case=case).text == "The parents’ waiver of a review was corrected. The letter is older"


def test_a_waiver_that_never_was_gives_the_parents_their_time_back(acts: ReviewDesk, waived: Case) -> None:
    case = acts.take_back_waiver(waived, date(2026, 10, 14))
    assert case.state == "review_window"
    assert Review.objects.get().waived_on is None
    window = deadline(case, "review_application")
    assert window.state == "running"
    assert deadline(case, "roll_deletion").due_on > window.due_on
    assert event(case, "review_waiver_taken_back") == {"was_on": "2026-10-12"}
    assert Note.objects.filter(case=case).count() == 1
    assert acts.waive(case, date(2026, 10, 14)).state == "review_waived"


def test_where_their_time_has_passed_it_ends_at_once(acts: ReviewDesk, waived: Case) -> None:
    case = acts.take_back_waiver(waived, LATER)
    assert Case.objects.get(pk=case.pk).state == "review_expired"


@pytest.mark.parametrize(
    ("on", "because", "field"),
    [
        (date(2026, 10, 5), "A slip", "waived_on"),
        (date(2026, 12, 1), "A slip", "waived_on"),
        (date(2026, 10, 9), "  ", "because"),
    ],
)
def test_a_correction_of_a_waiver_that_cannot_be(
    acts: ReviewDesk, waived: Case, on: date, because: str, field: str
) -> None:
    assert refused(acts.correct_waiver, waived, on, because=because, as_of=LATER).field == field
    assert refused(acts.take_back_waiver, waived, LATER, because="").field == "because"
    assert Review.objects.get().waived_on == WAIVED_ON
    assert not Note.objects.exists()


def test_once_the_name_has_left_only_the_day_of_the_waiver_changes(desk: Desk, acts: ReviewDesk, waived: Case) -> None:
    case = off_roll(desk, waived, off_on=date(2026, 10, 13))
    assert refused(acts.take_back_waiver, case, LATER).field == "is_mistake"
    case = acts.correct_waiver(case, date(2026, 10, 9), as_of=LATER)
    assert (case.state, Review.objects.get().waived_on) == ("off_roll", date(2026, 10, 9))


def test_without_a_waiver_there_is_none_to_correct(desk: Desk, declined: Case) -> None:
    case = off_roll(desk, declined, off_on=RECONSIDERED_ON)
    reasons = reasons_against("review_waiver_day_corrected", gather(case), LATER)
    assert reasons == ["No waiver of a review is recorded."]
    assert "Correct the waiver" not in links(desk, case, "Review")


# --- the second decision


def test_declined_that_was_a_reinstatement_ends_what_a_reinstatement_ends(acts: ReviewDesk, declined: Case) -> None:
    assert {"exclusions.telephone_school", "exclusions.start_finance_row"} <= open_codes(declined)
    case = acts.correct_decision(declined, "reinstated")
    assert case.state == "reconsidered_reinstated"
    assert (Review.objects.get().second_decision, Review.objects.get().reinstated_on) == ("reinstated", RECONSIDERED_ON)
    assert tracks(case) == ("ended", "ended", "ended")
    assert not {"exclusions.telephone_school", "exclusions.start_finance_row"} & open_codes(case)
    assert not Deadline.objects.filter(case=case, code="exclusions.roll_deletion", state="running").exists()
    facts = event(case, "second_decision_corrected")
    assert (facts["decision"], facts["was"], facts["was_on"]) == ("reinstated", "declined", "2026-11-24")
    assert Note.objects.get(case=case).text.startswith("The governors’ second decision was corrected. The minutes")


def test_reinstated_that_was_none_begins_the_tracks_and_the_tasks_again(
    desk: Desk, acts: ReviewDesk, reinstated: Case
) -> None:
    cancelled = set(event(reinstated, "reconsidered")["cancelled_tasks"])
    assert "exclusions.telephone_school" in cancelled
    assert tracks(reinstated) == ("ended", "ended", "ended")
    case = acts.correct_decision(reinstated, "declined")
    assert case.state == "reconsidered_declined"
    assert Review.objects.get().reinstated_on is None
    assert tracks(case) == ("late", "to_calculate", "to_find")
    assert cancelled - {"exclusions.refer_day_six"} <= open_codes(case)
    assert deadline(case, "roll_deletion").due_on == RECONSIDERED_ON
    assert deadline(case, "governors_reconsider").met_on == RECONSIDERED_ON
    # And back again: what was opened again ends again.
    case = acts.correct_decision(case, "reinstated")
    assert not cancelled & open_codes(case)
    assert acts.correct_decision(case, "declined").state == "reconsidered_declined"
    assert "exclusions.telephone_school" in open_codes(case)


def test_nobody_is_asked_any_more_to_end_the_education(acts: ReviewDesk, desk: Desk, reinstated: Case) -> None:
    Task.objects.create(
        case=reinstated,
        child=reinstated.child,
        code=END_PLACEMENTS,
        title="End it",
        due_on=LATER,
        opened_at="2026-11-24T12:00:00Z",
        opened_by=desk.officer,
    )
    assert END_PLACEMENTS not in open_codes(acts.correct_decision(reinstated, "declined"))


def test_the_days_alone_are_corrected(acts: ReviewDesk, reinstated: Case) -> None:
    case = acts.correct_decision(reinstated, "reinstated", on=date(2026, 11, 25), reinstate_on=date(2026, 11, 27))
    row = Review.objects.get()
    assert (row.reconsidered_on, row.reinstated_on) == (date(2026, 11, 25), date(2026, 11, 27))
    assert case.state == "reconsidered_reinstated"
    assert deadline(case, "governors_reconsider").met_on == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("decision", "more", "field"),
    [
        ("upheld", {}, "decision"),
        ("declined", {"on": date(2026, 11, 12)}, "reconsidered_on"),
        ("declined", {"on": date(2026, 12, 1)}, "reconsidered_on"),
        ("declined", {"reinstate_on": date(2026, 11, 25)}, "reinstate_on"),
        ("declined", {"because": ""}, "because"),
    ],
)
def test_a_correction_of_the_decision_that_cannot_be(
    acts: ReviewDesk, declined: Case, decision: str, more: dict, field: str
) -> None:
    assert refused(acts.correct_decision, declined, decision, **more).field == field
    assert Case.objects.get().state == "reconsidered_declined"


def test_the_day_is_no_later_than_what_followed(acts: ReviewDesk, declined: Case) -> None:
    case = acts.adjust(declined, date(2026, 11, 26))
    refusal = refused(acts.correct_decision, case, "declined", on=date(2026, 11, 27))
    assert "26 November 2026, when the adjustment was made" in refusal.reasons[0]
    case = acts.tell(case, second={"parents": date(2026, 11, 25)}, as_of=LATER)
    refusal = refused(acts.correct_decision, case, "declined", on=date(2026, 11, 26))
    assert "25 November 2026, when somebody was told of it" in refusal.reasons[0]
    # An offer of reinstatement brings no adjustment, so its day does not bind it.
    acts.correct_decision(case, "reinstated", on=date(2026, 11, 25))


def test_once_the_name_has_left_only_the_day_of_the_decision_changes(
    desk: Desk, acts: ReviewDesk, declined: Case
) -> None:
    case = off_roll(desk, declined, off_on=date(2026, 11, 25))
    assert refused(acts.correct_decision, case, "reinstated").field == "decision"
    case = acts.correct_decision(case, "declined", on=date(2026, 11, 23))
    assert (case.state, Review.objects.get().reconsidered_on) == ("off_roll", date(2026, 11, 23))
    assert links(desk, case, "Outcome of the review")["Correct the second decision"]


def test_without_a_second_decision_there_is_none_to_correct(desk: Desk, waived: Case) -> None:
    case = off_roll(desk, waived, off_on=date(2026, 10, 13))
    reasons = reasons_against("reconsidered_day_corrected", gather(case), LATER)
    assert reasons == ["No second decision is recorded."]


def test_of_another_second_decision_nobody_counts_as_told(acts: ReviewDesk, declined: Case) -> None:
    case = acts.tell(declined, second={"parents": date(2026, 11, 25)}, as_of=LATER)
    case = acts.correct_decision(case, "declined")
    assert ReviewTold.objects.filter(about="second").count() == 1
    case = acts.correct_decision(case, "reinstated", on=date(2026, 11, 26))
    assert not ReviewTold.objects.exists()
    facts = Event.objects.filter(case=case, code="exclusions.second_decision_corrected").latest("pk").facts
    assert facts["to_tell_again"] == ["parents"]


# --- the panel's decision


def test_another_decision_of_the_panel_is_told_again(acts: ReviewDesk, desk: Desk) -> None:
    case = acts.tell(make_review_at(desk, "review_quashed"), panel={"parents": NOTICE_ON}, as_of=LATER)
    sent = {"notice_sent_on": NOTICE_ON, "notice_method": "hand", "as_of": LATER}
    refusal = refused(acts.decide, case, "quash_direct", on=date(2026, 11, 16), **sent)
    assert refusal.reasons[0].startswith("Decided on must be on or before 13 November 2026, when somebody was told")
    case = acts.decide(case, "quash_direct", on=date(2026, 11, 13), **sent)
    assert ReviewTold.objects.exists()
    case = acts.decide(case, "uphold", on=date(2026, 11, 13), **sent)
    assert (case.state, ReviewTold.objects.exists()) == ("review_upheld", False)


def test_after_the_second_decision_the_days_of_the_panels_decision_alone_are_corrected(
    acts: ReviewDesk, desk: Desk, declined: Case
) -> None:
    sent = {"notice_sent_on": date(2026, 11, 16), "notice_method": "hand", "orders": True, "as_of": LATER}
    assert refused(acts.decide, declined, "uphold", **{**sent, "orders": False}).field == "outcome"
    assert refused(acts.decide, declined, "quash_direct", **{**sent, "orders": False}).field == "orders_adjustment"
    for wrong in (None, date(2026, 11, 25)):
        method = "hand" if wrong else ""
        more = {**sent, "notice_sent_on": wrong, "notice_method": method}
        refusal = refused(acts.decide, declined, "quash_direct", **more)
        assert "on or before 24 November 2026, when they decided again" in refusal.reasons[0]
    case = acts.decide(declined, "quash_direct", on=date(2026, 11, 13), **sent)
    row = Review.objects.get()
    assert (case.state, row.decided_on, row.notice_sent_on) == (
        "reconsidered_declined",
        date(2026, 11, 13),
        date(2026, 11, 16),
    )
    assert links(desk, case, "Outcome of the review")["Correct the panel’s decision"].endswith("/review/decision/")


def test_once_the_name_has_left_the_day_of_a_panel_that_upheld_moves_the_lawful_day(
    acts: ReviewDesk, desk: Desk
) -> None:
    case = off_roll(desk, make_review_at(desk, "review_upheld"), off_on=date(2026, 11, 13))
    assert "exclusions.challenge_deletion" not in open_codes(case)
    case = acts.decide(case, "uphold", on=date(2026, 11, 16), as_of=LATER)
    assert (case.state, Review.objects.get().decided_on) == ("off_roll", date(2026, 11, 16))
    assert "exclusions.challenge_deletion" in open_codes(case)


def test_without_a_panel_there_is_no_decision_of_one_to_correct(desk: Desk, waived: Case) -> None:
    case = off_roll(desk, waived, off_on=date(2026, 10, 13))
    reasons = reasons_against("review_decided_day_corrected", gather(case), LATER)
    assert reasons == ["No decision of a review panel is recorded."]


# --- on the case page


def test_what_only_puts_right_is_a_link_and_no_step(desk: Desk, waived: Case) -> None:
    assert links(desk, waived, "Review")["Correct the waiver"].endswith("/review/waiver/correct/")
    steps = {step.label for step in present(waived, desk.officer, LATER).steps}
    assert "Correct or take back the waiver of a review" not in steps


def test_an_application_that_is_recorded_is_no_step_again(desk: Desk) -> None:
    case = make_review_at(desk, "review_applied")
    steps = {step.label for step in present(case, desk.officer, date(2026, 10, 20)).steps}
    assert "Record an application for a review" not in steps
    assert links(desk, case, "Review")["Correct the application"].endswith("/review/application/")


def test_before_it_is_recorded_it_is_one(desk: Desk) -> None:
    case = make_review_at(desk, "review_window")
    steps = {step.label for step in present(case, desk.officer, date(2026, 10, 20)).steps}
    assert "Record an application for a review" in steps
    assert "Correct the application" not in links(desk, case, "Review")


def test_a_waiver_is_taken_back_on_its_page(desk: Desk, today: None) -> None:
    case, client = make_review_at(desk, "review_waived"), signed_in(desk.officer)
    address = reverse("exclusion_review_waiver_correct", args=[case.reference])
    assert "It was recorded by mistake: take the waiver back" in client.get(address).content.decode()
    answers = {"waived_on_day": "", "is_mistake": "on", "because": "Another family’s letter"}
    assert client.post(address, filled(client, address, answers)).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "review_expired", "the parents' last day is past today"
    page = client.get(reverse("case", args=[case.reference])).content.decode()
    assert "Waiver of a review taken back: recorded by mistake" in page
    assert "Another family’s letter" in page


def test_the_page_of_a_second_decision_opens_with_what_is_recorded(desk: Desk, today: None) -> None:
    case = make_review_at(desk, "reconsidered_declined")
    page = signed_in(desk.officer).get(reverse("exclusion_reconsidered_correct", args=[case.reference]))
    text = page.content.decode()
    assert re.search(r'value="declined"[^>]*checked', text)
    assert re.findall(r'name="reconsidered_on_(?:day|month|year)"[^>]*value="([0-9]+)"', text) == ["24", "11", "2026"]
