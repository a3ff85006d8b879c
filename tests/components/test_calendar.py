"""The calendar of a count."""

from __future__ import annotations

from datetime import date, timedelta

from components.calendar import Day, DayState, months
from tests.components.support import render


def counted(on: date, number: int) -> Day:
    return Day(on, DayState.COUNTED, text=f"day {number}", full_text=f"school day {number}")


def test_a_week_is_filled_from_monday_to_sunday() -> None:
    [september] = months([counted(date(2026, 9, 16), 1)])
    [week] = september.weeks
    assert september.name == "September 2026"
    assert [day.number for day in week if day] == [14, 15, 16, 17, 18, 19, 20]
    assert [day.state for day in week if day][1:3] == [DayState.OUTSIDE, DayState.COUNTED]


def test_a_count_over_two_months_splits_the_week() -> None:
    september, october = months([counted(date(2026, 9, 30), 1), counted(date(2026, 10, 2), 2)])
    assert [day.number if day else None for day in september.weeks[-1]] == [28, 29, 30, None, None, None, None]
    assert [day.number if day else None for day in october.weeks[0]] == [None, None, None, 1, 2, 3, 4]
    assert [len(month.weeks) for month in (september, october)] == [1, 1]


def test_a_count_over_the_new_year_keeps_its_months_in_order() -> None:
    days = [counted(date(2026, 12, 1) + timedelta(days=number), number) for number in range(70)]
    assert [month.name for month in months(days)] == ["December 2026", "January 2027", "February 2027"]


def test_no_days_make_no_calendar() -> None:
    assert months([]) == []


def test_each_cell_is_spoken_in_full_and_its_face_is_hidden() -> None:
    weekend = Day(date(2026, 9, 19), DayState.SKIPPED, reason="weekend")
    laid_out = months([counted(date(2026, 9, 16), 2), weekend])
    shown = render('{% include "components/month.html" %}', months=laid_out, about="day six")
    assert shown.find("caption").text == "September 2026 : day six"
    assert [heading.attributes["scope"] for heading in shown.find_all("th")] == ["col"] * 7
    cells = shown.find_all("td")
    assert cells[2].find("span", class_="govuk-visually-hidden").text == "Wednesday 16 September, school day 2"
    assert cells[2].find("span", aria_hidden="true").text == "16 day 2"
    assert cells[5].find("span", class_="govuk-visually-hidden").text == "Saturday 19 September, weekend"
    assert cells[0].find("span", class_="govuk-visually-hidden").text == "Monday 14 September"
