"""The day for which a meeting of the governors or a hearing of a review panel is listed: when it is probably wrong."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import statute
from components.words import spelled_date


def doubt_about_day(calendar: Mapping[str, object], day: date) -> str:
    """Why nobody would expect to meet on that day, with the fix; empty for a school day.

    The law names no day on which they may not meet, so it can be kept once somebody confirms it. Where the school's
    calendar does not reach so far, weekends and England's bank holidays are still known.
    """
    try:
        is_school_day: bool | None = statute.SchoolCalendar.from_json(calendar).is_school_day(day)
    except statute.CalendarIncomplete:
        is_school_day = None
    closed = statute.ENGLAND_WORKING_DAYS.closed_because(day)
    if is_school_day or (is_school_day is None and closed is None):
        return ""
    because = f"it falls on a {closed}" if closed else "the school is closed in its calendar"
    return (
        f"{day:%A} {spelled_date(day)} is no school day: {because}. Check the date, or tick that it is right: then it "
        "is kept."
    )
