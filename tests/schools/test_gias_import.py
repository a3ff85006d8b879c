"""Schools from the national register: the real sample, bad rows of every sort, and running it again."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

import schools
from accounts.models import User
from ledger.models import AdministrativeEvent
from schools.actions import gias_import
from schools.actions.gias_import import import_schools
from schools.gias import legal_type
from schools.import_files import FileRefused, ImportReport
from schools.models import LocalAuthority, School

SAMPLE = (Path(schools.__file__).parent / "data" / "gias_coventry.csv").read_bytes()
Rows = list[dict[str, str]]


def sample_rows() -> Rows:
    return list(csv.DictReader(io.StringIO(SAMPLE.decode("cp1252"), newline="")))


def written(rows: Rows, columns: list[str] | None = None) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, columns or list(rows[0]), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("cp1252")


@pytest.fixture
def bring_in(db: None, as_of: date) -> Callable[..., ImportReport]:
    """Runs the import as the machine itself."""

    def run(content: bytes, *, is_trial: bool = False) -> ImportReport:
        return import_schools(content=content, by=None, as_of=as_of, is_trial=is_trial)

    return run


Import = Callable[..., ImportReport]


def counts(report: ImportReport) -> tuple[int, ...]:
    """Created, updated, unchanged, closed, bad."""
    return tuple(report.as_json()["counts"].values())


def test_the_real_sample_goes_in_and_again_without_change(bring_in: Import) -> None:
    assert counts(bring_in(SAMPLE)) == (19, 0, 0, 0, 0)
    school = School.objects.get(urn=135335)
    assert (school.name, school.phase, school.legal_type, school.status) == (
        "Grace Academy Coventry",
        School.Phase.SECONDARY,
        School.LegalType.ACADEMY,
        School.Status.OPEN,
    )
    assert (school.lowest_age, school.highest_age, school.postcode) == (11, 18, "CV2 2RH")
    assert str(school.local_authority) == "Coventry (331)"
    assert counts(bring_in(SAMPLE)) == (0, 0, 19, 0, 0)
    assert set(School.objects.values_list("version", flat=True)) == {1}


def test_a_trial_counts_the_same_and_writes_nothing(bring_in: Import) -> None:
    rows = sample_rows()
    rows[0] |= {"LA (code)": "999", "LA (name)": "Atlantis"}
    assert counts(bring_in(written(rows), is_trial=True)) == (19, 0, 0, 0, 0)
    assert not School.objects.exists()
    assert not LocalAuthority.objects.filter(code="999").exists()
    assert not AdministrativeEvent.objects.exists()


def test_schools_are_changed_and_closed_by_urn_and_never_deleted(bring_in: Import) -> None:
    bring_in(SAMPLE)
    rows = sample_rows()
    rows[0] |= {"EstablishmentStatus (code)": "2", "CloseDate": "31/08/2026"}
    rows[1] |= {"EstablishmentName": "Sidney Stringer Academy and Sixth Form", "OpenDate": "01-09-2010"}
    rows[2] |= {"EstablishmentStatus (code)": "3"}
    assert counts(bring_in(written(rows[:3]))) == (0, 2, 0, 1, 0)
    closed, renamed, closing = (School.objects.get(urn=row["URN"]) for row in rows[:3])
    assert (closed.status, closed.closed_on, closed.is_open) == (School.Status.CLOSED, date(2026, 8, 31), False)
    assert (renamed.name_sort_key, renamed.opened_on) == (
        "sidney stringer academy and sixth form",
        date(2010, 9, 1),
    )
    assert (closing.is_open, closing.version) == (True, 2)
    assert School.objects.count() == 19


def test_history_keeps_each_insert_and_update_once(bring_in: Import) -> None:
    bring_in(SAMPLE)
    rows = sample_rows()
    rows[0]["EstablishmentName"] = "Another name"
    bring_in(written(rows))
    labels = School.pgh_event_model.objects.filter(urn=rows[0]["URN"]).order_by("pgh_id")
    assert list(labels.values_list("pgh_label", flat=True)) == ["insert", "update"]


def test_an_authority_that_is_not_known_is_created_by_code_and_name(bring_in: Import) -> None:
    rows = sample_rows()
    rows[0] |= {"LA (code)": "801", "LA (name)": "Bristol, City of"}
    bring_in(written(rows))
    assert School.objects.get(urn=rows[0]["URN"]).local_authority.name == "Bristol, City of"


@pytest.mark.parametrize(
    ("column", "value", "words"),
    [
        ("URN", "13A335", "not a URN"),
        ("URN", "", "not a URN"),
        ("LA (code)", "33", "three digits"),
        ("EstablishmentName", "", "no name"),
        ("EstablishmentName", "n" * 201, "201 characters"),
        ("EstablishmentStatus (code)", "9", "register's codes (1, 2, 3, 4)"),
        ("EstablishmentStatus (code)", "", "register's codes"),
        ("PhaseOfEducation (code)", "x", "register's codes"),
        ("OpenDate", "31/02/2026", "not a date"),
        ("CloseDate", "yesterday", "not a date"),
        ("StatutoryLowAge", "eleven", "not an age"),
        ("StatutoryHighAge", "180", "not an age"),
        ("Postcode", "CV1 1AA CV1 1AB", "15 characters where at most 10"),
        ("Town", "Cov\x0bentry", "cannot be read"),
    ],
)
def test_a_bad_value_costs_its_row_only(bring_in: Import, column: str, value: str, words: str) -> None:
    rows = sample_rows()
    rows[4][column] = value
    report = bring_in(written(rows))
    assert counts(report) == (18, 0, 0, 0, 1)
    (error,) = report.errors
    assert (error.line, error.column) == (6, column)
    assert words in error.reason


def test_a_urn_twice_is_told_with_the_line_of_the_first(bring_in: Import) -> None:
    rows = sample_rows()
    report = bring_in(written([*rows, rows[3]]))
    assert counts(report) == (19, 0, 0, 0, 1)
    assert "in line 5 already" in report.errors[0].reason


def test_moved_columns_do_not_matter_and_missing_ones_are_named(bring_in: Import) -> None:
    rows = sample_rows()
    columns = list(rows[0])
    assert counts(bring_in(written(rows, columns[::-1]))) == (19, 0, 0, 0, 0)
    assert counts(bring_in(SAMPLE)) == (0, 0, 19, 0, 0)
    with pytest.raises(FileRefused, match=r"lacks columns: CloseDate, Postcode"):
        bring_in(written(rows, [name for name in columns if name not in ("CloseDate", "Postcode")]))


def test_a_file_that_is_cut_off_brings_in_what_is_whole(bring_in: Import) -> None:
    cut = SAMPLE[: SAMPLE.rindex(b"Open") + 6]
    report = bring_in(cut)
    assert counts(report) == (18, 0, 0, 0, 1)
    assert (report.errors[0].line, "cut off" in report.errors[0].reason) == (20, True)


def test_other_encodings_keep_the_letters(bring_in: Import) -> None:
    rows = sample_rows()
    rows[0]["EstablishmentName"] = "Café’s School"
    content = written(rows)
    bring_in(content)
    assert School.objects.get(urn=rows[0]["URN"]).name == "Café’s School"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert counts(bring_in(content.decode("cp1252").encode(encoding))) == (0, 0, 19, 0, 0)


def test_one_row_in_a_hundred_is_bad_and_the_rest_go_in(bring_in: Import) -> None:
    row = sample_rows()[0]
    rows = [row | {"URN": str(100000 + number)} for number in range(2000)]
    for bad in rows[::100]:
        bad["URN"] = "?"
    report = bring_in(written(rows))
    assert counts(report) == (1980, 0, 0, 0, 20)
    assert [error.line for error in report.errors] == [2 + 100 * number for number in range(20)]
    assert counts(bring_in(written(rows))) == (0, 0, 1980, 0, 20)


def test_rows_are_written_many_to_a_statement(bring_in: Import) -> None:
    row = sample_rows()[0]
    with CaptureQueriesContext(connection) as few:
        bring_in(written([row | {"URN": str(100000 + number)} for number in range(10)]))
    with CaptureQueriesContext(connection) as many:
        bring_in(written([row | {"URN": str(200000 + number)} for number in range(900)]))
    assert len(many) == len(few) + 4


def test_an_invented_school_is_not_overwritten(bring_in: Import, make_school: Callable[..., School]) -> None:
    rows = sample_rows()
    make_school("Fernhill School (invented)", urn=int(rows[0]["URN"]), is_invented=True)
    report = bring_in(written(rows))
    assert counts(report) == (18, 0, 0, 0, 1)
    assert report.errors[0].line == 2
    assert School.objects.get(urn=rows[0]["URN"]).name == "Fernhill School (invented)"


@pytest.mark.parametrize(
    ("type_code", "group_code", "expected"),
    [
        ("1", "4", School.LegalType.MAINTAINED),
        ("7", "5", School.LegalType.MAINTAINED),
        ("8", "5", School.LegalType.OTHER),
        ("14", "4", School.LegalType.PUPIL_REFERRAL_UNIT),
        ("42", "10", School.LegalType.ACADEMY),
        ("35", "11", School.LegalType.ACADEMY),
        ("11", "3", School.LegalType.INDEPENDENT),
        ("30", "6", School.LegalType.OTHER),
        ("", "10", School.LegalType.ACADEMY),
        ("", "5", School.LegalType.OTHER),
        ("", "", School.LegalType.OTHER),
    ],
)
def test_standing_in_law_by_type_then_group(type_code: str, group_code: str, expected: School.LegalType) -> None:
    assert legal_type(type_code, group_code) == expected


def test_what_the_register_leaves_blank_stays_unknown(bring_in: Import) -> None:
    rows = sample_rows()[:1]
    rows[0] |= {"StatutoryLowAge": "", "PhaseOfEducation (code)": ""}
    bring_in(written(rows))
    school = School.objects.get()
    assert (school.lowest_age, school.phase) == (None, School.Phase.NOT_APPLICABLE)


def test_special_schools_say_so(bring_in: Import) -> None:
    rows = sample_rows()[:2]
    rows[0] |= {"TypeOfEstablishment (code)": "44"}
    rows[1] |= {"EstablishmentTypeGroup (code)": "5"}
    bring_in(written(rows))
    assert School.objects.filter(is_special=True).count() == 2


def test_only_an_administrator_brings_in_schools(officer: User, administrator: User, as_of: date) -> None:
    with pytest.raises(PermissionDenied, match="Only an administrator"):
        import_schools(content=SAMPLE, by=officer, as_of=as_of)
    import_schools(content=SAMPLE, by=administrator, as_of=as_of)
    event = AdministrativeEvent.objects.get(code="schools.schools_imported")
    assert (event.by_user_id, event.facts["counts"]["created"]) == (administrator.pk, 19)


def test_a_failure_at_the_last_step_leaves_nothing(bring_in: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gias_import, "record_event", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        bring_in(SAMPLE)
    assert not School.objects.exists()
