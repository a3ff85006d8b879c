"""Dates as people type them."""

from __future__ import annotations

from datetime import date

import pytest

from components.dates import DateParts, NotADate, WrongWeekday, parse_parts, parse_text

THIRD_OF_SEPTEMBER = date(2026, 9, 3)


@pytest.mark.parametrize(
    "typed",
    [
        "3/9/2026",
        "03/09/2026",
        "3-9-2026",
        "3.9.2026",
        "3 9 2026",
        " 3 / 9 / 26 ",
        "3/9/26",
        "03092026",
        "03 Sep 2026",
        "3 sept 2026",
        "3 September 2026",
        "3rd September 2026",
        "3rd of September, 2026",
        "3Sep2026",
        "3-Sep-26",
        "September 3, 2026",
        "Thu 3 Sep 2026",
        "Thursday 3 September 2026",
        "thursday, 3 september 2026",
        "2026-09-03",
        "2026/9/3",
    ],
)
def test_reads_every_way_of_writing_a_date(typed: str) -> None:
    assert parse_text(typed) == THIRD_OF_SEPTEMBER


@pytest.mark.parametrize(
    "typed",
    [
        "31/2/2026",
        "31 February 2026",
        "29 Feb 2026",
        "0/9/2026",
        "3/13/2026",
        "2026-13-03",
        "3/9/206",
        "3/9/1826",
        "3/9/2826",
        "3/9",
        "September 2026",
        "3 Smarch 2026",
        "tomorrow",
        "٣/٩/٢٠٢٦",
        "3/9/2026 at noon",
        "1e1/9/2026",
        "-3/9/2026",
    ],
)
def test_refuses_what_is_not_a_date(typed: str) -> None:
    with pytest.raises(NotADate):
        parse_text(typed)


def test_reads_the_leap_day_of_a_leap_year() -> None:
    assert parse_text("29 Feb 2028") == date(2028, 2, 29)


@pytest.mark.parametrize(("typed", "year"), [("1/1/00", 2000), ("1/1/49", 2049), ("1/1/50", 1950), ("1/1/84", 1984)])
def test_two_digit_years_turn_at_fifty(typed: str, year: int) -> None:
    assert parse_text(typed).year == year


def test_a_weekday_that_is_not_the_date_s_is_refused() -> None:
    with pytest.raises(WrongWeekday) as caught:
        parse_text("Mon 3 Sep 2026")
    assert (caught.value.value, caught.value.typed) == (THIRD_OF_SEPTEMBER, "monday")


@pytest.mark.parametrize("month", ["9", "09", "Sep", "sept", "September"])
def test_a_month_in_a_box_may_be_a_word(month: str) -> None:
    assert parse_parts(DateParts("3", month, "2026")) == THIRD_OF_SEPTEMBER


@pytest.mark.parametrize(
    ("parts", "part"),
    [
        (DateParts("31", "2", "2026"), "day"),
        (DateParts("x", "2", "2026"), "day"),
        (DateParts("3", "13", "2026"), "month"),
        (DateParts("3", "Smarch", "2026"), "month"),
        (DateParts("3", "9", "20266"), "year"),
        (DateParts("3", "9", "1"), "year"),
    ],
)
def test_names_the_part_at_fault(parts: DateParts, part: str) -> None:
    with pytest.raises(NotADate) as caught:
        parse_parts(parts)
    assert caught.value.part == part
