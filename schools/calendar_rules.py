"""What makes an entry of a calendar possible. Pure: the entries around it are given, nothing is loaded or saved."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from schools.calendars import Entries, build_year
from schools.models import CalendarEntry
from schools.refusals import FieldRefused
from schools.school_years import SchoolYear, days_between
from statute.calendars import SCHOOL_HOLIDAY, SchoolCalendar
from statute.days import is_weekend, spoken

Kind = CalendarEntry.Kind

# Bank holidays are known from 2007; a year further off than the second number is a slip of the keyboard.
EARLIEST_YEAR, YEARS_AHEAD = 2007, 10
MOST_NOTE_CHARACTERS = 120
# Staff often meet in the days before a term or after it; further off an INSET day is a slip of the keyboard.
INSET_NEAR_TERM = timedelta(days=7)


class CalendarRefused(FieldRefused):
    """An entry is not possible."""


def check_entry(entry: CalendarEntry, entries: Entries, as_of: date) -> None:
    """Raise CalendarRefused, naming the field and the fix, unless `entry` fits among the `entries` around it.

    `entries.own` are the other entries of the same calendar (for the default calendar: `entries.default`).
    """
    _check_session(entry)
    _check_span(entry, as_of)
    siblings = entries.own if entry.school_id else entries.default
    _check_overlap(entry, siblings)
    _CHECKS[Kind(entry.kind)](entry, entries, siblings)


def _check_session(entry: CalendarEntry) -> None:
    if entry.kind == Kind.HALF_DAY and entry.open_session not in CalendarEntry.Session.values:
        raise CalendarRefused("open_session", "Say which session is open on the half day: morning or afternoon.")
    if entry.kind != Kind.HALF_DAY and entry.open_session:
        raise CalendarRefused("open_session", "Only a half day has an open session. Leave it empty.")
    if len(entry.note) > MOST_NOTE_CHARACTERS:
        raise CalendarRefused("note", f"Note must be {MOST_NOTE_CHARACTERS} characters or fewer.")


def _check_span(entry: CalendarEntry, as_of: date) -> None:
    if entry.ends_on < entry.starts_on:
        raise CalendarRefused(
            "ends_on", f"Last day is {spoken(entry.ends_on)}, before the first day. Enter the same day or a later one."
        )
    if not EARLIEST_YEAR <= entry.starts_on.year <= as_of.year + YEARS_AHEAD:
        raise CalendarRefused("starts_on", f"First day is in {entry.starts_on.year}. Check the year.")
    year = SchoolYear.containing(entry.starts_on)
    if entry.ends_on > year.last_day:
        raise CalendarRefused(
            "ends_on",
            f"Last day is after {spoken(year.last_day)}, when the school year {year.label} ends. "
            "Enter the days of each school year apart.",
        )


def _check_overlap(entry: CalendarEntry, siblings: Sequence[CalendarEntry]) -> None:
    for other in siblings:
        overlaps = other.starts_on <= entry.ends_on and entry.starts_on <= other.ends_on
        if other.kind == entry.kind and not is_same(other, entry) and overlaps:
            raise CalendarRefused(
                "starts_on",
                f"These days overlap an entry of the same kind, {span_words(other)}. Change that entry, or these days.",
            )


def _check_term(entry: CalendarEntry, entries: Entries, siblings: Sequence[CalendarEntry]) -> None:
    if is_weekend(entry.starts_on):
        monday = entry.starts_on + timedelta(days=8 - entry.starts_on.isoweekday())
        raise CalendarRefused("starts_on", f"First day must be a Monday to Friday, for example {_example(monday)}.")
    if is_weekend(entry.ends_on):
        friday = entry.ends_on - timedelta(days=entry.ends_on.isoweekday() - 5)
        raise CalendarRefused("ends_on", f"Last day must be a Monday to Friday, for example {_example(friday)}.")
    holidays = set(entries.bank_holidays)
    if all(is_weekend(day) or day in holidays for day in days_between(entry.starts_on, entry.ends_on)):
        raise CalendarRefused("starts_on", "There is no weekday without a bank holiday in this term. Check its days.")


def _check_half_term(entry: CalendarEntry, entries: Entries, siblings: Sequence[CalendarEntry]) -> None:
    terms = [other for other in siblings if other.kind == Kind.TERM]
    if not any(term.starts_on <= entry.starts_on and entry.ends_on <= term.ends_on for term in terms):
        raise CalendarRefused(
            "starts_on",
            f"{span_words(entry)} is not inside a term of this calendar. Add the term first, or correct the days.",
        )


def _check_inset(entry: CalendarEntry, entries: Entries, siblings: Sequence[CalendarEntry]) -> None:
    for field, day in (("starts_on", entry.starts_on), ("ends_on", entry.ends_on)):
        if is_weekend(day) or day in entries.bank_holidays:
            reason = "a weekend" if is_weekend(day) else "a bank holiday"
            raise CalendarRefused(field, f"{spoken(day)} is {reason}, so it cannot be an INSET day. Choose a weekday.")
        _require_near_term(entry, entries, field, day)


def _check_half_day(entry: CalendarEntry, entries: Entries, siblings: Sequence[CalendarEntry]) -> None:
    if entry.starts_on != entry.ends_on:
        raise CalendarRefused("ends_on", "A half day is one day. Make the last day the same, or add each day apart.")
    _require_school_day(entry, entries, "starts_on", entry.starts_on)


def _check_closure(entry: CalendarEntry, entries: Entries, siblings: Sequence[CalendarEntry]) -> None:
    _require_school_day(entry, entries, "starts_on", entry.starts_on)
    _require_school_day(entry, entries, "ends_on", entry.ends_on)


def _require_near_term(entry: CalendarEntry, entries: Entries, field: str, day: date) -> None:
    if _closed_because(entry, entries, field, day) != SCHOOL_HOLIDAY:
        return
    terms = [other for other in entries.in_force(SchoolYear.containing(day)) if other.kind == Kind.TERM]
    if any(term.starts_on <= day <= term.ends_on for term in terms):
        raise CalendarRefused(field, f"{spoken(day)} is in a half-term. Choose a day in term, or just before or after.")
    if not any(term.starts_on - INSET_NEAR_TERM <= day <= term.ends_on + INSET_NEAR_TERM for term in terms):
        raise CalendarRefused(
            field,
            f"{spoken(day)} is in the school holidays, more than {INSET_NEAR_TERM.days} days from a term. "
            "Choose a day in term, or just before or after one.",
        )


def _require_school_day(entry: CalendarEntry, entries: Entries, field: str, day: date) -> None:
    reason = _closed_because(entry, entries, field, day)
    if reason:
        raise CalendarRefused(field, f"{spoken(day)} is not a school day ({reason}). Choose a day in term.")


def _closed_because(entry: CalendarEntry, entries: Entries, field: str, day: date) -> str | None:
    """Why school is closed on a day without this entry. Raises CalendarRefused when the year is not entered."""
    year = SchoolYear.containing(day)
    calendar = build_year(without(entries, entry), year)
    if calendar is None:
        raise CalendarRefused(field, f"No term dates are entered for {year.label}. Enter them first.")
    return SchoolCalendar.from_json(calendar).closed_because(day)


def leaves_default(entry: CalendarEntry, entries: Entries) -> bool:
    """True when this entry, added to the `entries`, ends the school's following of the default calendar in its year."""
    year = SchoolYear.containing(entry.starts_on)
    is_own_term = entry.school_id is not None and entry.kind == Kind.TERM
    return is_own_term and entries.has_default_terms(year) and not entries.has_own_terms(year)


