"""The kernel's acts: what each writes, what it refuses, and that it is all or nothing."""

from __future__ import annotations

from datetime import date
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.roles import Role
from cases.actions import deadlines
from cases.actions.approvals import ApprovalRefused, ask_approval, decide_approval
from cases.actions.cases import CaseRefused, allocate_case, move_case, next_reference, open_case
from cases.actions.children import ChildRefused, change_child, create_child, end_enrolment, enrol_child
from cases.actions.notes import NoteRefused, add_note
from cases.actions.recompute import recompute_calendar, recompute_cases
from cases.actions.tasks import TaskRefused, cancel_open_tasks, cancel_task, finish_task, open_task
from cases.kinds import CaseKind, DuplicateKind, UnknownKind, event_label, get_kind, register_kind
from cases.models import Approval, CalendarSnapshot, Case, Deadline, Enrolment, Event, Note, Task
from cases.panels import DuplicatePanel, Home, WorkTile, register_home, register_tile
from ledger.models import OutboxMessage
from ledger.versions import StaleEdit
from schools.models import CalendarEntry
from tests.factories.cases import AS_OF, CUT_SHORT, ERRAND, KIND, ErrandDesk, set_clock
from tests.factories.children import make_child, make_school
from tests.factories.people import make_user


def codes(case: Case) -> list[str]:
    return list(Event.objects.filter(case=case).order_by("pk").values_list("code", flat=True))


# --- cases


def test_a_case_opens_with_a_reference_an_owner_and_an_event(desk: ErrandDesk) -> None:
    assert (desk.case.reference, desk.case.state, desk.case.owner) == ("ER-2026-0001", "open", desk.owner)
    assert codes(desk.case) == ["case_opened", "deadline_set"]


def test_references_are_never_used_twice(desk: ErrandDesk) -> None:
    assert [next_reference("ER", 2026) for _ in range(2)] == ["ER-2026-0002", "ER-2026-0003"]
    assert next_reference("ER", 2027) == "ER-2027-0001"


