"""How many sessions a suspension takes, in which term of which school year. The statute engine counts;
this asks it once a school year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import statute
from components.words import spelled_date
from exclusions.models import GovernorsOutcome, SchoolSession, Suspension
from schools.school_years import SchoolYear

TermKey = tuple[int, str]
SESSIONS_A_DAY = 2
# No limit of the law: a suspension longer than this is a slip of the pen, and is not counted.
LONGEST_SPAN = timedelta(days=366)


@dataclass(frozen=True)
class Span:
    """From which session to which a pupil is suspended; for lunchtimes alone, from which day to which."""

    first_on: date
    last_on: date
    first_session: str = SchoolSession.MORNING
    last_session: str = SchoolSession.AFTERNOON
    is_lunchtime_only: bool = False

    @classmethod
    def of(cls, suspension: Suspension) -> Span:
        """The span of a suspension as it was decided."""
        return cls(
            suspension.first_on,
            suspension.last_on,
            suspension.first_session,
            suspension.last_session,
            suspension.is_lunchtime_only,
        )

    @property
    def runs_backwards(self) -> bool:
        """True when it ends before it begins."""
        return self._begins > self._ends

    @property
    def is_too_long(self) -> bool:
        """True when it lasts longer than a year."""
        return self.last_on > self.first_on + LONGEST_SPAN

    @property
    def can_be_counted(self) -> bool:
        """True when it runs forwards and is no slip of the pen."""
        return not self.runs_backwards and not self.is_too_long

    @property
    def days_in_words(self) -> str:
        """“on 9 November 2026”, or “from 9 November 2026 to 18 November 2026”."""
        if self.first_on == self.last_on:
            return f"on {spelled_date(self.first_on)}"
        return f"from {spelled_date(self.first_on)} to {spelled_date(self.last_on)}"

    def overlaps(self, other: Span) -> bool:
        """True when one session at least lies in both."""
        return self._begins <= other._ends and other._begins <= self._ends

    def cut_at(self, last_on: date) -> Span | None:
        """What of it lies on or before that day; None when nothing does."""
        if last_on < self.first_on:
            return None
        if last_on >= self.last_on:
            return self
        return Span(self.first_on, last_on, self.first_session, SchoolSession.AFTERNOON, self.is_lunchtime_only)

    def school_years(self) -> list[SchoolYear]:
        """The school years that it touches."""
        first, last = SchoolYear.containing(self.first_on), SchoolYear.containing(self.last_on)
        return [SchoolYear(year) for year in range(first.begins_in, last.begins_in + 1)]

    def within(self, year: SchoolYear) -> Span:
        """The part of it in that school year."""
        return Span(
            max(self.first_on, year.first_day),
            min(self.last_on, year.last_day),
            self.first_session if self.first_on >= year.first_day else SchoolSession.MORNING,
            self.last_session if self.last_on <= year.last_day else SchoolSession.AFTERNOON,
            self.is_lunchtime_only,
        )

    # The codes of the two sessions, am and pm, are in the order of the day.
    @property
    def _begins(self) -> tuple[date, str]:
        return self.first_on, str(self.first_session)

    @property
    def _ends(self) -> tuple[date, str]:
        return self.last_on, str(self.last_session)


def served(suspension: Suspension, reinstated_on: date | None) -> Span | None:
    """The part of a suspension that really was one, up to its cancellation, or to the day before the governors
    reinstated the child; None when it ended before it began."""
    span = Span.of(suspension)
    if suspension.cancelled_on is not None:
        return span.cut_at(suspension.cancelled_on)
    return before_reinstatement(span, reinstated_on)


def before_reinstatement(span: Span, reinstated_on: date | None) -> Span | None:
    """What a span leaves when the governors reinstate the child on that day; None when nothing is left of it."""
    return span.cut_at(reinstated_on - timedelta(days=1)) if reinstated_on else span


def reinstated_on_of(suspension: Suspension) -> date | None:
    """The day from which the governors reinstated the child; None where they did not."""
    outcome: GovernorsOutcome | None = getattr(suspension.case, "governors_outcome", None)
    return outcome.reinstated_on if outcome else None


def served_of(suspension: Suspension) -> Span | None:
    """The same, of a suspension whose case brings the governors' outcome along."""
    return served(suspension, reinstated_on_of(suspension))


@dataclass(frozen=True)
class Lost:
    """The sessions of a suspension by school year and term, and the school days that they fall on.

    `unknown_because` says why the calendar does not tell; then nothing else is known.
    """

    by_term: Mapping[TermKey, int] = field(default_factory=dict)
    days: tuple[date, ...] = ()
    rule_version: str = ""
    unknown_because: str = ""

    @property
    def count(self) -> int | None:
        """All sessions; None while the calendar does not say."""
        return None if self.unknown_because else sum(self.by_term.values())

    def in_year(self, begins_in: int) -> int:
        """The sessions of one school year."""
        return sum(sessions for (year, _), sessions in self.by_term.items() if year == begins_in)


def count(span: Span, calendar: Mapping[str, object], policy: str) -> Lost:
    """Count a span that can be counted, on a school's calendar."""
    by_term: dict[TermKey, int] = {}
    days: list[date] = []
    version = ""
    for year in span.school_years():
        part = span.within(year)
        result = statute.calculate(
            "exclusions.sessions",
            facts={
                "from_on": part.first_on,
                "from_session": str(part.first_session),
                "to_on": part.last_on,
                "to_session": str(part.last_session),
                "lunchtime_only": part.is_lunchtime_only,
            },
            calendar=calendar,
            policy=policy,
        )
        if result.outcome != statute.Outcome.VALUE:
            return Lost(unknown_because=str(result.because))
        version = version or result.version
        days += [counted.day for counted in result.counted]
        for term, sessions in result.value["sessions_by_term"].items():
            by_term[year.begins_in, term] = sessions
    return Lost(by_term, tuple(days), version)


def count_served(suspension: Suspension, span: Span | None, calendar: Mapping[str, object], policy: str) -> Lost:
    """Count what was served of a suspension, which may be nothing."""
    return count(span, calendar, policy) if span else Lost(rule_version=suspension.sessions_rule_version)


def term_name(key: TermKey) -> str:
    """A term with its school year, as the statute engine's rules take it and pages show it: “autumn 2026/27”."""
    begins_in, term = key
    return f"{term} {SchoolYear(begins_in).label}"


def in_days(sessions: int) -> str:
    """Sessions in school days: “5.5”. Two sessions are a day."""
    return f"{sessions / SESSIONS_A_DAY:.1f}"
