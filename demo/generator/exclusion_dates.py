"""From a planned exclusion to its days, found by asking the statute engine backwards on the school's calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import statute
from demo.generator.authority import POLICY, DemonstrationRefused
from demo.generator.planned_exclusion import LOOKED_AFTER, MEETING, SIXTH_DAY, PlannedExclusion
from schools.calendars import statute_calendar
from schools.models import School
from statute import SchoolCalendar

# The longest way back: 15 school days over a summer holiday.
LONGEST_SEARCH_DAYS = 200


@dataclass(frozen=True)
class SchoolDays:
    """The school days of one school, seen from the day of the load."""

    calendar: SchoolCalendar
    as_of: date

    @property
    def is_school_day(self) -> bool:
        """Whether the day of the load is one."""
        return self.calendar.closed_because(self.as_of) is None

    @property
    def latest(self) -> date:
        """The day of the load, or the last school day before it."""
        return self.as_of if self.is_school_day else self.calendar.before(self.as_of, 1)

    def at(self, count: int) -> date:
        """So many school days from the day of the load: after it, before it when negative, none is `latest`."""
        if count == 0:
            return self.latest
        return self.calendar.after(self.as_of, count) if count > 0 else self.calendar.before(self.as_of, -count)

    def after(self, day: date, count: int) -> date:
        """So many school days after a day; none is the day itself."""
        return self.calendar.after(day, count) if count else day

    def trigger(self, rule: str, due_on: date, *, pm_began: bool = False) -> date:
        """The latest school day up to now on which an exclusion makes `rule` fall due on `due_on`.

        Raises DemonstrationRefused when there is none.
        """
        # No rule falls due before the day that triggers it.
        day = min(self.latest, due_on)
        for _ in range(LONGEST_SEARCH_DAYS):
            if self.calendar.closed_because(day) is None and self._due_on(rule, day, pm_began=pm_began) == due_on:
                return day
            day -= timedelta(days=1)
        raise DemonstrationRefused(f"No school day makes {rule} fall due on {due_on}.")

    def _due_on(self, rule: str, day: date, *, pm_began: bool) -> date | None:
        facts: dict[str, dict[str, object]] = {
            SIXTH_DAY: {"excluded_on": day, "pm_began": pm_began, "compulsory_age": True},
            LOOKED_AFTER: {"excluded_on": day, "pm_began": pm_began},
            MEETING: {"notified_on": day},
        }
        return statute.calculate(rule, facts=facts[rule], calendar=self.calendar, policy=POLICY).due_on


@dataclass(frozen=True)
class DatedExclusion:
    """A planned exclusion at its school, with its days."""

    plan: PlannedExclusion
    school: School
    days: SchoolDays
    excluded_on: date

    def day(self, school_days_after: int) -> date:
        """So many school days after the exclusion."""
        return self.days.after(self.excluded_on, school_days_after)


def school_days(school: School | None, as_of: date) -> SchoolDays:
    """The school days of a school; None is the default calendar."""
    return SchoolDays(SchoolCalendar.from_json(statute_calendar(school, as_of)), as_of)


def with_dates(plan: PlannedExclusion, school: School, as_of: date) -> DatedExclusion:
    """Find the day of the exclusion that makes the planned rule fall due when the plan wants it."""
    days = school_days(school, as_of)
    excluded_on = days.trigger(plan.rule, days.at(plan.due_in), pm_began=plan.pm_began)
    return DatedExclusion(plan, school, days, excluded_on)
