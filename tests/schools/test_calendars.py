"""From entries to the calendar JSON: CAL-K, school years, a school's own days, and what is never guessed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from schools.actions import bank_holidays
from schools.actions.calendar_import import import_calendars
from schools.actions.calendars import add_entry
from schools.calendars import bank_holidays_known_until, statute_calendar, statute_calendars
from schools.models import CalendarEntry, School
from schools.school_years import SchoolYear
from statute.calendars import SchoolCalendar
from statute.errors import CalendarIncomplete
from tests.schools.published_dates import YEAR_2025, YEAR_2027, calendar_file

Kind = CalendarEntry.Kind


def calendar_of(school: School | None, around: date) -> SchoolCalendar:
    return SchoolCalendar.from_json(statute_calendar(school, around))


def counted(calendar: SchoolCalendar, first: date, last: date) -> int:
    return len(calendar.count_between(first, last).counted)


@pytest.fixture
def add(as_of: date) -> Callable[..., CalendarEntry]:
    """Adds an entry as the machine itself."""

    def make(school: School | None, kind: str, first: date, last: date | None = None, **more: Any) -> CalendarEntry:
        return add_entry(school=school, kind=kind, starts_on=first, ends_on=last or first, by=None, as_of=as_of, **more)

    return make


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (date(2026, 9, 2), date(2026, 12, 18), 71),
        (date(2027, 1, 4), date(2027, 3, 25), 54),
        (date(2027, 4, 12), date(2027, 7, 21), 65),
        (date(2026, 9, 2), date(2027, 7, 21), 190),
        (date(2025, 9, 2), date(2026, 7, 17), 190),
    ],
)
def test_published_dates_have_their_number_of_school_days(published: None, first: date, last: date, days: int) -> None:
    assert counted(calendar_of(None, date(2026, 9, 15)), first, last) == days


def test_the_json_is_what_the_engine_writes_itself(published: None) -> None:
    json = statute_calendar(None, date(2026, 9, 15))
    again = SchoolCalendar.from_json(json).to_json()
    # The engine leaves out what is empty.
    assert {key: value for key, value in json.items() if value} == again


def test_half_terms_are_cut_out_and_inset_days_say_so(published: None) -> None:
    json = statute_calendar(None, date(2026, 9, 15))
    assert ["2026-09-02", "2026-10-25"] in json["open"]
    assert ["2026-10-31", "2026-12-18"] in json["open"]
    assert json["closed"]["2026-12-04"] == "INSET"
    assert "2026-12-28" in json["bank_holidays"]
    assert json["loaded_until"] == "2027-07-31"


def test_a_count_runs_over_the_summer_when_both_years_are_entered(published: None) -> None:
    # X5 (a): permanent exclusion Thu 16 July 2026, sixth day Mon 7 September.
    assert calendar_of(None, date(2026, 7, 16)).beginning_with(date(2026, 7, 16), 6) == date(2026, 9, 7)


def test_a_year_that_is_not_entered_is_never_guessed(published: None) -> None:
    # X5 (c) without a 2027/28 calendar.
    with pytest.raises(CalendarIncomplete):
        calendar_of(None, date(2027, 7, 19)).beginning_with(date(2027, 7, 19), 6)


def test_the_next_year_once_it_is_entered_is_counted(published: None, as_of: date) -> None:
    import_calendars(content=calendar_file(YEAR_2027), by=None, as_of=as_of)
    assert calendar_of(None, date(2027, 7, 19)).beginning_with(date(2027, 7, 19), 6) == date(2027, 9, 6)


def test_a_gap_of_a_whole_year_is_not_bridged(db: None, as_of: date) -> None:
    import_calendars(content=calendar_file(YEAR_2025, YEAR_2027), by=None, as_of=as_of)
    assert statute_calendar(None, date(2026, 6, 1))["loaded_until"] == "2026-07-31"
    assert calendar_of(None, date(2027, 9, 15)).known_from == date(2027, 9, 2)


@pytest.mark.parametrize("around", [date(2026, 8, 1), date(2026, 10, 1), date(2027, 7, 31)])
def test_a_year_without_entries_has_no_school_day_and_every_count_is_incomplete(db: None, around: date) -> None:
    calendar = calendar_of(None, around)
    with pytest.raises(CalendarIncomplete):
        calendar.after(around, 1)
    with pytest.raises(CalendarIncomplete):
        calendar.before(around, 1)


def test_august_belongs_to_the_year_that_is_coming(published: None) -> None:
    assert SchoolYear.containing(date(2027, 7, 31)).label == "2026/27"
    assert SchoolYear.containing(date(2027, 8, 1)).label == "2027/28"
    assert statute_calendar(None, date(2027, 7, 31))["open"]
    with pytest.raises(CalendarIncomplete):
        calendar_of(None, date(2027, 8, 1)).after(date(2027, 8, 1), 1)


def test_a_missing_spring_term_ends_what_is_known(db: None, add: Callable[..., CalendarEntry]) -> None:
    add(None, Kind.TERM, date(2026, 9, 2), date(2026, 12, 18))
    add(None, Kind.TERM, date(2027, 4, 12), date(2027, 7, 21))
    assert statute_calendar(None, date(2026, 11, 2))["loaded_until"] == "2026-12-18"
    assert statute_calendar(None, date(2027, 2, 1))["loaded_until"] == "2026-12-18"
    assert calendar_of(None, date(2027, 5, 4)).known_from == date(2027, 4, 12)


def test_an_autumn_term_alone_is_known_to_its_end(db: None, add: Callable[..., CalendarEntry]) -> None:
    add(None, Kind.TERM, date(2026, 9, 2), date(2026, 12, 18))
    with pytest.raises(CalendarIncomplete):
        calendar_of(None, date(2026, 12, 18)).after(date(2026, 12, 18), 1)


def test_a_school_without_terms_follows_the_default_with_its_own_days(
    published: None, school: School, add: Callable[..., CalendarEntry]
) -> None:
    add(school, Kind.CLOSURE, date(2026, 9, 17), note="burst pipe")
    add(school, Kind.HALF_DAY, date(2026, 12, 18), open_session="am")
    json = statute_calendar(school, date(2026, 9, 15))
    assert json["closed"]["2026-09-17"] == "closure: burst pipe"
    assert json["closed"]["2026-12-04"] == "INSET"
    assert json["half_days"] == {"2026-12-18": "am"}
    # X18: with the closure on Thu 17 September day six moves from 22 to 23.
    assert calendar_of(school, date(2026, 9, 15)).beginning_with(date(2026, 9, 15), 6) == date(2026, 9, 23)
    assert calendar_of(None, date(2026, 9, 15)).beginning_with(date(2026, 9, 15), 6) == date(2026, 9, 22)


def test_a_school_with_a_term_of_its_own_leaves_the_default_for_that_year_only(
    published: None, school: School, add: Callable[..., CalendarEntry]
) -> None:
    # X22: half-term 19 to 23 October, no INSET days.
    add(school, Kind.TERM, date(2026, 9, 2), date(2026, 12, 18), begins_own_year=True)
    add(school, Kind.HALF_TERM, date(2026, 10, 19), date(2026, 10, 23))
    calendar = calendar_of(school, date(2026, 10, 15))
    assert calendar.beginning_with(date(2026, 10, 15), 6) == date(2026, 10, 29)
    assert calendar.after(date(2026, 10, 15), 15) == date(2026, 11, 12)
    assert "2026-12-04" not in statute_calendar(school, date(2026, 10, 15))["closed"]
    # The year before is the default's, and the run goes through.
    assert statute_calendar(school, date(2026, 10, 15))["closed"]["2026-06-01"] == "INSET"


def test_a_day_that_became_an_inset_day_is_no_half_day(
    published: None, school: School, add: Callable[..., CalendarEntry]
) -> None:
    add(school, Kind.HALF_DAY, date(2026, 12, 17), open_session="pm")
    add(school, Kind.INSET, date(2026, 12, 17))
    assert statute_calendar(school, date(2026, 12, 1))["half_days"] == {}


def test_many_schools_take_as_many_queries_as_one(
    published: None, make_school: Callable[..., School], add: Callable[..., CalendarEntry]
) -> None:
    schools = [make_school(f"School {number}") for number in range(30)]
    add(schools[3], Kind.INSET, date(2026, 11, 3))
    with CaptureQueriesContext(
        connection,
    ) as one:
        statute_calendar(schools[3], date(2026, 9, 15))
    with CaptureQueriesContext(connection) as many:
        calendars = statute_calendars(schools, date(2026, 9, 15))
    assert len(one) == len(many) == 2
    assert calendars[schools[3].pk] == statute_calendar(schools[3], date(2026, 9, 15))
    assert calendars[schools[0].pk] == statute_calendar(schools[0], date(2026, 9, 15))
    assert calendars[schools[3].pk] != calendars[schools[0].pk]


def test_an_added_bank_holiday_is_no_school_day(published: None, as_of: date) -> None:
    bank_holidays.add(day=date(2026, 9, 18), name="Proclaimed", by=None, as_of=as_of)
    assert calendar_of(None, date(2026, 9, 15)).beginning_with(date(2026, 9, 15), 6) == date(2026, 9, 23)


def test_terms_beyond_the_published_bank_holidays_are_not_counted(
    db: None, add: Callable[..., CalendarEntry], as_of: date
) -> None:
    add(None, Kind.TERM, date(2028, 9, 4), date(2028, 12, 20))
    add(None, Kind.TERM, date(2029, 1, 3), date(2029, 3, 29))
    assert statute_calendar(None, date(2028, 10, 2))["loaded_until"] == "2028-12-31"
    bank_holidays.add(day=date(2029, 6, 4), name="Proclaimed", by=None, as_of=as_of)
    assert statute_calendar(None, date(2028, 10, 2))["loaded_until"] == "2028-12-31"


def test_bank_holidays_are_known_as_far_as_whole_years_are_entered() -> None:
    days = [date(2029, month, 5) for month in range(1, 9)]
    assert bank_holidays_known_until(days) == date(2029, 12, 31)
    assert bank_holidays_known_until(days[:7]) == date(2028, 12, 31)


def test_terms_of_which_no_bank_holiday_is_known_are_not_counted(db: None, add: Callable[..., CalendarEntry]) -> None:
    add(None, Kind.TERM, date(2029, 9, 3), date(2029, 12, 20))
    with pytest.raises(CalendarIncomplete):
        calendar_of(None, date(2029, 9, 3)).beginning_with(date(2029, 9, 3), 1)


def test_a_half_term_at_the_edge_of_a_term_leaves_no_empty_span(db: None, add: Callable[..., CalendarEntry]) -> None:
    add(None, Kind.TERM, date(2026, 9, 2), date(2026, 12, 18))
    add(None, Kind.HALF_TERM, date(2026, 9, 2), date(2026, 9, 4))
    add(None, Kind.HALF_TERM, date(2026, 12, 14), date(2026, 12, 18))
    assert statute_calendar(None, date(2026, 10, 1))["open"] == [["2026-09-05", "2026-12-13"]]
