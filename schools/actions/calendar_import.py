"""Term dates from a CSV file: `urn,from,to,kind,session,note`, an empty urn being the default calendar."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from ledger.administrative import record_event
from schools import calendar_file
from schools.actions.calendars import lock_calendar, recompute
from schools.calendar_file import Line
from schools.calendar_rules import CalendarRefused, check_entry, leaves_default, without
from schools.calendars import Entries, entries_by_school
from schools.import_files import ImportReport, RowError
from schools.models import CalendarEntry, School
from schools.permissions import Permission, check_user_can
from schools.school_years import SchoolYear

# A file that touches more calendars than this has the deadlines of all schools worked out again in one task.
MOST_SINGLE_TASKS = 25
# Which column of the file holds the field that a rule refuses.
COLUMNS_OF_FIELDS = {"starts_on": "from", "ends_on": "to", "open_session": "session", "kind": "kind", "note": "note"}


@dataclass
class Calendar:
    """One calendar as the import finds it and changes it."""

    school: School | None
    entries: Entries
    new: list[CalendarEntry] = field(default_factory=list)
    changed: list[CalendarEntry] = field(default_factory=list)

    @property
    def siblings(self) -> list[CalendarEntry]:
        """The calendar's own entries, as they are so far."""
        return list(self.entries.own if self.school else self.entries.default)


@transaction.atomic
def import_calendars(*, content: bytes, by: User | None, as_of: date, is_trial: bool = False) -> ImportReport:
    """Add the good rows to the calendars; with `is_trial` only say what would happen.

    A row that is there already (same calendar, kind and days) changes at most its session and note; nothing is
    removed. Raises PermissionDenied or FileRefused.
    """
    check_user_can(by, Permission.CHANGE_CALENDARS)
    lines, errors = calendar_file.read_lines(content)
    report = ImportReport({"created": 0, "updated": 0, "unchanged": 0}, errors)
    calendars = _calendars(lines, is_trial=is_trial)
    # Terms first: what is inside a term can only be checked when the term is there.
    for line in sorted(lines, key=Line.order):
        _take_over(line, calendars, report, as_of)
    report.notices = _leaving_default(calendars.values())
    if not is_trial:
        _save(calendars.values(), by)
        _record(report, content, by, as_of)
    return report


def _calendars(lines: Iterable[Line], *, is_trial: bool) -> dict[int | None, Calendar]:
    """The calendars that the file touches, with the default, by URN (None: the default)."""
    lines = list(lines)
    schools = list(School.objects.filter(urn__in={line.urn for line in lines if line.urn}).order_by("pk"))
    if not is_trial:
        for school in (None, *schools):
            lock_calendar(school)
    years = [SchoolYear.containing(line.starts_on) for line in lines] or [SchoolYear(date.min.year)]
    loaded = entries_by_school([school.pk for school in schools], min(years).first_day, max(years).last_day)
    calendars: dict[int | None, Calendar] = {None: Calendar(None, loaded[None])}
    for school in schools:
        calendars[school.urn] = Calendar(school, loaded[school.pk])
    return calendars


def _take_over(line: Line, calendars: Mapping[int | None, Calendar], report: ImportReport, as_of: date) -> None:
    calendar = calendars.get(line.urn)
    if calendar is None:
        report.errors.append(RowError(line.line, "urn", f"No school has the URN {line.urn}. Import schools first."))
        return
    same = next((entry for entry in calendar.siblings if line.is_same_span(entry)), None)
    entry = line.entry(calendar.school)
    if same is not None:
        entry.pk, entry.version = same.pk, same.version + 1
    entries = without(calendar.entries, same) if same is not None else calendar.entries
    try:
        check_entry(entry, entries, as_of)
    except CalendarRefused as refusal:
        report.errors.append(RowError(line.line, COLUMNS_OF_FIELDS.get(refusal.field, ""), str(refusal)))
        return
    report.counts[_put(calendar, entry, same)] += 1


def _put(calendar: Calendar, entry: CalendarEntry, same: CalendarEntry | None) -> str:
    """Add the entry to the calendar, or let it take the place of the same one. Gives the outcome."""
    if same is None:
        calendar.new.append(entry)
        siblings = calendar.entries.own if calendar.school else calendar.entries.default
        siblings.append(entry)
        return "created"
    if (entry.open_session, entry.note) == (same.open_session, same.note):
        return "unchanged"
    same.open_session, same.note = entry.open_session, entry.note
    if same.pk is not None:
        same.version += 1
        calendar.changed.append(same)
    return "updated"


def _leaving_default(calendars: Iterable[Calendar]) -> list[dict[str, Any]]:
    """Each school and year that follows the default calendar no more, with the number of terms that the file brings."""
    leaving: list[dict[str, Any]] = []
    for calendar in calendars:
        if calendar.school is None:
            continue
        new = {id(entry) for entry in calendar.new}
        own_before = [entry for entry in calendar.entries.own if id(entry) not in new]
        before = Entries(own_before, calendar.entries.default, calendar.entries.bank_holidays)
        years = Counter(
            SchoolYear.containing(entry.starts_on) for entry in calendar.new if leaves_default(entry, before)
        )
        leaving += [
            {"school": calendar.school.name, "urn": calendar.school.urn, "year": year.label, "terms": years[year]}
            for year in sorted(years)
        ]
    return leaving


def _save(calendars: Iterable[Calendar], by: User | None) -> None:
    touched = [calendar for calendar in calendars if calendar.new or calendar.changed]
    CalendarEntry.objects.bulk_create([entry for calendar in touched for entry in calendar.new])
    CalendarEntry.objects.bulk_update(
        [entry for calendar in touched for entry in calendar.changed], ["open_session", "note", "version"]
    )
    schools = [calendar.school for calendar in touched if calendar.school]
    if len(schools) < len(touched) or len(schools) > MOST_SINGLE_TASKS:
        recompute(None, by)
        return
    for school in schools:
        recompute(school.pk, by)


def _record(report: ImportReport, content: bytes, by: User | None, as_of: date) -> None:
    record_event(
        code="schools.calendars_imported",
        happened_on=as_of,
        by_user_id=by.pk if by else None,
        subject="schools.CalendarEntry",
        facts={
            "sha256": hashlib.sha256(content).hexdigest(),
            "counts": report.counts,
            "bad_lines": sorted({error.line for error in report.errors})[:500],
        },
    )
