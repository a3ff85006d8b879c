"""The dates follow the day of the load, whatever day it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.management import call_command
from django.db.models import QuerySet

from cases.models import Case, Deadline, Event, Task
from schools.calendars import statute_calendar
from statute import SchoolCalendar

pytestmark = pytest.mark.django_db

DAYS = {
    "a normal Tuesday": date(2026, 11, 24),
    "a Sunday": date(2026, 11, 22),
    "the Christmas holidays": date(2026, 12, 28),
    "August": date(2027, 8, 10),
    "29 February": date(2028, 2, 29),
    "the day after half-term": date(2026, 11, 2),
    "a year whose bank holidays are not published": date(2030, 1, 15),
}
ACADEMY = 900001


def day_six() -> QuerySet[Deadline]:
    return Deadline.objects.filter(code="exclusions.sixth_day", state="running", is_ours=True)


@pytest.mark.parametrize("as_of", DAYS.values(), ids=DAYS)
def test_one_is_overdue_one_is_next_and_one_in_two_days(as_of: date, load: Callable[..., str]) -> None:
    said = load(as_of)
    academy = Case.objects.filter(school__urn=ACADEMY).first().school
    calendar = SchoolCalendar.from_json(statute_calendar(academy, as_of))
    at_academy = day_six().filter(case__school=academy)
    assert at_academy.filter(due_on=calendar.before(as_of, 1), case__state="checked").count() == 1
    assert at_academy.filter(due_on=calendar.after(as_of, 1)).count() >= 1
    assert at_academy.filter(due_on=calendar.after(as_of, 2)).count() >= 1
    assert ("is not a school day" in said) == (calendar.closed_because(as_of) is not None)
    check_that_the_desk_is_not_swamped(as_of)
    check_that_nothing_lies_ahead(as_of)
    call_command("check_invariants")


def check_that_the_desk_is_not_swamped(as_of: date) -> None:
    tasks = Task.objects.filter(state="open")
    assert day_six().filter(due_on__lt=as_of).count() == 1
    assert 1 <= tasks.filter(due_on__lt=as_of).count() <= 6
    assert tasks.filter(due_on=as_of).count() <= 12


def check_that_nothing_lies_ahead(as_of: date) -> None:
    assert not Event.objects.filter(happened_on__gt=as_of).exists()
    assert not Event.objects.filter(recorded_at__date__gt=as_of).exists()
    assert not Case.objects.filter(opened_on__gt=as_of).exists()
    # While a review runs there is no day from which the name may leave the roll: that is an answer, and no gap.
    answered = Deadline.objects.filter(code="exclusions.roll_deletion", outcome="refused")
    assert not Deadline.objects.filter(state="no_date").exclude(pk__in=answered).exists()
