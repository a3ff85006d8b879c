"""Lays days out in weeks and months for templates/components/month.html. Presentation only: it counts nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from components.words import upper_first


class DayState(StrEnum):
    """What a day is to the count that the calendar shows."""

    COUNTED = "counted"
    SKIPPED = "skipped"
    DUE = "due"
    OUTSIDE = "outside"


@dataclass(frozen=True)
class Day:
    """A day as the caller wants it shown: `text` such as "day 3", `reason` such as "weekend" or "INSET day".

    `full_text` is what a screen reader hears after the date; without it the text and the reason are read.
    """

    on: date
    state: DayState = DayState.OUTSIDE
    text: str = ""
    reason: str = ""
    full_text: str = ""

    @property
    def number(self) -> int:
        """The day of the month."""
        return self.on.day

    @property
    def spoken(self) -> str:
        """The whole cell in words, for example "Wednesday 16 September, school day 2"."""
        what = self.full_text or ", ".join(part for part in (self.text, self.reason) if part)
        written = f"{self.on:%A} {self.on.day} {self.on:%B}"
        return f"{written}, {what}" if what else written


@dataclass(frozen=True)
class Month:
    """A month's name and its weeks; a week is seven days, None where the day belongs to another month."""

    name: str
    weeks: list[list[Day | None]] = field(default_factory=list)


def months(days: Iterable[Day]) -> list[Month]:
    """The months that the days lie in, each cut to the weeks from the first of the days to the last.

    Days in between that were not given are shown as outside the count. An empty input gives an empty list.
    """
    by_date = {day.on: day for day in days}
    if not by_date:
        return []
    first = _monday_of(min(by_date))
    last = _monday_of(max(by_date)) + timedelta(days=6)
    laid_out = []
    for year, month in _months_between(min(by_date), max(by_date)):
        name = f"{date(year, month, 1):%B %Y}"
        laid_out.append(Month(upper_first(name), _weeks(by_date, year, month, first, last)))
    return laid_out


def _monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _months_between(first: date, last: date) -> list[tuple[int, int]]:
    count = (last.year - first.year) * 12 + last.month - first.month
    months_from_zero = [first.year * 12 + first.month - 1 + number for number in range(count + 1)]
    return [(number // 12, number % 12 + 1) for number in months_from_zero]


def _weeks(by_date: Mapping[date, Day], year: int, month: int, first: date, last: date) -> list[list[Day | None]]:
    weeks = []
    monday = max(first, _monday_of(date(year, month, 1)))
    while monday <= last and (monday.year, monday.month) <= (year, month):
        dates = [monday + timedelta(days=number) for number in range(7)]
        week = [by_date.get(on, Day(on)) if (on.year, on.month) == (year, month) else None for on in dates]
        if any(week):
            weeks.append(week)
        monday += timedelta(days=7)
    return weeks
