"""The steps of a permanent exclusion: what each does to state, dates, tracks, tasks and events."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.models import Case, Deadline, Event, Task
from exclusions.actions import progress
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.steps import record_told
from exclusions.models import Exclusion, Notification
from ledger.versions import StaleEdit
from tests.factories.exclusions import EXCLUDED_ON, GOVERNORS_MEET_ON, Desk, make_case_at
from tests.factories.people import make_user


def deadline(case: Case, code: str) -> Deadline:
    return Deadline.objects.get(case=case, code=f"exclusions.{code}")


def test_checking_settles_whose_duty_day_six_is(desk: Desk) -> None:
    case = desk.check(desk.record(), home="937")
    assert case.state == "checked"
    assert not deadline(case, "sixth_day").is_ours
    assert Exclusion.objects.get(case=case).day_six_state == "not_owed"


def test_checking_ours_takes_the_assumption_away(desk: Desk) -> None:
    case = desk.check(desk.record())
    assert (deadline(case, "sixth_day").is_ours, deadline(case, "sixth_day").assumption) == (True, "")


def test_the_governors_clock_runs_from_the_day_they_were_told(desk: Desk) -> None:
    case = desk.record()
    assert deadline(case, "governors_meet").assumption
    case = desk.tell_governors(case, told_on=date(2026, 9, 17), as_of=date(2026, 9, 18))
    told = deadline(case, "governors_meet")
    assert (told.due_on, told.assumption) == (date(2026, 10, 8), "")
    moved = Event.objects.get(case=case, code="deadline_moved")
    assert (moved.facts["was"], moved.facts["now"]) == ("2026-10-06", "2026-10-08")
    assert case.state == "notified"


def test_listing_the_meeting_starts_the_papers_clock_and_can_be_done_again(desk: Desk) -> None:
    case = desk.list_meeting(desk.check(desk.record()))
    assert (case.state, deadline(case, "governors_papers").due_on) == ("governors_listed", date(2026, 9, 29))
    case = desk.list_meeting(case, date(2026, 10, 5))
    assert deadline(case, "governors_papers").due_on == date(2026, 9, 28)


def test_a_meeting_past_the_limit_is_kept_and_the_duty_goes_on(desk: Desk) -> None:
    case = desk.list_meeting(desk.check(desk.record()), date(2026, 10, 9))
    assert deadline(case, "governors_meet").state == Deadline.State.RUNNING


def test_a_refusal_with_its_letter_opens_the_parents_window_x1(desk: Desk) -> None:
    case = make_case_at(desk, "governors_listed")
    case = desk.decide(
        case, "decline_reinstatement", as_of=date(2026, 10, 7), notice_sent_on=date(2026, 10, 7), notice_method="hand"
    )
    assert case.state == "review_window"
    assert deadline(case, "review_application").due_on == date(2026, 11, 5)
    assert deadline(case, "roll_deletion").due_on == date(2026, 11, 6)
    met = deadline(case, "governors_meet")
    assert (met.state, met.met_on) == (Deadline.State.MET_LATE, date(2026, 10, 7))


def test_a_decision_in_time_meets_the_governors_limit(desk: Desk) -> None:
    case = make_case_at(desk, "declined")
    assert deadline(case, "governors_meet").state == Deadline.State.MET
    assert deadline(case, "review_application").state == Deadline.State.NOT_STARTED


def test_a_letter_by_first_class_post_counts_from_its_deemed_service_x15(desk: Desk) -> None:
    case = make_case_at(desk, "governors_listed")
    case = desk.decide(case, "decline_reinstatement", as_of=date(2026, 11, 11))
    case = desk.send_notice(case, sent_on=date(2026, 11, 12), method="first_class_post")
    assert deadline(case, "review_application").due_on == date(2026, 12, 8)
    assert deadline(case, "roll_deletion").due_on == date(2026, 12, 9)


def test_reinstatement_ends_the_tracks_day_six_and_open_tasks(desk: Desk) -> None:
    case = desk.decide(make_case_at(desk, "governors_listed"), "reinstate_immediately")
    exclusion = Exclusion.objects.get(case=case)
    assert case.state == "reinstated"
    assert {exclusion.day_six_state, exclusion.funding_state, exclusion.next_school_state} == {"ended"}
    assert exclusion.reinstated_on == GOVERNORS_MEET_ON
    assert deadline(case, "sixth_day").state == Deadline.State.SUPERSEDED
    assert not Task.objects.filter(case=case, state=Task.State.OPEN).exists()


def test_cancelling_closes_the_case_and_leaves_the_claims_clock_alone(desk: Desk) -> None:
    case = make_case_at(desk, "cancelled")
    assert (case.state, case.close_reason, case.is_open) == ("cancelled", "cancelled", False)
    running = case.deadlines.exclude(state=Deadline.State.SUPERSEDED)
    assert [each.code for each in running] == ["exclusions.equality_claim"]
    assert deadline(case, "sixth_day").due_on == date(2026, 9, 22), "the last date stays to be seen"


def test_cancelling_is_refused_once_the_governors_meeting_has_begun(desk: Desk) -> None:
    case = make_case_at(desk, "governors_listed")
    with pytest.raises(ExclusionRefused):
        desk.cancel(case, as_of=date(2026, 10, 7))
    assert Case.objects.get(pk=case.pk).state == "governors_listed"


def test_cancelling_is_refused_when_more_than_45_days_are_lost(desk: Desk) -> None:
    case = desk.record()
    with pytest.raises(ExclusionRefused, match="45"):
        desk.cancel(case, as_of=date(2026, 12, 1))


@pytest.mark.parametrize(
    ("state", "act"),
    [
        ("notified", lambda desk, case: desk.list_meeting(case)),
        ("checked", lambda desk, case: desk.check(case)),
        ("checked", lambda desk, case: desk.decide(case, "decline_reinstatement")),
        ("reinstated", lambda desk, case: desk.cancel(case, as_of=GOVERNORS_MEET_ON)),
        ("declined", lambda desk, case: desk.list_meeting(case)),
        ("review_window", lambda desk, case: desk.list_meeting(case)),
        ("cancelled", lambda desk, case: desk.check(case)),
        ("reinstated", lambda desk, case: desk.send_notice(case)),
    ],
)
def test_a_step_that_the_state_does_not_allow_is_refused_and_leaves_nothing(desk: Desk, state: str, act) -> None:
    case = make_case_at(desk, state)
    events = Event.objects.count()
    with pytest.raises(ExclusionRefused):
        act(desk, case)
    assert Case.objects.get(pk=case.pk).state == state
    assert Event.objects.count() == events


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"decision": "reinstate_on"}, "reinstate_on"),
        ({"decision": "reinstate_on", "reinstate_on": date(2026, 10, 1)}, "reinstate_on"),
        (
            {"decision": "decline_reinstatement", "notice_sent_on": date(2026, 10, 5), "notice_method": "hand"},
            "notice_sent_on",
        ),
        (
            {"decision": "decline_reinstatement", "notice_sent_on": GOVERNORS_MEET_ON, "notice_method": "pigeon"},
            "notice_method",
        ),
        ({"decision": "decline_reinstatement", "as_of": date(2026, 9, 1)}, "decided_on"),
        ({"decision": "reinstate_immediately", "reinstate_on": date(2026, 10, 12)}, "reinstate_on"),
        ({"decision": "reinstate_immediately", "notice_sent_on": GOVERNORS_MEET_ON}, "notice_sent_on"),
    ],
)
def test_a_decision_that_cannot_be_true_is_refused_by_field_and_rolled_back_whole(
    desk: Desk, facts: dict, field: str
) -> None:
    case = make_case_at(desk, "governors_listed")
    with pytest.raises(ExclusionRefused) as refused:
        desk.decide(case, facts.pop("decision"), **facts)
    assert refused.value.field == field
    assert Case.objects.get(pk=case.pk).state == "governors_listed"
    assert Exclusion.objects.get(case=case).governors_decision == ""


def test_deciding_needs_the_day_the_governors_were_told(desk: Desk) -> None:
    case = desk.list_meeting(desk.check(desk.record()))
    with pytest.raises(ExclusionRefused, match="when the governors were told"):
        desk.decide(case, "decline_reinstatement")


def test_a_stale_version_overwrites_nothing(desk: Desk) -> None:
    case = desk.check(desk.record())
    desk.list_meeting(case)
    desk.version = lambda _case: 1  # type: ignore[method-assign]
    with pytest.raises(StaleEdit):
        desk.list_meeting(Case.objects.get(pk=case.pk), date(2026, 10, 2))
    assert Exclusion.objects.get(case=case).governors_meeting_on == GOVERNORS_MEET_ON


@pytest.mark.parametrize(
    "role", [Role.HEAD_OF_SERVICE, Role.INFORMATION_GOVERNANCE, Role.ADMINISTRATOR, Role.SCHOOL_OFFICE]
)
def test_others_take_no_step(desk: Desk, role: Role) -> None:
    case = desk.record()
    desk.officer = make_user(role)
    for act in (desk.check, desk.tell_governors, desk.cancel):
        with pytest.raises(PermissionDenied):
            act(case)


def test_a_day_in_the_future_is_refused_by_field(desk: Desk) -> None:
    case = make_case_at(desk, "governors_listed")
    with pytest.raises(ExclusionRefused, match="Governing board told on must be today or earlier") as refused:
        desk.tell_governors(case, told_on=date(2026, 9, 16))
    assert refused.value.field == "governors_told_on"


def test_cancelling_needs_a_reason_of_the_list(desk: Desk) -> None:
    case = desk.record()
    with pytest.raises(ExclusionRefused) as refused:
        progress.cancel_exclusion(
            case=case, cancelled_on=EXCLUDED_ON, reason="", version=1, by=desk.officer, as_of=EXCLUDED_ON
        )
    assert refused.value.field == "reason"


def test_the_governors_cannot_decide_before_they_were_told(desk: Desk) -> None:
    case = desk.list_meeting(desk.check(desk.record()))
    case = desk.tell_governors(case, told_on=date(2026, 9, 18), as_of=date(2026, 9, 18))
    with pytest.raises(ExclusionRefused) as refused:
        desk.decide(case, "decline_reinstatement", as_of=date(2026, 9, 17))
    assert refused.value.field == "decided_on"


def test_somebody_told_late_is_recorded_in_any_open_state(desk: Desk) -> None:
    case = make_case_at(desk, "declined")
    told = {"parents": date(2026, 9, 16), "virtual_school_head": date(2026, 9, 17)}
    record_told(case=case, told=told, version=desk.version(case), by=desk.officer, as_of=GOVERNORS_MEET_ON)
    assert deadline(case, "parents_notice").state == Deadline.State.MET_LATE
    assert Event.objects.filter(case=case, code="exclusions.told").last().facts["told"] == sorted(told)


def test_telling_nobody_is_refused(desk: Desk) -> None:
    case = desk.record()
    with pytest.raises(ExclusionRefused, match="at least one day"):
        record_told(case=case, told={}, version=1, by=desk.officer, as_of=EXCLUDED_ON)


def test_a_meeting_years_away_is_a_slip_of_the_pen(desk: Desk) -> None:
    case = desk.check(desk.record())
    with pytest.raises(ExclusionRefused, match="within a year") as refused:
        desk.list_meeting(case, date(2199, 1, 1))
    assert refused.value.field == "meeting_on"


CORRECT = {
    "decided_on": EXCLUDED_ON,
    "excluded_on": date(2026, 9, 18),
    "pm_began": True,
    "reasons": ["PP"],
    "exam_on": None,
    "has_finished_exams": False,
    "home_authority": None,
    "is_looked_after": True,
    "has_plan": True,
    "has_social_worker": False,
}


def correct(desk: Desk, case: Case, **more: object) -> Case:
    facts = {"as_of": date(2026, 9, 21), **CORRECT, **more}
    return progress.correct_exclusion(case=case, version=desk.version(case), by=desk.officer, **facts)


def test_a_correction_works_every_date_out_again_and_keeps_the_state(desk: Desk) -> None:
    case = correct(desk, desk.check(desk.record()))
    assert case.state == "checked"
    assert deadline(case, "sixth_day").due_on == date(2026, 9, 28)
    assert deadline(case, "looked_after_provision").due_on == date(2026, 9, 21)
    opened = set(Task.objects.filter(case=case, state=Task.State.OPEN).values_list("code", flat=True))
    assert {"exclusions.start_plan_review", "exclusions.tell_virtual_school"} <= opened
    assert Event.objects.filter(case=case).last().code == "exclusions.corrected"


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"decided_on": date(2026, 9, 16)}, "decided_on"),
        ({"excluded_on": date(2199, 12, 1)}, "excluded_on"),
        ({"reasons": []}, "reasons"),
    ],
)
def test_a_correction_that_cannot_be_true_is_refused_by_field(desk: Desk, facts: dict, field: str) -> None:
    case = desk.record(told={"parents": EXCLUDED_ON})
    with pytest.raises(ExclusionRefused) as refused:
        correct(desk, case, **facts)
    assert refused.value.field == field
    assert Exclusion.objects.get(case=case).excluded_on == EXCLUDED_ON


def test_a_correction_does_not_go_behind_what_the_governors_decided(desk: Desk) -> None:
    case, later = make_case_at(desk, "declined"), date(2026, 10, 7)
    as_of = date(2026, 10, 12)
    with pytest.raises(ExclusionRefused) as refused:
        correct(desk, case, excluded_on=later, as_of=as_of)
    assert (refused.value.field, refused.value.reasons) == (
        "excluded_on",
        (
            "Excluded from must be on or before 6 October 2026, when the governors decided of it. If that day is "
            "wrong, correct the governors’ decision first.",
        ),
    )
    Notification.objects.filter(case=case).delete()
    case = desk.send_notice(case)
    with pytest.raises(ExclusionRefused) as refused:
        correct(desk, case, decided_on=later, excluded_on=later, as_of=as_of)
    assert len(refused.value.reasons) == 2
    assert "decided of it and wrote to the parents on 7 October 2026." in refused.value.reasons[0]
    assert correct(desk, case, excluded_on=GOVERNORS_MEET_ON, as_of=as_of).state == "review_window"
    Exclusion.objects.update(governors_decided_on=date(2026, 9, 30), excluded_on=GOVERNORS_MEET_ON)
    correct(desk, case, excluded_on=GOVERNORS_MEET_ON, as_of=as_of, reasons=["DB"])


def test_checking_does_the_check_tasks_and_opens_what_care_and_a_plan_bring(desk: Desk) -> None:
    case = desk.check(desk.record(), is_looked_after=True, has_plan=True)
    tasks = dict(Task.objects.filter(case=case).values_list("code", "state"))
    assert tasks["exclusions.check_home_authority"] == Task.State.DONE
    assert tasks["exclusions.check_care_and_needs"] == Task.State.DONE
    assert tasks["exclusions.start_plan_review"] == Task.State.OPEN
    assert tasks["exclusions.tell_virtual_school"] == Task.State.OPEN


def test_a_step_that_a_colleague_has_taken_meanwhile_is_stale_not_merely_refused(desk: Desk) -> None:
    case = desk.record()
    desk.check(case)
    desk.version = lambda _case: 1  # type: ignore[method-assign]
    with pytest.raises(StaleEdit):
        desk.check(Case.objects.get(pk=case.pk))


@pytest.mark.parametrize(
    ("reinstate_on", "words"),
    [
        (date(2026, 10, 17), "the school is closed on 17 October 2026. Enter a school day: the next one is 19 October"),
        (date(2028, 10, 2), "must be within a year of the decision. Check the year."),
    ],
)
def test_the_child_is_reinstated_on_a_school_day_of_the_coming_year(desk: Desk, reinstate_on: date, words: str) -> None:
    case = make_case_at(desk, "governors_listed")
    with pytest.raises(ExclusionRefused) as refusal:
        desk.decide(case, "reinstate_on", reinstate_on=reinstate_on)
    assert refusal.value.field == "reinstate_on"
    assert words in str(refusal.value)
