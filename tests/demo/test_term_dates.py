"""The term dates: the real year they are shaped after, and every year around it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from demo.generator.term_dates import TermDates, term_dates, usual_bank_holidays
from schools.school_years import SchoolYear, days_between
from statute import england

YEARS = range(2024, 2045)


def bank_holidays(year: int) -> set[date]:
    published = {day for day in england.BANK_HOLIDAYS if day.year == year}
    return published or set(usual_bank_holidays(year))


def dates_of(year: int) -> TermDates:
    return term_dates(SchoolYear(year), bank_holidays(year) | bank_holidays(year + 1))


def school_days(dates: TermDates, holidays: set[date]) -> list[date]:
    shut = {*holidays, *dates.inset_days, *(day for span in dates.half_terms for day in days_between(*span))}
    return [day for span in dates.terms for day in days_between(*span) if day.weekday() < 5 and day not in shut]


def test_2026_is_the_published_year_of_the_law_pack() -> None:
    assert dates_of(2026) == TermDates(
        terms=(
            (date(2026, 9, 1), date(2026, 12, 18)),
            (date(2027, 1, 4), date(2027, 3, 25)),
            (date(2027, 4, 12), date(2027, 7, 21)),
        ),
        half_terms=(
            (date(2026, 10, 26), date(2026, 10, 30)),
            (date(2027, 2, 15), date(2027, 2, 19)),
            (date(2027, 5, 31), date(2027, 6, 4)),
        ),
        inset_days=(
            date(2026, 9, 1),
            date(2026, 10, 23),
            date(2026, 12, 4),
            date(2027, 5, 28),
            date(2027, 6, 7),
        ),
    )


@pytest.mark.parametrize("year", YEARS)
def test_every_year_has_190_school_days_and_ends_in_july(year: int) -> None:
    dates = dates_of(year)
    holidays = bank_holidays(year) | bank_holidays(year + 1)
    assert len(school_days(dates, holidays)) == 190
    assert dates.terms[2][1].month == 7
    assert not holidays & {*dates.inset_days, dates.terms[0][0], dates.terms[1][0], dates.terms[2][0]}


@pytest.mark.parametrize("year", YEARS)
def test_an_early_half_term_is_a_week_sooner(year: int) -> None:
    dates, early = dates_of(year), dates_of(year).with_early_autumn_half_term()
    assert early.half_terms[0][0] == dates.half_terms[0][0] - timedelta(days=7)
    assert early.half_terms[1:] == dates.half_terms[1:]
    assert early.terms == dates.terms
    assert len(school_days(early, bank_holidays(year) | bank_holidays(year + 1))) == 190


@pytest.mark.parametrize("year", range(2023, 2029))
def test_the_usual_bank_holidays_are_the_published_ones(year: int) -> None:
    extra = {date(2023, 5, 8)} if year == 2023 else set()
    assert set(usual_bank_holidays(year)) | extra == {day for day in england.BANK_HOLIDAYS if day.year == year}
