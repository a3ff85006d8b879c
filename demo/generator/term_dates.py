"""Term dates for any school year, in the shape of a real one (law pack, exclusions §10): 190 days, five INSET days."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from schools.calendar_file import COLUMNS
from schools.school_years import SchoolYear, days_between
from statute.days import easter_sunday, is_weekend

MONDAY, FRIDAY = 0, 4
WEEK = timedelta(weeks=1)
SCHOOL_DAYS_A_YEAR = 190
Span = tuple[date, date]


@dataclass(frozen=True)
class TermDates:
    """One school year: its three terms, the half-terms inside them, and the days without pupils."""

    terms: tuple[Span, Span, Span]
    half_terms: tuple[Span, Span, Span]
    inset_days: tuple[date, ...]

    @property
    def last_day_before_christmas(self) -> date:
        """The last school day of the autumn term."""
        return self.terms[0][1]

    def with_early_autumn_half_term(self) -> TermDates:
        """The same year with the autumn half-term a week sooner, and its INSET day with it."""
        autumn, spring, summer = self.half_terms
        before = autumn[0] - timedelta(days=3)
        moved = tuple(day - WEEK if day == before else day for day in self.inset_days)
        return TermDates(self.terms, ((autumn[0] - WEEK, autumn[1] - WEEK), spring, summer), moved)

    def lines(self, urn: int | None = None) -> Iterator[dict[str, object]]:
        """The lines of a file of term dates; without a URN those of the default calendar."""
        spans = [("term", span) for span in self.terms] + [("half_term", span) for span in self.half_terms]
        for kind, (starts_on, ends_on) in spans:
            yield {"urn": urn or "", "from": starts_on, "to": ends_on, "kind": kind}
        for day in self.inset_days:
            yield {"urn": urn or "", "from": day, "to": day, "kind": "inset"}


def term_dates(year: SchoolYear, bank_holidays: Collection[date]) -> TermDates:
    """The term dates of a school year. Its last day is the one that makes 190 school days."""
    autumn_starts = _on_or_after(date(year.begins_in, 9, 1), bank_holidays)
    autumn_half_term = _week(_weekday_on_or_before(date(year.begins_in, 10, 28), MONDAY))
    autumn_ends = _weekday_on_or_before(date(year.begins_in, 12, 21), FRIDAY)
    spring_starts = _on_or_after(date(year.begins_in + 1, 1, 3), bank_holidays)
    spring_half_term = _week(_weekday_on_or_before(date(year.begins_in + 1, 2, 21), MONDAY))
    spring_ends, back_after_easter = _around_easter(year.begins_in + 1)
    summer_starts = _on_or_after(back_after_easter, bank_holidays)
    summer_half_term = _week(_weekday_on_or_before(date(year.begins_in + 1, 5, 31), MONDAY))
    inset_days = (
        autumn_starts,
        autumn_half_term[0] - timedelta(days=3),
        _weekday_on_or_before(date(year.begins_in, 12, 7), FRIDAY),
        summer_half_term[0] - timedelta(days=3),
        summer_half_term[0] + WEEK,
    )
    terms = ((autumn_starts, autumn_ends), (spring_starts, spring_ends), (summer_starts, year.last_day))
    half_terms = (autumn_half_term, spring_half_term, summer_half_term)
    shut = {*bank_holidays, *inset_days, *(day for span in half_terms for day in days_between(*span))}
    open_days = [day for span in terms for day in days_between(*span) if not is_weekend(day) and day not in shut]
    last_day = open_days[min(SCHOOL_DAYS_A_YEAR, len(open_days)) - 1]
    return TermDates((terms[0], terms[1], (summer_starts, last_day)), half_terms, inset_days)


def calendar_file(lines: Iterable[dict[str, object]]) -> bytes:
    """The lines as the CSV file that an authority brings in."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(lines)
    return text.getvalue().encode()


def usual_bank_holidays(year: int) -> dict[date, str]:
    """The eight bank holidays of a year that is not published yet, by the usual rules."""
    easter = easter_sunday(year)
    christmas = _on_or_after(date(year, 12, 25), ())
    return {
        _on_or_after(date(year, 1, 1), ()): "New Year’s Day",
        easter - timedelta(days=2): "Good Friday",
        easter + timedelta(days=1): "Easter Monday",
        _weekday_on_or_before(date(year, 5, 7), MONDAY): "Early May bank holiday",
        _weekday_on_or_before(date(year, 5, 31), MONDAY): "Spring bank holiday",
        _weekday_on_or_before(date(year, 8, 31), MONDAY): "Summer bank holiday",
        christmas: "Christmas Day",
        _on_or_after(date(year, 12, 26), {christmas}): "Boxing Day",
    }


def _around_easter(year: int) -> Span:
    """The last day of the spring term and the first of the summer term: two weeks around Easter Monday."""
    easter_monday = easter_sunday(year) + timedelta(days=1)
    if easter_monday < date(year, 4, 1):
        return easter_monday - timedelta(days=4), easter_monday + 2 * WEEK
    return easter_monday - timedelta(days=10), easter_monday + WEEK


def _week(monday: date) -> Span:
    return monday, monday + timedelta(days=FRIDAY)


def _weekday_on_or_before(day: date, weekday: int) -> date:
    return day - timedelta(days=(day.weekday() - weekday) % 7)


def _on_or_after(day: date, shut: Collection[date]) -> date:
    while is_weekend(day) or day in shut:
        day += timedelta(days=1)
    return day
