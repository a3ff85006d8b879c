"""The table of bank holidays: seeded, added to, taken from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.models import User
from ledger.models import AdministrativeEvent
from schools.actions import bank_holidays
from schools.actions.bank_holidays import BankHolidayRefused
from schools.models import BankHoliday
from statute import england


def test_the_published_ones_are_seeded_with_their_names(db: None) -> None:
    assert set(BankHoliday.objects.values_list("day", flat=True)) == set(england.BANK_HOLIDAYS)
    names = dict(BankHoliday.objects.filter(day__year=2027).values_list("day", "name"))
    assert names[date(2027, 3, 26)] == "Good Friday"
    assert names[date(2027, 5, 31)] == "Spring bank holiday"
    assert names[date(2027, 12, 27)] == "Christmas Day (substitute day)"
    assert names[date(2027, 12, 28)] == "Boxing Day (substitute day)"


def test_adding_concerns_all_schools(
    administrator: User, as_of: date, recomputed: Callable[[], list[int | None]]
) -> None:
    holiday = bank_holidays.add(day=date(2026, 9, 18), name=" Proclaimed ", by=administrator, as_of=as_of)
    assert holiday.name == "Proclaimed"
    assert recomputed() == [None]
    assert AdministrativeEvent.objects.get(code="schools.bank_holiday_added").facts == {"day": "2026-09-18"}


@pytest.mark.parametrize(
    ("day", "name", "field", "words"),
    [
        (date(2026, 9, 19), "Proclaimed", "day", "is a weekend"),
        (date(2026, 12, 25), "Proclaimed", "day", "already: Christmas Day"),
        (date(2026, 9, 18), " ", "name", "Enter a name"),
    ],
)
def test_an_impossible_day_is_refused(
    administrator: User, as_of: date, day: date, name: str, field: str, words: str
) -> None:
    with pytest.raises(BankHolidayRefused, match=words) as refusal:
        bank_holidays.add(day=day, name=name, by=administrator, as_of=as_of)
    assert refusal.value.field == field


def test_removing_concerns_all_schools_and_is_said_once(
    administrator: User, as_of: date, recomputed: Callable[[], list[int | None]]
) -> None:
    holiday = BankHoliday.objects.get(day=date(2026, 12, 25))
    bank_holidays.remove(holiday=holiday, by=administrator, as_of=as_of)
    assert recomputed() == [None]
    with pytest.raises(BankHolidayRefused, match="removed this bank holiday"):
        bank_holidays.remove(holiday=BankHoliday(pk=holiday.pk), by=administrator, as_of=as_of)


def test_a_case_officer_may_not(officer: User, as_of: date) -> None:
    holiday = BankHoliday.objects.get(day=date(2026, 12, 25))
    with pytest.raises(PermissionDenied, match="Only a manager or an administrator"):
        bank_holidays.add(day=date(2026, 9, 18), name="Proclaimed", by=officer, as_of=as_of)
    with pytest.raises(PermissionDenied):
        bank_holidays.remove(holiday=holiday, by=officer, as_of=as_of)
    assert BankHoliday.objects.filter(pk=holiday.pk).exists()
