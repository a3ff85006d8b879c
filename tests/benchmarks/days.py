"""P9: a million dates, each moved on by ten school days, against numpy's own business-day arithmetic."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date, timedelta

import numpy as np

from statute import england
from statute.calendars import SchoolCalendar

DATES = 1_000_000
SCHOOL_DAYS = 10
FIRST, LAST = date(2024, 9, 1), date(2027, 7, 31)
# Far enough from the end that ten school days later is still known.
LAST_ASKED = LAST - timedelta(days=60)


def prepare() -> tuple[Callable[[], object], Callable[[], object]]:
    """Ours and numpy's call, on the same dates. Raises AssertionError unless both give the same answers."""
    holidays = sorted(day for day in england.BANK_HOLIDAYS if FIRST <= day <= LAST)
    calendar = SchoolCalendar.from_json(
        {
            "open": [[FIRST.isoformat(), LAST.isoformat()]],
            "bank_holidays": [day.isoformat() for day in holidays],
            "loaded_until": LAST.isoformat(),
        }
    )
    draw = random.Random(20_260_301)  # noqa: S311 - dates, not secrets
    span = (LAST_ASKED - FIRST).days
    dates = [FIRST + timedelta(days=draw.randrange(span)) for _ in range(DATES)]
    array = np.array(dates, dtype="datetime64[D]")
    closed = np.array(holidays, dtype="datetime64[D]")

    def ours() -> list[date]:
        return calendar.after_many(dates, SCHOOL_DAYS)

    def bare() -> np.ndarray:
        # "backward": a date that is no school day counts from the one before, as the law's "after" does.
        return np.busday_offset(array, SCHOOL_DAYS, roll="backward", holidays=closed)

    if ours() != bare().tolist():
        raise AssertionError("The two do not agree, so their times mean nothing.")
    return ours, bare