def returns_to_default(entry: CalendarEntry, entries: Entries) -> bool:
    """True when the school follows the default calendar again in the year of this entry, once it is removed."""
    year = SchoolYear.containing(entry.starts_on)
    is_own_term = entry.school_id is not None and entry.kind == Kind.TERM
    return is_own_term and not without(entries, entry).has_own_terms(year)


def without(entries: Entries, entry: CalendarEntry) -> Entries:
    """The entries less one that is being changed or removed."""
    return Entries(
        [other for other in entries.own if not is_same(other, entry)],
        [other for other in entries.default if not is_same(other, entry)],
        entries.bank_holidays,
    )


def is_same(one: CalendarEntry, other: CalendarEntry) -> bool:
    """True for the same row; rows that are not saved yet (an import's) are told apart by identity."""
    return one is other or (one.pk is not None and one.pk == other.pk)


def span_words(entry: CalendarEntry) -> str:
    """The days of an entry as a person reads them: one day, or the first and the last."""
    if entry.starts_on == entry.ends_on:
        return spoken(entry.starts_on)
    return f"{spoken(entry.starts_on)} to {spoken(entry.ends_on)}"


def _example(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B}"


_CHECKS: dict[Kind, Callable[[CalendarEntry, Entries, Sequence[CalendarEntry]], None]] = {
    Kind.TERM: _check_term,
    Kind.HALF_TERM: _check_half_term,
    Kind.INSET: _check_inset,
    Kind.HALF_DAY: _check_half_day,
    Kind.CLOSURE: _check_closure,
}
