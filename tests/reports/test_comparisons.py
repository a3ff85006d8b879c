"""Comparison figures, targets and headcounts: from a file in two steps, replaced with history, never computed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from ledger.models import AdministrativeEvent
from reports.actions.bring_in import COMPARISONS, HEADCOUNTS, import_comparisons, import_headcounts
from reports.comparisons.queries import comparisons_in_force, headcounts_in_force
from reports.models import ComparisonFigure, Headcount
from schools.actions import import_batches
from schools.import_files import FileRefused, ImportReport
from schools.models import ImportBatch
from tests.factories.figures import FiguresWorld
from tests.factories.people import make_school_user, make_user

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
TODAY = date(2026, 9, 16)
HEADER = "measure,phase,area kind,area,academic year,value,source,part year\n"
GOOD = HEADER + "suspension_rate,all,national,,2023/24,11.3,DfE statistics,no\n"
HEADS = "census,academic year,phase,pupils,source\n"
KEY = ("suspension_rate", "all", "national", 2023)


@pytest.fixture
def officer() -> User:
    return make_user(Role.DATA_OFFICER, name="Dora Data")


def bring_in(text: str, by: User, **more: bool) -> ImportReport:
    return import_comparisons(content=text.encode(), by=by, as_of=TODAY, **more)


def count_heads(text: str, by: User, **more: bool) -> ImportReport:
    return import_headcounts(content=(HEADS + text).encode(), by=by, as_of=TODAY, **more)


def test_a_trial_writes_nothing(officer: User) -> None:
    assert bring_in(GOOD, officer, is_trial=True).counts["new"] == 1
    assert count_heads("spring,2023/24,all,100654,Census\n", officer, is_trial=True).counts["new"] == 1
    assert not ComparisonFigure.objects.exists()
    assert not Headcount.objects.exists()
    assert not AdministrativeEvent.objects.exists()


def test_a_figure_is_kept_as_it_was_given(officer: User) -> None:
    labels = HEADER + "Suspensions for every 100 pupils,Primary,Region,East Midlands,2023-24,10.0,DfE,Yes\n"
    assert bring_in(labels, officer).counts["new"] == 1
    figure = ComparisonFigure.objects.get()
    assert (figure.measure, figure.phase, figure.area_kind) == ("suspension_rate", "primary", "region")
    assert (figure.area_name, figure.academic_year, figure.is_part_year) == ("East Midlands", 2023, True)
    assert (figure.value, figure.decimal_places) == (Decimal(10), 1)
    assert (figure.by, figure.recorded_at is not None) == (officer, True)
    event = AdministrativeEvent.objects.get(code="reports.comparisons_brought_in")
    assert event.facts["counts"]["new"] == 1
    assert event.by_user_id == officer.pk


def test_the_same_file_again_changes_nothing(officer: User) -> None:
    bring_in(GOOD, officer)
    assert bring_in(GOOD, officer).counts == {"new": 0, "replaced": 0, "taken out": 0, "unchanged": 1}
    assert ComparisonFigure.objects.count() == 1
    count_heads("spring,2023/24,all,100654,Census\n", officer)
    assert count_heads("spring,2023/24,all,100654,Census\n", officer).counts["unchanged"] == 1
    assert Headcount.objects.count() == 1


def test_a_newer_figure_takes_the_place_of_the_older_which_stays(officer: User) -> None:
    bring_in(GOOD, officer)
    assert bring_in(GOOD.replace("11.3", "11.31"), officer).counts["replaced"] == 1
    assert comparisons_in_force()[KEY].value == Decimal("11.31")
    assert [str(each.value) for each in ComparisonFigure.objects.order_by("pk")] == ["11.300", "11.310"]
    assert bring_in(GOOD.replace("11.3", "11.31").replace("DfE", "Revised DfE"), officer).counts["replaced"] == 1


def test_an_empty_value_takes_a_figure_out(officer: User) -> None:
    bring_in(GOOD, officer)
    empty = GOOD.replace("11.3", "")
    assert bring_in(empty, officer).counts["taken out"] == 1
    assert comparisons_in_force() == {}
    again = bring_in(empty, officer)
    assert again.errors[0].reason == "There is no figure here to take out. Give the number."
    assert bring_in(GOOD, officer).counts["new"] == 1
    count_heads("spring,2023/24,all,100654,Census\n", officer)
    assert count_heads("spring,2023/24,all,,Census\n", officer).counts["taken out"] == 1
    assert headcounts_in_force() == {}


def test_what_was_brought_in_cannot_be_changed(officer: User) -> None:
    bring_in(GOOD, officer)
    with pytest.raises(Exception, match="permission denied"), connection.cursor() as cursor:
        cursor.execute("UPDATE reports_comparisonfigure SET value = 1")


@pytest.mark.parametrize(
    ("old", "new", "column", "reason"),
    [
        ("suspension_rate", "absence", "measure", "is not known. Use one of: suspension_rate"),
        (",all,", ",nursery,", "phase", "is not known. Use one of: all"),
        (",national,", ",europe,", "area kind", "is not known. Use one of: national"),
        ("2023/24", "2023/25", "academic year", "is not an academic year such as 2023/24"),
        ("2023/24", "1923/24", "academic year", "is not an academic year"),
        ("2023/24", "2099/00", "academic year", None),
        ("11.3", "11.3%", "value", "without a percent sign"),
        ("11.3", "-1", "value", "is not a number"),
        ("11.3", "1.2345", "value", "at most three more digits"),
        ("DfE statistics", "", "source", "Say where the figure comes from"),
        ("DfE statistics", "=cmd()", "source", "which a spreadsheet would run"),
        ("DfE statistics", "x" * 201, "source", "at most 200"),
        (",national,,", ",national,+x,", "area", "which a spreadsheet would run"),
        (",no\n", ",perhaps\n", "part year", "is neither yes nor no"),
        ("suspension_rate", "suspensions", "value", "give a whole number"),
    ],
)
def test_a_bad_row_is_told_by_line_column_and_reason(
    officer: User, old: str, new: str, column: str, reason: str | None
) -> None:
    other = "permanent_exclusion_rate,all,national,,2023/24,0.13,DfE statistics,no\n"
    report = bring_in(GOOD.replace(old, new, 1) + other, officer)
    if reason is None:
        assert report.counts["new"] == 2
        return
    (error,) = report.errors
    assert (error.line, error.column) == (2, column)
    assert reason in error.reason
    assert report.counts["new"] == 1, "the good row beside it is taken"


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("winter,2023/24,all,5,Census", "census"),
        ("spring,2023/24,all,5.5,Census", "pupils"),
        ("spring,2023/24,all,many,Census", "pupils"),
        ("spring,2023/24,all,5,", "source"),
    ],
)
def test_bad_headcounts(officer: User, row: str, column: str) -> None:
    assert [error.column for error in count_heads(f"{row}\n", officer).errors] == [column]


def test_headcounts_as_people_write_them(officer: User) -> None:
    report = count_heads('Spring census,2023/24,All schools,"100,654",Census\n', officer)
    assert report.counts["new"] == 1
    assert headcounts_in_force()["spring", 2023, "all"].pupils == 100_654


def test_two_rows_about_one_figure_are_one_too_many(officer: User) -> None:
    report = bring_in(GOOD + "suspension_rate,all,national,,2023/24,12,DfE,no\n", officer)
    assert report.counts["new"] == 1
    assert report.errors[0].reason == "Line 2 of the file is about the same figure. Keep one of them."


def test_a_file_without_its_columns_is_refused(officer: User) -> None:
    with pytest.raises(FileRefused, match="lacks columns"):
        bring_in("a,b\n1,2\n", officer)


@pytest.mark.parametrize("role", [Role.EXCLUSIONS_OFFICER, Role.HEAD_OF_SERVICE, Role.ADMINISTRATOR])
def test_only_managers_and_data_officers_bring_in(role: Role) -> None:
    by = make_user(role)
    for act, content in ((import_comparisons, GOOD), (import_headcounts, HEADS)):
        with pytest.raises(PermissionDenied, match="Only a manager or a data officer"):
            act(content=content.encode(), by=by, as_of=TODAY)


def test_the_two_steps_in_the_browser(sign_in: SignIn) -> None:
    world = FiguresWorld()
    client = sign_in(world.manager)
    page = client.get("/reports/figures/comparisons/").content.decode()
    key = page.split('name="form_key" value="')[1].split('"')[0]
    upload = SimpleUploadedFile("f.csv", (GOOD + "x,all,national,,2023/24,1,DfE,no\n").encode())
    response = client.post("/reports/figures/comparisons/", {"form_key": key, "file": upload})
    batch = ImportBatch.objects.get(kind=COMPARISONS)
    assert response.headers["Location"] == f"/reports/figures/comparisons/{batch.uuid}/"
    trial = client.get(response.headers["Location"]).content.decode()
    assert "Comparison figures and targets" in trial
    assert "Nothing has changed yet" in trial
    assert "Use one of: suspension_rate" in trial
    assert not ComparisonFigure.objects.exists()
    key = trial.split('name="form_key" value="')[1].split('"')[0]
    done = client.post(response.headers["Location"], {"form_key": key}, follow=True).content.decode()
    assert "The figures were brought in." in done
    figures = client.get("/reports/figures/").content.decode()
    assert "11.3" in figures
    assert "Bring in headcounts" in figures
    history = client.get("/reports/figures/comparisons/history/").content.decode()
    assert "Mona Manager" in history


def test_a_file_that_cannot_be_read_is_refused_on_its_page(sign_in: SignIn, officer: User) -> None:
    client = sign_in(officer)
    page = client.get("/reports/figures/headcounts/").content.decode()
    key = page.split('name="form_key" value="')[1].split('"')[0]
    upload = SimpleUploadedFile("f.csv", b"PK\x03\x04nothing")
    answer = client.post("/reports/figures/headcounts/", {"form_key": key, "file": upload}).content.decode()
    assert "The file is a workbook or a zip file" in answer


def test_a_data_officer_has_the_figures_and_no_child(sign_in: SignIn, officer: User) -> None:
    client = sign_in(officer)
    page = client.get("/reports/").content.decode()
    assert 'href="/reports/figures/"' in page
    assert 'href="/reports/exclusions/"' not in page
    assert b'href="/reports/"' in client.get("/reports/figures/").content
    for address in ("/reports/exclusions/", "/reports/exclusions/rows/", "/reports/exclusions/rows.csv"):
        assert client.get(address).status_code == 404


def test_addresses_of_no_kind_and_of_another_kind_are_not_there(sign_in: SignIn, officer: User) -> None:
    client = sign_in(officer)
    batch = import_batches.receive(
        kind=HEADCOUNTS,
        file_name="h.csv",
        content=(HEADS + "spring,2023/24,all,9,C\n").encode(),
        by=officer,
        as_of=TODAY,
    )
    assert client.get("/reports/figures/absence/").status_code == 404
    assert client.get("/reports/figures/absence/history/").status_code == 404
    assert client.get(f"/reports/figures/comparisons/{batch.uuid}/").status_code == 404
    assert client.get(f"/reports/figures/headcounts/{batch.uuid}/").status_code == 200


def test_who_may_read_and_who_finds_nothing(sign_in: SignIn) -> None:
    world = FiguresWorld()
    head = sign_in(world.head())
    assert b"Bring in" not in head.get("/reports/figures/").content
    assert head.get("/reports/figures/comparisons/").status_code == 403
    officer = sign_in(make_user(Role.EXCLUSIONS_OFFICER))
    assert officer.get("/reports/").status_code == 403
    assert officer.get("/reports/figures/").status_code == 403
    for user in (make_user(Role.ADMINISTRATOR), make_school_user(world.schools["primary"])):
        assert sign_in(user).get("/reports/figures/").status_code == 404


def test_headcounts_and_what_was_taken_out_are_shown(sign_in: SignIn) -> None:
    world = FiguresWorld()
    client = sign_in(world.manager)
    count_heads("spring,2023/24,primary,55000,Census\nspring,2023/24,all,100654,Census\n", world.manager)
    count_heads("spring,2023/24,primary,,Census\n", world.manager)
    bring_in(GOOD, world.manager)
    bring_in(GOOD.replace("11.3", ""), world.manager)
    standing = client.get("/reports/figures/").content.decode()
    assert "100,654" in standing
    assert "55,000" not in standing
    for kind in ("headcounts", "comparisons"):
        assert "Taken out" in client.get(f"/reports/figures/{kind}/history/").content.decode()


@pytest.mark.parametrize("address", ["/reports/figures/", "/reports/figures/comparisons/history/"])
def test_the_pages_ask_the_same_few_questions_of_few_and_of_many(sign_in: SignIn, address: str) -> None:
    world = FiguresWorld()
    client = sign_in(world.manager)

    def queries() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    world.compare("suspension_rate", "national", 2023, "1")
    few = queries()
    for year in range(2000, 2024):
        for phase in ("all", "primary", "secondary", "special"):
            world.compare("suspension_rate", "region", year, "2", phase)
    assert queries() == few
