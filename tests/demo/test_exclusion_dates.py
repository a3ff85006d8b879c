"""The days of the planned exclusions are found for any day of the load, and no step of theirs lies ahead."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from demo.generator.authority import SPECIAL, DemonstrationRefused, school_years_around
from demo.generator.exclusion_dates import DatedExclusion, SchoolDays
from demo.generator.exclusion_plan import PLAN
from demo.generator.planned_exclusion import SIXTH_DAY, PlannedExclusion
from demo.generator.term_dates import TermDates, term_dates
from demo.generator.writings import NOTES, PAPERS, working_day
from statute import SchoolCalendar, england

# Every fifth day over two school years: every weekday, holidays, both ends of each term.
DAYS = [date(2026, 9, 1) + timedelta(days=5 * number) for number in range(133)]


def calendar(years: list[TermDates]) -> SchoolCalendar:
    closed = {day.isoformat(): "INSET" for year in years for day in year.inset_days}
    closed |= {
        (starts_on + timedelta(days=offset)).isoformat(): "half-term"
        for year in years
        for starts_on, _ in year.half_terms
        for offset in range(5)
    }
    spans = [[starts_on.isoformat(), ends_on.isoformat()] for year in years for starts_on, ends_on in year.terms]
    return SchoolCalendar.from_json({"open": spans, "closed": closed, "loaded_until": spans[-1][1]})


def days_at(as_of: date, *, is_early: bool) -> SchoolDays:
    years = [term_dates(year, england.BANK_HOLIDAYS) for year in school_years_around(as_of)]
    return SchoolDays(calendar([year.with_early_autumn_half_term() if is_early else year for year in years]), as_of)


def dated(plan: PlannedExclusion, days: SchoolDays) -> DatedExclusion:
    excluded_on = days.trigger(plan.rule, days.at(plan.due_in), pm_began=plan.pm_began)
    return DatedExclusion(plan, None, days, excluded_on)


def last_step_after(plan: PlannedExclusion) -> int:
    """School days after the exclusion until everything that the plan has done is done."""
    steps = (
        plan.checked_after,
        plan.governors_told_after,
        plan.listed_after,
        plan.decided_after,
        plan.notice_after,
        plan.cancelled_after,
    )
    if plan.education is not None:
        education = plan.education
        steps += (education.booked_after, education.started_after, education.ended_after)
    written = [each.after for each in (*NOTES, *PAPERS) if each.key == plan.key]
    return max([step for step in steps if step is not None] + written, default=0)


@pytest.mark.parametrize("plan", PLAN, ids=lambda plan: plan.key)
def test_the_days_are_found_whatever_day_it_is(plan: PlannedExclusion) -> None:
    for as_of in DAYS:
        days = days_at(as_of, is_early=plan.school == SPECIAL)
        exclusion = dated(plan, days)
        assert days.calendar.closed_because(exclusion.excluded_on) is None
        assert exclusion.day(last_step_after(plan)) <= as_of, as_of
        if plan.decided_after is None and plan.cancelled_after is None and plan.meeting_after is not None:
            assert exclusion.day(plan.meeting_after) > as_of
        if plan.exam_after is not None:
            assert exclusion.day(plan.exam_after) > as_of


def test_the_latest_school_day_is_today_or_the_one_before() -> None:
    assert days_at(date(2026, 11, 24), is_early=False).latest == date(2026, 11, 24)
    assert days_at(date(2026, 11, 22), is_early=False).latest == date(2026, 11, 20)
    assert days_at(date(2026, 12, 28), is_early=False).at(0) == date(2026, 12, 18)
    assert days_at(date(2026, 12, 28), is_early=False).at(1) == date(2027, 1, 4)
    assert days_at(date(2026, 12, 28), is_early=False).at(-2) == date(2026, 12, 17)


def test_a_date_that_no_exclusion_leads_to_is_refused() -> None:
    days = days_at(date(2026, 11, 24), is_early=False)
    with pytest.raises(DemonstrationRefused, match="No school day makes"):
        days.trigger(SIXTH_DAY, date(2027, 7, 1))


@pytest.mark.parametrize(
    ("as_of", "count", "expected"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 24), 1, date(2026, 11, 25)),
        (date(2026, 11, 24), 4, date(2026, 11, 30)),
        (date(2026, 11, 22), 0, date(2026, 11, 23)),
        (date(2026, 11, 22), 2, date(2026, 11, 24)),
        (date(2026, 11, 20), 1, date(2026, 11, 23)),
    ],
)
def test_working_days_leave_out_weekends(as_of: date, count: int, expected: date) -> None:
    assert working_day(as_of, count) == expected
