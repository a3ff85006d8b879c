"""The school days of one school, by its own calendar: the first day at it, and how many there are in a time."""

from __future__ import annotations

from datetime import date

import statute
from components.words import spelled_date
from exclusions.decisions import Objection
from schools.calendars import statute_calendar
from schools.models import School

FRIDAY = 5


def objections_to_first_day(field: str, label: str, school: School | None, day: date) -> list[Objection]:
    """What is wrong with a first day at this school, by its own calendar. None: a provider, whose days nobody keeps."""
    if school is None or is_open_on(school, day):
        return []
    return [
        Objection(
            field,
            f"{label} must be a school day: {school.name} is closed on {spelled_date(day)}. Enter the first day on "
            "which it is open, or have its calendar corrected.",
        )
    ]


def is_open_on(school: School, day: date) -> bool:
    """Whether that school has pupils on that day. Where the calendar does not reach, every weekday may be a school day:
    nothing is guessed."""
    try:
        return statute.SchoolCalendar.from_json(statute_calendar(school, day)).is_school_day(day)
    except statute.CalendarIncomplete:
        return day.isoweekday() <= FRIDAY


def school_days_between(school: School, first_on: date, last_on: date) -> int | None:
    """How many days of that time, both ends counted in, the school has pupils; None where its calendar does not reach:
    nothing is guessed."""
    try:
        calendar = statute.SchoolCalendar.from_json(statute_calendar(school, first_on))
        return len(calendar.count_between(first_on, last_on).counted)
    except statute.CalendarIncomplete:
        return None
