"""Adding, changing and removing entries of calendars: done, refused with the field and the fix, rolled back whole."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from accounts.models import User
from ledger import outbox
from ledger.models import AdministrativeEvent
from ledger.versions import StaleEdit
from schools import effects
from schools.actions import calendars as actions
from schools.calendar_rules import CalendarRefused
from schools.calendars import statute_calendar
from schools.models import CalendarEntry, School

Kind = CalendarEntry.Kind
Recomputed = Callable[[], list[int | None]]


@pytest.fixture
def add(officer: User, as_of: date) -> Callable[..., CalendarEntry]:
    """Adds an entry as an officer; one day unless told otherwise."""

    def make(school: School | None, kind: str, first: date, last: date | None = None, **more: Any) -> CalendarEntry:
        return actions.add_entry(
            school=school, kind=kind, starts_on=first, ends_on=last or first, by=officer, as_of=as_of, **more
        )

    return make


def changes(entry: CalendarEntry, **other: Any) -> dict[str, Any]:
    """The entry's own values with some others."""
    names = ("kind", "starts_on", "ends_on", "open_session", "note")
    return {name: getattr(entry, name) for name in names} | other


def test_adding_writes_the_entry_the_event_and_the_task(
    published: None, school: School, officer: User, add: Callable[..., CalendarEntry], recomputed: Recomputed
) -> None:
    entry = add(school, Kind.CLOSURE, date(2026, 9, 17), note=" snow ")
    event = AdministrativeEvent.objects.get(code="schools.calendar_entry_added")
    assert entry.note == "snow"
    assert (event.by_user_id, event.happened_on) == (officer.pk, date(2026, 9, 22))
    assert event.subject == f"schools.CalendarEntry:{entry.pk}"
    assert event.facts["from"] == "2026-09-17"
    assert recomputed() == [school.pk]


def test_a_change_of_the_default_calendar_concerns_all_schools(
    published: None, add: Callable[..., CalendarEntry], recomputed: Recomputed
) -> None:
    add(None, Kind.INSET, date(2026, 11, 2))
    assert recomputed() == [None]


def test_somebody_without_the_right_changes_nothing(
    published: None, school: School, reader: User, as_of: date, recomputed: Recomputed
) -> None:
    with pytest.raises(PermissionDenied, match="not change them"):
        actions.add_entry(
            school=school,
            kind=Kind.INSET,
            starts_on=date(2026, 11, 2),
            ends_on=date(2026, 11, 2),
            by=reader,
            as_of=as_of,
        )
    assert not school.calendar_entries.exists()
    assert recomputed() == []


