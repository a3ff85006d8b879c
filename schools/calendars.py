"""From the entries of calendars to the calendar JSON that the statute engine counts by.

A year that is not entered is never guessed: it is left out, and a count that reaches it ends `calendar_incomplete`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from schools import queries
from schools.models import CalendarEntry, School
from schools.school_years import SchoolYear, days_between
from statute import england

CalendarJson = dict[str, Any]
Span = tuple[date, date]
Kind = CalendarEntry.Kind

# Rules look back and ahead from what happened by less than this; more years would only make every calendar longer.
YEARS_BEFORE, YEARS_AFTER = 2, 2
# No holiday of an English school is as long as nine weeks: a wider gap between two terms is a term not entered.
LONGEST_HOLIDAY_DAYS = 63
# England has eight bank holidays a year; a year of which fewer are in the table is not fully entered.
BANK_HOLIDAYS_A_YEAR = 8
ONE_DAY = timedelta(days=1)

_CLOSED_WORDS: dict[str, str] = {Kind.INSET: "INSET", Kind.CLOSURE: "closure"}


@dataclass(frozen=True)
class Entries:
    """What a school's calendar is made from: its own entries, the authority's, and the bank holidays."""

    own: list[CalendarEntry]
    default: list[CalendarEntry]
    bank_holidays: Sequence[date]

    def in_force(self, year: SchoolYear) -> list[CalendarEntry]:
        """The entries that make up one school year.

        With a term of its own the school has its own calendar; otherwise the default's, with its own INSET days,
        closures and half days added.
        """
        own = _within(self.own, year)
        if self.has_own_terms(year):
            return own
        added = [entry for entry in own if entry.kind not in (Kind.TERM, Kind.HALF_TERM)]
        return _within(self.default, year) + added

    def has_own_terms(self, year: SchoolYear) -> bool:
        """True when the school does not follow the default calendar in that year."""
        return _has_term(self.own, year)

    def has_default_terms(self, year: SchoolYear) -> bool:
        """True when there is a default calendar to follow in that year."""
        return _has_term(self.default, year)


def statute_calendar(school: School | None, around: date) -> CalendarJson:
    """The calendar JSON of one school for what happened `around` a day. None is the authority's default calendar.

    Two queries. Do not change what it gives.
    """
    ids = [school.pk] if school else []
    return build(_load(ids, around)[school.pk if school else None], around)


def statute_calendars(schools: Iterable[School], around: date) -> dict[int, CalendarJson]:
    """The calendar JSON of many schools by their ids, in the same two queries.

    Schools without entries of their own share one object: do not change what it gives.
    """
    ids = [school.pk for school in schools]
    loaded = _load(ids, around)
    shared = build(loaded[None], around)
    return {pk: build(loaded[pk], around) if loaded[pk].own else shared for pk in ids}


def calendars_around(wanted: Iterable[tuple[School | None, date]]) -> dict[tuple[int | None, date], CalendarJson]:
    """The calendar JSON of each of these schools for what happened around each of these days, by school's id and day:
    what `statute_calendar` gives, in two queries for all. Do not change what it gives."""
    pairs = {(school.pk if school else None, around) for school, around in wanted}
    if not pairs:
        return {}
    years = [SchoolYear.containing(around) for _, around in pairs]
    first, last = min(years).years_later(-YEARS_BEFORE), max(years).years_later(YEARS_AFTER)
    ids = sorted({pk for pk, _ in pairs if pk is not None})
    entries = entries_by_school(ids, first.first_day, last.last_day)
    return {(pk, around): build(entries[pk], around) for pk, around in pairs}


def entries_of(school: School | None, first: SchoolYear, last: SchoolYear) -> Entries:
    """The entries of one school (None: the default) over some school years, in two queries."""
    ids = [school.pk] if school else []
    return entries_by_school(ids, first.first_day, last.last_day)[school.pk if school else None]


def entries_by_school(ids: Sequence[int], first: date, last: date) -> Mapping[int | None, Entries]:
    """The entries of many schools by their ids, with the default under None, in two queries."""
    by_school: dict[int | None, list[CalendarEntry]] = {pk: [] for pk in (None, *ids)}
    for entry in queries.calendar_entries(ids, first, last):
        by_school[entry.school_id].append(entry)
    days = list(queries.bank_holiday_days(min(first, england.PUBLISHED_UNTIL)))
    return {pk: Entries(own if pk is not None else [], by_school[None], days) for pk, own in by_school.items()}


def build(entries: Entries, around: date) -> CalendarJson:
    """The calendar JSON of the run of entered terms that reaches the school year of `around`."""
    centre = SchoolYear.containing(around)
    years = [centre.years_later(offset) for offset in range(-YEARS_BEFORE, YEARS_AFTER + 1)]
    in_force = [entry for year in years for entry in entries.in_force(year)]
    known_until = bank_holidays_known_until(entries.bank_holidays)
    return _calendar_of_run(in_force, _run_around(_spans(in_force, Kind.TERM), around), entries, centre, known_until)


def build_year(entries: Entries, year: SchoolYear) -> CalendarJson | None:
    """The calendar JSON of one school year as far as it is entered, or None when it has no term."""
    in_force = entries.in_force(year)
    terms = _spans(in_force, Kind.TERM)
    if not terms:
        return None
    return _calendar_of_run(in_force, terms, entries, year, year.last_day)


def bank_holidays_known_until(days: Iterable[date]) -> date:
    """The last day up to which the table of bank holidays is complete.

    Those published with the release, and after them every year without a gap that has its eight. A single day far
    ahead (a coronation) does not make its year known.
    """
    by_year = Counter(day.year for day in days)
    year = england.PUBLISHED_UNTIL.year
    while by_year[year + 1] >= BANK_HOLIDAYS_A_YEAR:
        year += 1
    return date(year, 12, 31)


def _load(ids: Sequence[int], around: date) -> Mapping[int | None, Entries]:
    centre = SchoolYear.containing(around)
    return entries_by_school(ids, centre.years_later(-YEARS_BEFORE).first_day, centre.years_later(YEARS_AFTER).last_day)


def _within(entries: Iterable[CalendarEntry], year: SchoolYear) -> list[CalendarEntry]:
    return [entry for entry in entries if year.first_day <= entry.starts_on <= year.last_day]


def _has_term(entries: Iterable[CalendarEntry], year: SchoolYear) -> bool:
    return any(entry.kind == Kind.TERM for entry in _within(entries, year))


def _spans(entries: Iterable[CalendarEntry], kind: str) -> list[Span]:
    return sorted((entry.starts_on, entry.ends_on) for entry in entries if entry.kind == kind)


def _run_around(terms: Sequence[Span], around: date) -> list[Span]:
    """The unbroken run of terms that reaches the school year of `around`; empty when there is none."""
    year = SchoolYear.containing(around)
    runs = [run for run in _runs(terms) if _first_year(run) <= year <= _last_year(run)]
    # Where a term is missing inside the year, the run that has begun counts: its end is as far as anything is known.
    begun = [run for run in runs if run[0][0] <= around]
    return begun[-1] if begun else runs[0] if runs else []


def _runs(terms: Sequence[Span]) -> list[list[Span]]:
    runs: list[list[Span]] = []
    for term in terms:
        if runs and (term[0] - runs[-1][-1][1]).days <= LONGEST_HOLIDAY_DAYS:
            runs[-1].append(term)
        else:
            runs.append([term])
    return runs


def _first_year(run: Sequence[Span]) -> SchoolYear:
    return SchoolYear.containing(run[0][0])


def _last_year(run: Sequence[Span]) -> SchoolYear:
    return SchoolYear.containing(run[-1][1])


def _calendar_of_run(
    in_force: Sequence[CalendarEntry], run: Sequence[Span], entries: Entries, year: SchoolYear, known_until: date
) -> CalendarJson:
    if not run:
        return _nothing_entered(year, entries.bank_holidays)
    first, until = run[0][0], min(_loaded_until(run), known_until)
    if until < first:
        return _nothing_entered(year, entries.bank_holidays)
    open_spans = [span for term in run for span in _cut_out(term, _spans(in_force, Kind.HALF_TERM))]
    holidays = frozenset(entries.bank_holidays)
    closed = _closed(in_force, first, until, holidays)
    return {
        "open": [[begins.isoformat(), ends.isoformat()] for begins, ends in open_spans],
        "closed": {day.isoformat(): closed[day] for day in sorted(closed)},
        "half_days": _half_days(in_force, open_spans, holidays | closed.keys()),
        "bank_holidays": [day.isoformat() for day in sorted(holidays) if first <= day <= until],
        "loaded_until": until.isoformat(),
    }


def _nothing_entered(year: SchoolYear, bank_holidays: Iterable[date]) -> CalendarJson:
    """A calendar that knows one Sunday before the school year and no school day: every count ends incomplete."""
    sunday = year.first_day - timedelta(days=year.first_day.isoweekday() % 7 or 7)
    return {
        "open": [[sunday.isoformat(), sunday.isoformat()]],
        "closed": {},
        "half_days": {},
        "bank_holidays": [],
        "loaded_until": sunday.isoformat(),
    }


def _loaded_until(run: Sequence[Span]) -> date:
    """The last term's end; with a summer term that ends in July, the end of the school year: the rest is holiday."""
    last = run[-1][1]
    return SchoolYear.containing(last).last_day if last.month == 7 else last


