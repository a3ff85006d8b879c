"""How a review ends: the panel's decision, who was told, the governors' second decision, the adjustment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cases.actions.recompute import recompute_case
from cases.models import Case, Deadline, Task
from exclusions.actions.refusals import ExclusionRefused
from exclusions.facts import gather
from exclusions.kind import KIND
from exclusions.models import Exclusion, Review, ReviewTold
from exclusions.policies import reasons_against
from exclusions.review.adjustment import adjustment_of, adjustment_runs_from, ordered_amount
from exclusions.review.facts import facts_for_roll_deletion, gather_review, was_reinstated_in_time
from schools.models import CalendarEntry
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.reviews import (
    DECIDED_ON,
    HEARING_ON,
    NOTICE_ON,
    RECONSIDERED_ON,
    ReviewDesk,
    make_review_at,
)

# Ten school days after Friday 13 November.
LAST_DAY = date(2026, 11, 27)


@pytest.fixture
def acts(desk: Desk) -> ReviewDesk:
    return ReviewDesk(desk)


@pytest.fixture
def heard(desk: Desk, acts: ReviewDesk) -> Case:
    return acts.hold(acts.list_hearing(make_review_at(desk, "review_applied")))


@pytest.fixture
def quashed(desk: Desk) -> Case:
    return make_review_at(desk, "review_quashed")


def refused(act, *args: object, **more: object) -> ExclusionRefused:
    with pytest.raises(ExclusionRefused) as refusal:
        act(*args, **more)
    return refusal.value


def deadline(case: Case, code: str) -> Deadline | None:
    return Deadline.objects.exclude(state="superseded").filter(case=case, code=f"exclusions.{code}").first()


# --- the days of the second decision


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"on": date(2026, 11, 12)}, "reconsidered_on"),
        ({"reinstate_on": date(2029, 12, 7)}, "reinstate_on"),
    ],
    ids=["before the panel's decision was sent", "years later"],
)
def test_days_that_cannot_be_are_refused(acts: ReviewDesk, quashed: Case, more: dict[str, date], field: str) -> None:
    assert refused(acts.reconsider, quashed, "reinstated", **more).field == field


# --- the panel's decision


@pytest.mark.parametrize(
    ("outcome", "state", "sends_back"),
    [
        ("uphold", "review_upheld", False),
        ("recommend", "review_recommended", True),
        ("quash_direct", "review_quashed", True),
    ],
)
def test_each_outcome_leads_to_its_state(
    acts: ReviewDesk, heard: Case, outcome: str, state: str, sends_back: bool
) -> None:
    case = acts.decide(heard, outcome)
    assert case.state == state
    assert (deadline(case, "governors_reconsider") is not None) == sends_back
    roll = deadline(case, "roll_deletion")
    assert roll.due_on == (None if sends_back else DECIDED_ON)


def test_the_governors_clock_waits_for_the_notice(acts: ReviewDesk, heard: Case) -> None:
    case = acts.decide(heard, "recommend")
    clock = deadline(case, "governors_reconsider")
    assert (clock.state, clock.due_on) == ("not_started", None)
    case = acts.tell(case)
    clock = deadline(case, "governors_reconsider")
    assert (clock.due_on, clock.duty_owner, clock.is_ours) == (LAST_DAY, "governors", False)


def test_decided_and_sent_in_one_step_and_put_right_afterwards(acts: ReviewDesk, heard: Case) -> None:
    case = acts.decide(heard, "quash_direct", notice_sent_on=DECIDED_ON, notice_method="hand")
    assert deadline(case, "governors_reconsider").due_on == date(2026, 11, 26)
    case = acts.decide(case, "uphold")
    assert case.state == "review_upheld"
    assert deadline(case, "governors_reconsider") is None


@pytest.mark.parametrize(
    ("outcome", "more", "field"),
    [
        ("reinstate", {}, "outcome"),
        ("uphold", {"on": date(2026, 11, 11)}, "decided_on"),
        ("uphold", {"orders": True}, "orders_adjustment"),
        ("recommend", {"orders": True}, "orders_adjustment"),
        ("uphold", {"notice_method": "hand"}, "notice_sent_on"),
        ("uphold", {"notice_sent_on": HEARING_ON, "notice_method": "pigeon"}, "notice_method"),
        ("uphold", {"notice_sent_on": date(2026, 11, 11), "notice_method": "hand"}, "notice_sent_on"),
    ],
)
def test_a_decision_that_cannot_be(acts: ReviewDesk, heard: Case, outcome: str, more: dict, field: str) -> None:
    assert refused(acts.decide, heard, outcome, **more).field == field
    assert Case.objects.get(pk=heard.pk).state == "review_applied"


def test_a_unit_pays_no_adjustment(acts: ReviewDesk, heard: Case) -> None:
    Exclusion.objects.update(legal_type_then="pru")
    assert refused(acts.decide, heard, "quash_direct", orders=True).field == "orders_adjustment"
    Review.objects.update(outcome="quash_direct", decided_on=DECIDED_ON, orders_adjustment=True)
    assert ordered_amount(gather(heard)) is None


def test_ours_is_decided_after_it_was_heard(desk: Desk, acts: ReviewDesk) -> None:
    case = acts.list_hearing(make_review_at(desk, "review_applied"))
    assert refused(acts.decide, case, "uphold").reasons == ("Record first how the hearing went.",)
    early = reasons_against("review_record", gather(case), date(2026, 11, 11))
    assert early == ["The hearing is on 12 November 2026. Record how it went on that day or later."]


def test_of_a_trust_the_decision_may_be_all_that_is_known(desk: Desk, acts: ReviewDesk) -> None:
    case = make_review_at(desk, "review_applied")
    Exclusion.objects.update(legal_type_then="academy")
    case = acts.decide(case, "uphold")
    hearing = deadline(case, "review_hearing")
    assert (hearing.state, hearing.met_on) == ("met", DECIDED_ON)
    assert deadline(case, "review_papers") is None


# --- who was told


def test_who_was_told_is_kept_and_put_right(acts: ReviewDesk, quashed: Case) -> None:
    case = acts.tell(quashed, panel={"parents": NOTICE_ON, "council": NOTICE_ON})
    case = acts.tell(case, panel={"parents": date(2026, 11, 16)}, as_of=date(2026, 11, 16))
    told = dict(ReviewTold.objects.filter(about="panel").values_list("recipient", "told_on"))
    assert told == {"parents": date(2026, 11, 16), "council": NOTICE_ON}
    case = acts.reconsider(case, "declined")
    acts.tell(case, second={"parents": RECONSIDERED_ON}, as_of=RECONSIDERED_ON)
    assert ReviewTold.objects.get(about="second").told_on == RECONSIDERED_ON


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"panel": {"parents": date(2026, 11, 11)}}, "Parents told on must be on or after 12 November 2026"),
        ({"second": {"parents": NOTICE_ON}}, "have not decided again"),
        ({"on": None, "method": ""}, "at least one day"),
    ],
)
def test_being_told_has_its_limits(acts: ReviewDesk, quashed: Case, more: dict, words: str) -> None:
    assert words in str(refused(acts.tell, quashed, as_of=NOTICE_ON, **more))


def test_a_case_off_the_roll_whose_review_was_withdrawn_has_nobody_to_tell(desk: Desk, acts: ReviewDesk) -> None:
    case = make_review_at(desk, "review_abandoned")
    Case.objects.filter(pk=case.pk).update(state="off_roll")
    case.refresh_from_db()
    assert "Record first what the panel decided." in str(refused(acts.tell, case))


# --- the second decision


def test_the_second_decision_needs_the_notice(acts: ReviewDesk, heard: Case) -> None:
    case = acts.decide(heard, "recommend")
    assert "when the panel’s decision was sent to the governors" in str(refused(acts.reconsider, case, "declined"))


def test_reinstatement_ends_the_tracks_and_the_clock_of_the_roll(desk: Desk, acts: ReviewDesk, quashed: Case) -> None:
    assert Task.objects.filter(case=quashed, state="open").exists()
    case = acts.reconsider(quashed, "reinstated", reinstate_on=date(2026, 12, 1))
    assert case.state == "reconsidered_reinstated"
    exclusion = Exclusion.objects.get(case=case)
    assert {exclusion.funding_state, exclusion.next_school_state} == {"ended"}
    assert not Task.objects.filter(case=case, state="open", code="exclusions.telephone_school").exists()
    assert deadline(case, "roll_deletion") is None
    assert case.review.reinstated_on == date(2026, 12, 1)
    assert (exclusion.day_six_state, deadline(case, "sixth_day").state) == ("late", "running"), "excluded until then"
    recompute_case(case=case, by=None, as_of=date(2026, 12, 1))
    assert Exclusion.objects.get(case=case).day_six_state == "ended"
    assert deadline(case, "sixth_day") is None
    assert not KIND.has_lozenge_in(case.state)


def test_declining_again_lets_the_name_leave(acts: ReviewDesk, quashed: Case) -> None:
    case = acts.reconsider(quashed, "declined")
    assert case.state == "reconsidered_declined"
    clock = deadline(case, "governors_reconsider")
    assert (clock.state, clock.met_on) == ("met", RECONSIDERED_ON)
    assert deadline(case, "roll_deletion").due_on == RECONSIDERED_ON


@pytest.mark.parametrize(
    ("decision", "more", "field"),
    [
        ("perhaps", {}, "decision"),
        ("declined", {"on": date(2026, 11, 11)}, "reconsidered_on"),
        ("declined", {"reinstate_on": date(2026, 12, 1)}, "reinstate_on"),
        ("reinstated", {"reinstate_on": date(2026, 11, 23)}, "reinstate_on"),
    ],
)
def test_a_second_decision_that_cannot_be(
    acts: ReviewDesk, quashed: Case, decision: str, more: dict, field: str
) -> None:
    assert refused(acts.reconsider, quashed, decision, **more).field == field


# --- the adjustment


def test_the_amount_bears_only_when_the_ten_days_passed_or_they_declined(acts: ReviewDesk, quashed: Case) -> None:
    assert ordered_amount(gather(quashed)) == Decimal("4000.00")
    assert adjustment_of(quashed) is None
    assert adjustment_of(quashed, LAST_DAY) is None
    assert adjustment_of(quashed, date(2026, 11, 28)) == Decimal("4000.00")
    case = acts.reconsider(quashed, "declined")
    assert adjustment_of(case) == Decimal("4000.00")


def test_an_offer_in_time_ends_it_and_a_late_one_does_not(acts: ReviewDesk, quashed: Case) -> None:
    case = acts.reconsider(quashed, "reinstated", on=date(2026, 11, 30))
    assert adjustment_of(case) == Decimal("4000.00")
    Review.objects.update(reconsidered_on=LAST_DAY, reinstated_on=LAST_DAY)
    assert adjustment_of(case, date(2027, 1, 4)) is None
    reasons = reasons_against("review_adjustment", gather(case), date(2027, 1, 4))
    assert reasons == ["The governors offered reinstatement in time, so there is no adjustment."]


def test_no_order_no_amount(desk: Desk, acts: ReviewDesk) -> None:
    case = make_review_at(desk, "review_quashed", orders=False)
    assert adjustment_of(acts.reconsider(case, "declined")) is None
    assert reasons_against("review_adjustment", gather(case), LAST_DAY)[-1] == (
        "The panel ordered no financial adjustment."
    )


def test_before_there_is_a_review_there_is_no_amount(desk: Desk) -> None:
    facts = gather(make_case_at(desk, "review_window"))
    assert (ordered_amount(facts), adjustment_runs_from(facts)) == (None, None)
    assert reasons_against("review_adjustment", facts, LAST_DAY)[-1] == "The panel ordered no financial adjustment."


def test_it_waits_for_the_ten_days(acts: ReviewDesk, heard: Case) -> None:
    case = acts.decide(heard, "quash_direct", orders=True)
    assert "cannot be counted yet" in reasons_against("review_adjustment", gather(case), LAST_DAY)[-1]
    case = acts.tell(case)
    assert reasons_against("review_adjustment", gather(case), LAST_DAY) == [
        "The governors have until 27 November 2026 to offer reinstatement."
    ]


def test_an_academy_pays_within_its_time(acts: ReviewDesk, quashed: Case) -> None:
    assert deadline(quashed, "adjustment_payment") is None, "a maintained school’s budget is cut"
    Exclusion.objects.update(legal_type_then="academy")
    case = acts.reconsider(quashed, "declined")
    clock = deadline(case, "adjustment_payment")
    # 28 days after the last of the ten school days.
    assert (clock.due_on, clock.duty_owner, clock.is_ours) == (date(2026, 12, 25), "trust", False)
    assert refused(acts.adjust, case, date(2026, 11, 23)).field == "made_on"
    case = acts.adjust(case, date(2026, 12, 1))
    clock = deadline(case, "adjustment_payment")
    assert (clock.state, clock.met_on) == ("met", date(2026, 12, 1))
    assert adjustment_of(case) == Decimal("4000.00")


def test_an_unpaid_day_put_right_keeps_standing(acts: ReviewDesk, quashed: Case) -> None:
    case = acts.adjust(quashed, date(2026, 11, 30))
    assert adjustment_of(case) == Decimal("4000.00")
    acts.adjust(case, date(2026, 12, 1))
    assert Review.objects.get().adjustment_made_on == date(2026, 12, 1)


def test_nobody_is_charged_on_a_guess() -> None:
    review = Review(second_decision="reinstated", reconsidered_on=LAST_DAY)
    assert was_reinstated_in_time(review, None)
    assert not was_reinstated_in_time(Review(), LAST_DAY)


def test_without_a_calendar_it_waits(quashed: Case) -> None:
    CalendarEntry.objects.all().delete()
    assert adjustment_of(quashed, date(2027, 1, 4)) is None


# --- what leaving the roll asks


def test_the_facts_for_leaving_the_roll_hold_only_what_is_known(desk: Desk) -> None:
    case = make_case_at(desk, "review_window")
    assert facts_for_roll_deletion(gather_review(case, {})) == {}
    Review.objects.create(case=case)
    assert facts_for_roll_deletion(gather_review(case, {})) == {}


def test_the_facts_for_leaving_the_roll_after_everything(acts: ReviewDesk, quashed: Case) -> None:
    case = acts.reconsider(quashed, "declined")
    assert facts_for_roll_deletion(gather(case).review) == {
        "application_made_on": date(2026, 10, 19),
        "review_concluded_on": DECIDED_ON,
        "review_outcome": "quash_direct",
        "reconsidered_on": RECONSIDERED_ON,
    }
