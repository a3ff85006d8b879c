"""The acts of the governors' part: what each writes, what it refuses, and that a refusal leaves nothing."""

from __future__ import annotations

from datetime import date, time
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.models import Case, Deadline, Event, Task
from exclusions.actions.governors_meeting import Invitation, record_representations
from exclusions.actions.progress import cancel_exclusion
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.suspensions import cancel_suspension
from exclusions.models import (
    CouncilsPart,
    Exclusion,
    GovernorsInvitation,
    GovernorsMeeting,
    GovernorsOutcome,
    OutcomeTold,
    Representations,
    Suspension,
    SuspensionTerm,
)
from exclusions.suspensions.facts import gather_suspension
from ledger.versions import StaleEdit
from tests.factories.children import make_child
from tests.factories.exclusions import EXCLUDED_ON, GOVERNORS_MEET_ON, Desk, make_case_at
from tests.factories.governors import (
    ask_for_remote,
    decide,
    invite,
    list_meeting,
    name,
    report,
    represent,
    send_papers,
    tell_board,
    tell_outcome,
    version,
)
from tests.factories.people import make_user
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


# --- representations


def test_representations_are_kept_once_and_corrected(desk: Desk, case: Case) -> None:
    represent(desk, case, date(2026, 11, 13), method="spoken")
    row = Representations.objects.get()
    assert (row.received_on, row.method, row.standing) == (date(2026, 11, 13), "spoken", "made")
    assert latest_event(case).code == "exclusions.representations_recorded"


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"standing": "perhaps"}, "standing"),
        ({"made_by": "neighbour"}, "made_by"),
        ({"method": "dream"}, "method"),
        ({"made_by": "pupil"}, "made_by"),
    ],
)
def test_representations_are_refused_with_their_field(desk: Desk, more: dict, field: str) -> None:
    case = make_suspension(desk)
    with pytest.raises(ExclusionRefused) as refusal:
        represent(desk, case, ASKED_ON, **more)
    assert field_of(refusal) == field
    assert not Representations.objects.exists()


def test_representations_are_never_older_than_the_decision(desk: Desk) -> None:
    case = make_suspension(desk)
    with pytest.raises(ExclusionRefused) as refusal:
        represent(desk, case, date(2026, 11, 6))
    assert field_of(refusal) == "received_on"


def test_a_pupil_of_eighteen_makes_them_alone(desk: Desk) -> None:
    child = make_child("Lewis", "Noah", born_on=date(2008, 11, 12))
    case = make_suspension(desk, child=child)
    represent(desk, case, ASKED_ON, made_by="pupil")
    assert Representations.objects.get().made_by == "pupil"


def test_only_the_team_at_the_version_it_saw(desk: Desk, case: Case) -> None:
    said = {"standing": "none", "received_on": ASKED_ON, "made_by": "parent", "method": "letter"}
    with pytest.raises(PermissionDenied):
        record_representations(
            case=case, version=version(case), by=make_user(Role.HEAD_OF_SERVICE), as_of=ASKED_ON, **said
        )
    with pytest.raises(StaleEdit):
        record_representations(case=case, version=99, by=desk.officer, as_of=ASKED_ON, **said)
    assert Representations.objects.get().standing == "made"


