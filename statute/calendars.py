"""A school's own calendar: which days have a session, which term they fall in, and how far it is known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from statute import england
from statute.days import (
    BANK_HOLIDAY,
    ENGLAND_WORKING_DAYS,
    WEEKEND,
    CountableDays,
    WorkingDays,
    easter_sunday,
    is_weekend,
    spoken,
)
from statute.errors import StatuteError
from statute.facts import read_date, read_span, read_text

SCHOOL_HOLIDAY = "school holiday"
MORNING, AFTERNOON = "am", "pm"
FULL_DAY, HALF_DAY = 2, 1
# A calendar is a few years; a longer one is a slip of the keyboard and would only cost time.
LONGEST_CALENDAR_DAYS = 366 * 30
_FIELDS = ("open", "closed", "half_days", "bank_holidays", "loaded_until", "terms")


@dataclass(frozen=True)
class SchoolCalendar(CountableDays):
    """The school days of one school.

    open: spans, ends included, in which Monday to Friday are school days unless closed or a bank holiday.
    closed: days without a session, each with its reason. half_days: the session that is open, "am" or "pm".
    bank_holidays: those given, or None for England's published ones. loaded_until: the last day.
    terms: named terms, or empty for the three terms of the school census.
    Source: Education Act 1996 s579(1) (law pack, exclusions §1 School day).
    """

    open: tuple[tuple[date, date], ...]
    closed: tuple[tuple[date, str], ...]
    half_days: tuple[tuple[date, str], ...]
    bank_holidays: tuple[date, ...] | None
    loaded_until: date
    terms: tuple[tuple[str, tuple[date, date]], ...]

    @classmethod
    def from_json(cls, mapping: object) -> "SchoolCalendar":
        """Read a calendar as the interface writes it. Raises `StatuteError` naming the field to correct."""
        if not isinstance(mapping, Mapping):
            raise StatuteError("calendar", 'must be an object with "open", a list of [from, to] spans')
        for key in mapping:
            if key not in _FIELDS:
                raise StatuteError(f"calendar.{key}", f"is not known; a calendar has {', '.join(_FIELDS)}")
        spans = _read_open(mapping.get("open"))
        last_open = spans[-1][1]
        loaded_until = read_date("calendar.loaded_until", mapping.get("loaded_until", last_open))
        if loaded_until < spans[0][0]:
            raise StatuteError("calendar.loaded_until", f"is before the first open day, {spans[0][0]}")
        if (loaded_until - spans[0][0]).days > LONGEST_CALENDAR_DAYS:
            raise StatuteError("calendar", "covers more than 30 years: give the years that are needed")
        given = mapping.get("bank_holidays")
        return cls(
            open=spans,
            closed=_read_dated("calendar.closed", mapping.get("closed", {}), read_text),
            half_days=_read_half_days(mapping.get("half_days", [])),
            bank_holidays=None if given is None else _read_dates("calendar.bank_holidays", given),
            loaded_until=loaded_until,
            terms=_read_terms(mapping.get("terms", {})),
        )

    def to_json(self) -> dict[str, object]:
        """The calendar in canonical form: sorted, the same for equal calendars, read back by `from_json`."""
        out: dict[str, object] = {"open": [[a.isoformat(), b.isoformat()] for a, b in self.open]}
        if self.closed:
            out["closed"] = {day.isoformat(): reason for day, reason in self.closed}
        if self.half_days:
            out["half_days"] = {day.isoformat(): session for day, session in self.half_days}
        if self.bank_holidays is not None:
            out["bank_holidays"] = [day.isoformat() for day in self.bank_holidays]
        out["loaded_until"] = self.loaded_until.isoformat()
        if self.terms:
            out["terms"] = {name: [a.isoformat(), b.isoformat()] for name, (a, b) in self.terms}
        return out

    def is_school_day(self, day: date) -> bool:
        """Whether the school has a session on that day. Raises `CalendarIncomplete` for a day not known."""
        return self.reason_not_counted(day) is None

    def sessions(self, day: date) -> int:
        """How many sessions the school has on that day: 2, 1 or 0. Raises `CalendarIncomplete`."""
        return len(self.open_sessions(day))

    def open_sessions(self, day: date) -> tuple[str, ...]:
        """The sessions of that day, "am" and "pm". Raises `CalendarIncomplete`."""
        if not self.is_school_day(day):
            return ()
        only = self._half_day_session.get(day)
        return (MORNING, AFTERNOON) if only is None else (only,)

    def term_of(self, day: date) -> str:
        """The name of the term a day falls in.

        Without terms of its own the school has the census terms: autumn 1 August to 31 December, spring to
        Easter Sunday, summer to 31 July. Raises `StatuteError` for a day in none of the terms given.
        """
        if not self.terms:
            if day.month >= 8:
                return "autumn"
            return "spring" if day <= easter_sunday(day.year) else "summer"
        for name, (first, last) in self.terms:
            if first <= day <= last:
                return name
        raise StatuteError("calendar.terms", f"no term covers {day}: give a term that does, or leave terms out")

    @cached_property
    def working_days(self) -> WorkingDays:
        """Working days by this calendar's bank holidays, or England's where it gives none."""
        if self.bank_holidays is None:
            return ENGLAND_WORKING_DAYS
        return WorkingDays(
            frozenset(self.bank_holidays),
            self.open[0][0],
            self.loaded_until,
            "the calendar's own bank_holidays",
        )

    @cached_property
    def known_from(self) -> date:  # type: ignore[override]
        """The first day that is known: the first open day, or the first published bank-holiday year."""
        return self.open[0][0] if self.bank_holidays is not None else max(self.open[0][0], england.PUBLISHED_FROM)

    @cached_property
    def known_until(self) -> date:  # type: ignore[override]
        """The last day that is known, no later than the bank holidays that are known."""
        if self.bank_holidays is not None:
            return self.loaded_until
        return min(self.loaded_until, england.PUBLISHED_UNTIL)

    def closed_because(self, day: date) -> str | None:
        """Weekend, bank holiday, the calendar's own reason, school holiday, or None."""
        if is_weekend(day):
            return WEEKEND
        if day in self.working_days.bank_holidays:
            return BANK_HOLIDAY
        own_reason = self._closed_reason.get(day)
        if own_reason is not None:
            return own_reason
        return None if any(first <= day <= last for first, last in self.open) else SCHOOL_HOLIDAY

    def unknown_because(self, day: date) -> str:
        """Why a day outside is not known."""
        bounds = f"The school-day count reaches {spoken(day)}; the calendar is known"
        if self.bank_holidays is None and england.PUBLISHED_UNTIL < day <= self.loaded_until:
            return f"{bounds} until {spoken(self.known_until)}, where England's published bank holidays end."
        return f"{bounds} from {spoken(self.known_from)} to {spoken(self.known_until)}: load more of it."

    @cached_property
    def _closed_reason(self) -> dict[date, str]:
        return dict(self.closed)

    @cached_property
    def _half_day_session(self) -> dict[date, str]:
        return dict(self.half_days)


