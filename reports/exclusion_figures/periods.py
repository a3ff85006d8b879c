"""The periods that the figures are of, from the statute engine, with the words that stand on the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import statute
from cases.presenters.words import plain_date

# How many months a reader may choose from, and how many the trend shows.
MONTHS_TO_CHOOSE_FROM, MONTHS_OF_THE_TREND, YEARS_TO_CHOOSE_FROM = 36, 13, 6


@dataclass(frozen=True, order=True)
class Window:
    """Days from the first to the last, both included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """“1 September 2023 to 31 December 2023”."""
        return f"{plain_date(self.first)} to {plain_date(self.last)}"

    @property
    def is_empty(self) -> bool:
        """True when it ends before it begins: a year that has not begun."""
        return self.last < self.first


@dataclass(frozen=True)
class Month:
    """A calendar month, by its first day."""

    first: date

    @classmethod
    def of(cls, day: date) -> Month:
        """The month of a day."""
        return cls(day.replace(day=1))

    @classmethod
    def latest_complete(cls, as_of: date) -> Month:
        """The month that ended last; a month that ends today is not over."""
        return cls.of(as_of).earlier(1)

    def earlier(self, months: int) -> Month:
        """The month that many months earlier (later when negative)."""
        year, month = divmod(self.first.year * 12 + self.first.month - 1 - months, 12)
        return Month(date(year, month + 1, 1))

    @property
    def window(self) -> Window:
        """Its days."""
        return Window(self.first, self.earlier(-1).first - timedelta(1))

    @property
    def label(self) -> str:
        """“December 2023”."""
        return f"{self.first:%B %Y}"

    @property
    def code(self) -> str:
        """As it stands in an address: 2023-12."""
        return f"{self.first:%Y-%m}"


@dataclass(frozen=True)
class AcademicYear:
    """An academic year as this authority counts it."""

    begins_in: int
    window: Window
    autumn_ends_on: date
    spring_ends_on: date

    @classmethod
    def containing(cls, day: date, policy: str) -> AcademicYear:
        """The year of a day, under the authority's policy."""
        year = statute.calculate("reports.academic_year", facts={"on": day}, policy=policy).value
        return cls(
            year["begins_in"],
            Window(year["first_day"], year["last_day"]),
            year["autumn_ends_on"],
            year["spring_ends_on"],
        )

    @classmethod
    def beginning_in(cls, begins_in: int, policy: str) -> AcademicYear:
        """The year that begins in this calendar year."""
        # 1 November lies in the year that began in the same calendar year, whatever the authority's first day.
        return cls.containing(date(begins_in, 11, 1), policy)

    @property
    def label(self) -> str:
        """“2023/24”."""
        return year_label(self.begins_in)


@dataclass(frozen=True)
class Periods:
    """Every period of the monthly figures. `to_date` runs to the day on which the page is read."""

    month: Month
    month_window: Window
    month_before: Window
    month_a_year_before: Window
    year_to_date: Window
    last_12_months: Window
    to_date: Window

    @classmethod
    def of(cls, month: Month, as_of: date, policy: str) -> Periods:
        """The periods of a month, on a day."""
        periods = statute.calculate("reports.periods", facts={"month_on": month.first}, policy=policy).value
        year_to_date = Window(*periods["academic_year_to_date"])
        year_ends_on = AcademicYear.containing(month.first, policy).window.last
        return cls(
            month=month,
            month_window=Window(*periods["month"]),
            month_before=Window(*periods["month_before"]),
            month_a_year_before=Window(*periods["month_a_year_before"]),
            year_to_date=year_to_date,
            last_12_months=Window(*periods["last_12_months"]),
            to_date=Window(year_to_date.first, min(year_ends_on, max(as_of, year_to_date.last))),
        )

    def months(self) -> Iterator[Month]:
        """The months of the trend, the earliest first."""
        for number in reversed(range(MONTHS_OF_THE_TREND)):
            yield self.month.earlier(number)


def year_label(begins_in: int) -> str:
    """“2023/24”."""
    return f"{begins_in}/{(begins_in + 1) % 100:02}"


def months_to_choose(as_of: date) -> list[Month]:
    """The complete months, the latest first."""
    latest = Month.latest_complete(as_of)
    return [latest.earlier(number) for number in range(MONTHS_TO_CHOOSE_FROM)]


def years_to_choose(as_of: date, policy: str) -> list[int]:
    """The academic years that have begun, by the calendar year in which they begin, the latest first."""
    latest = AcademicYear.containing(as_of, policy).begins_in
    return [latest - number for number in range(YEARS_TO_CHOOSE_FROM)]


def default_year(as_of: date, policy: str) -> int:
    """The latest academic year that is over."""
    return AcademicYear.containing(as_of, policy).begins_in - 1
