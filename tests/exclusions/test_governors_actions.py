"""The acts of the governors' part: what each writes, what it refuses, and that a refusal leaves nothing."""

from __future__ import annotations

from datetime import date, time
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.models import Case, Deadline, Event, Task
from exclusions.actions.governors_meeting import Invitation, record_representations
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import (
    CouncilsPart,
    Exclusion,
    GovernorsInvitation,
    GovernorsMeeting,
    Representations,
    Suspension,
)
from ledger.versions import StaleEdit
from tests.factories.children import make_child
from tests.factories.exclusions import EXCLUDED_ON, GOVERNORS_MEET_ON, Desk
from tests.factories.governors import (
    ask_for_remote,
    invite,
    list_meeting,
    name,
    report,
    represent,
    send_papers,
    tell_board,
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
