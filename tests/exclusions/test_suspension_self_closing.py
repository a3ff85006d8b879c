"""A suspension closes by itself on its return date, is opened again under its number, and still counts when closed."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.actions.cases import CaseRefused, reopen_case
from cases.actions.recompute import (
    recompute_case,
    recompute_cases,
    recompute_open_cases,
)
from cases.actions.tasks import open_task
from cases.models import Case, Deadline, Event, Task
from cases.queries.work import work_deadlines
from exclusions.actions import keeping_open
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.steps import record_told
from exclusions.models import Suspension
from exclusions.suspensions.counting import Span
from exclusions.suspensions.facts import gather_suspension
from exclusions.suspensions.policies import reasons_against
from exclusions.suspensions.presenters import present
from ledger.models import OutboxMessage
from ledger.versions import StaleEdit
from schools.models import CalendarEntry
from tests.factories.exclusions import Desk
from tests.factories.people import make_user
from tests.factories.suspensions import bring_back, cancel, close, correct, make_suspension, version

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 2), date(2026, 11, 3), date(2026, 11, 4)
FRIDAY, NEXT_MONDAY = date(2026, 11, 6), date(2026, 11, 9)


def state(case: Case) -> str:
    return Case.objects.get(pk=case.pk).state


def events(case: Case) -> list[str]:
    return list(Event.objects.filter(case=case).order_by("pk").values_list("code", flat=True))


def live(case: Case) -> dict[str, str]:
    rows = Deadline.objects.filter(case=case).exclude(state=Deadline.State.SUPERSEDED)
    return {code.removeprefix("exclusions."): each for code, each in rows.values_list("code", "state")}


def sweep(as_of: date) -> None:
    """What the night does: every open case is marked, and the messages are worked."""
    OutboxMessage.objects.all().delete()
    recompute_open_cases(as_of=as_of)
    for message in OutboxMessage.objects.filter(task_name="cases.recompute_cases").order_by("pk"):
        recompute_cases(**message.arguments, by=None, as_of=as_of)


def test_the_night_closes_it_on_the_return_date_and_not_before(desk: Desk) -> None:
    case = make_suspension(desk, FRIDAY)
    for day in (FRIDAY, date(2026, 11, 7), date(2026, 11, 8)):
        sweep(day)
        assert state(case) == "notified"
    sweep(NEXT_MONDAY)
    closed = Case.objects.get(pk=case.pk)
    assert (closed.state, closed.closed_on, closed.close_reason) == ("closed", NEXT_MONDAY, "closed")
    event = Event.objects.filter(case=case).latest("pk")
    assert (event.code, event.by, event.facts["return_on"]) == ("exclusions.closed_itself", None, "2026-11-09")


def test_a_second_night_changes_nothing(desk: Desk) -> None:
    case = make_suspension(desk, FRIDAY)
    sweep(NEXT_MONDAY)
    before = Case.objects.values().get(pk=case.pk), events(case), list(Deadline.objects.values().order_by("pk"))
    sweep(NEXT_MONDAY)
    recompute_case(case=Case.objects.get(pk=case.pk), by=None, as_of=date(2026, 11, 10))
    assert before == (
        Case.objects.values().get(pk=case.pk),
        events(case),
        list(Deadline.objects.values().order_by("pk")),
    )


def test_one_that_is_recorded_after_its_return_date_is_closed_at_once(desk: Desk) -> None:
    case = make_suspension(desk, MONDAY, as_of=WEDNESDAY)
    assert (case.state, state(case)) == ("closed", "closed")
    assert events(case)[-1] == "exclusions.closed_itself"
    assert events(case).index("exclusions.suspension_recorded") < events(case).index("exclusions.closed_itself")


def test_a_return_that_is_recorded_in_time_closes_it_on_that_day(desk: Desk) -> None:
    case = bring_back(desk, make_suspension(desk, MONDAY, last="am"), MONDAY)
    assert state(case) == "returned", "back in the afternoon: closed on the next school day"
    sweep(TUESDAY)
    assert state(case) == "closed"
    another = bring_back(desk, make_suspension(desk, FRIDAY), NEXT_MONDAY)
    assert (another.state, another.closed_on) == ("closed", NEXT_MONDAY)


def test_of_what_nobody_did_nothing_runs_on_and_what_was_done_stays(desk: Desk) -> None:
    case = make_suspension(desk, MONDAY)
    assert live(case) == {"parents_notice": "met", "suspension_return": "running"}
    sweep(NEXT_MONDAY)
    assert live(case) == {"parents_notice": "met"}


def test_it_is_in_no_list_of_work(desk: Desk) -> None:
    case = make_suspension(desk, MONDAY)
    sweep(NEXT_MONDAY)
    assert not work_deadlines(desk.officer).filter(case=case).exists()
    client = Client()
    client.force_login(desk.officer)
    assert case.reference not in client.get(reverse("cases")).content.decode()
    page = client.get(reverse("child", args=[desk.child.uuid])).content.decode()
    assert "No date is running." in page


def test_an_open_task_is_nobodys_to_cancel(desk: Desk) -> None:
    case = make_suspension(desk, MONDAY)
    task = open_task(case=case, title="Ring", due_on=FRIDAY, by=desk.officer, as_of=MONDAY)
    sweep(TUESDAY)
    assert state(case) == "closed"
    assert Task.objects.get(pk=task.pk).state == Task.State.OPEN


@pytest.mark.parametrize(
    ("span", "more", "words"),
    [
        (
            (date(2026, 11, 9), date(2026, 11, 18)),
            {},
            "If the parents make representations, the governors must meet by 2 February",
        ),
        ((date(2026, 9, 7), date(2026, 9, 28)), {}, "The governors must meet by"),
        ((MONDAY, MONDAY), {"exam_on": MONDAY}, "An exam would be missed: the governors should meet by 2 November"),
        (
            (date(2026, 11, 9), date(2026, 11, 18)),
            {},
            "Education from the sixth school day, 16 November 2026, is not recorded.",
        ),
    ],
)
def test_a_band_an_exam_and_day_six_keep_it_open_and_the_page_says_so(
    desk: Desk, span: tuple[date, date], more: dict, words: str
) -> None:
    case = make_suspension(desk, *span, **more)
    as_of = date(2026, 11, 19)
    sweep(as_of)
    assert state(case) == "notified"
    case = Case.objects.select_related("child", "school").get(pk=case.pk)
    group = present(case, desk.officer, as_of).groups[-1]
    reasons = next(row.value for row in group.rows if row.label == "Stays open because")
    assert words in reasons


def test_the_page_says_when_it_closes_by_itself(desk: Desk) -> None:
    case = Case.objects.select_related("child", "school").get(pk=make_suspension(desk, FRIDAY).pk)
    group = present(case, desk.officer, FRIDAY).groups[-1]
    assert [(row.label, row.value) for row in group.rows] == [
        ("Due back in school", "9 November 2026"),
        ("Closes by itself", "On 9 November 2026. The days stay in the child’s totals."),
    ]
    CalendarEntry.objects.filter(starts_on__gt=MONDAY).delete()
    CalendarEntry.objects.filter(kind="term", starts_on=date(2026, 9, 2)).update(ends_on=FRIDAY)
    recompute_case(case=case, by=None, as_of=FRIDAY)
    group = present(case, desk.officer, date(2026, 12, 1)).groups[-1]
    assert "Not yet: the school’s calendar does not say" in group.rows[1].value
    sweep(date(2026, 12, 1))
    assert state(case) == "notified", "without a return date nothing closes it"


@pytest.mark.parametrize("what", ["is_looked_after", "has_plan", "has_social_worker"])
def test_care_and_a_plan_keep_it_open_until_an_officer_closes_it(desk: Desk, what: str) -> None:
    case = correct(desk, make_suspension(desk, MONDAY), as_of=MONDAY, **{what: True})
    sweep(NEXT_MONDAY)
    assert state(case) == "notified"
    facts = gather_suspension(case)
    assert reasons_against("close", facts, MONDAY) == [
        "The first school day after the suspension is 3 November 2026. Record the return first."
    ]
    assert reasons_against("close", facts, TUESDAY) == []
    assert close(desk, case, TUESDAY).state == "closed"
    assert Task.objects.filter(case=case, state=Task.State.OPEN).count() == 1, "its task stays somebody’s work"


def test_by_hand_it_is_not_closed_over_a_duty_of_the_governors(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 9, 7), date(2026, 9, 28))
    with pytest.raises(ExclusionRefused, match="The governors must meet by"):
        close(desk, case, date(2026, 9, 29))
    bring_back(desk, case, date(2026, 9, 29))
    with pytest.raises(ExclusionRefused, match="The governors must meet by"):
        close(desk, Case.objects.get(pk=case.pk), date(2026, 9, 29))


def test_without_a_return_date_the_return_comes_first(desk: Desk) -> None:
    case = make_suspension(desk, date(2027, 7, 21), as_of=date(2027, 7, 21))
    assert reasons_against("close", gather_suspension(case), date(2027, 9, 30)) == [
        "The school’s calendar does not say when the suspension is over. Record the return first."
    ]


def test_the_band_ends_with_the_day_to_ask(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 9, 7), date(2026, 9, 8))
    told = dict.fromkeys(("parents", "governors"), date(2026, 9, 14))
    crossing = make_suspension(desk, date(2026, 9, 14), date(2026, 9, 17), told=told)
    last_on = Deadline.objects.get(case=crossing, code="exclusions.governors_meet_if_asked").due_on
    sweep(last_on)
    assert (state(case), state(crossing)) == ("closed", "notified")
    sweep(date(last_on.year, last_on.month, last_on.day + 1))
    assert state(crossing) == "closed"


def test_an_officer_keeps_it_open_and_lets_it_go(desk: Desk) -> None:
    case = make_suspension(desk, FRIDAY)
    keeping_open.keep_open(case=case, reason="safety", version=1, by=desk.officer, as_of=FRIDAY)
    sweep(date(2026, 11, 18))
    assert state(case) == "notified"
    case = Case.objects.get(pk=case.pk)
    assert reasons_against("keep_open", gather_suspension(case), FRIDAY) == ["It is kept open already."]
    assert "An officer keeps it open" in reasons_against("close", gather_suspension(case), NEXT_MONDAY)[-1]
    let = keeping_open.let_go(case=case, version=2, by=desk.officer, as_of=date(2026, 11, 18))
    assert (let.state, state(case)) == ("closed", "closed")
    assert [code for code in events(case) if not code.startswith("deadline")][-2:] == [
        "exclusions.let_go",
        "exclusions.closed_itself",
    ]


def test_what_keeping_open_refuses(desk: Desk) -> None:
    case = make_suspension(desk, FRIDAY)
    with pytest.raises(ExclusionRefused, match="choose one of the list") as refused:
        keeping_open.keep_open(case=case, reason="x", version=1, by=desk.officer, as_of=FRIDAY)
    assert refused.value.field == "reason"
    with pytest.raises(ExclusionRefused, match="Nobody keeps it open"):
        keeping_open.let_go(case=case, version=1, by=desk.officer, as_of=FRIDAY)
    with pytest.raises(ExclusionRefused, match="Only a closed case"):
        keeping_open.reopen_suspension(case=case, reason="other", version=1, by=desk.officer, as_of=FRIDAY)
    with pytest.raises(PermissionDenied):
        keeping_open.keep_open(case=case, reason="other", version=1, by=make_user(Role.HEAD_OF_SERVICE), as_of=FRIDAY)


# --- opened again


def closed_one(desk: Desk) -> Case:
    case = make_suspension(desk, MONDAY, as_of=WEDNESDAY)
    return Case.objects.get(pk=case.pk)


def test_a_closed_one_is_opened_again_under_its_number_and_stays_open(desk: Desk) -> None:
    case = closed_one(desk)
    opened = keeping_open.reopen_suspension(
        case=case, reason="question", version=version(case), by=desk.officer, as_of=FRIDAY
    )
    assert (opened.reference, opened.state, opened.closed_on) == (case.reference, "notified", None)
    event = Event.objects.get(case=case, code="case_reopened")
    assert (event.by, event.facts["why"], event.facts["was"]) == (desk.officer, "question", "closed")
    assert live(case)["suspension_return"] == "running"
    sweep(NEXT_MONDAY)
    assert state(case) == "notified"
    assert Suspension.objects.get(case=case).kept_open_because == "question"


def test_what_opening_again_refuses(desk: Desk) -> None:
    case = closed_one(desk)
    with pytest.raises(StaleEdit):
        keeping_open.reopen_suspension(case=case, reason="other", version=9, by=desk.officer, as_of=FRIDAY)
    with pytest.raises(ExclusionRefused, match="choose one of the list"):
        keeping_open.reopen_suspension(case=case, reason="x", version=1, by=desk.officer, as_of=FRIDAY)
    with pytest.raises(PermissionDenied):
        keeping_open.reopen_suspension(
            case=case, reason="other", version=1, by=make_user(Role.HEAD_OF_SERVICE), as_of=FRIDAY
        )
    with pytest.raises(CaseRefused):
        reopen_case(case=case, to_state="notified", reason="unheard", by=None, as_of=FRIDAY)
    assert state(case) == "closed"


def test_one_that_was_back_is_opened_again_as_back(desk: Desk) -> None:
    case = bring_back(desk, make_suspension(desk, FRIDAY), NEXT_MONDAY)
    assert case.state == "closed"
    opened = keeping_open.reopen_suspension(
        case=case, reason="reintegration", version=version(case), by=desk.officer, as_of=NEXT_MONDAY
    )
    assert opened.state == "returned"


def test_a_correction_of_a_closed_one_opens_it_and_it_closes_again(desk: Desk) -> None:
    case = closed_one(desk)
    corrected = correct(desk, case, as_of=FRIDAY, span=Span(MONDAY, TUESDAY))
    assert (corrected.state, state(case)) == ("closed", "closed")
    assert Suspension.objects.get(case=case).sessions_count == 4
    assert [code for code in events(case) if not code.startswith("deadline")][-3:] == [
        "case_reopened",
        "exclusions.corrected",
        "exclusions.closed_itself",
    ]


def test_a_correction_that_brings_a_duty_leaves_it_open(desk: Desk) -> None:
    case = closed_one(desk)
    correct(desk, case, as_of=date(2026, 11, 23), span=Span(MONDAY, date(2026, 11, 18)))
    assert state(case) == "notified"
    assert live(case)["governors_meet_if_asked"] == "running"


def test_telling_somebody_later_is_recorded_of_a_closed_one(desk: Desk) -> None:
    case = closed_one(desk)
    record_told(case=case, told={"parents": MONDAY}, version=version(case), by=desk.officer, as_of=FRIDAY)
    assert state(case) == "closed"
    assert live(case) == {"parents_notice": "met"}


def test_a_closed_one_may_be_cancelled(desk: Desk) -> None:
    case = closed_one(desk)
    cancelled = cancel(desk, case, WEDNESDAY)
    assert (cancelled.state, Suspension.objects.get(case=case).sessions_count) == ("cancelled", 2)


def test_parents_who_were_not_told_keep_it_open_until_they_are(desk: Desk) -> None:
    case = make_suspension(desk, MONDAY, told={})
    sweep(NEXT_MONDAY)
    assert state(case) == "notified"
    assert work_deadlines(desk.officer).filter(case=case).exists()
    page = present(Case.objects.get(pk=case.pk), desk.officer, NEXT_MONDAY)
    rows = {row.label: row.value for group in page.groups for row in group.rows}
    assert rows["Stays open because"] == "Not recorded as told of the suspension: parents."
    told = record_told(case=case, told={"parents": NEXT_MONDAY}, version=1, by=desk.officer, as_of=NEXT_MONDAY)
    assert (told.state, state(case)) == ("closed", "closed")


def test_over_parents_who_were_not_told_an_officer_may_close_it(desk: Desk) -> None:
    case = make_suspension(desk, MONDAY, told={})
    assert reasons_against("close", gather_suspension(case), FRIDAY) == []
    assert close(desk, case, FRIDAY).state == "closed"


def test_the_page_of_a_closed_one_asks_for_nothing(desk: Desk) -> None:
    case = Case.objects.select_related("child", "school").get(pk=closed_one(desk).pk)
    page = present(case, desk.officer, FRIDAY)
    assert {group.title for group in page.groups for row in group.rows if row.needs} == set()
    assert [step.label for step in page.steps] == ["Open the case again", "Record that the head teacher cancelled it"]
    rows = {row.label: row.value for group in page.groups for row in group.rows}
    assert rows["Back in school"] == "Due back on 3 November 2026. The return itself is not recorded."
