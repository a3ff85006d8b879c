"""The school days on which invented suspensions can lie, school by school, and spans of so many sessions on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from demo.generator.authority import DemonstrationRefused
from demo.generator.exclusion_dates import SchoolDays
from exclusions.models import SchoolSession
from exclusions.suspensions.counting import SESSIONS_A_DAY, Span, TermKey
from schools.school_years import SchoolYear

AM, PM = SchoolSession.MORNING, SchoolSession.AFTERNOON
# School days between two suspensions of one child, at least.
GAP = 1


@dataclass(frozen=True)
class Terms:
    """The school days of a school that are over, by school year and term, the earliest first."""

    days: Mapping[TermKey, Sequence[date]]

    @classmethod
    def until(cls, school_days: SchoolDays, last: date) -> Terms:
        """The school days from the first that the calendar knows to the last day."""
        days: dict[TermKey, list[date]] = {}
        calendar = school_days.calendar
        for counted in calendar.count_between(calendar.known_from, last).counted:
            key = (SchoolYear.containing(counted.day).begins_in, calendar.term_of(counted.day))
            days.setdefault(key, []).append(counted.day)
        return cls(days)

    def latest_with(self, count: int) -> Sequence[date]:
        """The newest term of which so many days are over. Raises DemonstrationRefused when there is none."""
        for days in reversed(list(self.days.values())):
            if len(days) >= count:
                return days
        raise DemonstrationRefused(f"No term has {count} school days before the day of the load.")

    def latest_year_with(self, count: int) -> list[Sequence[date]]:
        """The three terms of the newest school year in each of which so many days are over. Raises the same."""
        for year in sorted({year for year, _ in self.days}, reverse=True):
            terms = [days for (of, _), days in self.days.items() if of == year]
            if len(terms) == 3 and all(len(days) >= count for days in terms):
                return terms
        raise DemonstrationRefused(f"No school year has three terms of {count} school days.")

    def recent(self, since: date, count: int) -> list[Sequence[date]]:
        """For each term, its days after `since`, where there are so many."""
        found = [[day for day in days if day > since] for days in self.days.values()]
        return [days for days in found if len(days) >= count]


def days_needed(sessions: Sequence[int]) -> int:
    """School days that suspensions of so many sessions take, with the days between them."""
    return sum(map(_whole_days, sessions)) + GAP * len(sessions)


def spread(sessions: Sequence[int], days: Sequence[date], random: Random) -> list[Span]:
    """Spans of so many sessions each, in order, over these school days, with days between them by chance."""
    slack = len(days) - days_needed(sessions)
    breaks = sorted(random.randint(0, slack) for _ in sessions)
    spans, place = [], 0
    for number, (count, pause) in enumerate(zip(sessions, breaks, strict=True)):
        first = place + pause - (breaks[number - 1] if number else 0)
        spans.append(span_from(days[first:], count, starts_in_the_afternoon=count % 2 == 1 and random.random() < 0.5))
        place = first + _whole_days(count) + GAP
    return spans


def span_from(days: Sequence[date], sessions: int, *, starts_in_the_afternoon: bool = False) -> Span:
    """So many sessions from the first of these school days on. An odd number leaves a half day at one end."""
    last_on = days[_whole_days(sessions) - 1]
    if sessions % 2 == 0:
        return Span(days[0], last_on)
    return Span(days[0], last_on, PM, PM) if starts_in_the_afternoon else Span(days[0], last_on, AM, AM)


def _whole_days(sessions: int) -> int:
    return -(-sessions // SESSIONS_A_DAY)