def _read_open(value: object) -> tuple[tuple[date, date], ...]:
    if not isinstance(value, list | tuple) or not value:
        raise StatuteError("calendar.open", "must be a list of one or more [from, to] spans")
    spans = tuple(sorted(read_span(f"calendar.open[{place}]", pair) for place, pair in enumerate(value)))
    for (_, ended), (starts, _) in pairwise(spans):
        if starts <= ended:
            raise StatuteError("calendar.open", f"two spans overlap on {starts}: make them one or move an end")
    return spans


def _read_dates(field: str, value: object) -> tuple[date, ...]:
    if not isinstance(value, list | tuple):
        raise StatuteError(field, "must be a list of dates")
    return tuple(sorted({read_date(f"{field}[{place}]", day) for place, day in enumerate(value)}))


def _read_dated(field: str, value: object, read: Callable[[str, object], str]) -> tuple[tuple[date, str], ...]:
    if not isinstance(value, Mapping):
        raise StatuteError(field, "must be an object whose keys are dates")
    return tuple(sorted((read_date(field, day), read(f"{field}.{day}", text)) for day, text in value.items()))


def _read_half_days(value: object) -> tuple[tuple[date, str], ...]:
    field = "calendar.half_days"
    if isinstance(value, Mapping):
        return _read_dated(field, value, _read_session)
    # A bare list means the usual half day: the afternoon is closed.
    return tuple((day, MORNING) for day in _read_dates(field, value))


def _read_session(field: str, value: object) -> str:
    if value in (MORNING, AFTERNOON):
        return str(value)
    raise StatuteError(field, 'must name the session that is open, "am" or "pm"')


def _read_terms(value: object) -> tuple[tuple[str, tuple[date, date]], ...]:
    if not isinstance(value, Mapping):
        raise StatuteError("calendar.terms", 'must be an object such as {"autumn": [from, to]}')
    terms = [
        (read_text("calendar.terms", name), read_span(f"calendar.terms.{name}", span)) for name, span in value.items()
    ]
    return tuple(sorted(terms, key=lambda term: (term[1], term[0])))
