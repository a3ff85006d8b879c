"""The list of schools, one school, and files brought in by two steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import schools
from accounts.models import User
from schools.actions import import_batches
from schools.models import CalendarEntry, ImportBatch, School, SchoolStaff
from tests.schools.published_dates import YEAR_2026, calendar_file

SAMPLE = (Path(schools.__file__).parent / "data" / "gias_coventry.csv").read_bytes()
SignIn = Callable[[User], Client]


def upload(browser: Client, name: str, content: bytes, file_name: str = "file.csv") -> Any:
    key = browser.get(reverse(name)).context["form_key"]
    return browser.post(reverse(name), {"form_key": key, "file": SimpleUploadedFile(file_name, content)})


def confirm(browser: Client, address: str) -> Any:
    return browser.post(address, {"form_key": browser.get(address).context["form_key"]})


def test_schools_are_found_by_what_officers_know(
    sign_in: SignIn, officer: User, make_school: Callable[..., School]
) -> None:
    make_school("St. Mary’s Primary", town="Coventry", postcode="CV1 5LY", phase="primary", is_special=True)
    make_school("Fernhill", town="Rugby")
    make_school("Gone", status="closed")
    browser = sign_in(officer)

    def found(**query: str) -> list[str]:
        return [school.name for school in browser.get(reverse("schools"), query).context["page"]]

    assert found() == ["Fernhill", "St. Mary’s Primary"]
    assert found(q="st mary's") == found(q="coventry primary") == found(q="CV1") == ["St. Mary’s Primary"]
    assert found(q="900002") == found(q="rugby") == ["Fernhill"]
    assert found(q="99999999999999999999") == []
    assert found(q="…") == found(q="%") == []
    assert found(status="closed") == ["Gone"]
    assert found(status="nonsense") == found()
    assert len(found(status="all")) == 3
    assert "No school was found" in browser.get(reverse("schools"), {"q": "zzz"}).content.decode()


def test_an_empty_list_says_what_to_do(sign_in: SignIn, officer: User) -> None:
    assert "No schools yet" in sign_in(officer).get(reverse("schools")).content.decode()


def test_the_list_takes_as_many_queries_for_100_schools_as_for_25(
    sign_in: SignIn, officer: User, make_school: Callable[..., School], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("schools.views.schools.SCHOOLS_A_PAGE", 100)
    browser = sign_in(officer)

    def queries(schools_count: int) -> int:
        while School.objects.count() < schools_count:
            make_school()
        with CaptureQueriesContext(connection) as captured:
            assert len(browser.get(reverse("schools")).context["page"]) == schools_count
        return len(captured)

    queries(1)
    assert queries(25) == queries(100)


def test_a_schools_page_shows_the_register_and_its_people(
    sign_in: SignIn, officer: User, head_teacher: User, school: School, make_person: Callable[..., User]
) -> None:
    gone = make_person(None, "gone@example.org")
    SchoolStaff.objects.create(user=gone, school=school, starts_on=date(2020, 9, 1), ends_on=date(2026, 7, 31))
    SchoolStaff.objects.filter(user=head_teacher).update(is_champion=True)
    School.objects.filter(pk=school.pk).update(closed_on=date(2027, 8, 31), lowest_age=4, highest_age=11)
    text = sign_in(officer).get(reverse("school", args=[school.urn])).content.decode()
    for words in (school.name, "Coventry (331)", head_teacher.email, "Senior attendance champion", "4 to 11", "2027"):
        assert words in text
    assert "gone@example.org" not in text


def test_the_register_is_looked_through_and_then_brought_in(sign_in: SignIn, administrator: User) -> None:
    browser = sign_in(administrator)
    looked = upload(browser, "schools_import", SAMPLE + b"1,2\r\n", "edubase.csv")
    batch = ImportBatch.objects.get()
    page = browser.get(looked["Location"])
    text = page.content.decode()
    assert not School.objects.exists()
    assert "Nothing has changed yet" in text
    assert dict(page.context["counts"])["created"] == 19
    assert "The row has 2 values" in text
    assert bytes(batch.content) == SAMPLE + b"1,2\r\n"

    done = confirm(browser, looked["Location"])
    batch.refresh_from_db()
    assert School.objects.count() == 19
    assert (batch.applied_by, bytes(batch.content)) == (administrator, b"")
    text = browser.get(done["Location"]).content.decode()
    assert "Brought in by Administrator" in text
    assert "Bring in the good rows" not in text

    again = upload(browser, "schools_import", SAMPLE)
    assert "everything in the file is here already" in browser.get(again["Location"]).content.decode()


def test_term_dates_are_looked_through_and_then_brought_in(sign_in: SignIn, officer: User) -> None:
    browser = sign_in(officer)
    looked = upload(browser, "calendar_import", calendar_file(YEAR_2026))
    assert not CalendarEntry.objects.exists()
    done = confirm(browser, looked["Location"])
    assert CalendarEntry.objects.count() == 11
    assert "dates of open cases are being worked out again" in browser.get(done["Location"]).content.decode()


def test_a_file_with_nothing_good_has_nothing_to_bring_in(sign_in: SignIn, officer: User) -> None:
    browser = sign_in(officer)
    looked = upload(browser, "calendar_import", calendar_file(",soon,,inset,,"))
    assert "no row can be used" in browser.get(looked["Location"]).content.decode()


def test_many_bad_rows_are_counted_and_the_first_are_shown(sign_in: SignIn, officer: User) -> None:
    browser = sign_in(officer)
    looked = upload(browser, "calendar_import", calendar_file(*[",soon,,inset,,"] * 510))
    page = browser.get(looked["Location"])
    assert (page.context["bad_count"], len(page.context["errors"])) == (510, 500)
    assert "And 10 more." in page.content.decode()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\0\0\0", "The file is empty"),
        (b"a;b\n1;2\n", "semicolons"),
        (b"a,b\n1,2\n", "lacks columns"),
        (b"x" * 200, "lacks columns"),
    ],
)
@pytest.mark.parametrize("name", ["schools_import", "calendar_import"])
def test_a_file_of_no_use_is_refused_at_its_field(
    sign_in: SignIn, administrator: User, name: str, content: bytes, words: str
) -> None:
    page = upload(sign_in(administrator), name, content)
    assert page.status_code == 200
    assert words in page.context["form"].errors["file"][0]
    assert not ImportBatch.objects.exists()


def test_a_file_that_is_too_big_is_refused(
    sign_in: SignIn, administrator: User, monkeypatch: pytest.MonkeyPatch, as_of: date
) -> None:
    monkeypatch.setattr("schools.forms.MOST_BYTES", 10)
    page = upload(sign_in(administrator), "schools_import", SAMPLE)
    assert "smaller than 25 MB" in page.context["form"].errors["file"][0]
    monkeypatch.setattr(import_batches, "MOST_BYTES", 10)
    with pytest.raises(import_batches.FileRefused, match="Split it into smaller files"):
        import_batches.receive(kind="schools", file_name="x", content=SAMPLE, by=administrator, as_of=as_of)


def test_no_file_is_said_in_words(sign_in: SignIn, administrator: User) -> None:
    browser = sign_in(administrator)
    key = browser.get(reverse("schools_import")).context["form_key"]
    page = browser.post(reverse("schools_import"), {"form_key": key})
    assert page.context["form"].errors["file"] == ["Choose the CSV file to bring in"]


def test_a_file_says_which_schools_leave_the_default_calendar(
    published: None, sign_in: SignIn, officer: User, make_school: Callable[..., School]
) -> None:
    whole, part = make_school("Whole"), make_school("Part")
    lines = [
        f"{whole.urn},2026-09-03,2026-12-18,term,,",
        f"{whole.urn},2027-01-05,2027-03-25,term,,",
        f"{whole.urn},2027-04-12,2027-07-21,term,,",
        f"{part.urn},2026-09-03,2026-12-18,term,,",
    ]
    browser = sign_in(officer)
    looked = upload(browser, "calendar_import", calendar_file(*lines))
    text = browser.get(looked["Location"]).content.decode()
    assert (
        f"<li>Whole ({whole.urn}) leaves the default calendar in 2026/27; the file brings 3 terms for it.</li>" in text
    )
    assert f"<strong>Warning: Part ({part.urn}) leaves the default calendar in 2026/27; the file brings 1 term" in text
    assert "fewer than three" in text

    done = confirm(browser, looked["Location"])
    assert "leaves the default calendar" not in browser.get(done["Location"]).content.decode()
    # Kept before files had notices.
    ImportBatch.objects.update(
        findings={"counts": {"bad": 0}, "errors": [], "errors_count": 0}, applied_at=None, applied_by=None
    )
    assert "leaves the default calendar" not in browser.get(looked["Location"]).content.decode()


def test_a_key_of_one_file_brings_in_no_other(sign_in: SignIn, officer: User) -> None:
    browser = sign_in(officer)
    one = upload(browser, "calendar_import", calendar_file(",2026-09-02,2026-12-18,term,,"))["Location"]
    other = upload(browser, "calendar_import", calendar_file(",2027-01-04,2027-03-25,term,,"))["Location"]
    page = browser.post(other, {"form_key": browser.get(one).context["form_key"]})
    assert "open too long" in page.content.decode()
    assert not CalendarEntry.objects.exists()


def test_applying_twice_does_it_once(administrator: User, as_of: date) -> None:
    batch = import_batches.receive(kind="schools", file_name="x.csv", content=SAMPLE, by=administrator, as_of=as_of)
    first = import_batches.apply(batch=batch, by=administrator, as_of=as_of)
    again = import_batches.apply(batch=batch, by=administrator, as_of=as_of)
    assert first.applied_at == again.applied_at
    assert again.findings["counts"]["created"] == 19


def test_a_file_that_nobody_applied_is_forgotten(sign_in: SignIn, administrator: User, as_of: date) -> None:
    browser = sign_in(administrator)
    old = upload(browser, "schools_import", SAMPLE)["Location"]
    ImportBatch.objects.update(uploaded_at=ImportBatch.objects.get().uploaded_at - timedelta(days=3))
    upload(browser, "calendar_import", calendar_file(YEAR_2026))
    page = confirm(browser, old)
    assert "no longer kept" in page.content.decode()
    assert not School.objects.exists()


def test_a_file_of_one_kind_is_not_found_under_the_other(sign_in: SignIn, administrator: User) -> None:
    browser = sign_in(administrator)
    upload(browser, "schools_import", SAMPLE)
    batch = ImportBatch.objects.get()
    assert browser.get(reverse("calendar_import_batch", args=[batch.uuid])).status_code == 404
