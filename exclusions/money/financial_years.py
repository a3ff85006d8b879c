"""The funding period of a school’s budget: 1 April to 31 March, as the finance regulations have it."""

from __future__ import annotations

from datetime import date

APRIL = 4


def financial_year_of(day: date) -> int:
    """The year in which the funding period of a day begins."""
    return day.year if day.month >= APRIL else day.year - 1


def in_words(year: int) -> str:
    """As people write it: 2026/27."""
    return f"{year}/{(year + 1) % 100:02}"
