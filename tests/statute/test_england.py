"""statute/england.py is what its generator writes, from the `holidays` package."""

import importlib.util
from datetime import timedelta
from pathlib import Path

from statute import england
from statute.days import ENGLAND_WORKING_DAYS, easter_sunday, is_weekend

ROOT = Path(__file__).resolve().parents[2]


def _generator():
    found = importlib.util.spec_from_file_location("make_england", ROOT / "tools" / "make_england.py")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


def test_bank_holidays_match_the_holidays_package():
    named = _generator().weekday_bank_holidays(england.PUBLISHED_FROM.year, england.PUBLISHED_UNTIL.year)
    assert frozenset(named) == england.BANK_HOLIDAYS


def test_the_file_is_what_the_generator_writes():
    assert (ROOT / "statute" / "england.py").read_text("utf-8") == _generator().text()


def test_easter_is_the_day_before_easter_monday():
    named = _generator().weekday_bank_holidays(1950, 2100)
    mondays = {day for day, name in named.items() if name == "Easter Monday"}
    assert {easter_sunday(year) + timedelta(1) for year in range(1950, 2101)} == mondays


def test_bank_holidays_lie_on_weekdays_in_the_published_years():
    assert not any(is_weekend(day) for day in england.BANK_HOLIDAYS)
    assert min(england.BANK_HOLIDAYS) >= england.PUBLISHED_FROM
    assert max(england.BANK_HOLIDAYS) <= england.PUBLISHED_UNTIL
    assert ENGLAND_WORKING_DAYS.after(england.PUBLISHED_UNTIL - timedelta(7), 1) > england.PUBLISHED_FROM
