"""Pupils from a file: looked through first, good rows in, bad rows reported, the same file twice changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.actions.children import UPN_IS_TAKEN
from cases.actions.pupils_import import import_pupils
from cases.models import Child, Enrolment, Event, FormerUpn
from ledger.models import AdministrativeEvent
from schools.import_files import FileRefused, ImportReport
from schools.models import ImportBatch
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.children import make_child, make_school
from tests.support.posts import post_form

SignIn = Callable[..., Client]
HEADER = "UPN,given names,surname,date of birth,sex,year group,URN,enrolled from,to"


def rows(desk: ErrandDesk, *lines: str) -> bytes:
    """A file; `URN` in a line stands for the school's."""
    return "\n".join([HEADER, *(line.replace("URN", str(desk.school.urn)) for line in lines)]).encode()


def bring_in(desk: ErrandDesk, *lines: str, **more: object) -> ImportReport:
    return import_pupils(content=rows(desk, *lines), by=desk.owner, as_of=AS_OF, **more)  # type: ignore[arg-type]


NOAH = "H331000215042,Noah,Lewis,2012-04-03,M,9,URN,2024-09-02,"
ZARA = ",Zara,Khan,14/03/2013,F,R,URN,1 Sep 2025,2026-07-17"


def test_good_rows_come_in_with_their_events(desk: ErrandDesk) -> None:
    report = bring_in(desk, NOAH, ZARA)
    assert report.counts == {"created": 2, "enrolled": 0, "updated": 0, "unchanged": 0}
    noah = Child.objects.get(upn="H331000215042")
    assert (noah.full_name, noah.sort_key, noah.sex, noah.source) == ("Lewis, Noah", "lewis\tnoah", "M", "pupils_file")
    zara = Enrolment.objects.get(child__surname="Khan")
    assert (zara.year_group, zara.starts_on, zara.ends_on) == (0, date(2025, 9, 1), date(2026, 7, 17))
    assert set(Event.objects.filter(child=noah).values_list("code", flat=True)) == {"child_created", "child_enrolled"}
    assert AdministrativeEvent.objects.get(code="cases.pupils_imported").facts["counts"]["created"] == 2


def test_a_trial_writes_nothing(desk: ErrandDesk) -> None:
    before = (Child.objects.count(), Enrolment.objects.count(), Event.objects.count())
    assert bring_in(desk, NOAH, is_trial=True).counts["created"] == 1
    assert before == (Child.objects.count(), Enrolment.objects.count(), Event.objects.count())


def test_the_same_file_twice_changes_nothing(desk: ErrandDesk) -> None:
    bring_in(desk, NOAH, ZARA)
    before = list(Child.objects.order_by("pk").values()), list(Enrolment.objects.order_by("pk").values())
    assert bring_in(desk, NOAH, ZARA).counts == {"created": 0, "enrolled": 0, "updated": 0, "unchanged": 2}
    assert before == (list(Child.objects.order_by("pk").values()), list(Enrolment.objects.order_by("pk").values()))


def test_a_child_is_found_by_upn_former_upn_and_exact_name(desk: ErrandDesk) -> None:
    FormerUpn.objects.create(child=desk.child, upn="W331000316117", replaced_on=AS_OF)
    other = make_school()
    lines = (
        "X331000114001,Amira,Hughes,2013-03-14,F,9,URN,2024-09-02,2026-07-17",
        f"W331000316117,Amira,Hughes,2013-03-14,F,10,{other.urn},2026-09-02,",
        f",AMIRA,hughes,2013-03-14,F,10,{other.urn},2026-09-02,",
    )
    assert bring_in(desk, *lines).counts == {"created": 0, "enrolled": 1, "updated": 1, "unchanged": 1}
    assert Child.objects.count() == 1


def test_what_is_recorded_of_a_child_stays(desk: ErrandDesk) -> None:
    bring_in(desk, "X331000114001,Emira,Huges,2013-03-14,M,9,URN,2024-09-02,")
    desk.child.refresh_from_db()
    assert (desk.child.full_name, desk.child.version) == ("Hughes, Amira", 1)