def test_an_act_that_fails_at_its_end_leaves_nothing(desk: Desk) -> None:
    case = make_suspension(desk)
    before = version(case)
    with (
        mock.patch("exclusions.actions.governors_meeting.finish", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        represent(desk, case, ASKED_ON)
    assert (Representations.objects.exists(), version(case)) == (False, before)


# --- the meeting


def test_a_meeting_is_listed_with_how_it_is_held(desk: Desk, case: Case) -> None:
    list_meeting(desk, case, MEETING_ON, BACK_ON, from_time=time(17, 0), place="Ashgrove Academy (invented), library")
    row = GovernorsMeeting.objects.get()
    assert (row.meeting_on, row.from_time, row.mode, row.listed_on) == (MEETING_ON, time(17, 0), "in_person", BACK_ON)
    assert latest_event(case).facts["meeting_on"] == "2026-12-01"
    assert Deadline.objects.get(case=case, code="exclusions.governors_papers").due_on == date(2026, 11, 24)


def test_another_day_keeps_the_earlier_one_and_the_papers_that_went(desk: Desk, listed: Case) -> None:
    send_papers(desk, listed, date(2026, 11, 20))
    list_meeting(desk, listed, LATER, date(2026, 11, 25))
    now, before = GovernorsMeeting.objects.order_by("-pk")
    assert (now.meeting_on, now.papers_sent_on, now.replaced_on) == (LATER, date(2026, 11, 20), None)
    assert (before.meeting_on, before.replaced_on) == (MEETING_ON, date(2026, 11, 25))
    papers = Deadline.objects.get(case=listed, code="exclusions.governors_papers")
    assert (papers.due_on, papers.state) == (date(2026, 11, 26), Deadline.State.MET)


def test_another_hour_of_the_same_day_is_the_same_meeting(desk: Desk, listed: Case) -> None:
    list_meeting(desk, listed, MEETING_ON, date(2026, 11, 25), from_time=time(9, 30))
    assert GovernorsMeeting.objects.get().from_time == time(9, 30)


@pytest.mark.parametrize(
    ("meeting_on", "how", "field"),
    [
        (date(2026, 11, 6), {}, "meeting_on"),
        (date(2028, 11, 6), {}, "meeting_on"),
        (MEETING_ON, {"mode": "by_post"}, "mode"),
        (MEETING_ON, {"mode": "remote", "remote_reason": "weather"}, "remote_reason"),
        (MEETING_ON, {"mode": "remote", "remote_reason": "asked"}, "remote_reason"),
        (MEETING_ON, {"mode": "hybrid"}, "are_conditions_met"),
    ],
)
def test_a_meeting_that_cannot_be_is_refused(desk: Desk, case: Case, meeting_on: date, how: dict, field: str) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        list_meeting(desk, case, meeting_on, BACK_ON, **how)
    assert field_of(refusal) == field
    assert not GovernorsMeeting.objects.exists()


def test_a_request_whose_conditions_are_met_binds_the_board(desk: Desk, listed: Case) -> None:
    ask_for_remote(desk, listed, BACK_ON, met=None)
    ask_for_remote(desk, listed, BACK_ON)
    with pytest.raises(ExclusionRefused, match="must be held remotely"):
        list_meeting(desk, listed, MEETING_ON, BACK_ON)
    list_meeting(desk, listed, MEETING_ON, BACK_ON, mode="remote", remote_reason="asked")
    row = GovernorsMeeting.objects.get()
    assert (row.mode, row.remote_reason, row.are_conditions_met) == ("remote", "asked", True)


def test_a_request_is_never_older_than_the_decision(desk: Desk, case: Case) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        ask_for_remote(desk, case, date(2026, 11, 6))
    assert field_of(refusal) == "requested_on"


def test_a_permanent_exclusion_has_the_same_meeting(desk: Desk) -> None:
    case = list_meeting(desk, desk.check(desk.record()), GOVERNORS_MEET_ON, EXCLUDED_ON, from_time=time(10, 0))
    assert Exclusion.objects.get(case=case).governors_meeting_on == GovernorsMeeting.objects.get().meeting_on
    list_meeting(desk, case, date(2026, 10, 5), EXCLUDED_ON)
    assert Exclusion.objects.get(case=case).governors_meeting_on == date(2026, 10, 5)
    assert GovernorsMeeting.objects.filter(replaced_on=None).get().meeting_on == date(2026, 10, 5)


def test_papers_are_dated_between_the_decision_and_today(desk: Desk, listed: Case) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        send_papers(desk, listed, date(2026, 11, 6))
    assert field_of(refusal) == "sent_on"


# --- invitations


def test_who_is_invited_is_kept_changed_and_taken_away(desk: Desk, listed: Case) -> None:
    both = {"head": Invitation(BACK_ON), "parent": Invitation(BACK_ON, "yes")}
    invite(desk, listed, BACK_ON, **both)
    invite(desk, listed, BACK_ON, head=Invitation(BACK_ON, "nominee", "Jo Deputy"))
    row = GovernorsInvitation.objects.get()
    assert (row.role, row.attends, row.nominee) == ("head", "nominee", "Jo Deputy")
    invite(desk, listed, BACK_ON)
    assert not GovernorsInvitation.objects.exists()
    with pytest.raises(ExclusionRefused, match="at least one day"):
        invite(desk, listed, BACK_ON)


@pytest.mark.parametrize(
    ("role", "one", "field"),
    [
        ("head", Invitation(date(2026, 11, 6)), "head_invited_on"),
        ("head", Invitation(LATER), "head_invited_on"),
        ("head", Invitation(BACK_ON, "perhaps"), "head_attends"),
        ("parent", Invitation(BACK_ON, "nominee", "Aunt"), "parent_attends"),
        ("parent", Invitation(BACK_ON, "yes", "Aunt"), "parent_nominee"),
        ("home_authority", Invitation(BACK_ON), ""),
    ],
)
def test_an_invitation_that_cannot_be_is_refused(
    desk: Desk, listed: Case, role: str, one: Invitation, field: str
) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        invite(desk, listed, BACK_ON, **{role: one})
    assert field_of(refusal) == field
    assert not GovernorsInvitation.objects.exists()


# --- the council's part


def tasks(case: Case) -> list[str]:
    return list(Task.objects.filter(case=case, code="exclusions.book_representative").values_list("state", flat=True))


def test_listing_a_meeting_of_a_maintained_school_asks_for_a_representative_and_naming_one_does_it(
    desk: Desk, listed: Case
) -> None:
    assert tasks(listed) == ["open"]
    name(desk, listed, BACK_ON)
    assert tasks(listed) == ["done"]
    list_meeting(desk, listed, LATER, BACK_ON)
    assert tasks(listed) == ["done"]
    assert CouncilsPart.objects.get().representative == desk.officer


def test_naming_nobody_asks_for_somebody(desk: Desk, case: Case) -> None:
    name(desk, case, BACK_ON, representative=None)
    assert tasks(case) == ["open"]


def test_the_task_of_a_permanent_exclusion_is_done_by_naming_somebody(desk: Desk) -> None:
    case = desk.record()
    assert tasks(case) == ["open"]
    name(desk, case, EXCLUDED_ON)
    assert tasks(case) == ["done"]


def test_to_an_academy_somebody_goes_when_the_parents_ask(desk: Desk, case: Case) -> None:
    Suspension.objects.update(legal_type_then="academy")
    with pytest.raises(ExclusionRefused) as refusal:
        name(desk, case, BACK_ON)
    assert field_of(refusal) == "asked_for_on"
    name(desk, case, BACK_ON, representative=None)
    assert tasks(list_meeting(desk, case, MEETING_ON, BACK_ON)) == []
    name(desk, case, BACK_ON, representative=None, asked_for_on=BACK_ON)
    assert tasks(case) == ["open"]
    name(desk, case, BACK_ON, asked_for_on=BACK_ON)
    assert tasks(case) == ["done"]


@pytest.mark.parametrize(
    ("more", "as_of", "field"),
    [
        ({"asked_for_on": date(2026, 11, 6)}, BACK_ON, "asked_for_on"),
        ({"attended": True}, BACK_ON, "attended"),
        ({"attended": True, "representative": None}, LATER, "attended"),
    ],
)
def test_what_cannot_be_of_the_representative(desk: Desk, listed: Case, more: dict, as_of: date, field: str) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        name(desk, listed, as_of, **more)
    assert field_of(refusal) == field


def test_attendance_without_a_meeting_is_refused(desk: Desk, case: Case) -> None:
    with pytest.raises(ExclusionRefused, match="Say this after the meeting"):
        name(desk, case, BACK_ON, attended=True)


def test_somebody_of_another_team_cannot_represent(desk: Desk, case: Case) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        name(desk, case, BACK_ON, representative=make_user(Role.EDUCATION_OFFICER))
    assert field_of(refusal) == "representative"


def test_attendance_is_said_after_the_meeting(desk: Desk, listed: Case) -> None:
    name(desk, listed, LATER, attended=False)
    assert CouncilsPart.objects.get().attended is False


def test_the_report_is_kept_beside_the_representative(desk: Desk, case: Case) -> None:
    name(desk, case, BACK_ON)
    report(desk, case, BACK_ON, "  We worked with the family.  ")
    row = CouncilsPart.objects.get()
    assert (row.report, row.representative) == ("We worked with the family.", desk.officer)
    with pytest.raises(ExclusionRefused) as refusal:
        report(desk, case, BACK_ON, "  ")
    assert field_of(refusal) == "text"


# --- the decision


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
    with pytest.raises(ExclusionRefused, match="meeting on reinstatement has begun"):
        cancel_on(desk, listed, date(2026, 12, 2))
    with pytest.raises(ExclusionRefused, match="Say whether the head teacher cancelled before it began") as refusal:
        cancel_on(desk, listed, MEETING_ON)
    assert field_of(refusal) == "was_before_meeting"
    with pytest.raises(ExclusionRefused, match="has begun") as refusal:
        cancel_on(desk, listed, MEETING_ON, was_before=False)
    assert field_of(refusal) == "cancelled_on"
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