@pytest.mark.parametrize(
    ("kind", "first", "last", "more", "field", "words"),
    [
        (Kind.INSET, date(2026, 11, 3), date(2026, 11, 2), {}, "ends_on", "before the first day"),
        (Kind.INSET, date(2062, 11, 3), date(2062, 11, 3), {}, "starts_on", "Check the year"),
        (Kind.INSET, date(1999, 11, 3), date(1999, 11, 3), {}, "starts_on", "Check the year"),
        (Kind.HALF_TERM, date(2027, 7, 20), date(2027, 8, 3), {}, "ends_on", "school year 2026/27 ends"),
        (Kind.INSET, date(2026, 11, 7), date(2026, 11, 7), {}, "starts_on", "Sat 7 Nov 2026 is a weekend"),
        (Kind.INSET, date(2026, 12, 24), date(2026, 12, 25), {}, "ends_on", "bank holiday"),
        (Kind.INSET, date(2026, 10, 23), date(2026, 10, 23), {}, "starts_on", "overlap an entry of the same kind"),
        (Kind.TERM, date(2026, 12, 18), date(2026, 12, 22), {}, "starts_on", "overlap"),
        (Kind.TERM, date(2026, 12, 25), date(2026, 12, 28), {}, "starts_on", "no weekday"),
        (
            *(Kind.TERM, date(2027, 7, 24), date(2027, 7, 30), {}, "starts_on"),
            "First day must be a Monday to Friday, for example Monday 26 July.",
        ),
        (
            *(Kind.TERM, date(2027, 7, 25), date(2027, 7, 30), {}, "starts_on"),
            "First day must be a Monday to Friday, for example Monday 26 July.",
        ),
        (
            *(Kind.TERM, date(2027, 9, 2), date(2027, 12, 18), {}, "ends_on"),
            "Last day must be a Monday to Friday, for example Friday 17 December.",
        ),
        (
            *(Kind.TERM, date(2027, 9, 2), date(2027, 12, 19), {}, "ends_on"),
            "Last day must be a Monday to Friday, for example Friday 17 December.",
        ),
        (Kind.INSET, date(2026, 10, 28), date(2026, 10, 28), {}, "starts_on", "Wed 28 Oct 2026 is in a half-term"),
        (Kind.INSET, date(2027, 2, 12), date(2027, 2, 15), {}, "ends_on", "is in a half-term"),
        (Kind.INSET, date(2026, 8, 19), date(2026, 8, 19), {}, "starts_on", "more than 7 days from a term"),
        (Kind.INSET, date(2027, 8, 2), date(2027, 8, 2), {}, "starts_on", "No term dates are entered for 2027/28"),
        (Kind.HALF_TERM, date(2026, 12, 17), date(2026, 12, 22), {}, "starts_on", "not inside a term"),
        (Kind.HALF_DAY, date(2026, 11, 3), date(2026, 11, 3), {}, "open_session", "morning or afternoon"),
        (Kind.HALF_DAY, date(2026, 11, 3), date(2026, 11, 4), {"open_session": "am"}, "ends_on", "one day"),
        (Kind.HALF_DAY, date(2026, 10, 28), date(2026, 10, 28), {"open_session": "am"}, "starts_on", "school holiday"),
        (Kind.INSET, date(2026, 11, 3), date(2026, 11, 3), {"open_session": "am"}, "open_session", "Leave it empty"),
        (Kind.CLOSURE, date(2026, 10, 28), date(2026, 10, 28), {}, "starts_on", "not a school day (school holiday)"),
        (Kind.CLOSURE, date(2026, 11, 6), date(2026, 11, 8), {}, "ends_on", "weekend"),
        (Kind.CLOSURE, date(2026, 12, 4), date(2026, 12, 4), {}, "starts_on", "INSET"),
        (Kind.CLOSURE, date(2028, 3, 1), date(2028, 3, 1), {}, "starts_on", "No term dates are entered for 2027/28"),
        (Kind.INSET, date(2026, 11, 3), date(2026, 11, 3), {"note": "n" * 121}, "note", "120 characters"),
    ],
)
def test_an_impossible_entry_is_refused_by_field(
    published: None,
    add: Callable[..., CalendarEntry],
    recomputed: Recomputed,
    kind: str,
    first: date,
    last: date,
    more: dict[str, str],
    field: str,
    words: str,
) -> None:
    before = CalendarEntry.objects.count()
    with pytest.raises(CalendarRefused) as refusal:
        add(None, kind, first, last, **more)
    assert refusal.value.field == field
    assert words in str(refusal.value)
    assert CalendarEntry.objects.count() == before
    assert recomputed() == []


@pytest.mark.parametrize("day", [date(2026, 8, 26), date(2026, 9, 3), date(2027, 7, 22), date(2027, 7, 28)])
def test_staff_may_meet_in_a_term_and_in_the_week_around_it(
    published: None, add: Callable[..., CalendarEntry], day: date
) -> None:
    assert add(None, Kind.INSET, day).pk