def test_a_last_day_and_a_year_group_are_brought_up_to_date(desk: ErrandDesk) -> None:
    report = bring_in(desk, "X331000114001,Amira,Hughes,2013-03-14,F,10,URN,2024-09-02,2026-07-17")
    assert report.counts["updated"] == 1
    row = Enrolment.objects.get()
    assert (row.ends_on, row.year_group, row.version) == (date(2026, 7, 17), 10, 2)


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("A331000215042,Noah,Lewis,2012-04-03,M,9,URN,2024-09-02,", "UPN"),
        (",,Lewis,2012-04-03,M,9,URN,2024-09-02,", "given names"),
        (",Noah,,2012-04-03,M,9,URN,2024-09-02,", "surname"),
        (f",{'N' * 121},Lewis,2012-04-03,M,9,URN,2024-09-02,", "given names"),
        (",Noah,Lewis,31/02/2012,M,9,URN,2024-09-02,", "date of birth"),
        (",Noah,Lewis,2027-04-03,M,9,URN,2027-09-02,", "date of birth"),
        (",Noah,Lewis,2012-04-03,X,9,URN,2024-09-02,", "sex"),
        (",Noah,Lewis,2012-04-03,M,99,URN,2024-09-02,", "year group"),
        (",Noah,Lewis,2012-04-03,M,²,URN,2024-09-02,", "year group"),
        (",Noah,Lewis,2012-04-03,M,9,12345,2024-09-02,", "URN"),
        (",Noah,Lewis,2012-04-03,M,9,999999,2024-09-02,", "URN"),
        (",Noah,Lewis,2012-04-03,M,9,URN,,", "enrolled from"),
        (",Noah,Lewis,2012-04-03,M,9,URN,2011-09-02,", "enrolled from"),
        (",Noah,Lewis,2012-04-03,M,9,URN,2024-09-02,2024-09-01", "to"),
        ("X331000114001,Amira,Hughes,2013-03-15,F,9,URN,2024-09-02,", "date of birth"),
        ("H331000215042,Amira,Hughes,2013-03-14,F,9,URN,2024-09-02,", "UPN"),
        (",Noah,Lewis,2012-04-03", ""),
    ],
)
def test_a_bad_row_is_reported_and_the_good_ones_come_in(desk: ErrandDesk, line: str, column: str) -> None:
    report = bring_in(desk, ZARA, line)
    assert [(error.line, error.column) for error in report.errors] == [(3, column)]
    assert report.errors[0].reason.endswith(".")
    assert report.counts["created"] == 1


def test_namesakes_of_one_birthday_need_a_upn(desk: ErrandDesk) -> None:
    make_child("Lewis", "Noah", born_on=date(2012, 4, 3))
    make_child("Lewis", "Noah", born_on=date(2012, 4, 3))
    report = bring_in(desk, ",Noah,Lewis,2012-04-03,M,9,URN,2024-09-02,")
    assert report.errors[0].reason == "More than one child has this name and date of birth. Add the UPN."


def test_two_rows_of_a_new_child_make_one_record(desk: ErrandDesk) -> None:
    other = make_school()
    second = f"H331000215042,Noah,Lewis,2012-04-03,M,8,{other.urn},2023-09-04,2024-07-19"
    report = bring_in(desk, NOAH, second, NOAH)
    assert report.counts == {"created": 1, "enrolled": 1, "updated": 0, "unchanged": 1}
    assert Enrolment.objects.filter(child__upn="H331000215042").count() == 2


def test_the_next_school_comes_in_once_the_last_day_at_the_old_one_is_known(desk: ErrandDesk) -> None:
    other = make_school()
    next_school = f"X331000114001,Amira,Hughes,2013-03-14,F,10,{other.urn},2026-09-02,"
    refused = bring_in(desk, next_school)
    assert refused.errors[0].reason == "The child is on another school’s main roll in that time. Say when they left it."
    report = bring_in(desk, next_school, "X331000114001,Amira,Hughes,2013-03-14,F,9,URN,2024-09-02,2026-07-17")
    assert (report.counts["enrolled"], report.counts["updated"], report.errors) == (1, 1, [])


