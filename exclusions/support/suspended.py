"""What a pupil has lost by suspensions so far, over all schools: counted from the records, as numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import statute
from cases.models import Child
from exclusions.suspensions.counting import Span, in_days, term_name
from exclusions.suspensions.totals import totals_of
from schools.calendars import statute_calendar
from schools.models import School
from schools.school_years import SchoolYear

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class SoFar:
    """Sessions lost in the term and the school year of a day. `term` is empty where the school's terms do not say."""

    term: str
    in_term: int
    year: str
    in_year: int
    is_complete: bool

    def words(self) -> str:
        """“6.5 school days this term (autumn 2026/27), 8.0 in the school year 2026/27”."""
        term = f"{in_days(self.in_term)} school days this term ({self.term}), " if self.term else ""
        words = f"{term}{in_days(self.in_year)} in the school year {self.year}, at all schools"
        return words if self.is_complete else f"{words}, at least: one suspension is not counted yet"


def suspended_so_far(child: Child, school: School | None, as_of: date) -> SoFar:
    """What the child lost by suspensions that began up to that day, each counted to its end."""
    after = as_of + _ONE_DAY
    totals = totals_of(child, Span(after, after))
    year, term = SchoolYear.containing(as_of), _term_of(school, as_of)
    return SoFar(
        term=term_name((year.begins_in, term)) if term else "",
        in_term=totals.by_term.get((year.begins_in, term), 0),
        year=year.label,
        in_year=totals.by_year.get(year.begins_in, 0),
        is_complete=totals.is_complete,
    )


def _term_of(school: School | None, as_of: date) -> str:
    calendar = statute.SchoolCalendar.from_json(statute_calendar(school, as_of))
    try:
        return calendar.term_of(as_of)
    except statute.StatuteError:
        return ""
