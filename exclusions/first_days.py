"""The first day at another school: a day on which that school has pupils."""

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