def test_the_same_first_day_twice_in_one_file_is_one_roll(desk: ErrandDesk) -> None:
    left = NOAH.removesuffix(",") + ",2026-07-17"
    report = bring_in(desk, NOAH, left)
    assert (report.counts["created"], report.counts["updated"]) == (1, 1)


def test_a_file_without_its_columns_is_refused(desk: ErrandDesk) -> None:
    with pytest.raises(FileRefused, match="lacks columns"):
        import_pupils(content=b"UPN,surname\nx,y\n", by=desk.owner, as_of=AS_OF)


def test_who_may_not_bring_pupils_in(desk: ErrandDesk) -> None:
    with pytest.raises(PermissionDenied):
        import_pupils(content=rows(desk, NOAH), by=desk.other_team, as_of=AS_OF)


def test_a_thousand_rows_cost_few_queries(desk: ErrandDesk) -> None:
    lines = [f",Child{number},Crowd,2012-04-03,M,9,URN,2024-09-02," for number in range(900)]
    with CaptureQueriesContext(connection) as captured:
        bring_in(desk, *lines)
    assert len(captured) <= 15
    assert Child.objects.filter(surname="Crowd").count() == 900


def test_the_two_steps_in_the_browser(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    upload = SimpleUploadedFile("pupils.csv", rows(desk, NOAH, ",Bad,Row,x,M,9,URN,2024-09-02,"))
    answer = post_form(client, "/children/import/", {"file": upload})
    batch = ImportBatch.objects.get()
    assert answer["Location"] == f"/children/import/{batch.uuid}/"
    page = client.get(answer["Location"]).content.decode()
    assert "Nothing has changed yet." in page
    assert "is not a date" in page
    assert Child.objects.count() == 1
    post_form(client, answer["Location"], {})
    assert Child.objects.filter(surname="Lewis").exists()
    batch.refresh_from_db()
    assert bytes(batch.content) == b""
    assert "Brought in by Olive Owner" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize(("who", "status"), [("other_team", 403), ("head", 403), ("administrator", 404)])
def test_who_may_not_open_the_import(desk: ErrandDesk, sign_in: SignIn, who: str, status: int) -> None:
    client = sign_in(getattr(desk, who))
    assert client.get("/children/import/").status_code == status
    assert client.post("/children/import/", {}).status_code == status


def test_signed_out(db: None) -> None:
    assert Client().post("/children/import/", {})["Location"].startswith("/account/sign-in/")


def test_a_workbook_is_refused_in_words(desk: ErrandDesk, sign_in: SignIn) -> None:
    upload = SimpleUploadedFile("pupils.csv", b"PK\x03\x04 a workbook")
    page = post_form(sign_in(desk.owner), "/children/import/", {"file": upload}).content.decode()
    assert "The file is a workbook or a zip file." in page


@pytest.mark.parametrize(
    "row",
    [
        "H331000215042,Other,Name,2012-04-03,F,9,URN,2026-09-01,",
        "H331000215042,Noah,Lewis,2011-01-01,M,9,URN,2026-09-01,",
    ],
)
def test_a_hidden_record_is_neither_written_to_nor_told_of(desk: ErrandDesk, row: str) -> None:
    hidden = make_child("Lewis", "Noah", born_on=date(2012, 4, 3), upn="H331000215042", is_hidden=True)
    report = bring_in(desk, row)
    assert [error.reason for error in report.errors] == [UPN_IS_TAKEN]
    assert not Enrolment.objects.filter(child=hidden).exists()
    assert AdministrativeEvent.objects.get(code="cases.hidden_record_met").subject == f"cases.Child:{hidden.pk}"


def test_a_hidden_record_is_no_match_by_name(desk: ErrandDesk) -> None:
    hidden = make_child("Lewis", "Noah", born_on=date(2012, 4, 3), is_hidden=True)
    assert bring_in(desk, ",Noah,Lewis,2012-04-03,M,9,URN,2024-09-02,").counts["created"] == 1
    assert not Enrolment.objects.filter(child=hidden).exists()
