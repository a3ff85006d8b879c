"""The words for counting days: after, beginning with, before; school days, working days, months.

`after(n)`: the trigger day is 0. `beginning_with(n)`: the trigger day is 1. `before(n)`: backwards,
the event day is 0.
A count that touches a day about which nothing is known raises `CalendarIncomplete`; nothing is ever guessed.
"""

import calendar
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate

from statute import england
from statute.errors import CalendarIncomplete
from statute.result import CountedDay, DayCount, SkippedDay

ONE_DAY = timedelta(days=1)
PAUSED, WEEKEND, BANK_HOLIDAY = "paused", "weekend", "bank holiday"
# Names of our own: strftime follows the machine's locale, and an answer must not.
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def spoken(day: date) -> str:
    """A day as a person reads it, the same in every locale: "Tue 22 Sep 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def is_weekend(day: date) -> bool:
    """Saturday or Sunday."""
    return day.weekday() > 4


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch of days, both ends included, on which a clock does not run."""

    first: date
    last: date
    reason: str


class CountableDays(ABC):
    """Days of one kind (school days, working days) over a stretch of time that is fully known."""

    known_from: date
    known_until: date

    @abstractmethod
    def closed_because(self, day: date) -> str | None:
        """The first reason why a known day does not count, or None when it counts."""

    @abstractmethod
    def unknown_because(self, day: date) -> str:
        """Why nothing is known about a day outside the known stretch, and what to load."""

    def require_known(self, day: date) -> None:
        """Raise `CalendarIncomplete` for a day about which nothing is known."""
        if not self.known_from <= day <= self.known_until:
            raise CalendarIncomplete(day, self.unknown_because(day))

    def reason_not_counted(self, day: date, pauses: Iterable[Pause] = ()) -> str | None:
        """Paused, or the reason of the calendar, or None; raises `CalendarIncomplete`."""
        self.require_known(day)
        if any(pause.first <= day <= pause.last for pause in pauses):
            return PAUSED
        return self.closed_because(day)

    def after(self, day: date, n: int) -> date:
        """The n-th day of this kind after `day`; `day` itself is 0. Raises `CalendarIncomplete`."""
        return self._forward(day, n)

    def beginning_with(self, day: date, n: int) -> date:
        """The n-th day of this kind counting `day` as the first if it is one. Raises `CalendarIncomplete`."""
        return self._forward(day - ONE_DAY, n)

    def before(self, day: date, n: int) -> date:
        """The n-th day of this kind before `day`, counting backwards; `day` itself is 0."""
        _require_at_least_one(n)
        self.require_known(day - ONE_DAY)
        position = self._open_up_to[(day - ONE_DAY).toordinal() - self._base] - n
        if position < 0:
            self.require_known(self.known_from - ONE_DAY)
        return self._open_days[position]

    def after_many(self, days: Iterable[date], n: int) -> list[date]:
        """`after(day, n)` for many days at once, by one table built for this n."""
        _require_at_least_one(n)
        first = self._base
        reachable = self._open_days[n - 1 :]
        # A day too near the end of the known stretch has no entry; `after` then raises its error.
        answer = {
            date.fromordinal(first + offset): reachable[passed]
            for offset, passed in enumerate(self._open_up_to)
            if passed < len(reachable)
        }
        wanted = list(days)
        try:
            return list(map(answer.__getitem__, wanted))
        except KeyError:
            return [self.after(day, n) for day in wanted]

    def count_after(self, day: date, n: int, pauses: Iterable[Pause] = ()) -> DayCount:
        """`after`, with every day counted and skipped."""
        return self._walk(day + ONE_DAY, ONE_DAY, n, tuple(pauses))

    def count_beginning_with(self, day: date, n: int, pauses: Iterable[Pause] = ()) -> DayCount:
        """`beginning_with`, with every day counted and skipped."""
        return self._walk(day, ONE_DAY, n, tuple(pauses))

    def count_before(self, day: date, n: int, pauses: Iterable[Pause] = ()) -> DayCount:
        """`before`, with every day counted and skipped, latest first."""
        return self._walk(day - ONE_DAY, -ONE_DAY, n, tuple(pauses))

    def count_between(self, first: date, last: date, pauses: Iterable[Pause] = ()) -> DayCount:
        """Every day from `first` to `last`, both included, counted or skipped."""
        stopped = tuple(pauses)
        counted: list[CountedDay] = []
        skipped: list[SkippedDay] = []
        day = first
        while day <= last:
            reason = self.reason_not_counted(day, stopped)
            if reason is None:
                counted.append(CountedDay(day, len(counted) + 1))
            else:
                skipped.append(SkippedDay(day, reason))
            day += ONE_DAY
        return DayCount(last, tuple(counted), tuple(skipped))

    def _walk(self, day: date, step: timedelta, n: int, pauses: tuple[Pause, ...]) -> DayCount:
        _require_at_least_one(n)
        counted: list[CountedDay] = []
        skipped: list[SkippedDay] = []
        while True:
            reason = self.reason_not_counted(day, pauses)
            if reason is None:
                counted.append(CountedDay(day, len(counted) + 1))
                if len(counted) == n:
                    return DayCount(day, tuple(counted), tuple(skipped))
            else:
                skipped.append(SkippedDay(day, reason))
            day += step

    def _forward(self, day: date, n: int) -> date:
        _require_at_least_one(n)
        self.require_known(day + ONE_DAY)
        position = self._open_up_to[day.toordinal() - self._base] + n - 1
        if position >= len(self._open_days):
            self.require_known(self.known_until + ONE_DAY)
        return self._open_days[position]

    @cached_property
    def _base(self) -> int:
        # The day before the known stretch may be a trigger: nothing is counted on it.
        return self.known_from.toordinal() - 1

    @cached_property
    def _open_days(self) -> list[date]:
        stretch = range(self.known_from.toordinal(), self.known_until.toordinal() + 1)
        return [day for day in map(date.fromordinal, stretch) if self.closed_because(day) is None]

    @cached_property
    def _open_up_to(self) -> list[int]:
        # By days since the base: how many open days there are up to and with that day.
        flags = [0] * (self.known_until.toordinal() - self._base + 1)
        for day in self._open_days:
            flags[day.toordinal() - self._base] = 1
        return list(accumulate(flags))


