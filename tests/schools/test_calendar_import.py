"""Term dates from a file: good rows in, bad rows by line and column, again without change."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from schools.actions import calendar_import
from schools.actions.calendar_import import import_calendars
from schools.import_files import FileRefused, ImportReport
from schools.models import CalendarEntry, School
from tests.schools.published_dates import YEAR_2025, YEAR_2026, calendar_file

Recomputed = Callable[[], list[int | None]]
Import = Callable[..., ImportReport]


@pytest.fixture
def bring_in(officer: User, as_of: date) -> Import:
    """Runs the import of these lines as an officer."""

    def run(*lines: str, is_trial: bool = False) -> ImportReport:
        return import_calendars(content=calendar_file(*lines), by=officer, as_of=as_of, is_trial=is_trial)

    return run


def errors(report: ImportReport) -> list[tuple[int, str]]:
    return sorted((error.line, error.column) for error in report.errors)


def test_two_years_go_in_and_again_without_change(bring_in: Import, recomputed: Recomputed) -> None:
    assert bring_in(YEAR_2025, YEAR_2026).counts == {"created": 22, "updated": 0, "unchanged": 0}
    assert recomputed() == [None]
    assert bring_in(YEAR_2025, YEAR_2026).counts == {"created": 0, "updated": 0, "unchanged": 22}
    assert recomputed() == [None]


def test_a_trial_counts_the_same_and_writes_nothing(bring_in: Import, recomputed: Recomputed) -> None:
    assert bring_in(YEAR_2026, is_trial=True).counts["created"] == 11
    assert not CalendarEntry.objects.exists()
    assert recomputed() == []


def test_rows_may_stand_in_any_order_and_be_written_in_many_ways(bring_in: Import, school: School) -> None:
    report = bring_in(
        f"{school.urn},18/12/2026,,Half-Day,Morning,Carols",
        f"{school.urn},3 Nov 2026,2026-11-04,CLOSED,,snow",
        f"{school.urn},26/10/2026,30/10/2026,half_term,,",
        f"{school.urn},02/09/2026,18/12/2026,Term,,",
    )
    assert report.errors == []
    assert school.calendar_entries.count() == 4
    assert school.calendar_entries.get(kind="half_day").open_session == "am"


def test_bad_rows_are_told_by_line_and_column(published: None, bring_in: Import, school: School) -> None:
    report = bring_in(
        "12,2026-11-02,,inset,,",
        "999999,2026-11-02,,inset,,",
        f"{school.urn},31/02/2026,,inset,,",
        f"{school.urn},2026-11-02,soon,inset,,",
        f"{school.urn},2026-11-02,,snow day,,",
        f"{school.urn},2026-11-02,,half day,noon,",
        f"{school.urn},2026-11-02,,half day,,",
        f"{school.urn},2026-11-07,,inset,,",
        f"{school.urn},2026-10-28,,closure,,",
        f"{school.urn},2026-11-03,2026-11-02,inset,,",
        f"{school.urn},2026-11-02,,inset",
        f"{school.urn},2026-11-02,,inset,,{'n' * 121}",
        f"{school.urn},2026-11-02,,inset,,good",
        f"{school.urn},2026-11-02,2026-11-03,inset,,overlaps the good one",
    )
    assert errors(report) == [
        (2, "urn"),
        (3, "urn"),
        (4, "from"),
        (5, "to"),
        (6, "kind"),
        (7, "session"),
        (8, "session"),
        (9, "from"),
        (10, "from"),
        (11, "to"),
        (12, ""),
        (13, "note"),
        (15, "from"),
    ]
    assert [entry.note for entry in school.calendar_entries.all()] == ["good"]


def test_only_the_schools_that_changed_are_worked_out_again(
    published: None, bring_in: Import, make_school: Callable[..., School], recomputed: Recomputed
) -> None:
    first, second, _third = (make_school(f"School {number}") for number in range(3))
    bring_in(f"{second.urn},2026-11-02,,inset,,", f"{first.urn},2026-11-03,,inset,,")
    assert sorted(recomputed()) == sorted([first.pk, second.pk])


def test_a_file_for_many_schools_is_one_task(
    published: None, bring_in: Import, make_school: Callable[..., School], recomputed: Recomputed
) -> None:
    schools = [make_school(f"School {number}") for number in range(26)]
    with CaptureQueriesContext(connection) as queries:
        bring_in(*(f"{school.urn},2026-11-02,,inset,," for school in schools))
    assert recomputed() == [None]
    # One lock for each calendar; everything else does not grow with their number.
    assert len([query for query in queries if "advisory" not in query["sql"]]) < 15


def test_another_note_or_session_for_the_same_days_updates_the_entry(
    published: None, bring_in: Import, school: School, recomputed: Recomputed
) -> None:
    bring_in(f"{school.urn},2026-12-18,,half day,am,")
    report = bring_in(f"{school.urn},2026-12-18,,half day,pm,Carols")
    entry = school.calendar_entries.get()
    assert report.counts == {"created": 0, "updated": 1, "unchanged": 0}
    assert (entry.open_session, entry.note, entry.version) == ("pm", "Carols", 2)
    assert recomputed() == [school.pk, school.pk]


def test_the_same_row_twice_is_entered_once(published: None, bring_in: Import, school: School) -> None:
    report = bring_in(f"{school.urn},2026-11-02,,inset,,one", f"{school.urn},2026-11-02,,inset,,two")
    assert report.counts == {"created": 1, "updated": 1, "unchanged": 0}
    assert school.calendar_entries.get().note == "two"


def test_schools_that_leave_the_default_are_told_with_their_terms(
    published: None, bring_in: Import, make_school: Callable[..., School]
) -> None:
    leaving, gone, only_inset = (make_school(f"School {number}") for number in range(3))
    CalendarEntry.objects.create(school=gone, kind="term", starts_on=date(2026, 9, 3), ends_on=date(2026, 12, 17))
    lines = (
        f"{leaving.urn},2026-09-03,2026-12-18,term,,",
        f"{leaving.urn},2027-01-05,2027-03-25,term,,",
        f"{leaving.urn},2025-09-03,2025-12-19,term,,",
        f"{leaving.urn},2027-09-02,2027-12-17,term,,no default in this year",
        f"{gone.urn},2027-01-05,2027-03-25,term,,it left before",
        f"{only_inset.urn},2026-11-02,,inset,,",
    )
    expected = [
        {"school": "School 0", "urn": leaving.urn, "year": "2025/26", "terms": 1},
        {"school": "School 0", "urn": leaving.urn, "year": "2026/27", "terms": 2},
    ]
    trial = bring_in(*lines, is_trial=True)
    assert (trial.errors, trial.notices, trial.as_json()["notices"]) == ([], expected, expected)
    assert bring_in(*lines).notices == expected
    assert bring_in(*lines).notices == []


def test_one_who_may_not_brings_in_nothing(reader: User, as_of: date) -> None:
    with pytest.raises(PermissionDenied):
        import_calendars(content=calendar_file(YEAR_2026), by=reader, as_of=as_of)


def test_a_file_of_something_else_is_refused(bring_in: Import, officer: User, as_of: date) -> None:
    with pytest.raises(FileRefused, match="lacks columns: urn, from, to, kind, session, note"):
        import_calendars(content=b"name,postcode\nA,CV1\n", by=officer, as_of=as_of)
    with pytest.raises(FileRefused, match="semicolons"):
        import_calendars(content=b"urn;from;to;kind;session;note\n", by=officer, as_of=as_of)


def test_a_file_with_bad_rows_only_changes_nothing(bring_in: Import, recomputed: Recomputed) -> None:
    assert errors(bring_in(",soon,,inset,,")) == [(2, "from")]
    assert recomputed() == []


def test_a_failure_at_the_last_step_leaves_nothing(bring_in: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calendar_import, "record_event", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bring_in(YEAR_2026)
    assert not CalendarEntry.objects.exists()
