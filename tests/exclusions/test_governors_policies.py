"""What the governors' duty, the day and what is recorded allow, as truth tables."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case
from exclusions.gathering import gather_any, reasons_of
from exclusions.governors import steps
from exclusions.governors.duty import Duty
from exclusions.governors.policies import (
    DECIDED,
    NOT_ASKED,
    NOT_COUNTED,
    NOT_DECIDED,
    NOT_LISTED,
    NOT_TOLD,
    NOTHING_TO_CONSIDER,
    authority_invited,
    council_is_invited,
    has_meeting_begun,
    may_chair_decide,
    objections_to_mode,
    outcomes_open_to,
    reasons_against_deciding_by,
    taking_part,
)
from exclusions.governors.telling import told_of_outcome
from exclusions.models import Exclusion, Suspension
from schools.models import CalendarEntry
from tests.factories.children import make_local_authority
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.governors import (
    ask_for_remote,
    decide,
    list_meeting,
    name,
    represent,
    tell_board,
)
from tests.factories.suspensions import BACK_ON, FIRST_ON, LAST_ON, bring_back, make_suspension

ASKED_ON = date(2026, 11, 12)
MEETING_ON = date(2026, 12, 1)


def short(desk: Desk) -> Case:
    """A day: band LE5."""
    return make_suspension(desk, FIRST_ON, FIRST_ON)


def above_five(desk: Desk) -> Case:
    """8 school days: band GB50_IF_REPS."""
    return make_suspension(desk)


def above_fifteen(desk: Desk) -> Case:
    """16 school days: band GB15."""
    return make_suspension(desk, date(2026, 11, 2), date(2026, 11, 23))


def with_exam(desk: Desk) -> Case:
    """A day on which an exam falls: band GB15_EXAM."""
    return make_suspension(desk, FIRST_ON, FIRST_ON, exam_on=FIRST_ON)


def uncounted(desk: Desk) -> Case:
    """No calendar: the band is not known."""
    CalendarEntry.objects.all().delete()
    return make_suspension(desk)


@pytest.mark.parametrize(
    ("make", "duty", "must", "when_asked"),
    [
        (short, Duty.CONSIDERS, False, False),
        (above_five, Duty.IF_ASKED, False, True),
        (above_fifteen, Duty.MUST_MEET, True, True),
        (with_exam, Duty.MUST_MEET, True, True),
        (uncounted, Duty.NOT_KNOWN, False, False),
        (Desk.record, Duty.MUST_MEET, True, True),
    ],
)
def test_the_duty_of_each_band_without_and_with_representations(
    desk: Desk, make, duty: Duty, must: bool, when_asked: bool
) -> None:
    case = make(desk)
    facts = gather_any(case)
    assert (facts.duty, facts.must_governors_meet) == (duty, must)
    represent(desk, case, date(2026, 11, 24))
    assert gather_any(case).must_governors_meet is when_asked


@pytest.mark.parametrize(
    ("make", "listing", "deciding"),
    [
        (short, [NOTHING_TO_CONSIDER], [NOTHING_TO_CONSIDER]),
        (above_five, [NOT_ASKED], [NOT_ASKED, NOT_TOLD]),
        (above_fifteen, [], [NOT_TOLD]),
        (with_exam, [], [NOT_TOLD]),
        (uncounted, [NOT_COUNTED], [NOT_COUNTED]),
    ],
)
def test_listing_and_deciding_wait_for_a_duty_and_for_the_notice(
    desk: Desk, make, listing: list[str], deciding: list[str]
) -> None:
    facts = gather_any(make(desk))
    assert reasons_of(steps.LIST, facts, BACK_ON) == listing
    assert reasons_of(steps.DECIDE, facts, BACK_ON) == deciding


@pytest.mark.parametrize("make", [short, above_five])
def test_representations_open_the_way(desk: Desk, make) -> None:
    case = tell_board(desk, represent(desk, make(desk), ASKED_ON), ASKED_ON)
    facts = gather_any(case)
    assert [reasons_of(step, facts, BACK_ON) for step in (steps.LIST, steps.DECIDE)] == [[], []]


@pytest.mark.parametrize("step", [steps.PAPERS, steps.INVITE])
def test_papers_and_invitations_wait_for_a_meeting(desk: Desk, step: str) -> None:
    case = above_fifteen(desk)
    assert reasons_of(step, gather_any(case), BACK_ON) == [NOT_LISTED]
    assert reasons_of(step, gather_any(list_meeting(desk, case, MEETING_ON, BACK_ON)), BACK_ON) == []


def test_once_decided_nothing_goes_before_and_the_telling_follows(desk: Desk) -> None:
    case = tell_board(desk, above_fifteen(desk), date(2026, 11, 2))
    assert reasons_of(steps.OUTCOME_TOLD, gather_any(case), BACK_ON) == [NOT_DECIDED]
    facts = gather_any(decide(desk, case, "decline_reinstatement", BACK_ON))
    for step in (steps.REPRESENTATIONS, steps.LIST, steps.REMOTE, steps.REPORT):
        assert reasons_of(step, facts, BACK_ON) == [DECIDED]
    assert reasons_of(steps.OUTCOME_TOLD, facts, BACK_ON) == []
    assert reasons_of(steps.DECIDE, facts, BACK_ON) == [], "what was recorded wrongly can be corrected"


def test_a_closed_suspension_can_still_be_considered_a_cancelled_one_cannot(desk: Desk) -> None:
    case = short(desk)
    case = bring_back(desk, case)
    assert reasons_of(steps.REPRESENTATIONS, gather_any(case), BACK_ON) == []
    Case.objects.filter(pk=case.pk).update(state="cancelled")
    case.refresh_from_db()
    assert reasons_of(steps.REPRESENTATIONS, gather_any(case), BACK_ON)[0].startswith("The case is “Cancelled")


REINSTATING = ("decline_reinstatement", "reinstate_immediately", "reinstate_on")


@pytest.mark.parametrize(
    ("make", "is_asked", "during", "afterwards"),
    [
        (short, True, ("considered",), ("considered",)),
        (above_five, False, ("considered",), ("considered",)),
        (above_five, True, REINSTATING, (*REINSTATING, "considered")),
        (above_fifteen, False, REINSTATING, (*REINSTATING, "considered")),
        (with_exam, False, REINSTATING, (*REINSTATING, "considered")),
    ],
)
def test_what_the_board_may_decide(
    desk: Desk, make, is_asked: bool, during: tuple[str, ...], afterwards: tuple[str, ...]
) -> None:
    case = make(desk)
    if is_asked:
        represent(desk, case, ASKED_ON)
    facts = gather_any(case)
    last_on = Suspension.objects.get(case=case).last_on
    assert outcomes_open_to(facts, last_on) == during
    assert outcomes_open_to(facts, date(2026, 11, 24)) == afterwards


@pytest.mark.parametrize(
    ("legal_type", "exam_on", "decided_on", "reasons"),
    [
        ("maintained", FIRST_ON, FIRST_ON, 0),
        ("maintained", FIRST_ON, LAST_ON, 1),
        ("maintained", None, FIRST_ON, 1),
        ("pru", FIRST_ON, FIRST_ON, 1),
        ("academy", FIRST_ON, FIRST_ON, 1),
        ("academy", None, FIRST_ON, 2),
    ],
)
def test_the_chair_alone(desk: Desk, legal_type: str, exam_on: date | None, decided_on: date, reasons: int) -> None:
    case = make_suspension(desk, exam_on=exam_on)
    Suspension.objects.filter(case=case).update(legal_type_then=legal_type)
    facts = gather_any(case)
    assert len(reasons_against_deciding_by(facts, "chair", decided_on)) == reasons
    assert reasons_against_deciding_by(facts, "board", decided_on) == []
    assert may_chair_decide(facts) == (legal_type == "maintained" and exam_on is not None)


@pytest.mark.parametrize(
    ("cancelled_on", "was_before", "begun"),
    [
        (date(2026, 11, 30), None, False),
        (MEETING_ON, None, None),
        (MEETING_ON, True, False),
        (MEETING_ON, False, True),
        (date(2026, 12, 2), None, True),
        (date(2026, 12, 2), True, True),
    ],
)
@pytest.mark.parametrize("kind", ["suspension", "permanent"])
def test_whether_the_meeting_had_begun(
    desk: Desk, kind: str, cancelled_on: date, was_before: bool | None, begun: bool | None
) -> None:
    case = above_fifteen(desk) if kind == "suspension" else desk.check(desk.record())
    case = list_meeting(desk, case, MEETING_ON, BACK_ON)
    assert has_meeting_begun(gather_any(case), cancelled_on, was_before) is begun


def test_a_decision_means_that_they_met(desk: Desk) -> None:
    case = tell_board(desk, above_fifteen(desk), date(2026, 11, 2))
    assert has_meeting_begun(gather_any(case), BACK_ON, None) is False
    assert has_meeting_begun(gather_any(decide(desk, case, "decline_reinstatement", BACK_ON)), BACK_ON, True) is True


def test_without_a_duty_to_meet_nothing_bars_the_head(desk: Desk) -> None:
    case = represent(desk, short(desk), ASKED_ON)
    case = list_meeting(desk, case, MEETING_ON, BACK_ON)
    assert has_meeting_begun(gather_any(case), date(2026, 12, 8), None) is False


@pytest.mark.parametrize(
    ("request_met", "mode", "reason", "conditions", "fields"),
    [
        (None, "in_person", "", False, []),
        (None, "in_person", "", True, ["are_conditions_met"]),
        (None, "in_person", "asked", False, ["remote_reason"]),
        (None, "remote", "", True, ["remote_reason"]),
        (None, "remote", "asked", True, ["remote_reason"]),
        (False, "remote", "asked", True, ["remote_reason"]),
        (True, "remote", "asked", False, []),
        (True, "in_person", "", False, ["mode"]),
        (True, "hybrid", "", True, ["mode"]),
        (None, "hybrid", "", True, []),
        (None, "hybrid", "", False, ["are_conditions_met"]),
        (None, "remote", "travel", False, ["remote_reason", "are_conditions_met"]),
        (None, "remote", "travel", True, ["remote_reason"]),
    ],
)
def test_how_a_meeting_may_be_held(
    desk: Desk, request_met: bool | None, mode: str, reason: str, conditions: bool, fields: list[str]
) -> None:
    case = above_fifteen(desk)
    if request_met is not None:
        ask_for_remote(desk, case, BACK_ON, met=request_met)
    found = objections_to_mode(gather_any(case), mode, reason, are_conditions_met=conditions)
    assert [field for field, _ in found] == fields


def test_what_nobody_could_foresee_moves_a_meeting_in_person_to_a_remote_one(desk: Desk) -> None:
    case = list_meeting(desk, above_fifteen(desk), MEETING_ON, BACK_ON)
    assert not list(objections_to_mode(gather_any(case), "remote", "travel", are_conditions_met=True))


@pytest.mark.parametrize(("legal_type", "is_invited"), [("maintained", True), ("pru", True), ("academy", False)])
def test_who_takes_part_and_who_must_be_invited(desk: Desk, legal_type: str, is_invited: bool) -> None:
    case = above_fifteen(desk)
    Suspension.objects.filter(case=case).update(legal_type_then=legal_type)
    must = {role for role, owed in taking_part(gather_any(case)).items() if owed}
    assert must == {"head", "parent", *(["council"] if is_invited else [])}
    assert "home_authority" not in taking_part(gather_any(case))


@pytest.mark.parametrize("legal_type", ["maintained", "pru"])
def test_to_a_school_of_another_authority_that_one_is_invited(desk: Desk, legal_type: str) -> None:
    case = above_fifteen(desk)
    Suspension.objects.filter(case=case).update(legal_type_then=legal_type)
    desk.school.local_authority = make_local_authority("855", "Leicestershire")
    desk.school.save(update_fields=["local_authority"])
    facts = gather_any(Case.objects.get(pk=case.pk))
    assert (authority_invited(facts), council_is_invited(facts)) == (make_local_authority("855"), False)
    assert {role for role, owed in taking_part(facts).items() if owed} == {"head", "parent"}


def test_an_academy_whose_parents_ask_a_social_worker_care_and_another_home(desk: Desk) -> None:
    case = above_fifteen(desk)
    Suspension.objects.filter(case=case).update(
        legal_type_then="academy",
        is_looked_after_then=True,
        has_social_worker_then=True,
        home_authority=make_local_authority("855", "Leicestershire"),
    )
    name(desk, case, BACK_ON, asked_for_on=BACK_ON)
    roles = taking_part(gather_any(case))
    assert {role for role, owed in roles.items() if owed} == {
        "head",
        "parent",
        "council",
        "social_worker",
        "virtual_school_head",
    }
    assert roles["home_authority"] is False
    assert {who for who, owed in told_of_outcome(gather_any(case)).items() if owed} == {
        "parents",
        "head",
        "council",
        "home_authority",
        "social_worker",
        "virtual_school_head",
    }


@pytest.mark.parametrize(("state", "are_told_here"), [("reinstated", True), ("declined", False)])
def test_the_parents_of_a_child_who_is_not_reinstated_are_told_by_the_written_decision(
    desk: Desk, state: str, are_told_here: bool
) -> None:
    case = make_case_at(desk, state)
    assert ("parents" in told_of_outcome(gather_any(case))) is are_told_here
    assert Exclusion.objects.get(case=case).governors_decided_on
