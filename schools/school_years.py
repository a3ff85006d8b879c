"""The school year: 1 August to 31 July, as the law counts it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, order=True)
class SchoolYear:
    """One school year, known by the calendar year in which it begins."""

    begins_in: int

    @classmethod
    def containing(cls, day: date) -> SchoolYear:
        """The school year of a day: August already belongs to the year that is coming."""
        return cls(day.year if day.month >= 8 else day.year - 1)

    @property
    def first_day(self) -> date:
        """1 August."""
        return date(self.begins_in, 8, 1)

    @property
    def last_day(self) -> date:
        """31 July."""
        return date(self.begins_in + 1, 7, 31)

    @property
    def label(self) -> str:
        """As people write it: 2026/27."""
        return f"{self.begins_in}/{(self.begins_in + 1) % 100:02}"

    def years_later(self, years: int) -> SchoolYear:
        """The school year that many years later (earlier when negative)."""
        return SchoolYear(self.begins_in + years)

    def months(self) -> list[date]:
        """The first days of its twelve months, from August to July."""
        return [date(self.begins_in + (month > 12), (month - 1) % 12 + 1, 1) for month in range(8, 20)]


def days_between(first: date, last: date) -> Iterator[date]:
    """Every day from `first` to `last`, both included."""
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def days_of_month(first: date) -> list[date]:
    """Every day of the month that begins on `first`."""
    return [day for day in days_between(first, first + timedelta(days=30)) if day.month == first.month]
