"""Acts on the table of bank holidays: a one-off is added, one that was moved is removed."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from ledger.administrative import record_event
from schools.actions.calendars import recompute
from schools.models import BankHoliday
from schools.permissions import Permission, check_user_can
from schools.refusals import FieldRefused
from statute.days import is_weekend, spoken


class BankHolidayRefused(FieldRefused):
    """The day cannot be added or removed."""


@transaction.atomic
def add(*, day: date, name: str, by: User | None, as_of: date) -> BankHoliday:
    """Add a bank holiday. Raises PermissionDenied, or BankHolidayRefused naming the field and the fix."""
    check_user_can(by, Permission.CHANGE_BANK_HOLIDAYS)
    name = name.strip()
    if not name:
        raise BankHolidayRefused("name", "Enter a name for the bank holiday, for example Spring bank holiday.")
    if is_weekend(day):
        raise BankHolidayRefused("day", f"{spoken(day)} is a weekend. Enter the weekday that is given in its place.")
    holiday, is_new = BankHoliday.objects.get_or_create(day=day, defaults={"name": name})
    if not is_new:
        raise BankHolidayRefused("day", f"{spoken(day)} is a bank holiday already: {holiday.name}.")
    recompute(None, by)
    _record("schools.bank_holiday_added", holiday, by, as_of)
    return holiday


@transaction.atomic
def remove(*, holiday: BankHoliday, by: User | None, as_of: date) -> None:
    """Remove a bank holiday; its history stays. Raises PermissionDenied, or BankHolidayRefused when it is gone."""
    check_user_can(by, Permission.CHANGE_BANK_HOLIDAYS)
    current = BankHoliday.objects.select_for_update().filter(pk=holiday.pk).first()
    if current is None:
        raise BankHolidayRefused("", "Somebody removed this bank holiday meanwhile.")
    recompute(None, by)
    _record("schools.bank_holiday_removed", current, by, as_of)
    current.delete()


def _record(code: str, holiday: BankHoliday, by: User | None, as_of: date) -> None:
    record_event(
        code=code,
        happened_on=as_of,
        by_user_id=by.pk if by else None,
        subject=f"schools.BankHoliday:{holiday.pk}",
        facts={"day": holiday.day.isoformat()},
    )
