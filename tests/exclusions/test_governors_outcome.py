"""What the governors decide of a suspension, whom they tell, and what bars a cancellation."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case, Deadline, Event, Task
from exclusions.actions.progress import cancel_exclusion
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.suspensions import cancel_suspension
from exclusions.models import (
    GovernorsOutcome,
    OutcomeTold,
    Suspension,
    SuspensionTerm,
)
from exclusions.suspensions.facts import gather_suspension
from tests.factories.children import make_child
from tests.factories.exclusions import GOVERNORS_MEET_ON, Desk, make_case_at
from tests.factories.governors import (
    decide,
    list_meeting,
    represent,
    tell_board,
    tell_outcome,
    version,
)
from tests.factories.suspensions import BACK_ON, FIRST_ON, make_suspension

ASKED_ON, MEETING_ON, LATER = date(2026, 11, 12), date(2026, 12, 1), date(2026, 12, 3)


@pytest.fixture
def case(desk: Desk) -> Case:
    """X7, the board told, the parents asking: the fifty days bind."""
    told = tell_board(desk, make_suspension(desk), FIRST_ON)
    return represent(desk, told, ASKED_ON)


@pytest.fixture
def listed(desk: Desk, case: Case) -> Case:
    return list_meeting(desk, case, MEETING_ON, BACK_ON)


def latest_event(case: Case) -> Event:
    return Event.objects.filter(case=case, code__startswith="exclusions.").latest("pk")


def field_of(refusal: pytest.ExceptionInfo[ExclusionRefused]) -> str:
    return refusal.value.field


def test_a_refusal_meets_the_duty(desk: Desk, listed: Case) -> None:
    case = decide(desk, listed, "decline_reinstatement", MEETING_ON, has_written_reasons=True)
    row = GovernorsOutcome.objects.get()
    assert (row.decision, row.decided_on, row.decided_by, row.reinstated_on) == (
        "decline_reinstatement",
        MEETING_ON,
        "board",
        None,
    )
    met = Deadline.objects.get(case=case, code="exclusions.governors_meet_if_asked")
    assert (met.state, met.met_on) == (Deadline.State.MET, MEETING_ON)
    assert latest_event(case).facts["decision"] == "decline_reinstatement"


def test_a_decision_is_corrected(desk: Desk, listed: Case) -> None:
    decide(desk, listed, "decline_reinstatement", MEETING_ON)
    decide(desk, listed, "reinstate_immediately", MEETING_ON)
    assert GovernorsOutcome.objects.get().reinstated_on == MEETING_ON


def test_from_a_reinstatement_on_no_more_days_are_lost_here_or_in_the_totals(desk: Desk) -> None:
    long = make_suspension(desk, date(2026, 11, 2), date(2026, 11, 23), told={"governors": date(2026, 11, 2)})
    after = make_suspension(desk, date(2026, 12, 7), date(2026, 12, 8))
    assert gather_suspension(after).duty == "must_meet"
    decide(desk, long, "reinstate_on", date(2026, 11, 6), reinstate_on=date(2026, 11, 9))
    assert Suspension.objects.get(case=long).sessions_count == 10
    assert SuspensionTerm.objects.get(suspension__case=long).sessions == 10
    assert gather_suspension(Case.objects.get(pk=after.pk)).duty == "if_asked"
    assert gather_suspension(Case.objects.get(pk=long.pk)).duty == "must_meet", "the duty that was met stays"
    sixth = Deadline.objects.get(case=long, code="exclusions.suspension_sixth_day")
    assert sixth.state == Deadline.State.SUPERSEDED
    assert Deadline.objects.get(case=long, code="exclusions.governors_meet").state == Deadline.State.MET


def test_a_reinstatement_before_the_first_day_leaves_nothing_lost(desk: Desk) -> None:
    decided_on = date(2026, 11, 5)
    case = make_suspension(desk, told={"governors": decided_on}, decided_on=decided_on, as_of=decided_on)
    represent(desk, case, decided_on)
    decide(desk, case, "reinstate_immediately", date(2026, 11, 6))
    assert Suspension.objects.get(case=case).sessions_count == 0


def test_a_suspension_that_is_over_still_counts_as_considered(desk: Desk, listed: Case) -> None:
    case = decide(desk, listed, "considered", MEETING_ON)
    assert Deadline.objects.get(case=case, code="exclusions.governors_meet_if_asked").state == Deadline.State.MET
    assert Suspension.objects.get(case=case).sessions_count == 16


@pytest.mark.parametrize(
    ("decision", "on", "more", "field"),
    [
        ("perhaps", MEETING_ON, {}, "decision"),
        ("considered", date(2026, 11, 13), {}, "decision"),
        ("decline_reinstatement", date(2026, 11, 6), {}, "decided_on"),
        ("reinstate_on", MEETING_ON, {}, "reinstate_on"),
        ("reinstate_on", MEETING_ON, {"reinstate_on": BACK_ON}, "reinstate_on"),
        ("decline_reinstatement", MEETING_ON, {"reinstate_on": MEETING_ON}, "reinstate_on"),
        ("decline_reinstatement", MEETING_ON, {"decided_by": "clerk"}, "decided_by"),
        ("decline_reinstatement", MEETING_ON, {"decided_by": "chair"}, "decided_by"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(
    desk: Desk, listed: Case, decision: str, on: date, more: dict, field: str
) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        decide(desk, listed, decision, on, **more)
    assert field_of(refusal) == field
    assert not GovernorsOutcome.objects.exists()


def test_without_a_duty_they_consider_and_cannot_direct(desk: Desk) -> None:
    case = represent(desk, make_suspension(desk, FIRST_ON, FIRST_ON), ASKED_ON)
    with pytest.raises(ExclusionRefused, match="cannot direct reinstatement"):
        decide(desk, case, "reinstate_immediately", ASKED_ON)
    case.refresh_from_db()
    decide(desk, case, "considered", ASKED_ON)
    assert GovernorsOutcome.objects.get().decision == "considered"


def test_of_a_permanent_exclusion_who_decided_is_kept_beside_the_decision(desk: Desk) -> None:
    case = desk.decide(make_case_at(desk, "governors_listed"), "decline_reinstatement", has_written_reasons=False)
    row = GovernorsOutcome.objects.get(case=case)
    assert (row.decided_by, row.has_written_reasons, row.decision) == ("board", False, "")
    exam = desk.check(desk.record(exam_on=date(2026, 9, 30), child=make_child("Lewis", "Noah")))
    exam = desk.list_meeting(desk.tell_governors(exam))
    with pytest.raises(ExclusionRefused) as refusal:
        desk.decide(exam, "decline_reinstatement", decided_by="chair")
    assert field_of(refusal) == "decided_by"


# --- who was told


def test_who_was_told_is_kept_and_corrected(desk: Desk, listed: Case) -> None:
    decide(desk, listed, "decline_reinstatement", MEETING_ON)
    tell_outcome(desk, listed, MEETING_ON, "parents", "head")
    tell_outcome(desk, listed, LATER, "parents")
    assert dict(OutcomeTold.objects.values_list("recipient", "told_on")) == {"parents": LATER, "head": MEETING_ON}


@pytest.mark.parametrize(
    ("recipients", "on", "field"),
    [((), LATER, ""), (("home_authority",), LATER, ""), (("parents",), BACK_ON, "parents_told_on")],
)
def test_telling_that_cannot_be_is_refused(
    desk: Desk, listed: Case, recipients: tuple[str, ...], on: date, field: str
) -> None:
    decide(desk, listed, "decline_reinstatement", MEETING_ON)
    with pytest.raises(ExclusionRefused) as refusal:
        tell_outcome(desk, listed, on, *recipients)
    assert field_of(refusal) == field
    assert not OutcomeTold.objects.exists()


# --- cancelling


def tasks(case: Case) -> list[str]:
    return list(Task.objects.filter(case=case, code="exclusions.book_representative").values_list("state", flat=True))


def cancel_on(desk: Desk, case: Case, on: date, was_before: bool | None = None) -> Case:
    return cancel_suspension(
        case=case,
        cancelled_on=on,
        reason="new_evidence",
        was_before_meeting=was_before,
        version=version(case),
        by=desk.officer,
        as_of=LATER,
    )


def test_a_head_cannot_cancel_once_the_meeting_has_begun(desk: Desk, listed: Case) -> None:
    with pytest.raises(ExclusionRefused, match="meeting on reinstatement has begun") as refusal:
        cancel_on(desk, listed, date(2026, 12, 2))
    assert field_of(refusal) == "cancelled_on"
    with pytest.raises(ExclusionRefused, match="Say whether the head teacher cancelled before it began") as refusal:
        cancel_on(desk, listed, MEETING_ON)
    assert field_of(refusal) == "was_before_meeting"
    with pytest.raises(ExclusionRefused, match="has begun") as refusal:
        cancel_on(desk, listed, MEETING_ON, was_before=False)
    assert field_of(refusal) == "was_before_meeting"
    assert "answer “Yes” to “Did the head teacher cancel before the governors’ meeting began?”" in str(refusal.value)
    assert "The governors’ meeting on reinstatement has begun." in str(refusal.value)
    assert tasks(listed) == ["open"]
    case = cancel_on(desk, listed, MEETING_ON, was_before=True)
    assert (case.state, tasks(case)) == ("cancelled", ["cancelled"])


def test_the_same_holds_for_a_permanent_exclusion_on_the_day_itself(desk: Desk) -> None:
    case = make_case_at(desk, "governors_listed")
    with pytest.raises(ExclusionRefused, match="Say whether"):
        desk.cancel(case, as_of=GOVERNORS_MEET_ON)
    case = cancel_exclusion(
        case=case,
        cancelled_on=GOVERNORS_MEET_ON,
        reason="new_evidence",
        was_before_meeting=True,
        version=version(case),
        by=desk.officer,
        as_of=GOVERNORS_MEET_ON,
    )
    assert case.state == "cancelled"
