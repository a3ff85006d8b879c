"""What must hold for every calendar, every date and every limit."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from statute import CalendarIncomplete, Outcome, SchoolCalendar, calculate
from statute.days import ENGLAND_WORKING_DAYS, Pause, easter_sunday, every_day, months_beginning_with
from tests.statute.strategies import LENGTH, START, calendars, day_of_year

ONE_DAY = timedelta(days=1)
LIMITS = st.integers(1, 60)
FORWARD = ("exclusions.governors_meet_15", "exclusions.governors_meet_50")


def _known_days(calendar):
    length = (calendar.known_until - calendar.known_from).days + 1
    return [calendar.known_from + timedelta(n) for n in range(length)]


def _or_none(count, *arguments):
    try:
        return count(*arguments)
    except CalendarIncomplete:
        return None


@given(calendars(), day_of_year(), LIMITS)
def test_a_due_school_day_is_a_school_day(calendar, day, n):
    for count in (calendar.after, calendar.beginning_with, calendar.before):
        due_on = _or_none(count, day, n)
        assert due_on is None or calendar.is_school_day(due_on)


@given(calendars(), day_of_year(), LIMITS, st.integers(1, 10))
def test_a_longer_limit_is_never_earlier(calendar, day, n, more):
    sooner, later = _or_none(calendar.after, day, n), _or_none(calendar.after, day, n + more)
    assert later is None or (sooner is not None and sooner < later)


@given(calendars(), day_of_year(), day_of_year(), LIMITS)
def test_closing_a_day_never_makes_a_deadline_earlier(calendar, day, shut, n):
    mapping = calendar.to_json()
    mapping["closed"] = {**mapping.get("closed", {}), shut.isoformat(): "flood"}
    before, after = (_or_none(each.after, day, n) for each in (calendar, SchoolCalendar.from_json(mapping)))
    assert after is None or (before is not None and before <= after)


@given(calendars(), day_of_year(), LIMITS, day_of_year(), st.integers(0, 9))
def test_counted_and_skipped_cover_every_day_once(calendar, day, n, paused_from, length):
    pauses = [Pause(paused_from, paused_from + timedelta(length), "strike")]
    for count, first in (
        (calendar.count_after, day + ONE_DAY),
        (calendar.count_beginning_with, day),
        (calendar.count_before, day - ONE_DAY),
    ):
        found = _or_none(count, day, n, pauses)
        if found is None:
            continue
        ends = sorted((first, found.due_on))
        met = sorted([each for each, _ in found.counted] + [each for each, _ in found.skipped])
        assert met == [each for each, _ in every_day(*ends).counted]
        assert [number for _, number in found.counted] == list(range(1, n + 1))
        assert found.counted[-1].day == found.due_on


@given(calendars(), day_of_year(), LIMITS)
def test_the_table_and_the_walk_agree(calendar, day, n):
    for quick, slow in (
        (calendar.after, calendar.count_after),
        (calendar.beginning_with, calendar.count_beginning_with),
        (calendar.before, calendar.count_before),
    ):
        walked = _or_none(slow, day, n)
        assert _or_none(quick, day, n) == (None if walked is None else walked.due_on)


@given(calendars(), st.lists(day_of_year(), max_size=20), LIMITS)
def test_many_are_as_one_by_one(calendar, days, n):
    singly = [_or_none(calendar.after, day, n) for day in days]
    assert _or_none(calendar.after_many, days, n) == (None if None in singly else singly)


@given(calendars(), day_of_year(), LIMITS)
def test_numpy_agrees(calendar, day, n):
    """Counts forwards and backwards agree with numpy's busday functions."""
    shut = [each for each in _known_days(calendar) if not calendar.is_school_day(each)]
    # numpy needs a day of its own kind to start from, so it is given the last one on or before the trigger.
    kind = np.busdaycalendar(weekmask="1111111", holidays=shut)
    for found, expected in (
        (_or_none(calendar.after, day, n), np.busday_offset(day, n, roll="backward", busdaycal=kind)),
        (_or_none(calendar.before, day, n), np.busday_offset(day, -n, roll="forward", busdaycal=kind)),
        (
            _or_none(calendar.beginning_with, day, n),
            np.busday_offset(day, n - 1, roll="forward", busdaycal=kind),
        ),
    ):
        inside = calendar.known_from <= expected.item() <= calendar.known_until
        touched = [day - ONE_DAY, day, day + ONE_DAY]
        if found is not None:
            assert found == expected.item()
        else:
            assert not inside or not all(calendar.known_from <= each <= calendar.known_until for each in touched)


@given(st.dates(date(2007, 2, 1), date(2028, 9, 1)), st.integers(1, 40))
def test_numpy_agrees_on_working_days(day, n):
    expected = np.busday_offset(day, n, roll="backward", holidays=sorted(ENGLAND_WORKING_DAYS.bank_holidays))
    assert ENGLAND_WORKING_DAYS.after(day, n) == expected.item()
    assert ENGLAND_WORKING_DAYS.count_after(day, n).due_on == expected.item()


@given(calendars())
def test_a_calendar_survives_its_own_json(calendar):
    again = SchoolCalendar.from_json(calendar.to_json())
    assert again == calendar
    assert again.to_json() == calendar.to_json()


@given(calendars(), day_of_year(), st.booleans(), st.sampled_from(FORWARD))
def test_the_same_question_gets_the_same_answer(calendar, day, pm_began, code):
    for rule, facts in (
        (code, {"notified_on": day}),
        ("exclusions.sixth_day_permanent", {"excluded_on": day, "pm_began": pm_began}),
    ):
        first = calculate(rule, facts=facts, calendar=calendar)
        again = calculate(
            rule,
            facts={name: value.isoformat() if isinstance(value, date) else value for name, value in facts.items()},
            calendar=calendar.to_json(),
        )
        assert first == again
        assert first.outcome in (Outcome.DUE, Outcome.CALENDAR_INCOMPLETE)
        assert (first.due_on is None) == (first.outcome is Outcome.CALENDAR_INCOMPLETE)


@given(st.dates(date(1950, 1, 1), date(2150, 1, 1)), st.integers(1, 60))
def test_months_beginning_with_a_day(day, months):
    last = months_beginning_with(day, months)
    assert last < months_beginning_with(day, months + 1)
    assert last == months_beginning_with(day + ONE_DAY, months) or last < months_beginning_with(day + ONE_DAY, months)


@given(st.integers(1990, 2090))
@settings(max_examples=30)
def test_easter_is_a_sunday_in_spring(year):
    assert easter_sunday(year).weekday() == 6
    assert date(year, 3, 22) <= easter_sunday(year) <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("year", "day"), [(2026, date(2026, 4, 5)), (2027, date(2027, 3, 28)), (2024, date(2024, 3, 31))]
)
def test_easter_as_printed(year, day):
    assert easter_sunday(year) == day


def test_a_count_is_of_one_day_at_least():
    calendar = SchoolCalendar.from_json({"open": [["2026-09-01", "2027-07-20"]]})
    for count in (
        calendar.after,
        calendar.beginning_with,
        calendar.before,
        calendar.count_after,
        lambda day, n: calendar.after_many([day], n),
    ):
        with pytest.raises(ValueError, match="at least 1"):
            count(START + timedelta(LENGTH // 2), 0)
