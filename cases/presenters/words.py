"""Dates, names and numbers in the words that every page of the kernel uses."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from accounts.models import User


def full_date(day: date | None) -> str:
    """“Tuesday 22 September 2026”; empty without a day."""
    return f"{day:%A} {day.day} {day:%B %Y}" if day else ""


def short_date(day: date | None) -> str:
    """“Tue 22 Sep 2026”; empty without a day."""
    return f"{day:%a} {day.day} {day:%b %Y}" if day else ""


def plain_date(day: date | None) -> str:
    """“22 September 2026”, without the weekday; empty without a day."""
    return f"{day.day} {day:%B %Y}" if day else ""


def moment(at: datetime | None) -> str:
    """“22 Sep 2026 at 09:12”, in London."""
    if at is None:
        return ""
    here = timezone.localtime(at)
    return f"{here.day} {here:%b %Y} at {here:%H:%M}"


def year_group_words(year_group: int | None) -> str:
    """“Year 9”, “Reception”; empty when not known."""
    if year_group is None:
        return ""
    if year_group == 0:
        return "Reception"
    return f"Year {year_group}" if year_group > 0 else "Nursery"


def person(user: User | None, missing: str = "") -> str:
    """A person's name, or the words for nobody."""
    return user.name if user else missing


def plural(count: int, one: str, many: str) -> str:
    """“1 case”, “3 cases”."""
    return f"{count:,} {one if count == 1 else many}"


def file_size(byte_count: int) -> str:
    """“240 kB”, “3.1 MB”."""
    if byte_count < 1_000_000:
        return f"{max(1, round(byte_count / 1000))} kB"
    return f"{byte_count / 1_000_000:.1f} MB"
