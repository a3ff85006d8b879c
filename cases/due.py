"""How near a date is, and how to say so. The only place of the kernel that compares a date with today."""

from __future__ import annotations

from collections.abc import Container
from datetime import date, timedelta
from enum import StrEnum

from cases.models import Deadline

# A lozenge: its words, and the kind of its shape.
Word = tuple[str, str]

State = Deadline.State
Purpose = Deadline.Purpose

_STANDING_STILL: dict[str, Word] = {
    State.NOT_STARTED: ("Not started", "neutral"),
    State.NO_DATE: ("No date can be given", "attention"),
    State.NOT_OWED: ("Not owed", "neutral"),
    State.MET: ("Met", "done"),
    State.MET_LATE: ("Met late", "done"),
    State.WAIVED: ("Waived", "neutral"),
    State.SUPERSEDED: ("No longer runs", "neutral"),
}


class Nearness(StrEnum):
    """Where a date lies, seen from today."""

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    LATER = "later"


def end_of_week(as_of: date) -> date:
    """The Sunday of the week that `as_of` lies in: "this week" ends with it."""
    return as_of + timedelta(days=7 - as_of.isoweekday())


def start_of_week(as_of: date) -> date:
    """The Monday of the week that `as_of` lies in."""
    return as_of - timedelta(days=as_of.isoweekday() - 1)


def last_weeks(count: int, as_of: date) -> list[tuple[date, date]]:
    """The Mondays and Sundays of the last `count` weeks, the earliest first; the last is the week of `as_of`."""
    this_monday = start_of_week(as_of)
    mondays = [this_monday - timedelta(weeks=back) for back in reversed(range(count))]
    return [(monday, end_of_week(monday)) for monday in mondays]


def after_working_days(as_of: date, count: int, holidays: Container[date]) -> date:
    """The `count`th day after `as_of` that is neither a Saturday, a Sunday nor one of the holidays."""
    day, left = as_of, count
    while left:
        day += timedelta(days=1)
        if day.isoweekday() <= 5 and day not in holidays:
            left -= 1
    return day


def before_working_days(day: date, count: int, holidays: Container[date]) -> date:
    """The `count`th day before `day` that is neither a Saturday, a Sunday nor one of the holidays."""
    left = count
    while left:
        day -= timedelta(days=1)
        if day.isoweekday() <= 5 and day not in holidays:
            left -= 1
    return day


def nearness(due_on: date, as_of: date) -> Nearness:
    """Where the date lies: before today, today, later in this week, or after it."""
    if due_on < as_of:
        return Nearness.OVERDUE
    if due_on == as_of:
        return Nearness.TODAY
    return Nearness.WEEK if due_on <= end_of_week(as_of) else Nearness.LATER


def due_word(due_on: date, as_of: date) -> Word:
    """A date of ours in words: “Overdue by 3 days”, “Due today”, “Due in 12 days”."""
    days = (due_on - as_of).days
    if days < 0:
        return f"Overdue by {_days(-days)}", "overdue"
    if days == 0:
        return "Due today", "attention"
    if days == 1:
        return "Due tomorrow", "active"
    return f"Due in {_days(days)}", "active" if nearness(due_on, as_of) is Nearness.WEEK else "neutral"


def deadline_word(deadline: Deadline, as_of: date) -> Word:
    """A deadline's standing today, in words. Another's duty is never shown as late here; a duty of ours
    whose date cannot be worked out is as pressing as a late one."""
    if deadline.state == State.NO_DATE and deadline.is_ours and deadline.purpose in (Purpose.LIMIT, Purpose.TARGET):
        return "No date", "overdue"
    if deadline.state in _STANDING_STILL or deadline.due_on is None:
        return _STANDING_STILL.get(deadline.state, ("No date", "neutral"))
    if deadline.purpose == Purpose.EARLIEST:
        return ("Possible now", "information") if deadline.due_on <= as_of else ("Not before this day", "neutral")
    if deadline.purpose == Purpose.WINDOW:
        return ("Time is over", "neutral") if deadline.due_on < as_of else ("Time still runs", "information")
    if not deadline.is_ours:
        return _word_for_another(deadline.due_on, as_of)
    return due_word(deadline.due_on, as_of)


def _word_for_another(due_on: date, as_of: date) -> Word:
    days = (due_on - as_of).days
    if days < 0:
        return f"Waiting, date passed {_days(-days)} ago", "waiting"
    return ("Waiting, due today" if days == 0 else f"Waiting, {_days(days)} left"), "waiting"


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def age_on(born_on: date, as_of: date) -> int:
    """Whole years of age on a day."""
    return as_of.year - born_on.year - ((as_of.month, as_of.day) < (born_on.month, born_on.day))
