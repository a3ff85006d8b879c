"""Which exclusions stand on the board of day six: overdue, or within the next school days of their own school."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import User
from cases.models import Case, Deadline
from cases.permissions import cases_visible_to
from exclusions.day_six import SIXTH_DAY
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.track_states import DAY_SIX_ENDED, DAY_SIX_NOT_OWED
from provision.education import Education
from provision.queries import education_of_cases
from schools.calendars import statute_calendar, statute_calendars
from statute import CalendarIncomplete, SchoolCalendar
from statute.calendars import SCHOOL_HOLIDAY

# How far the board looks ahead: a working arrangement, no limit of the law.
SCHOOL_DAYS_AHEAD = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class BoardRow:
    """An exclusion whose education has not begun. `school_days` are those left after today, below 0 those gone since
    the sixth day; None where the calendar does not say."""

    case: Case
    sixth_day: Deadline
    education: Education
    school_days: int | None

    def starts_on(self, as_of: date) -> date | None:
        """The booked start, when enough is booked."""
        return self.education.booked_from(as_of)


@dataclass(frozen=True)
class Board:
    """The rows that are due, soonest first, and those whose calendar does not reach far enough.

    `next_school_day` is set on a holiday of the default calendar: the next day of school after it.
    """

    due: list[BoardRow]
    without_date: list[BoardRow]
    next_school_day: date | None

    def nothing_booked(self, as_of: date) -> int:
        """How many of all rows have no education booked."""
        return sum(row.starts_on(as_of) is None for row in (*self.due, *self.without_date))


def board_for(user: User, as_of: date) -> Board:
    """The board as this person may see it. The number of queries does not grow with the rows."""
    cases = _open_cases(user)
    educations = education_of_cases(cases)
    calendars = _calendars(cases, as_of)
    due, without_date = [], []
    for sixth_day in Deadline.objects.filter(case__in=cases, code=SIXTH_DAY, is_ours=True).exclude(
        state__in=(Deadline.State.SUPERSEDED, Deadline.State.NOT_OWED)
    ):
        case = cases[sixth_day.case_id]
        education = educations.get(case.pk, Education())
        if education.stands_on(as_of):
            continue
        days = _school_days(calendars.get(case.school_id), sixth_day.due_on, as_of)
        row = BoardRow(case, sixth_day, education, days)
        if sixth_day.due_on is None or (days is None and sixth_day.due_on > as_of):
            without_date.append(row)
        elif sixth_day.due_on <= as_of or (days is not None and days <= SCHOOL_DAYS_AHEAD):
            due.append(row)
    due.sort(key=lambda row: (row.sixth_day.due_on, row.case.child.sort_key, row.case.pk))
    without_date.sort(key=lambda row: (row.case.opened_on, row.case.pk))
    return Board(due, without_date, _after_the_holiday(as_of))


def _open_cases(user: User) -> dict[int, Case]:
    cases = cases_visible_to(user).filter(kind=PERMANENT_EXCLUSION, closed_on__isnull=True)
    owed = cases.exclude(exclusion__day_six_state__in=(DAY_SIX_NOT_OWED, DAY_SIX_ENDED))
    # The duty lasts until a school admits the child.
    owed = owed.filter(next_school__admitted_on__isnull=True)
    return {case.pk: case for case in owed.select_related("child", "school", "exclusion")}


def _calendars(cases: Mapping[int, Case], as_of: date) -> dict[int | None, SchoolCalendar]:
    """Each school's calendar, read once for all schools that share one."""
    schools = {case.school_id: case.school for case in cases.values() if case.school is not None}
    read: dict[int, SchoolCalendar] = {}
    calendars: dict[int | None, SchoolCalendar] = {}
    for school_id, written in statute_calendars(schools.values(), as_of).items():
        if id(written) not in read:
            read[id(written)] = SchoolCalendar.from_json(written)
        calendars[school_id] = read[id(written)]
    return calendars


def _school_days(calendar: SchoolCalendar | None, due_on: date | None, as_of: date) -> int | None:
    """School days from tomorrow to the sixth day, or as a number below 0 those since it; None when not known."""
    if calendar is None or due_on is None:
        return None
    try:
        if due_on >= as_of:
            return len(calendar.count_between(as_of + _ONE_DAY, due_on).counted)
        return -len(calendar.count_between(due_on + _ONE_DAY, as_of).counted)
    except CalendarIncomplete:
        return None


def _after_the_holiday(as_of: date) -> date | None:
    """The next school day of the default calendar, when a holiday lies between; None otherwise, or when not known."""
    calendar = SchoolCalendar.from_json(statute_calendar(None, as_of))
    try:
        if calendar.is_school_day(as_of):
            return None
        ahead = calendar.count_after(as_of, 1)
        reasons = {skipped.reason for skipped in ahead.skipped} | {calendar.reason_not_counted(as_of)}
    except CalendarIncomplete:
        return None
    return ahead.due_on if SCHOOL_HOLIDAY in reasons else None