def _cut_out(term: Span, half_terms: Iterable[Span]) -> list[Span]:
    """The term without the half-terms inside it."""
    spans, begins = [], term[0]
    for away_from, away_until in half_terms:
        if away_until < begins or away_from > term[1]:
            continue
        if begins < away_from:
            spans.append((begins, away_from - ONE_DAY))
        begins = away_until + ONE_DAY
    return [*spans, (begins, term[1])] if begins <= term[1] else spans


def _closed(in_force: Iterable[CalendarEntry], first: date, until: date, holidays: frozenset[date]) -> dict[date, str]:
    """INSET days and closures, each with its reason: weekdays only, no bank holidays, nothing outside the run."""
    closed: dict[date, str] = {}
    for entry in in_force:
        if entry.kind not in _CLOSED_WORDS:
            continue
        words = _CLOSED_WORDS[entry.kind] + (f": {entry.note}" if entry.note else "")
        for day in days_between(max(entry.starts_on, first), min(entry.ends_on, until)):
            if day.weekday() < 5 and day not in holidays:
                closed.setdefault(day, words)
    return closed


def _half_days(in_force: Iterable[CalendarEntry], open_spans: Sequence[Span], shut: frozenset[date]) -> dict[str, str]:
    """The one open session of each half day that is a school day."""
    return {
        entry.starts_on.isoformat(): entry.open_session
        for entry in sorted(in_force, key=lambda each: each.starts_on)
        if entry.kind == Kind.HALF_DAY
        and entry.starts_on not in shut
        and any(begins <= entry.starts_on <= ends for begins, ends in open_spans)
    }
