"""Asking for a review: waiver, application in and out of time, claim, withdrawal, the window that ends by itself."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from cases.models import Case, Deadline, Event
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.review_asking import record_waiver
from exclusions.facts import gather
from exclusions.kind import KIND
from exclusions.models import Exclusion, Review, ReviewApplication
from exclusions.policies import reasons_against
from exclusions.review.facts import deemed_given, facts_for_roll_deletion
from exclusions.review.window import Window
from exclusions.states import OFF_ROLL, PLACED
from ledger.versions import StaleEdit
from schools.models import CalendarEntry
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.people import make_user
from tests.factories.reviews import ReviewDesk, expire, make_review_at

LAST_DAY = date(2026, 11, 5)
AFTER = date(2026, 11, 6)


@pytest.fixture
def acts(desk: Desk) -> ReviewDesk:
    return ReviewDesk(desk)


@pytest.fixture
def case(desk: Desk) -> Case:
    return make_case_at(desk, "review_window")


def state_of(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


# --- who arranges it


def test_a_trust_arranges_itself_and_the_case_says_so(desk: Desk) -> None:
    case = make_review_at(desk, "review_applied")
    Exclusion.objects.update(legal_type_then="academy")
    facts = gather(case)
    for step in ("review_arranged", "review_panel", "review_papers", "review_costs"):
        assert "The academy trust of Ashgrove Academy (invented) arranges this review." in " ".join(
            reasons_against(step, facts, AFTER)
        )
    for step in ("review_hearing", "review_decided"):
        assert reasons_against(step, facts, AFTER) == []


# --- the window as a truth table


FIRST = date(2026, 11, 5)
CLAIM = date(2026, 10, 20)
AFTER_CLAIM = date(2027, 3, 5)


@pytest.mark.parametrize(
    ("window", "made_on", "in_time"),
    [
        (Window(FIRST), FIRST, True),
        (Window(FIRST), AFTER, False),
        (Window(None), FIRST, None),
        (Window(FIRST, CLAIM, True), AFTER, True),
        (Window(FIRST, date(2027, 1, 4), True), AFTER, False),
        (Window(FIRST, CLAIM, False, AFTER_CLAIM), AFTER_CLAIM, True),
        (Window(FIRST, CLAIM, False, AFTER_CLAIM), date(2027, 3, 6), False),
        (Window(FIRST, CLAIM, False, None), AFTER, None),
        (Window(None, CLAIM, True), AFTER, True),
    ],
)
def test_in_time_by_either_window(window: Window, made_on: date, in_time: bool | None) -> None:
    assert window.is_in_time(made_on) is in_time


@pytest.mark.parametrize(
    ("window", "as_of", "is_over"),
    [
        (Window(FIRST), FIRST, False),
        (Window(FIRST), AFTER, True),
        (Window(None), AFTER, False),
        (Window(FIRST, CLAIM, True), date(2027, 6, 1), False),
        (Window(FIRST, CLAIM, False, AFTER_CLAIM), AFTER_CLAIM, False),
        (Window(FIRST, CLAIM, False, AFTER_CLAIM), date(2027, 3, 6), True),
        (Window(FIRST, CLAIM, False, None), date(2027, 6, 1), False),
    ],
)
def test_over_only_when_every_last_day_has_passed(window: Window, as_of: date, is_over: bool) -> None:
    assert window.is_over(as_of) is is_over


# --- the window that ends by itself


def test_the_window_ends_by_itself_and_nobody_is_named(case: Case) -> None:
    assert expire(case, LAST_DAY).state == "review_window"
    assert expire(case, AFTER).state == "review_expired"
    event = Event.objects.get(case=case, code="exclusions.review_window_ended")
    assert (event.by, event.happened_on) == (None, AFTER)
    expire(case, AFTER)
    assert Event.objects.filter(code="exclusions.review_window_ended").count() == 1


def test_it_does_not_end_while_a_claim_is_pending(acts: ReviewDesk, case: Case) -> None:
    case = acts.claim(case, date(2026, 10, 20))
    assert expire(case, date(2027, 1, 11)).state == "review_window"
    acts.claim(case, date(2026, 10, 20), date(2027, 2, 1))
    after = Deadline.objects.get(case=case, code="exclusions.review_application_after_claim")
    # 2(1) 3 4 5 8(5) 9 10 11 12 February, half-term, 22(10) 23 24 25 26(14) 1 March(15).
    assert after.due_on == date(2027, 3, 1)
    assert expire(case, date(2027, 3, 1)).state == "review_window"
    assert expire(case, date(2027, 3, 2)).state == "review_expired"


def test_a_claim_that_is_pending_says_what_will_start_its_window(acts: ReviewDesk, case: Case) -> None:
    acts.claim(case, date(2026, 10, 20))
    after = Deadline.objects.get(case=case, code="exclusions.review_application_after_claim")
    assert (after.state, after.due_on) == ("not_started", None)
    assert "finally determined" in after.explanation
    claim = Deadline.objects.get(case=case, code="exclusions.equality_claim")
    assert (claim.state, claim.met_on) == ("met", date(2026, 10, 20))


def test_a_calendar_put_right_opens_it_again(desk: Desk, case: Case) -> None:
    assert expire(case, AFTER).state == "review_expired"
    # The school was shut on the last day after all.
    CalendarEntry.objects.create(kind="closure", starts_on=LAST_DAY, ends_on=LAST_DAY, note="Flood")
    assert expire(case, AFTER).state == "review_window"
    assert Event.objects.get(code="exclusions.review_window_reopened").by is None
    assert expire(case, date(2026, 11, 7)).state == "review_expired"


def test_a_day_of_sending_put_right_moves_the_window(desk: Desk, case: Case) -> None:
    expire(case, AFTER)
    case = Case.objects.select_related("child", "school").get(pk=case.pk)
    case = desk.send_notice(case, sent_on=date(2026, 10, 12))
    assert (case.state, state_of(case)) == ("review_window", "review_window")
    # Recorded so late that it has passed already: the same act ends it, and the caller's case says so.
    Exclusion.objects.update(refusal_notice_sent_on=date(2026, 10, 7))
    KIND.refresh(case=case, by=desk.officer, as_of=AFTER)
    assert case.state == "review_expired"


def test_without_a_calendar_it_never_ends(case: Case) -> None:
    CalendarEntry.objects.all().delete()
    assert expire(case, date(2027, 3, 1)).state == "review_window"


def test_before_the_written_decision_there_is_no_window(desk: Desk) -> None:
    assert expire(make_case_at(desk, "declined"), date(2027, 3, 1)).state == "declined"


# --- the application


def test_an_application_found_late_but_made_in_time_opens_it_again(acts: ReviewDesk, case: Case) -> None:
    expire(case, AFTER)
    case = acts.apply(
        Case.objects.get(pk=case.pk), date(2026, 11, 2), method="first_class_post", as_of=date(2026, 11, 9)
    )
    assert state_of(case) == "review_applied"
    assert gather(case).review.application_made_on == date(2026, 11, 4)


def test_posted_in_time_but_served_too_late_is_out_of_time(acts: ReviewDesk, case: Case) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        acts.apply(case, date(2026, 11, 4), method="first_class_post")
    assert refusal.value.field == "why_late"
    assert "counts as made on 6 November 2026; the last day was 5 November 2026" in str(refusal.value)
    assert not Review.objects.exists(), "a refusal leaves nothing"


def test_out_of_time_is_kept_with_its_reason_and_moves_nothing(acts: ReviewDesk, case: Case) -> None:
    case = acts.apply(case, date(2026, 11, 9), why_late="Illness in the family")
    assert state_of(case) == "review_expired", "the day after the last day it ends; the late word changes nothing"
    late = ReviewApplication.objects.get()
    assert (late.is_in_time, late.why_late) == (False, "Illness in the family")
    assert not Deadline.objects.filter(case=case, code="exclusions.review_hearing").exists()
    assert Deadline.objects.get(case=case, code="exclusions.roll_deletion").due_on == AFTER
    assert Event.objects.filter(code="exclusions.review_applied_late").count() == 1
    acts.apply(case, date(2026, 11, 10), why_late="A second word")
    assert ReviewApplication.objects.count() == 2


def test_a_reason_for_being_late_is_refused_in_time(acts: ReviewDesk, case: Case) -> None:
    with pytest.raises(ExclusionRefused, match="Take the reason out") as refusal:
        acts.apply(case, why_late="Never mind")
    assert refusal.value.field == "why_late"


def test_after_a_claim_the_other_window_counts(acts: ReviewDesk, case: Case) -> None:
    case = acts.claim(case, date(2026, 10, 20), date(2027, 2, 1))
    case = acts.apply(Case.objects.get(pk=case.pk), date(2027, 3, 1))
    assert state_of(case) == "review_applied"
    facts = gather(case)
    assert facts.review.is_after_claim
    assert facts_for_roll_deletion(facts.review)["applied_after_claim"] is True
    deadlines = {each.code: each for each in Deadline.objects.filter(case=case)}
    assert deadlines["exclusions.review_application_after_claim"].state == "met"
    assert deadlines["exclusions.review_application"].met_on is None
    assert deadlines["exclusions.roll_deletion"].state == "no_date", "the name stays while the review goes on"


def test_after_both_windows_it_is_late_and_the_later_last_day_is_named(acts: ReviewDesk, case: Case) -> None:
    case = acts.claim(case, date(2026, 10, 20), date(2027, 2, 1))
    with pytest.raises(ExclusionRefused, match="the last day was 1 March 2027"):
        acts.apply(Case.objects.get(pk=case.pk), date(2027, 3, 2))


def test_a_waiver_does_not_bar_an_application_in_time_and_the_later_of_them_stands(
    acts: ReviewDesk, case: Case
) -> None:
    case = acts.apply(acts.waive(case))
    assert state_of(case) == "review_applied"
    case = acts.withdraw(case)
    roll = Deadline.objects.get(case=case, code="exclusions.roll_deletion")
    assert (roll.state, roll.due_on) == ("running", date(2026, 11, 2)), "the day on which the review was withdrawn"


def test_an_application_is_put_right_while_it_stands(acts: ReviewDesk, case: Case) -> None:
    case = acts.apply(case)
    case = acts.apply(case, date(2026, 10, 20), wants_expert=True, access_needs="A Polish interpreter")
    application = ReviewApplication.objects.get()
    assert (application.sent_on, application.wants_expert) == (date(2026, 10, 20), True)
    assert Deadline.objects.get(case=case, code="exclusions.review_hearing").due_on == date(2026, 11, 18)
    with pytest.raises(ExclusionRefused, match="cannot become one out of time") as refusal:
        acts.apply(case, date(2026, 11, 9))
    assert refusal.value.field == "sent_on"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"on": date(2026, 10, 5)}, "sent_on"),
        ({"on": date(2026, 10, 20), "as_of": date(2026, 10, 19)}, "sent_on"),
        ({"method": "pigeon"}, "method"),
    ],
)
def test_an_application_that_cannot_be(acts: ReviewDesk, case: Case, more: dict, field: str) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        acts.apply(case, **more)
    assert refusal.value.field == field
    assert state_of(case) == "review_window"


def test_without_a_calendar_nobody_says_late(acts: ReviewDesk, case: Case) -> None:
    CalendarEntry.objects.all().delete()
    with pytest.raises(ExclusionRefused, match="cannot be counted"):
        acts.apply(case)


def test_the_day_of_service_is_england_s_where_the_calendar_ends() -> None:
    short = {"open": [["2026-09-02", "2026-09-18"]]}
    assert deemed_given(date(2026, 12, 23), "first_class_post", short) == date(2026, 12, 29)


# --- waiver, claim, withdrawal


@pytest.mark.parametrize("day", [date(2026, 10, 5), date(2026, 10, 13)])
def test_a_waiver_comes_after_the_decision_and_not_tomorrow(
    desk: Desk, acts: ReviewDesk, case: Case, day: date
) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        record_waiver(case=case, waived_on=day, version=desk.version(case), by=desk.officer, as_of=date(2026, 10, 12))
    assert refusal.value.field == "waived_on"


@pytest.mark.parametrize(
    ("made_on", "determined_on", "field"),
    [
        (date(2026, 9, 14), None, "made_on"),
        (date(2026, 10, 30), None, "made_on"),
        (date(2026, 10, 20), date(2026, 10, 19), "determined_on"),
        (date(2026, 10, 20), date(2026, 10, 30), "determined_on"),
    ],
)
def test_a_claim_with_impossible_days(
    acts: ReviewDesk, case: Case, made_on: date, determined_on: date | None, field: str
) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        acts.claim(case, made_on, determined_on, as_of=date(2026, 10, 22))
    assert refusal.value.field == field


def test_a_withdrawn_review_ends_its_clocks_and_the_name_may_leave(acts: ReviewDesk, case: Case) -> None:
    case = acts.withdraw(acts.list_hearing(acts.apply(case)))
    assert state_of(case) == "review_abandoned"
    deadlines = {each.code: each for each in Deadline.objects.filter(case=case)}
    for code in ("exclusions.review_hearing", "exclusions.review_papers"):
        assert (deadlines[code].state, deadlines[code].explanation) == ("waived", "The parents withdrew the review.")
    assert deadlines["exclusions.roll_deletion"].due_on == date(2026, 11, 2)


def test_a_withdrawal_before_the_application_is_refused(acts: ReviewDesk, case: Case) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        acts.withdraw(acts.apply(case), date(2026, 10, 16))
    assert refusal.value.field == "withdrawn_on"


# --- the same for every action: version, right, state


def test_a_stale_version_and_a_stranger_change_nothing(desk: Desk, acts: ReviewDesk, case: Case) -> None:
    stale = ReviewDesk(desk)
    Exclusion.objects.update(version=99)
    desk.version = lambda case: 5  # type: ignore[method-assign]
    with pytest.raises(StaleEdit):
        stale.apply(case)
    del desk.version
    desk.officer = make_user()
    with pytest.raises(PermissionDenied, match="cannot open this case"):
        stale.apply(case)
    assert not Review.objects.exists()


def test_a_deadline_that_is_not_ours_never_counts_as_late_here(desk: Desk, acts: ReviewDesk, case: Case) -> None:
    Exclusion.objects.update(legal_type_then="academy")
    case = acts.apply(case)
    hearing = Deadline.objects.get(case=case, code="exclusions.review_hearing")
    assert (hearing.is_ours, hearing.get_duty_owner_display()) == (False, "The academy trust")


@pytest.mark.parametrize("state", ["review_quashed", "review_abandoned"])
def test_after_the_review_no_second_application_is_taken_wherever_the_case_has_gone(desk: Desk, state: str) -> None:
    case = make_review_at(desk, state)
    for went_on in (OFF_ROLL, PLACED):
        Case.objects.filter(pk=case.pk).update(state=went_on)
        facts = gather(Case.objects.select_related("child", "school").get(pk=case.pk))
        reasons = reasons_against("review_applied", facts, date(2026, 11, 26))
        assert reasons == [
            "The parents asked for a review, and it is over. There is no second one of the same decision."
        ]
