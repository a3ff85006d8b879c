"""Putting right what the governors decided of a permanent exclusion, and who is told of a decision that changed."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.models import Case, Deadline, Event, Note, Task
from exclusions.actions import funding
from exclusions.actions.governors_corrections import correct_governors_decision
from exclusions.actions.refusals import ExclusionRefused
from exclusions.facts import gather
from exclusions.models import Exclusion, GovernorsOutcome, NextSchool, OutcomeTold
from exclusions.presenters import present
from tests.exclusions.test_pages import send, signed_in
from tests.factories.exclusions import GOVERNORS_MEET_ON, NOTICE_SENT_ON, Desk, make_case_at
from tests.factories.governors import decide, list_meeting, represent, tell_board, tell_outcome
from tests.factories.leaving import LATER, another_school, off_roll, to_repay
from tests.factories.reviews import ReviewDesk, make_review_at
from tests.factories.suspensions import FIRST_ON, cancel, make_suspension

NEXT_DAY = date(2026, 10, 7)
DECLINE, NOW, ON = "decline_reinstatement", "reinstate_immediately", "reinstate_on"
FIRST_TASKS = {"exclusions.telephone_school", "exclusions.start_finance_row"}


@pytest.fixture
def declined(desk: Desk) -> Case:
    return make_case_at(desk, "declined")


@pytest.fixture
def reinstated(desk: Desk) -> Case:
    return make_case_at(desk, "reinstated")


def correct(desk: Desk, case: Case, decision: str, on: date = GOVERNORS_MEET_ON, **more: object) -> Case:
    facts: dict[str, object] = {"because": "The minutes say otherwise", **more}
    return correct_governors_decision(
        case=case,
        decision=decision,
        decided_on=on,
        version=desk.version(case),
        by=desk.officer,
        as_of=LATER,
        **facts,  # type: ignore[arg-type]
    )


def refused(desk: Desk, case: Case, *args: object, **more: object) -> ExclusionRefused:
    with pytest.raises(ExclusionRefused) as refusal:
        correct(desk, case, *args, **more)  # type: ignore[arg-type]
    return refusal.value


def tracks(case: Case) -> tuple[str, str, str]:
    row = Exclusion.objects.get(case=case)
    return row.day_six_state, row.funding_state, row.next_school_state


def open_codes(case: Case) -> set[str]:
    return set(Task.objects.filter(case=case, state="open").values_list("code", flat=True))


def live(case: Case, code: str) -> bool:
    rows = Deadline.objects.filter(case=case, code=f"exclusions.{code}")
    return rows.exclude(state=Deadline.State.SUPERSEDED).exists()


def test_a_refusal_that_was_a_reinstatement_ends_what_a_reinstatement_ends(desk: Desk, declined: Case) -> None:
    assert open_codes(declined) >= FIRST_TASKS
    assert live(declined, "review_application")
    case = correct(desk, declined, ON, reinstate_on=date(2026, 10, 12), has_written_reasons=True)
    row = Exclusion.objects.get(case=case)
    assert (case.state, row.governors_decision, row.reinstated_on) == ("reinstated", ON, date(2026, 10, 12))
    assert tracks(case) == ("ended", "ended", "ended")
    assert not FIRST_TASKS & open_codes(case)
    assert not live(case, "review_application")
    assert GovernorsOutcome.objects.get().has_written_reasons is True
    facts = Event.objects.get(code="exclusions.governors_decision_corrected").facts
    assert (facts["decision"], facts["was"], facts["was_on"]) == (ON, DECLINE, "2026-10-06")
    assert Note.objects.get(case=case).text == "The governors’ decision was corrected. The minutes say otherwise"


def test_a_reinstatement_that_was_a_refusal_begins_the_tracks_and_the_tasks_again(desk: Desk, reinstated: Case) -> None:
    assert tracks(reinstated) == ("ended", "ended", "ended")
    assert not FIRST_TASKS & open_codes(reinstated)
    case = correct(desk, reinstated, DECLINE)
    row = Exclusion.objects.get(case=case)
    assert (case.state, row.governors_decision, row.reinstated_on) == ("declined", DECLINE, None)
    assert tracks(case) == ("late", "to_calculate", "to_find")
    assert open_codes(case) >= FIRST_TASKS
    assert live(case, "review_application")
    assert live(case, "sixth_day")
    # And back: what was opened again ends again.
    case = correct(desk, case, NOW)
    assert (case.state, FIRST_TASKS & open_codes(case)) == ("reinstated", set())
    assert correct(desk, case, DECLINE).state == "declined"
    assert open_codes(case) >= FIRST_TASKS


def test_the_day_and_the_day_of_reinstatement_are_corrected_alone(desk: Desk, reinstated: Case) -> None:
    case = correct(desk, reinstated, NOW, NEXT_DAY)
    assert Exclusion.objects.get(case=case).reinstated_on == NEXT_DAY
    assert Deadline.objects.get(case=case, code="exclusions.governors_meet").met_on == NEXT_DAY
    case = correct(desk, case, ON, NEXT_DAY, reinstate_on=date(2026, 10, 9))
    assert Exclusion.objects.get(case=case).reinstated_on == date(2026, 10, 9)
    assert tracks(case) == ("ended", "ended", "ended")


@pytest.mark.parametrize(
    ("decision", "on", "more", "field"),
    [
        ("perhaps", GOVERNORS_MEET_ON, {}, "decision"),
        (DECLINE, date(2026, 12, 1), {}, "decided_on"),
        (DECLINE, date(2026, 9, 14), {}, "decided_on"),
        (DECLINE, date(2026, 10, 5), {}, "decided_on"),
        (DECLINE, GOVERNORS_MEET_ON, {"decided_by": "chair"}, "decided_by"),
        (DECLINE, GOVERNORS_MEET_ON, {"because": " "}, "because"),
        (DECLINE, GOVERNORS_MEET_ON, {"reinstate_on": NEXT_DAY}, "reinstate_on"),
        (ON, GOVERNORS_MEET_ON, {}, "reinstate_on"),
        (ON, GOVERNORS_MEET_ON, {"reinstate_on": date(2026, 10, 10)}, "reinstate_on"),
    ],
)
def test_a_correction_that_cannot_be(
    desk: Desk, declined: Case, decision: str, on: date, more: dict[str, object], field: str
) -> None:
    assert refused(desk, declined, decision, on, **more).field == field
    assert (Case.objects.get().state, Note.objects.count()) == ("declined", 0)


def test_once_the_written_decision_went_only_the_day_changes(desk: Desk) -> None:
    case = make_case_at(desk, "review_window")
    refusal = refused(desk, case, NOW)
    assert refusal.reasons == (
        "The governors’ written decision was sent on 7 October 2026. If it never went, take it back first.",
        "So the decision stays. Its day and who decided can be corrected.",
    )
    assert "7 October 2026, when the written decision was sent" in refused(desk, case, DECLINE, LATER).reasons[0]
    case = correct(desk, case, DECLINE, NOTICE_SENT_ON)
    assert Exclusion.objects.get().governors_decided_on == NOTICE_SENT_ON
    assert Case.objects.get().state == "review_expired", "the parents' time is over by now"
    assert live(case, "review_application")


def test_everything_that_followed_is_said(desk: Desk) -> None:
    acts = ReviewDesk(desk)
    case = acts.apply(make_review_at(desk, "review_waived"), date(2026, 10, 13))
    case = off_roll(desk, case, off_on=date(2026, 10, 14), is_confirmed=True)
    admitted = {"school": another_school(), "agreed_on": LATER, "starts_on": LATER, "admitted_on": LATER}
    NextSchool.objects.update_or_create(case=case, defaults=admitted)
    assert refused(desk, case, NOW).reasons[1:5] == (
        "The parents waived a review on 12 October 2026.",
        "The parents asked for a review on 13 October 2026.",
        "The name left the roll on 14 October 2026.",
        "The next school admitted the child on 30 November 2026.",
    )
    Exclusion.objects.update(refusal_notice_sent_on=date(2026, 10, 20))
    assert "12 October 2026, when the parents waived a review" in refused(desk, case, DECLINE, LATER).reasons[0]


def test_what_was_repaid_keeps_the_reinstatement(desk: Desk) -> None:
    case = to_repay(desk)
    case = funding.repay(
        case=case,
        repaid_on=date(2026, 10, 12),
        amount=Decimal("2884.62"),
        reference="J2",
        is_confirmed=True,
        version=desk.version(case),
        by=desk.officer,
        as_of=LATER,
    )
    assert refused(desk, case, DECLINE).reasons[0] == "The money was repaid to the school on 12 October 2026."
    refusal = refused(desk, case, NOW, date(2026, 10, 13))
    assert "on or before 12 October 2026, when the money was repaid" in refusal.reasons[0]


def test_of_another_decision_nobody_counts_as_told(desk: Desk, reinstated: Case) -> None:
    case = tell_outcome(desk, reinstated, NEXT_DAY, "parents", "head", "council")
    assert "7 October 2026, when somebody was told of it" in refused(desk, case, NOW, date(2026, 10, 8)).reasons[0]
    case = correct(desk, case, NOW, NEXT_DAY)
    assert OutcomeTold.objects.count() == 3, "the decision is the same, and they were told of it"
    case = correct(desk, case, DECLINE, date(2026, 10, 8))
    assert not OutcomeTold.objects.exists()
    facts = Event.objects.filter(code="exclusions.governors_decision_corrected").latest("pk").facts
    assert facts["to_tell_again"] == ["council", "head", "parents"]
    told = next(each for each in present(case, desk.officer, LATER).groups if each.title.startswith("Told of the"))
    assert {row.label for row in told.rows if row.needs} == {"Head teacher", "Council"}


def test_of_a_suspension_too(desk: Desk) -> None:
    meeting_on = date(2026, 12, 1)
    case = represent(desk, tell_board(desk, make_suspension(desk), FIRST_ON), date(2026, 11, 12))
    case = list_meeting(desk, case, meeting_on, date(2026, 11, 17))
    case = decide(desk, case, DECLINE, meeting_on)
    case = tell_outcome(desk, case, meeting_on, "parents", "head", "council")
    case = decide(desk, case, DECLINE, meeting_on, has_written_reasons=True)
    assert OutcomeTold.objects.count() == 3
    case = decide(desk, Case.objects.get(pk=case.pk), NOW, meeting_on)
    assert not OutcomeTold.objects.exists()
    assert Event.objects.filter(code="exclusions.governors_decided").latest("pk").facts["to_tell_again"]
    assert Case.objects.get(pk=case.pk).is_open, "somebody must be told"


@pytest.mark.parametrize(
    ("state", "is_there"),
    [("governors_listed", False), ("declined", True), ("reinstated", True), ("review_window", True)],
)
def test_the_case_page_links_to_it_and_offers_it_as_no_step(desk: Desk, state: str, is_there: bool) -> None:
    case = make_case_at(desk, state)
    page = present(case, desk.officer, LATER)
    address = reverse("exclusion_governors_correct", args=[case.reference])
    links = [link for group in page.groups for link in group.links if link[0]]
    assert ((address, "Change the decision") in links) is is_there
    assert address not in {step.address for step in page.steps}


def test_its_page_opens_with_what_is_recorded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)
    case = make_case_at(desk, "governors_listed")
    case = desk.decide(case, ON, reinstate_on=date(2026, 10, 9), has_written_reasons=True)
    client, address = signed_in(desk.officer), reverse("exclusion_governors_correct", args=[case.reference])
    page = client.get(address).content.decode()
    assert re.search(r'value="reinstate_on"[^>]*checked', page)
    assert re.findall(r'name="reinstate_on_(?:day|month|year)"[^>]*value="([0-9]+)"', page) == ["9", "10", "2026"]
    answers = {"decision": DECLINE, "decided_on": "2026-10-06", "because": "Another family’s"}
    assert send(client, address, answers).status_code == 302
    assert gather(Case.objects.get()).case.state == "declined"
    assert "Governors’ decision corrected" in client.get(reverse("case", args=[case.reference])).content.decode()


class TestExcludedAnewSince:
    """The school suspended or excluded the child again after the reinstatement that is corrected."""

    @pytest.mark.parametrize("kind", ["suspension", "permanent_exclusion"])
    def test_no_later_return_and_no_refusal(self, desk: Desk, reinstated: Case, kind: str) -> None:
        day = date(2026, 10, 8)
        if kind == "suspension":
            since = make_suspension(desk, day)
        else:
            since = desk.record(decided_on=day, excluded_on=day, as_of=day)
        for decision, more in ((DECLINE, {}), (ON, {"reinstate_on": date(2026, 10, 12)})):
            refusal = refused(desk, reinstated, decision, **more)
            assert f"anew since the reinstatement: {since.reference}." in str(refusal)
            assert (refusal.field, refusal.references) == ("decision", [since.reference])
        assert correct(desk, reinstated, ON, reinstate_on=day).state == "reinstated", "back on the day itself"

    def test_another_school_or_a_cancelled_one_bars_nothing(self, desk: Desk, reinstated: Case) -> None:
        make_suspension(desk, date(2026, 10, 8), school=another_school())
        cancel(desk, make_suspension(desk, date(2026, 10, 9)), date(2026, 10, 9))
        assert correct(desk, reinstated, DECLINE).state == "declined"
