"""Acts on calendars: add, change and remove an entry. Each marks the open deadlines to be worked out again."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from accounts.models import User
from ledger import outbox
from ledger.administrative import record_event
from ledger.versions import StaleEdit, update_at_version
from schools import queries
from schools.calendar_rules import CalendarRefused, check_entry, leaves_default, without
from schools.calendars import entries_of
from schools.effects import RECOMPUTE_TASK, open_deadlines_count
from schools.models import CalendarEntry, School
from schools.permissions import Permission, check_user_can
from schools.school_years import SchoolYear

# First half of the advisory lock's key, the same number for all calendars; the second half is the school.
_LOCK_SPACE = 7301


@transaction.atomic
def add_entry(
    *,
    school: School | None,
    kind: str,
    starts_on: date,
    ends_on: date,
    by: User | None,
    as_of: date,
    open_session: str = "",
    note: str = "",
    begins_own_year: bool = False,
) -> CalendarEntry:
    """Add an entry to a school's calendar, or to the default (school None).

    A first term of a school's own cuts it off from the default calendar in that year: this is refused unless
    `begins_own_year` says that it is meant. Raises PermissionDenied, or CalendarRefused naming the field and the fix.
    """
    check_user_can(by, Permission.CHANGE_CALENDARS)
    lock_calendar(school)
    entry = CalendarEntry(
        school=school,
        kind=kind,
        starts_on=starts_on,
        ends_on=ends_on,
        open_session=open_session,
        note=note.strip(),
    )
    _check(entry, as_of, begins_own_year=begins_own_year)
    entry.save(force_insert=True)
    recompute(school.pk if school else None, by)
    _record("schools.calendar_entry_added", entry, by, as_of)
    return entry


@transaction.atomic
def change_entry(
    *,
    entry: CalendarEntry,
    version: int,
    kind: str,
    starts_on: date,
    ends_on: date,
    by: User | None,
    as_of: date,
    open_session: str = "",
    note: str = "",
    begins_own_year: bool = False,
) -> CalendarEntry:
    """Change an entry that still has `version`; `begins_own_year` as in `add_entry`.

    Raises PermissionDenied, CalendarRefused or StaleEdit.
    """
    check_user_can(by, Permission.CHANGE_CALENDARS)
    lock_calendar(entry.school)
    current = _at_version(entry, version)
    changes = {
        "kind": kind,
        "starts_on": starts_on,
        "ends_on": ends_on,
        "open_session": open_session,
        "note": note.strip(),
    }
    proposed = CalendarEntry(pk=current.pk, school=current.school, **changes)
    _check(proposed, as_of, begins_own_year=begins_own_year)
    changed = update_at_version(current, version=version, **changes)
    recompute(changed.school_id, by)
    _record("schools.calendar_entry_changed", changed, by, as_of)
    return changed


@transaction.atomic
def remove_entry(*, entry: CalendarEntry, version: int, by: User | None, as_of: date) -> None:
    """Remove an entry that still has `version`; its history stays.

    Raises PermissionDenied, CalendarRefused or StaleEdit.
    """
    check_user_can(by, Permission.CHANGE_CALENDARS)
    lock_calendar(entry.school)
    current = _at_version(entry, version)
    # Written before the row goes, because the event names the row's id.
    recompute(current.school_id, by)
    _record("schools.calendar_entry_removed", current, by, as_of)
    current.delete()


def lock_calendar(school: School | None) -> None:
    """Let one transaction at a time change this calendar, so that two overlapping entries cannot slip in together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, school.pk if school else 0])


def recompute(school_id: int | None, by: User | None) -> None:
    """Mark the open deadlines of a school (None: of all schools) to be worked out again after commit."""
    outbox.enqueue(RECOMPUTE_TASK, school_id=school_id, by_user_id=by.pk if by else None)


def _at_version(entry: CalendarEntry, version: int) -> CalendarEntry:
    current = queries.calendar_entry(entry.pk)
    if current is None:
        raise CalendarRefused("", "Somebody removed this entry meanwhile. Go back to the calendar to see what is left.")
    if current.version != version:
        raise StaleEdit(current)
    return current


def _check(entry: CalendarEntry, as_of: date, *, begins_own_year: bool) -> None:
    # Years outside the calendar are refused by the rules themselves, so that one year is all that is needed.
    year = SchoolYear.containing(entry.starts_on)
    entries = entries_of(entry.school, year, year)
    check_entry(entry, without(entries, entry), as_of)
    # Asked of the entries as they are now: a term that is only moved within its year changes nothing here.
    if not begins_own_year and leaves_default(entry, entries):
        raise CalendarRefused("begins_own_year", _own_year_words(entry, year))


def _own_year_words(entry: CalendarEntry, year: SchoolYear) -> str:
    count = open_deadlines_count(entry.school_id)
    words = (
        f"{entry.school} follows the default calendar in {year.label}. With this term it would stop doing so: every "
        "day of that year outside the terms entered for the school would no longer be known, and a count that "
        "reaches one would give no date."
    )
    if count is not None:
        deadlines = "1 open deadline" if count == 1 else f"{count or 'No'} open deadlines"
        words += f" {deadlines} of the school would be worked out again."
    return f"{words} Tick the box if this is meant."


def _record(code: str, entry: CalendarEntry, by: User | None, as_of: date) -> None:
    record_event(
        code=code,
        happened_on=as_of,
        by_user_id=by.pk if by else None,
        subject=f"schools.CalendarEntry:{entry.pk}",
        facts={
            "school": entry.school_id,
            "kind": entry.kind,
            "from": entry.starts_on.isoformat(),
            "to": entry.ends_on.isoformat(),
            "session": entry.open_session,
        },
    )