@dataclass(frozen=True)
class WorkingDays(CountableDays):
    """Monday to Friday, less bank holidays. `given_by` names who supplied the bank holidays."""

    bank_holidays: frozenset[date]
    known_from: date
    known_until: date
    given_by: str

    def closed_because(self, day: date) -> str | None:
        """Weekend, bank holiday, or None."""
        if is_weekend(day):
            return WEEKEND
        return BANK_HOLIDAY if day in self.bank_holidays else None

    def unknown_because(self, day: date) -> str:
        """Why a day outside is not known."""
        return (
            f"The working-day count reaches {spoken(day)}; bank holidays are known from "
            f"{spoken(self.known_from)} to {spoken(self.known_until)} ({self.given_by})."
        )


ENGLAND_WORKING_DAYS = WorkingDays(
    england.BANK_HOLIDAYS, england.PUBLISHED_FROM, england.PUBLISHED_UNTIL, "England, as published"
)


def every_day(first: date, last: date) -> DayCount:
    """Calendar days from `first` to `last`, both included: each counts and none is skipped."""
    length = (last - first).days + 1
    return DayCount(last, tuple(CountedDay(first + timedelta(n), n + 1) for n in range(length)), ())


def months_later(day: date, months: int) -> date:
    """The corresponding day that many months later, clamped to the month's end."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def months_beginning_with(day: date, months: int) -> date:
    """The last day of a number of months beginning with `day`.

    It is the day before the corresponding day; where the month has no such day, the month's end
    (six months beginning with 31 August end on 28 February).
    """
    corresponding = months_later(day, months)
    return corresponding - ONE_DAY if corresponding.day == day.day else corresponding


def whole_weeks(first: date, last: date) -> int:
    """Complete weeks between two days; none when `last` is not later."""
    return max(0, (last - first).days // 7)


def easter_sunday(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (the anonymous computus)."""
    golden, century, place = year % 19, year // 100, year % 100
    moon = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (place // 4) - moon - place % 4) % 7
    correction = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * correction + 114, 31)
    return date(year, month, day + 1)


def _require_at_least_one(n: int) -> None:
    if n < 1:
        raise ValueError(f"a count of days must be at least 1, not {n}")