def test_a_case_that_cannot_be_opened_leaves_nothing(desk: ErrandDesk) -> None:
    before = (Case.objects.count(), Event.objects.count())
    with (
        mock.patch("cases.actions.cases.record_event", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        desk.open_case(clock=False)
    assert before == (Case.objects.count(), Event.objects.count())


@pytest.mark.parametrize("who", ["other_team", "head", "governance", "administrator"])
def test_who_may_not_open_a_case(desk: ErrandDesk, who: str) -> None:
    with pytest.raises(PermissionDenied):
        open_case(child=desk.child, kind=ERRAND, by=getattr(desk, who), as_of=AS_OF)


def test_another_cohort_opens_one_from_its_own_case_without_owning_it(desk: ErrandDesk) -> None:
    case = open_case(child=desk.child, kind=ERRAND, by=desk.other_team, as_of=AS_OF, opened_from=desk.case)
    assert (case.owner, case.opened_from) == (None, desk.case)


def test_a_kind_that_nobody_registered_is_refused(desk: ErrandDesk) -> None:
    with pytest.raises(UnknownKind):
        open_case(child=desk.child, kind="unheard", by=desk.owner, as_of=AS_OF)


def test_a_step_that_the_day_brings_is_by_nobody(desk: ErrandDesk) -> None:
    case = move_case(case=desk.case, transition="finish", to_state="over", by=None, as_of=AS_OF)
    assert (case.state, case.closed_on) == ("over", AS_OF)


def test_a_lawful_step_into_an_end_closes_the_case(desk: ErrandDesk) -> None:
    case = move_case(case=desk.case, transition="finish", to_state="over", by=desk.owner, as_of=AS_OF)
    assert (case.state, case.closed_on, case.close_reason, case.is_open) == ("over", AS_OF, "over", False)


@pytest.mark.parametrize(("transition", "to_state"), [("finish", "open"), ("unheard", "over")])
def test_a_step_that_the_table_does_not_have_is_refused(desk: ErrandDesk, transition: str, to_state: str) -> None:
    with pytest.raises(CaseRefused):
        move_case(case=desk.case, transition=transition, to_state=to_state, by=desk.owner, as_of=AS_OF)


def test_a_step_on_a_case_that_moved_on_is_stale(desk: ErrandDesk) -> None:
    with pytest.raises(StaleEdit):
        move_case(case=desk.case, transition="finish", to_state="over", by=desk.owner, as_of=AS_OF, version=9)


def test_a_manager_allocates_to_somebody_of_the_team(desk: ErrandDesk) -> None:
    case = allocate_case(case=desk.case, to=desk.colleague, by=desk.colleague, as_of=AS_OF)
    assert case.owner == desk.colleague
    assert codes(case)[-1] == "case_allocated"
    with pytest.raises(CaseRefused):
        allocate_case(case=case, to=desk.other_team, by=desk.colleague, as_of=AS_OF)
    with pytest.raises(PermissionDenied):
        allocate_case(case=case, to=desk.owner, by=desk.owner, as_of=AS_OF)


# --- dates


def test_the_same_facts_again_write_nothing(desk: ErrandDesk) -> None:
    before = Deadline.objects.values().get(case=desk.case), Event.objects.count()
    set_clock(desk.case)
    assert before == (Deadline.objects.values().get(case=desk.case), Event.objects.count())
    assert CalendarSnapshot.objects.count() == 1


def test_a_date_that_moves_keeps_its_row_and_says_from_where(desk: ErrandDesk) -> None:
    before = Deadline.objects.get(case=desk.case)
    after = set_clock(desk.case, excluded_on=date(2026, 9, 16))
    assert (after.pk, after.due_on, after.version) == (before.pk, date(2026, 9, 23), 2)
    moved = Event.objects.get(case=desk.case, code="deadline_moved")
    assert (moved.facts["was"], moved.facts["now"]) == ("2026-09-22", "2026-09-23")


@pytest.mark.parametrize(("met_on", "state"), [(date(2026, 9, 22), "met"), (date(2026, 9, 23), "met_late")])
def test_a_date_is_met_or_met_late(desk: ErrandDesk, met_on: date, state: str) -> None:
    assert set_clock(desk.case, met_on=met_on).state == state
    assert codes(desk.case)[-1] == "deadline_met"


@pytest.mark.parametrize(("met_on", "state"), [(date(2026, 9, 22), "met"), (date(2026, 9, 23), "met_late")])
def test_what_is_met_stays_met_when_the_calendar_shrinks(desk: ErrandDesk, met_on: date, state: str) -> None:
    set_clock(desk.case, met_on=met_on)
    before = Deadline.objects.values().get(case=desk.case), codes(desk.case)
    assert set_clock(desk.case, met_on=met_on, calendar=CUT_SHORT).state == state
    assert before == (Deadline.objects.values().get(case=desk.case), codes(desk.case))
    set_clock(desk.case, met_on=met_on)
    assert before == (Deadline.objects.values().get(case=desk.case), codes(desk.case))


def test_what_is_no_longer_recorded_as_done_is_not_kept_as_met(desk: ErrandDesk) -> None:
    set_clock(desk.case, met_on=AS_OF)
    assert set_clock(desk.case, calendar=CUT_SHORT).state == "no_date"


def test_a_date_that_is_lost_and_comes_back_says_so(desk: ErrandDesk) -> None:
    set_clock(desk.case, calendar=CUT_SHORT)
    lost = Event.objects.get(case=desk.case, code="deadline_without_date")
    assert lost.facts["was"] == "2026-09-22"
    assert event_label(lost.code) == "Date can no longer be worked out"
    set_clock(desk.case)
    assert codes(desk.case)[-2:] == ["deadline_without_date", "deadline_set"]
    assert "deadline_moved" not in codes(desk.case)


def test_a_clock_that_has_not_started_after_all_no_longer_runs(desk: ErrandDesk) -> None:
    set_clock(desk.case, excluded_on=None)
    assert codes(desk.case)[-1] == "deadline_superseded"


def test_waived_not_owed_and_not_started(desk: ErrandDesk) -> None:
    waived = set_clock(desk.case, waived_because="The parents agreed.")
    assert (waived.state, waived.explanation) == ("waived", "The parents agreed.")
    assert set_clock(desk.case, excluded_on=None).state == "not_started"


def test_a_clock_that_is_gone_is_superseded_and_kept(desk: ErrandDesk) -> None:
    calendar = Deadline.objects.get(case=desk.case).snapshot.calendar
    deadlines.refresh_deadlines(
        case=desk.case, clocks=[], calendar=calendar, policy="coventry", by=desk.owner, as_of=AS_OF
    )
    row = Deadline.objects.get(case=desk.case)
    assert (row.state, row.due_on) == ("superseded", date(2026, 9, 22))
    assert codes(desk.case)[-1] == "deadline_superseded"


def test_a_change_that_fails_halfway_moves_no_date(desk: ErrandDesk) -> None:
    with (
        mock.patch("cases.actions.deadlines.record_event", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        set_clock(desk.case, excluded_on=date(2026, 9, 16))
    assert Deadline.objects.get(case=desk.case).due_on == date(2026, 9, 22)


def test_a_calendar_that_changed_moves_the_dates_of_its_open_cases(desk: ErrandDesk) -> None:
    closed = move_case(
        case=desk.open_case(make_child()), transition="finish", to_state="over", by=desk.owner, as_of=AS_OF
    )
    day = date(2026, 9, 17)
    CalendarEntry.objects.create(kind="inset", starts_on=day, ends_on=day)
    assert recompute_calendar(school_id=desk.school.pk, by_user_id=None, as_of=AS_OF) == 1
    message = OutboxMessage.objects.get(task_name="cases.recompute_cases")
    assert message.arguments == {"case_ids": [desk.case.pk]}
    for _ in range(2):
        recompute_cases(**message.arguments, by=None, as_of=AS_OF)
    assert Deadline.objects.get(case=desk.case).due_on == date(2026, 9, 23)
    assert Deadline.objects.get(case=closed).due_on == date(2026, 9, 22)
    assert Event.objects.filter(code="deadline_moved", by=None).count() == 1


def test_another_schools_calendar_touches_nothing(desk: ErrandDesk) -> None:
    assert recompute_calendar(school_id=desk.school.pk + 1, by_user_id=None, as_of=AS_OF) == 0
    assert recompute_calendar(school_id=None, by_user_id=None, as_of=AS_OF) == 1


# --- tasks, notes, approvals


def test_a_task_of_the_product_is_opened_once(desk: ErrandDesk) -> None:
    for _ in range(2):
        task = open_task(case=desk.case, title="Ring", due_on=AS_OF, by=None, as_of=AS_OF, code="errand.ring")
    assert Task.objects.get() == task
    assert task.owner == desk.owner
    assert cancel_open_tasks(case=desk.case, codes={"errand.ring", "errand.no"}, by=desk.owner, as_of=AS_OF) == 1
    assert cancel_open_tasks(case=desk.case, codes={"errand.ring"}, by=desk.owner, as_of=AS_OF) == 0


def test_a_task_ends_once(desk: ErrandDesk) -> None:
    task = open_task(case=desk.case, title="Ring", due_on=AS_OF, by=desk.owner, as_of=AS_OF)
    with pytest.raises(StaleEdit):
        finish_task(task=task, version=9, by=desk.owner, as_of=AS_OF)
    done = finish_task(task=task, version=1, by=desk.owner, as_of=AS_OF)
    with pytest.raises(TaskRefused, match="already marked “Done”"):
        cancel_task(task=done, version=2, by=desk.owner, as_of=AS_OF)
    with pytest.raises(PermissionDenied):
        open_task(case=desk.case, title="Ring", due_on=AS_OF, by=desk.head, as_of=AS_OF)


def test_a_note_corrects_only_its_own_childs_notes(desk: ErrandDesk) -> None:
    common = {"kind": "visit", "text": "x", "by": desk.owner, "as_of": AS_OF}
    old = add_note(child=desk.child, happened_on=AS_OF, **common)
    with pytest.raises(NoteRefused):
        add_note(child=make_child(), happened_on=AS_OF, corrects=old, **common)
    with pytest.raises(NoteRefused):
        add_note(child=desk.child, happened_on=date(2026, 9, 17), **common)
    assert Note.objects.count() == 1


def test_who_asks_for_an_approval_never_decides_it(desk: ErrandDesk) -> None:
    approval = ask_approval(case=desk.case, what="errand.far", reason="It is far.", by=desk.owner, as_of=AS_OF)
    decide = {"is_approved": True, "reason": "Go.", "as_of": AS_OF}
    with pytest.raises(PermissionDenied):
        decide_approval(approval=approval, version=1, by=desk.colleague, **decide)
    decided = decide_approval(approval=approval, version=1, by=desk.head, **decide)
    assert (decided.decision, decided.decided_by) == ("approved", desk.head)
    with pytest.raises(ApprovalRefused, match="already decided: approved"):
        decide_approval(approval=decided, version=2, by=make_user(Role.HEAD_OF_SERVICE), **decide)
    own = Approval.objects.create(case=desk.case, what="x", reason="x", asked_by=desk.head, asked_at=decided.decided_at)
    with pytest.raises(ApprovalRefused, match="Somebody else must decide it"):
        decide_approval(approval=own, version=1, by=desk.head, **decide)


# --- registries


def test_a_kind_a_tile_and_a_home_are_registered_once(db: None) -> None:
    with pytest.raises(DuplicateKind):
        register_kind(KIND)
    assert get_kind(ERRAND) is KIND
    assert isinstance(KIND, CaseKind)
    tile = WorkTile("tests", "Tests", lambda user: 0, "/tests/")
    with mock.patch.dict("cases.panels._tiles", clear=True):
        register_tile(tile)
        with pytest.raises(DuplicatePanel):
            register_tile(tile)
    with pytest.raises(DuplicatePanel):
        register_home(Home("portal", lambda user: False, lambda request: None))


def test_events_have_words(db: None) -> None:
    assert event_label("case_opened") == "Case opened"
    assert event_label("errand.run") == "Errand run"
    assert event_label("from.an.older.table") == "from.an.older.table"


def test_a_task_without_a_case_belongs_to_who_may_change_the_child(desk: ErrandDesk) -> None:
    task = Task.objects.create(
        child=desk.child, title="Ring the family", due_on=AS_OF, opened_at=timezone.now(), opened_by=desk.owner
    )
    with pytest.raises(PermissionDenied):
        finish_task(task=task, version=1, by=make_user(Role.HEAD_OF_SERVICE), as_of=AS_OF)
    assert finish_task(task=task, version=1, by=desk.owner, as_of=AS_OF).state == Task.State.DONE


def test_a_child_born_in_the_future_is_refused_by_field(desk: ErrandDesk) -> None:
    with pytest.raises(ChildRefused) as refused:
        create_child(given_names="Noah", surname="Lewis", born_on=date(2030, 1, 1), by=desk.owner, as_of=AS_OF)
    assert refused.value.field == "born_on"


def test_changing_the_sex_alone_leaves_the_sort_key(desk: ErrandDesk) -> None:
    before = desk.child.sort_key
    changed = change_child(child=desk.child, version=desk.child.version, by=desk.owner, as_of=AS_OF, sex="M")
    assert (changed.sex, changed.sort_key) == ("M", before)


def test_enrolling_twice_is_one_row_and_a_closed_span_may_stand_before_another(desk: ErrandDesk) -> None:
    facts = {"child": desk.child, "by": desk.owner, "as_of": AS_OF}
    earlier = {"starts_on": date(2022, 9, 1), "ends_on": date(2024, 7, 19)}
    other = make_school()
    first = enrol_child(school=other, **earlier, **facts)
    assert enrol_child(school=other, **earlier, **facts) == first
    assert Event.objects.filter(child=desk.child, code="child_enrolled").count() == 1


def test_ending_an_enrolment_is_an_event(desk: ErrandDesk) -> None:
    enrolment = Enrolment.objects.get(child=desk.child)
    ended = end_enrolment(enrolment=enrolment, ends_on=AS_OF, version=1, by=desk.owner, as_of=AS_OF)
    assert (ended.ends_on, ended.version) == (AS_OF, 2)
    assert Event.objects.get(code="enrolment_ended").facts["school"] == desk.school.urn
