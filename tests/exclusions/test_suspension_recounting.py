"""Closed suspensions still count: counted again when a calendar changes, asleep otherwise, and woken by a new duty."""

from __future__ import annotations

from datetime import date

import pytest

from cases.actions.recompute import (
    recompute_calendar,
    recompute_cases,
    recompute_open_cases,
    recount_closed,
)
from cases.models import Case, Deadline, Event
from exclusions.actions import suspensions
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Suspension, SuspensionTerm
from exclusions.suspensions import refreshing
from ledger.models import OutboxMessage
from schools.models import CalendarEntry
from tests.exclusions.test_suspension_self_closing import (
    FRIDAY,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    closed_one,
    events,
    live,
    state,
    sweep,
)
from tests.factories.children import make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.suspensions import bring_back, cancel, close, make_suspension


def recompute_after(desk: Desk, school_id: int | None, as_of: date = date(2026, 11, 30)) -> None:
    """What the outbox does when a calendar changed, twice over."""
    OutboxMessage.objects.all().delete()
    recompute_calendar(school_id=school_id, by_user_id=None, as_of=as_of)
    for _ in range(2):
        for message in OutboxMessage.objects.order_by("pk"):
            if message.task_name == "cases.recount_closed":
                recount_closed(**message.arguments, as_of=as_of)
            elif message.task_name == "cases.recompute_cases":
                recompute_cases(**message.arguments, by=None, as_of=as_of)


def test_a_calendar_that_changed_counts_closed_ones_again_and_wakes_no_date(desk: Desk) -> None:
    case = make_suspension(desk, MONDAY, TUESDAY, as_of=FRIDAY)
    untouched = make_suspension(desk, date(2026, 10, 5), as_of=FRIDAY)
    kept = list(Deadline.objects.filter(case=case).values())
    CalendarEntry.objects.create(kind="inset", starts_on=TUESDAY, ends_on=TUESDAY)
    recompute_after(desk, desk.school.pk)
    assert Suspension.objects.get(case=case).sessions_count == 2
    assert list(SuspensionTerm.objects.filter(suspension__case=case).values_list("sessions", flat=True)) == [2]
    assert list(Deadline.objects.filter(case=case).values()) == kept
    assert (state(case), events(case).count("exclusions.counted_again")) == ("closed", 1)
    assert events(untouched).count("exclusions.counted_again") == 0
    assert Event.objects.get(code="exclusions.counted_again").facts == {"was": 4, "now": 2}


def test_the_open_ones_of_the_child_follow_at_whatever_school(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 11), as_of=MONDAY)
    crossing = make_suspension(desk, MONDAY, last="am", school=make_school())
    assert "governors_meet_if_asked" in live(crossing)
    CalendarEntry.objects.create(
        kind="closure", starts_on=date(2026, 9, 8), ends_on=date(2026, 9, 8), school=desk.school
    )
    recompute_after(desk, desk.school.pk, MONDAY)
    assert "governors_meet_if_asked" not in live(crossing)


def test_a_cancelled_one_is_counted_again_up_to_its_cancelling(desk: Desk) -> None:
    case = cancel(desk, make_suspension(desk, MONDAY, FRIDAY), TUESDAY)
    CalendarEntry.objects.create(kind="inset", starts_on=TUESDAY, ends_on=TUESDAY)
    recompute_after(desk, None)
    assert Suspension.objects.get(case=case).sessions_count == 2


def test_the_night_leaves_closed_ones_asleep(desk: Desk) -> None:
    make_suspension(desk, MONDAY, as_of=FRIDAY)
    OutboxMessage.objects.all().delete()
    assert recompute_open_cases(as_of=FRIDAY) == 0
    assert not OutboxMessage.objects.exists()


def test_counting_two_hundred_again_asks_no_more_than_for_two(desk: Desk, django_assert_num_queries: object) -> None:
    ids = [make_suspension(desk, date(2026, 9, day), as_of=FRIDAY).pk for day in (7, 9)]
    with django_assert_num_queries(5):  # type: ignore[operator]
        refreshing.recount_closed(ids, FRIDAY)
    ids += [make_suspension(desk, date(2026, 9, day), as_of=FRIDAY).pk for day in (14, 16, 21, 23)]
    with django_assert_num_queries(5):  # type: ignore[operator]
        refreshing.recount_closed(ids, FRIDAY)


def test_recording_wakes_no_closed_sibling(desk: Desk, django_assert_max_num_queries: object) -> None:
    for day in (7, 9, 14, 16):
        make_suspension(desk, date(2026, 9, day), as_of=date(2026, 9, day))
    sweep(date(2026, 9, 17))
    assert Case.objects.filter(state="closed").count() == 4
    before = list(Deadline.objects.values().order_by("pk"))
    make_suspension(desk, date(2026, 9, 21), child=desk.child)
    assert list(Deadline.objects.filter(pk__in=[row["id"] for row in before]).values().order_by("pk")) == before
    assert make_suspension(desk, date(2026, 9, 21), child=make_child()).state == "notified"


def test_an_earlier_one_recorded_late_opens_the_later_one_that_it_gives_a_duty(desk: Desk) -> None:
    later = make_suspension(desk, MONDAY, as_of=WEDNESDAY)
    plain = make_suspension(desk, date(2026, 9, 2), as_of=WEDNESDAY)
    assert (state(later), state(plain)) == ("closed", "closed")
    make_suspension(desk, date(2026, 10, 5), date(2026, 10, 9), as_of=FRIDAY, school=make_school())
    assert (state(later), state(plain)) == ("notified", "closed"), "only what came after it adds it up"
    assert live(later)["governors_meet_if_asked"] == "running"
    event = Event.objects.get(case=later, code="case_reopened")
    assert (event.by, event.facts["why"]) == (None, "new_duty")


def test_a_duty_that_had_run_before_opens_nothing_again(desk: Desk) -> None:
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 11), as_of=date(2026, 9, 11))
    crossing = make_suspension(desk, date(2026, 9, 14), last="am")
    bring_back(desk, crossing, date(2026, 9, 14))
    close(desk, Case.objects.get(pk=crossing.pk), date(2026, 9, 15))
    make_suspension(desk, date(2026, 9, 3), as_of=FRIDAY)
    assert state(crossing) == "closed"


def test_suspensions_of_another_kind_of_step_are_refused(desk: Desk) -> None:
    case = closed_one(desk)
    with pytest.raises(ExclusionRefused, match="The case is “Closed”"):
        suspensions.close_suspension(case=case, version=1, by=desk.officer, as_of=FRIDAY)
