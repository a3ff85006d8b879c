"""What a suspension's steps refuse and leave behind, and what its page says."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.roles import Role
from cases.kinds import Presentation
from cases.models import Case, Deadline, Event, Plan, Task
from components.words import spelled_date
from exclusions.actions import suspensions
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Notification, Suspension
from exclusions.suspensions.counting import Span
from exclusions.suspensions.facts import gather_suspension
from exclusions.suspensions.policies import reasons_against, reasons_against_cancelling
from exclusions.suspensions.presenters import present, span_in_words
from exclusions.suspensions.totals import totals_of
from schools.models import CalendarEntry
from tests.factories.children import make_school
from tests.factories.exclusions import Desk
from tests.factories.people import make_user
from tests.factories.suspensions import (
    BACK_ON,
    FIRST_ON,
    LAST_ON,
    bring_back,
    cancel,
    correct,
    make_suspension,
    version,
)


def shown(desk: Desk, case: Case, as_of: date = BACK_ON) -> Presentation:
    case = Case.objects.select_related("child", "school").get(pk=case.pk)
    return present(case, desk.officer, as_of)


def rows(presentation: Presentation, title: str) -> dict[str, str]:
    group = next(each for each in presentation.groups if each.title == title)
    return {row.label: row.value or row.needs for row in group.rows}


def test_the_case_belongs_to_who_recorded_it_and_says_who_was_told(desk: Desk) -> None:
    case = make_suspension(desk, told={"parents": FIRST_ON}, as_of=date(2026, 11, 10))
    assert (case.kind, case.state, case.owner, case.reference) == (
        "suspension",
        "notified",
        desk.officer,
        "SU-2026-0001",
    )
    told = dict(Notification.objects.filter(case=case).values_list("recipient", "told_on"))
    assert told == {"parents": FIRST_ON, "council": date(2026, 11, 10)}
    assert Deadline.objects.get(case=case, code="exclusions.parents_notice").state == Deadline.State.MET
    assert Event.objects.filter(case=case).latest("pk").code == "exclusions.suspension_recorded"
    assert Suspension.objects.get(case=case).sessions_rule_version.startswith("exclusions.sessions@")


def test_a_plan_brings_its_task(desk: Desk) -> None:
    Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
    case = make_suspension(desk)
    assert list(Task.objects.filter(case=case).values_list("code", flat=True)) == ["exclusions.start_plan_review"]


@pytest.mark.parametrize(
    ("first_on", "last_on", "facts", "field"),
    [
        (FIRST_ON, LAST_ON, {"decided_on": date(2026, 11, 10)}, "decided_on"),
        (FIRST_ON, LAST_ON, {"decided_on": date(2026, 11, 10), "as_of": date(2026, 11, 10)}, "first_on"),
        (FIRST_ON, date(2026, 11, 6), {}, "last_on"),
        (FIRST_ON, date(2036, 11, 6), {}, "last_on"),
        (date(2026, 11, 14), date(2026, 11, 15), {}, "first_on"),
        (FIRST_ON, LAST_ON, {"exam_on": date(2026, 11, 6)}, "exam_on"),
        (FIRST_ON, LAST_ON, {"reasons": ["DB", "DB"]}, "reasons"),
        (FIRST_ON, LAST_ON, {"told": {"parents": date(2026, 11, 6)}}, "parents_told_on"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(
    desk: Desk, first_on: date, last_on: date, facts: dict, field: str
) -> None:
    with pytest.raises(ExclusionRefused) as refused:
        make_suspension(desk, first_on, last_on, **facts)
    assert refused.value.field == field
    assert not Case.objects.exists()


def test_the_same_suspension_is_recorded_once(desk: Desk) -> None:
    case = make_suspension(desk)
    with pytest.raises(ExclusionRefused, match=case.reference):
        make_suspension(desk, date(2026, 11, 18), date(2026, 11, 20))
    make_suspension(desk, date(2026, 11, 18), school=make_school())
    make_suspension(desk, date(2026, 11, 19))
    cancel(desk, case)
    assert make_suspension(desk, date(2026, 11, 10), date(2026, 11, 11)).state == "notified"


def test_a_first_day_long_after_the_decision_is_asked_about(desk: Desk) -> None:
    monday, march = date(2026, 11, 9), date(2027, 3, 15)
    assert make_suspension(desk, date(2026, 12, 7), decided_on=monday, as_of=monday).state, "four weeks"
    with pytest.raises(ExclusionRefused) as refused:
        make_suspension(desk, march, decided_on=monday, as_of=monday, is_confirmed=False)
    assert refused.value.field == "is_confirmed"
    assert "First day is 15 March 2027, long after the decision on 9 November 2026." in str(refused.value)
    case = make_suspension(desk, march, decided_on=monday, as_of=monday, is_confirmed=True)
    correct(desk, case, monday, reasons=["PP"])
    moved = Span(date(2027, 3, 16), date(2027, 3, 16))
    with pytest.raises(ExclusionRefused) as refused:
        correct(desk, case, monday, span=moved)
    assert refused.value.field == "is_confirmed"
    correct(desk, case, monday, span=moved, is_confirmed=True)


def test_two_halves_of_a_day_do_not_overlap(desk: Desk) -> None:
    make_suspension(desk, date(2026, 11, 12), last="am")
    assert make_suspension(desk, date(2026, 11, 12), first="pm").state == "notified"


def test_only_the_exclusions_team_records(desk: Desk) -> None:
    desk.officer = make_user(Role.HEAD_OF_SERVICE)
    with pytest.raises(PermissionDenied):
        make_suspension(desk)


def test_a_correction_may_overlap_itself_and_keeps_to_the_return(desk: Desk) -> None:
    case = bring_back(desk, make_suspension(desk))
    correct(desk, case, span=Span(FIRST_ON, date(2026, 11, 17)))
    with pytest.raises(ExclusionRefused, match="when the child came back"):
        correct(desk, case, span=Span(date(2026, 11, 20), date(2026, 11, 20)))


def test_a_correction_keeps_to_what_people_were_told(desk: Desk) -> None:
    case = make_suspension(desk, told={"parents": FIRST_ON})
    with pytest.raises(ExclusionRefused, match="when somebody was told of it"):
        correct(desk, case, decided_on=date(2026, 11, 10), span=Span(date(2026, 11, 10), LAST_ON))


def test_a_return_cannot_be_recorded_before_it_began(desk: Desk) -> None:
    case = make_suspension(desk, decided_on=date(2026, 11, 6), as_of=date(2026, 11, 6))
    facts = gather_suspension(case)
    assert reasons_against("return", facts, date(2026, 11, 6)) == ["The suspension has not begun."]
    assert reasons_against("close", facts, FIRST_ON)[0].startswith(
        "The first school day after the suspension is 19 November 2026."
    )


def test_a_meeting_before_the_decision_is_refused(desk: Desk) -> None:
    case = make_suspension(desk)
    with pytest.raises(ExclusionRefused, match="Reintegration meeting on must be on or after"):
        suspensions.record_return(
            case=case,
            returned_on=BACK_ON,
            reintegration_met_on=date(2026, 11, 6),
            version=version(case),
            by=desk.officer,
            as_of=BACK_ON,
        )
    suspensions.record_return(
        case=case,
        returned_on=BACK_ON,
        reintegration_met_on=None,
        version=version(case),
        by=desk.officer,
        as_of=BACK_ON,
    )
    assert Case.objects.get(pk=case.pk).state == "returned"


def test_more_than_forty_five_days_bar_the_cancelling(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 9, 2), date(2026, 11, 6))
    facts = gather_suspension(case)
    assert reasons_against_cancelling(facts, date(2026, 11, 6)) == []
    assert reasons_against_cancelling(facts, date(2026, 9, 1)) == [], "before it began nothing is lost"
    other = make_suspension(desk, date(2026, 11, 9), date(2026, 11, 11), last="pm", school=make_school())
    Suspension.objects.get(case=other).terms.update(sessions=40)
    with pytest.raises(ExclusionRefused, match="more than 45 days"):
        cancel(desk, case, date(2026, 11, 12))


def test_a_missing_calendar_bars_the_cancelling_and_an_unknown_reason_is_refused(desk: Desk) -> None:
    case = make_suspension(desk)
    with pytest.raises(ExclusionRefused, match="Reason: choose one of the list"):
        suspensions.cancel_suspension(
            case=case, cancelled_on=FIRST_ON, reason="x", version=1, by=desk.officer, as_of=FIRST_ON
        )
    CalendarEntry.objects.all().delete()
    with pytest.raises(ExclusionRefused, match="cannot be counted"):
        cancel(desk, case)


def test_a_cancelled_one_keeps_what_was_lost_and_no_clock(desk: Desk) -> None:
    case = cancel(desk, make_suspension(desk), date(2026, 11, 10))
    row = Suspension.objects.get(case=case)
    assert (row.sessions_count, [each.sessions for each in row.terms.all()]) == (4, [4])
    assert not Deadline.objects.filter(case=case).exclude(state=Deadline.State.SUPERSEDED).exists()
    page = shown(desk, case)
    assert rows(page, "Cancelled")["Days lost, which still count"] == "2.0, in the year"
    assert [step.label for step in page.steps] == ["Record who was told of it"]


def test_one_that_is_cancelled_before_it_begins_costs_nothing(desk: Desk) -> None:
    case = make_suspension(desk, decided_on=date(2026, 11, 6), as_of=date(2026, 11, 6))
    cancel(desk, case, date(2026, 11, 6))
    assert Suspension.objects.get(case=case).sessions_count == 0


def test_permanent_exclusions_are_cancelled_within_the_same_forty_five_days(desk: Desk) -> None:
    lost = make_suspension(desk, date(2026, 10, 1), school=make_school(), as_of=date(2026, 10, 1))
    lost.suspension.terms.update(sessions=90)
    exclusion = desk.record(decided_on=date(2026, 10, 5), excluded_on=date(2026, 10, 5), as_of=date(2026, 10, 5))
    with pytest.raises(ExclusionRefused, match="92 sessions"):
        desk.cancel(exclusion, as_of=date(2026, 10, 5))


def test_what_the_page_says(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 9, 7), date(2026, 9, 10), exam_on=date(2026, 9, 8))
    make_suspension(desk)
    page = shown(desk, case)
    assert page.lozenges == ("Would miss an exam",)
    assert rows(page, "Days lost")["To the end of it, autumn 2026/27"] == "4.0 school days, over all schools"
    assert rows(page, "Days lost")["School year 2026/27"] == "12.0 of at most 45 school days, over all schools"
    assert rows(page, "Who was told")["Governing board"].startswith("Governors have not been told.")
    assert rows(page, "Return")["Back in school"] == "The return is not recorded."
    assert [step.label for step in page.steps if step.is_main] == ["Record the return"]
    back = shown(desk, bring_back(desk, case, date(2026, 9, 11)))
    assert rows(back, "Return")["Reintegration meeting"] == "11 September 2026"


def test_the_page_guesses_nothing_without_a_calendar(desk: Desk) -> None:
    CalendarEntry.objects.all().delete()
    page = shown(desk, make_suspension(desk), FIRST_ON)
    assert rows(page, "Days lost")["School days"].startswith("Not known: the school’s calendar does not say")
    assert rows(page, "Governors")["Their duty"] == (
        "The days lost are not counted, so the governors’ duty is not known. Enter the school’s terms."
    )
    assert rows(page, "Return")["Back in school"] == (
        "After 18 November 2026; the school’s calendar does not say on which day"
    )


def test_spans_in_words() -> None:
    day = date(2026, 11, 9)
    assert span_in_words(Span(day, day)) == "Monday 9 November 2026, the whole day"
    assert span_in_words(Span(day, day, "pm", "pm")) == "Monday 9 November 2026, the afternoon only"
    assert span_in_words(Span(day, day, is_lunchtime_only=True)) == "The lunchtime of Monday 9 November 2026"
    assert span_in_words(Span(day, LAST_ON, is_lunchtime_only=True)).startswith("Lunchtimes only, from Monday 9")


def test_totals_ask_as_few_questions_for_many_as_for_one(desk: Desk, django_assert_num_queries: object) -> None:
    span = Span(date(2026, 12, 7), date(2026, 12, 7))
    make_suspension(desk, date(2026, 9, 2))
    with django_assert_num_queries(3):  # type: ignore[operator]
        totals_of(desk.child, span)
    for number in range(7, 12):
        make_suspension(desk, date(2026, 9, number))
    with django_assert_num_queries(3):  # type: ignore[operator]
        totals_of(desk.child, span)


@pytest.mark.django_db(transaction=True)
def test_two_people_who_record_it_at_once_make_one_case() -> None:
    desk = Desk()
    outcomes = []

    def record_now() -> None:
        try:
            outcomes.append(make_suspension(desk).reference)
        except ExclusionRefused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=record_now) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes)[1:] == ["refused"] * 2


class TestReturn:
    """Nobody is back while the suspension lasts, and a return that was typed wrongly is put right."""

    @pytest.mark.parametrize(
        ("last", "too_early", "earliest"),
        [("pm", LAST_ON, date(2026, 11, 19)), ("am", date(2026, 11, 17), LAST_ON)],
    )
    def test_before_the_last_session_is_refused(self, desk: Desk, last: str, too_early: date, earliest: date) -> None:
        case = make_suspension(desk, last=last)
        with pytest.raises(ExclusionRefused, match=f"on or after {spelled_date(earliest)}, when the suspension is"):
            bring_back(desk, case, too_early)
        assert bring_back(desk, case, earliest).state == "returned"

    def test_while_the_calendar_does_not_say_the_last_day_decides(self, desk: Desk) -> None:
        case = make_suspension(desk)
        CalendarEntry.objects.all().delete()
        with pytest.raises(ExclusionRefused, match="on or after 18 November 2026"):
            bring_back(desk, case, date(2026, 11, 17))
        assert bring_back(desk, case, LAST_ON).state == "returned"

    def test_of_lunchtimes_alone_the_pupil_was_never_away(self, desk: Desk) -> None:
        case = make_suspension(desk, FIRST_ON, date(2026, 11, 13), lunchtimes=True)
        assert bring_back(desk, case, FIRST_ON).state == "returned"

    def test_it_is_put_right_also_when_the_case_has_closed(self, desk: Desk) -> None:
        case = bring_back(desk, make_suspension(desk, FIRST_ON, FIRST_ON), date(2026, 11, 12))
        assert case.state == "closed"
        assert bring_back(desk, case, date(2026, 11, 10)).state == "closed"
        assert Suspension.objects.get(case=case).returned_on == date(2026, 11, 10)

    def test_the_last_day_does_not_move_beyond_it(self, desk: Desk) -> None:
        case = bring_back(desk, make_suspension(desk))
        with pytest.raises(ExclusionRefused, match="correct the return first") as refused:
            correct(desk, case, span=Span(FIRST_ON, date(2026, 11, 20)))
        assert refused.value.field == "last_on"


def test_two_that_begin_in_the_same_session_at_two_schools_count_each_other(desk: Desk) -> None:
    """Three days at each school are six in the term."""
    first = make_suspension(desk, FIRST_ON, date(2026, 11, 11))
    second = make_suspension(desk, FIRST_ON, date(2026, 11, 11), school=make_school())
    for case in (first, second):
        facts = gather_suspension(case)
        assert facts.others.terms_by_name() == {"autumn 2026/27": 6}
        assert facts.band.value == "GB50_IF_REPS"
