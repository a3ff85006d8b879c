"""The worked examples of the law pack that turn on the governors, through the application (CAL-K)."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case, Deadline
from schools.models import CalendarEntry
from tests.factories.exclusions import Desk
from tests.factories.governors import decide, list_meeting, represent, send_papers, tell_board
from tests.factories.suspensions import FIRST_ON, make_suspension

State = Deadline.State
MEET, IF_ASKED, EXAM = "exclusions.governors_meet", "exclusions.governors_meet_if_asked", "exclusions.exam_meeting"


def deadline(case: Case, code: str) -> Deadline:
    return Deadline.objects.get(case=case, code=code)


def lost_so_far(desk: Desk, *spans: tuple[date, date]) -> None:
    """Suspensions of this autumn before the one that counts."""
    for first_on, last_on in spans:
        make_suspension(desk, first_on, last_on)


@pytest.mark.parametrize(
    ("name", "excluded_on", "pm_began", "meet_by"),
    [
        ("X1", date(2026, 9, 15), False, date(2026, 10, 6)),
        ("X2a", date(2026, 9, 18), False, date(2026, 10, 9)),
        ("X2b", date(2026, 9, 18), True, date(2026, 10, 9)),
        ("X3a", date(2026, 10, 22), False, date(2026, 11, 20)),
        ("X3b", date(2026, 10, 22), True, date(2026, 11, 20)),
        ("X4", date(2026, 11, 30), False, date(2027, 1, 5)),
        ("X5a", date(2026, 7, 16), False, date(2026, 9, 21)),
        ("X5b", date(2026, 7, 17), True, date(2026, 9, 22)),
    ],
)
def test_a_permanent_exclusion_is_considered_within_15_school_days(
    desk: Desk, name: str, excluded_on: date, pm_began: bool, meet_by: date
) -> None:
    case = desk.record(
        decided_on=excluded_on,
        excluded_on=excluded_on,
        pm_began=pm_began,
        as_of=excluded_on,
        told={"governors": excluded_on},
    )
    found = deadline(case, MEET)
    assert (found.due_on, found.state, found.assumption) == (meet_by, State.RUNNING, "")


def test_x1_papers_go_by_the_29th(desk: Desk) -> None:
    case = list_meeting(desk, desk.check(desk.record()), date(2026, 10, 6), date(2026, 9, 16))
    assert deadline(case, "exclusions.governors_papers").due_on == date(2026, 9, 29)
    case = send_papers(desk, case, date(2026, 9, 30))
    assert deadline(case, "exclusions.governors_papers").state == State.MET_LATE


def test_x5c_a_year_whose_calendar_is_missing_gives_no_date(desk: Desk) -> None:
    day = date(2027, 7, 19)
    CalendarEntry.objects.filter(starts_on__gte=date(2027, 8, 1)).delete()
    case = desk.record(decided_on=day, excluded_on=day, as_of=day)
    found = deadline(case, MEET)
    assert (found.due_on, found.state, found.outcome) == (None, State.NO_DATE, "calendar_incomplete")


def test_x7_above_five_days_the_fifty_bind_when_the_parents_ask(desk: Desk) -> None:
    case = tell_board(desk, make_suspension(desk), FIRST_ON)
    before = deadline(case, IF_ASKED)
    assert (before.due_on, before.assumption) == (
        date(2027, 2, 2),
        "It binds only if the parents make representations.",
    )
    after = deadline(represent(desk, case, date(2026, 11, 12)), IF_ASKED)
    assert (after.due_on, after.state, after.assumption) == (date(2027, 2, 2), State.RUNNING, "")
    assert after.label == "Governors’ meeting on the parents’ representations"


def test_x10_half_a_day_above_five(desk: Desk) -> None:
    lost_so_far(desk, (date(2026, 9, 14), date(2026, 9, 15)), (date(2026, 10, 5), date(2026, 10, 7)))
    day = date(2026, 11, 25)
    case = tell_board(desk, make_suspension(desk, day, first="pm"), day)
    assert not Deadline.objects.filter(case=case, code=MEET).exists()
    assert deadline(represent(desk, case, day), IF_ASKED).due_on == date(2027, 2, 25)


def test_x11_half_a_day_above_fifteen_representations_or_not(desk: Desk) -> None:
    lost_so_far(desk, (date(2026, 9, 14), date(2026, 9, 25)), (date(2026, 10, 5), date(2026, 10, 9)))
    at_fifteen = Case.objects.latest("pk")
    assert deadline(at_fifteen, IF_ASKED).due_on and not Deadline.objects.filter(case=at_fifteen, code=MEET).exists()
    day = date(2026, 12, 7)
    case = represent(desk, make_suspension(desk, day, first="pm", told={"governors": day}), day, standing="none")
    assert (deadline(case, MEET).due_on, deadline(case, MEET).state) == (date(2027, 1, 11), State.RUNNING)


def test_x14_an_exam_brings_the_day_before_and_the_hard_limit(desk: Desk) -> None:
    first, exam = date(2027, 5, 17), date(2027, 5, 18)
    case = make_suspension(desk, first, exam, exam_on=exam, told={"governors": first})
    assert deadline(case, EXAM).due_on == date(2027, 5, 17)
    assert deadline(case, MEET).due_on == date(2027, 6, 16)
    case = decide(desk, case, "decline_reinstatement", first, decided_by="chair")
    assert {deadline(case, code).state for code in (EXAM, MEET)} == {State.MET}


def test_a_limit_that_passed_stays_open_until_they_decide(desk: Desk) -> None:
    day = date(2026, 12, 7)
    lost_so_far(desk, (date(2026, 9, 14), date(2026, 9, 25)), (date(2026, 10, 5), date(2026, 10, 9)))
    case = make_suspension(desk, day, first="pm", told={"governors": day})
    case = list_meeting(desk, case, date(2027, 1, 20), date(2027, 1, 15))
    assert deadline(case, MEET).state == State.RUNNING
    case = decide(desk, case, "considered", date(2027, 1, 20))
    found = deadline(case, MEET)
    assert (found.state, found.met_on) == (State.MET_LATE, date(2027, 1, 20))


def test_when_they_make_none_the_date_is_waived_and_binds_again_when_they_do(desk: Desk) -> None:
    case = represent(desk, make_suspension(desk), date(2026, 11, 12), standing="none")
    waived = deadline(case, IF_ASKED)
    assert (waived.state, waived.explanation) == (
        State.WAIVED,
        "The parents said on 12 November 2026 that they make no representations, so no meeting is due.",
    )
    assert deadline(represent(desk, case, date(2026, 11, 16)), IF_ASKED).state == State.RUNNING
