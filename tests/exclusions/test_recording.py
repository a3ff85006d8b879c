"""Recording a permanent exclusion: every date, every task, every refusal."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.roles import Role
from cases.models import CareStatus, Case, Deadline, Event, Plan, Task
from exclusions.actions.recording import DAY_ZERO_TASKS
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Exclusion, Notification
from schools.models import CalendarEntry
from tests.factories.children import make_child, make_local_authority
from tests.factories.exclusions import EXCLUDED_ON, Desk, make_case_at
from tests.factories.people import make_user


def due(case: Case, code: str) -> date | None:
    return Deadline.objects.get(case=case, code=f"exclusions.{code}").due_on


def test_every_date_of_x1(desk: Desk) -> None:
    case = desk.record()
    assert due(case, "parents_notice") == date(2026, 9, 15)
    assert due(case, "sixth_day") == date(2026, 9, 22)
    assert due(case, "governors_meet") == date(2026, 10, 6)
    assert due(case, "equality_claim") == date(2027, 3, 14)
    papers = Deadline.objects.get(case=case, code="exclusions.governors_papers")
    assert (papers.state, papers.due_on) == (Deadline.State.NOT_STARTED, None)
    assert papers.explanation == "Starts when the governors’ meeting is listed."


def test_after_the_afternoon_began_day_one_is_the_next_school_day(desk: Desk) -> None:
    case = desk.record(
        decided_on=date(2026, 9, 18), excluded_on=date(2026, 9, 18), pm_began=True, as_of=date(2026, 9, 18)
    )
    assert due(case, "sixth_day") == date(2026, 9, 28)
    assert due(case, "governors_meet") == date(2026, 10, 9)


def test_a_year_that_is_not_entered_gives_no_date(desk: Desk) -> None:
    CalendarEntry.objects.filter(starts_on__gte=date(2026, 9, 1)).delete()
    day = date(2026, 7, 16)
    case = desk.record(decided_on=day, excluded_on=day, as_of=day)
    deadline = Deadline.objects.get(case=case, code="exclusions.sixth_day")
    assert (deadline.state, deadline.outcome, deadline.due_on) == ("no_date", "calendar_incomplete", None)


def test_the_case_is_open_and_belongs_to_who_recorded_it(desk: Desk) -> None:
    case = desk.record()
    assert (case.kind, case.state, case.owner, case.team) == (
        "permanent_exclusion",
        "notified",
        desk.officer,
        desk.team,
    )
    assert case.reference == "EX-2026-0001"
    assert Event.objects.filter(case=case).order_by("pk").first().code == "case_opened"
    assert Event.objects.filter(case=case).order_by("pk").last().code == "exclusions.recorded"


def test_day_zero_tasks_are_opened_once(desk: Desk) -> None:
    case = desk.record()
    assert set(Task.objects.filter(case=case).values_list("code", flat=True)) == set(DAY_ZERO_TASKS)
    assert set(Task.objects.filter(case=case).values_list("due_on", flat=True)) == {EXCLUDED_ON}


def test_a_plan_and_care_bring_their_own_tasks_and_clock(desk: Desk) -> None:
    Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
    CareStatus.objects.create(child=desk.child, status="looked_after", starts_on=date(2024, 1, 1))
    case = desk.record()
    codes = set(Task.objects.filter(case=case).values_list("code", flat=True))
    assert codes - set(DAY_ZERO_TASKS) == {"exclusions.start_plan_review", "exclusions.tell_virtual_school"}
    # X21: the first school day following; the statutory limit stays.
    assert due(case, "looked_after_provision") == date(2026, 9, 16)
    assert due(case, "sixth_day") == date(2026, 9, 22)


def test_an_exam_brings_the_meeting_before_it(desk: Desk) -> None:
    # X14: told on 17 May 2027, exam on 18 May, hard limit 16 June.
    day = date(2027, 5, 17)
    case = desk.record(decided_on=day, excluded_on=day, exam_on=date(2027, 5, 18), as_of=day)
    assert due(case, "exam_meeting") == date(2027, 5, 17)
    assert due(case, "governors_meet") == date(2027, 6, 16)


def test_a_child_who_lives_elsewhere_is_the_home_authoritys_duty(desk: Desk) -> None:
    case = desk.record(home_authority=make_local_authority("937", "Warwickshire"))
    deadline = Deadline.objects.get(case=case, code="exclusions.sixth_day")
    assert (deadline.duty_owner, deadline.is_ours) == ("home_authority", False)
    assert Exclusion.objects.get(case=case).day_six_state == "not_owed"


def test_until_the_home_authority_is_known_day_six_is_ours_and_assumed(desk: Desk) -> None:
    deadline = Deadline.objects.get(case=desk.record(), code="exclusions.sixth_day")
    assert (deadline.is_ours, bool(deadline.assumption)) == (True, True)


def test_a_sixth_former_is_owed_no_day_six(desk: Desk) -> None:
    child = make_child(born_on=date(2009, 3, 14))
    case = desk.record(child=child)
    assert Deadline.objects.get(case=case, code="exclusions.sixth_day").state == Deadline.State.NOT_OWED
    assert not Deadline.objects.filter(case=case, code="exclusions.parents_notice").exists()
    assert due(case, "governors_meet") == date(2026, 10, 6)
    assert Exclusion.objects.get(case=case).day_six_state == "not_owed"


def test_who_was_told_is_kept_and_the_council_was_told_today(desk: Desk) -> None:
    case = desk.record(told={"parents": EXCLUDED_ON}, as_of=date(2026, 9, 16))
    told = dict(Notification.objects.filter(case=case).values_list("recipient", "told_on"))
    assert told == {"parents": EXCLUDED_ON, "council": date(2026, 9, 16)}
    assert Deadline.objects.get(case=case, code="exclusions.parents_notice").state == Deadline.State.MET


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"decided_on": date(2026, 9, 16)}, "decided_on"),
        ({"excluded_on": date(2026, 9, 14)}, "excluded_on"),
        ({"decided_on": date(2012, 9, 14), "excluded_on": date(2012, 9, 14)}, "excluded_on"),
        ({"exam_on": date(2026, 9, 14)}, "exam_on"),
        ({"excluded_on": date(2199, 12, 1)}, "excluded_on"),
        ({"reasons": []}, "reasons"),
        ({"reasons": ["DB", "PP", "PA", "VA"]}, "reasons"),
        ({"reasons": ["DB", "DB"]}, "reasons"),
        ({"reasons": ["OT"]}, "reasons"),
        ({"told": {"parents": date(2026, 9, 16)}}, "parents_told_on"),
        ({"told": {"governors": date(2026, 9, 14)}}, "governors_told_on"),
    ],
)
def test_what_cannot_be_true_is_refused_by_field_and_leaves_nothing(desk: Desk, facts: dict, field: str) -> None:
    with pytest.raises(ExclusionRefused) as refused:
        desk.record(**facts)
    assert refused.value.field == field
    assert not Case.objects.exists()
    assert not Event.objects.exists()


def test_a_second_open_exclusion_from_the_same_school_is_refused(desk: Desk) -> None:
    desk.record()
    with pytest.raises(ExclusionRefused, match="is permanently excluded from this school already, case"):
        desk.record()


def test_only_the_exclusions_team_records(desk: Desk) -> None:
    desk.officer = make_user(Role.HEAD_OF_SERVICE)
    with pytest.raises(PermissionDenied):
        desk.record()
    assert not Case.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_who_record_it_at_once_make_one_case() -> None:
    desk = Desk()
    outcomes = []

    def record_now() -> None:
        try:
            outcomes.append(desk.record().reference)
        except ExclusionRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=record_now) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[1:] == ["refused"] * 3
    assert Case.objects.count() == 1


def test_after_a_reinstatement_the_school_may_exclude_anew(desk: Desk) -> None:
    """X1 with the governors' reinstatement on 6 October, and the old case still open."""
    first = make_case_at(desk, "governors_listed")
    desk.decide(first, "reinstate_on", reinstate_on=date(2026, 10, 12))
    with pytest.raises(ExclusionRefused, match=first.reference):
        desk.record(decided_on=date(2026, 10, 9), excluded_on=date(2026, 10, 9), as_of=date(2026, 10, 13))
    day = date(2026, 10, 13)
    assert desk.record(decided_on=day, excluded_on=day, as_of=day).is_open
