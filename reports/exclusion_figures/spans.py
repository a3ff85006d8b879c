"""Which days the monthly and the yearly tables count, for one choice on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from reports.exclusion_figures.choice import AUTUMN, AUTUMN_AND_SPRING, Choice
from reports.exclusion_figures.periods import AcademicYear, Periods, Window


@dataclass(frozen=True)
class Spans:
    """The month's periods, and three academic years: the one before the chosen one, the chosen one, the one after."""

    choice: Choice
    as_of: date
    periods: Periods
    years: tuple[AcademicYear, AcademicYear, AcademicYear]

    @classmethod
    def of(cls, choice: Choice, as_of: date, policy: str) -> Spans:
        """Those of a choice, under the authority's policy."""
        before, chosen, after = (AcademicYear.beginning_in(choice.year + step, policy) for step in (-1, 0, 1))
        return cls(choice, as_of, Periods.of(choice.month, as_of, policy), (before, chosen, after))

    @property
    def chosen_year(self) -> AcademicYear:
        """The year of the yearly tables."""
        return self.years[1]

    @property
    def year_before(self) -> AcademicYear:
        """The year that stands in brackets."""
        return self.years[0]

    @property
    def begun_years(self) -> tuple[AcademicYear, ...]:
        """Those of the three of which there is something to count."""
        return tuple(year for year in self.years if not self.covered(year).is_empty)

    @property
    def whole(self) -> Window:
        """From the first to the last day that any table counts."""
        windows = (
            self.periods.to_date,
            self.periods.month_a_year_before,
            self.periods.last_12_months,
            *(self.covered(year) for year in self.begun_years),
        )
        return Window(min(each.first for each in windows), max(each.last for each in windows))

    def covered(self, year: AcademicYear, kind: str = PERMANENT_EXCLUSION) -> Window:
        """The days of a year that are counted: all when it is over, else to the month's end or to today.

        Suspensions of the latest year may be cut to the terms that the census has collected.
        """
        is_year_of_the_month = year.window.first == self.periods.year_to_date.first
        cut = self.periods.month_window.last if is_year_of_the_month else self.as_of
        if kind == SUSPENSION and year == self.years[-1]:
            ends = {AUTUMN: year.autumn_ends_on, AUTUMN_AND_SPRING: year.spring_ends_on}
            cut = min(cut, ends.get(self.choice.terms, cut))
        return Window(year.window.first, min(year.window.last, cut))

    def part_of_year(self, year: AcademicYear, kind: str = PERMANENT_EXCLUSION) -> str:
        """What is counted of a year that is not counted whole, in words; empty for a whole year."""
        covered = self.covered(year, kind)
        if covered.last >= year.window.last:
            return ""
        if kind == SUSPENSION and covered.last == year.autumn_ends_on:
            return "autumn term only"
        if kind == SUSPENSION and covered.last == year.spring_ends_on:
            return "autumn and spring terms only"
        return f"{covered.words} only"