def test_a_first_term_of_its_own_is_asked_about(
    published: None,
    school: School,
    add: Callable[..., CalendarEntry],
    recomputed: Recomputed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    term = (school, Kind.TERM, date(2026, 9, 3), date(2026, 12, 18))
    around = date(2026, 9, 22)
    before = statute_calendar(school, around)
    for counters, words in (
        ([], "would give no date. Tick the box"),
        ([lambda pk: 0], " No open deadlines of the school would be worked out again."),
        ([lambda pk: 1 if pk == school.pk else 9], " 1 open deadline of the school would"),
        ([lambda _: 4], " 4 open deadlines of the school would"),
    ):
        monkeypatch.setattr(effects, "_counters", counters)
        with pytest.raises(CalendarRefused) as refusal:
            add(*term)
        assert refusal.value.field == "begins_own_year"
        assert f"{school.name} follows the default calendar in 2026/27." in str(refusal.value)
        assert words in str(refusal.value)
    assert (statute_calendar(school, around), recomputed()) == (before, [])

    assert add(*term, begins_own_year=True).pk
    # The next ones of the same year need no answer.
    assert add(school, Kind.TERM, date(2027, 1, 5), date(2027, 3, 25)).pk
    with pytest.raises(CalendarRefused, match="2025/26"):
        add(school, Kind.TERM, date(2025, 9, 3), date(2025, 12, 19))


def test_where_there_is_no_default_to_leave_nothing_is_asked(
    published: None, school: School, add: Callable[..., CalendarEntry]
) -> None:
    assert add(school, Kind.TERM, date(2027, 9, 2), date(2027, 12, 17)).pk
    assert add(None, Kind.TERM, date(2027, 9, 2), date(2027, 12, 17)).pk


def test_a_change_that_makes_the_first_term_is_asked_about_too(
    published: None, school: School, officer: User, as_of: date, add: Callable[..., CalendarEntry]
) -> None:
    def change(entry: CalendarEntry, **other: Any) -> CalendarEntry:
        answer = {"begins_own_year": other.pop("begins_own_year", False)}
        return actions.change_entry(
            entry=entry, version=entry.version, by=officer, as_of=as_of, **answer, **changes(entry, **other)
        )

    closure = add(school, Kind.CLOSURE, date(2026, 9, 17))
    with pytest.raises(CalendarRefused) as refusal:
        change(closure, kind=Kind.TERM)
    assert refusal.value.field == "begins_own_year"
    term = change(closure, kind=Kind.TERM, begins_own_year=True)
    # Within its year a term of its own is moved without being asked about, into another year it is not.
    term = change(term, ends_on=date(2026, 12, 18))
    with pytest.raises(CalendarRefused, match="2025/26"):
        change(term, starts_on=date(2025, 9, 3), ends_on=date(2025, 12, 19))


def test_a_schools_half_term_needs_a_term_of_its_own(
    published: None, school: School, add: Callable[..., CalendarEntry]
) -> None:
    with pytest.raises(CalendarRefused, match="not inside a term of this calendar"):
        add(school, Kind.HALF_TERM, date(2026, 10, 19), date(2026, 10, 23))


def test_the_same_days_may_stand_in_two_calendars(
    published: None, school: School, add: Callable[..., CalendarEntry]
) -> None:
    assert add(school, Kind.INSET, date(2026, 12, 4)).pk


def test_a_failure_at_the_last_step_leaves_nothing(
    published: None,
    school: School,
    add: Callable[..., CalendarEntry],
    recomputed: Recomputed,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(actions, "record_event", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        add(school, Kind.INSET, date(2026, 11, 3))
    assert not school.calendar_entries.exists()
    assert recomputed() == []


def test_without_the_task_nothing_is_saved(
    published: None, school: School, add: Callable[..., CalendarEntry], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "_tasks", {})
    with pytest.raises(outbox.OutboxError):
        add(school, Kind.INSET, date(2026, 11, 3))
    assert not school.calendar_entries.exists()


def test_changing_raises_the_version_and_marks_the_deadlines(
    published: None,
    school: School,
    officer: User,
    as_of: date,
    add: Callable[..., CalendarEntry],
    recomputed: Recomputed,
) -> None:
    entry = add(school, Kind.CLOSURE, date(2026, 9, 17))
    # The day itself is still a school day without this entry, so that the change is possible.
    changed = actions.change_entry(
        entry=entry, version=1, by=officer, as_of=as_of, **changes(entry, ends_on=date(2026, 9, 18))
    )
    assert (changed.version, changed.ends_on) == (2, date(2026, 9, 18))
    assert recomputed() == [school.pk, school.pk]
    assert AdministrativeEvent.objects.filter(code="schools.calendar_entry_changed").count() == 1


def test_a_stale_change_overwrites_nothing(
    published: None, school: School, officer: User, as_of: date, add: Callable[..., CalendarEntry]
) -> None:
    entry = add(school, Kind.CLOSURE, date(2026, 9, 17))
    actions.change_entry(entry=entry, version=1, by=officer, as_of=as_of, **changes(entry, note="theirs"))
    with pytest.raises(StaleEdit) as stale:
        actions.change_entry(entry=entry, version=1, by=officer, as_of=as_of, **changes(entry, note="mine"))
    assert stale.value.current.note == "theirs"
    entry.refresh_from_db()
    assert entry.note == "theirs"


def test_a_change_is_checked_like_a_new_entry(
    published: None, school: School, officer: User, as_of: date, add: Callable[..., CalendarEntry]
) -> None:
    entry = add(school, Kind.CLOSURE, date(2026, 9, 17))
    with pytest.raises(CalendarRefused, match="weekend"):
        actions.change_entry(
            entry=entry, version=1, by=officer, as_of=as_of, **changes(entry, ends_on=date(2026, 9, 19))
        )


def test_removing_keeps_the_history(
    published: None,
    school: School,
    officer: User,
    as_of: date,
    add: Callable[..., CalendarEntry],
    recomputed: Recomputed,
) -> None:
    entry = add(school, Kind.CLOSURE, date(2026, 9, 17))
    actions.remove_entry(entry=entry, version=1, by=officer, as_of=as_of)
    assert not school.calendar_entries.exists()
    assert AdministrativeEvent.objects.get(code="schools.calendar_entry_removed").facts["from"] == "2026-09-17"
    assert recomputed() == [school.pk, school.pk]


def test_removing_what_is_gone_or_changed_says_so(
    published: None, school: School, officer: User, as_of: date, add: Callable[..., CalendarEntry]
) -> None:
    entry = add(school, Kind.CLOSURE, date(2026, 9, 17))
    with pytest.raises(StaleEdit):
        actions.remove_entry(entry=entry, version=7, by=officer, as_of=as_of)
    CalendarEntry.objects.filter(pk=entry.pk).delete()
    with pytest.raises(CalendarRefused, match="Somebody removed this entry"):
        actions.remove_entry(entry=entry, version=1, by=officer, as_of=as_of)
    with pytest.raises(CalendarRefused, match="Somebody removed this entry"):
        actions.change_entry(entry=entry, version=1, by=officer, as_of=as_of, **changes(entry))


def test_only_those_who_may_change_or_remove(
    published: None, school: School, reader: User, as_of: date, add: Callable[..., CalendarEntry]
) -> None:
    entry = add(school, Kind.CLOSURE, date(2026, 9, 17))
    with pytest.raises(PermissionDenied):
        actions.change_entry(entry=entry, version=1, by=reader, as_of=as_of, **changes(entry))
    with pytest.raises(PermissionDenied):
        actions.remove_entry(entry=entry, version=1, by=reader, as_of=as_of)
    assert school.calendar_entries.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_add_the_same_days_at_once_one_is_refused(as_of: date) -> None:
    actions.add_entry(
        school=None, kind=Kind.TERM, starts_on=date(2026, 9, 2), ends_on=date(2026, 12, 18), by=None, as_of=as_of
    )
    start = threading.Barrier(2)

    def add_overlapping(first: int) -> str:
        start.wait()
        try:
            actions.add_entry(
                school=None,
                kind=Kind.CLOSURE,
                starts_on=date(2026, 9, first),
                ends_on=date(2026, 9, 18),
                by=None,
                as_of=as_of,
            )
        except CalendarRefused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(add_overlapping, (16, 17)))
    assert answers[0] == ""
    assert "overlap" in answers[1]
    assert CalendarEntry.objects.filter(kind=Kind.CLOSURE).count() == 1
