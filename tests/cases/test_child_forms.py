"""Creating and changing a child's record, with two people at once, and enrolling."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from accounts.roles import Role
from cases.actions.children import change_child
from cases.models import Child, Enrolment, Event, FormerUpn
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.children import make_child, make_school
from tests.factories.people import make_user
from tests.support.posts import key_of, post_form

SignIn = Callable[..., Client]
NEW = "/children/new/"


def details(**more: object) -> dict[str, object]:
    return {
        "surname": "Lewis",
        "given_names": "Noah",
        "born_on_day": "3",
        "born_on_month": "4",
        "born_on_year": "2012",
        "sex": "M",
        "upn": "",
        **more,
    }


def change_page(desk: ErrandDesk) -> str:
    return f"/children/{desk.child.uuid}/change/"


def changed(**more: object) -> dict[str, object]:
    amira = {"surname": "Hughes", "given_names": "Amira", "sex": "F", "upn": "X331000114001", "preferred_name": ""}
    born = {"born_on_day": "14", "born_on_month": "3", "born_on_year": "2013"}
    return {**amira, **born, "version": "1", **more}


def test_a_record_is_created_once(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    key = key_of(client, NEW)
    sent = {"form_key": key, **details(upn="h331 0002 15042")}
    answers = [client.post(NEW, sent) for _ in range(2)]
    child = Child.objects.get(surname="Lewis")
    assert {answer["Location"] for answer in answers} == {f"/children/{child.uuid}/"}
    assert (child.upn, child.sort_key, child.born_on) == ("H331000215042", "lewis\tnoah", date(2012, 4, 3))
    assert Event.objects.filter(child=child, code="child_created").count() == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"surname": ""}, "Enter surname"),
        ({"upn": "A331000215042"}, "check letter"),
        ({"upn": "X331000114001"}, "This UPN belongs to a record already."),
        ({"born_on_year": "2027"}, "must be on or before 16 September 2026"),
        ({"born_on_month": "13"}, "must be a real date"),
    ],
)
def test_a_bad_record_is_an_error_and_keeps_what_was_typed(
    desk: ErrandDesk, sign_in: SignIn, data: dict[str, object], message: str
) -> None:
    page = post_form(sign_in(desk.owner), NEW, details(**data)).content.decode()
    assert message in page
    assert 'value="Noah"' in page
    assert Child.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("head", 403), ("governance", 403), ("administrator", 404)])
def test_who_may_not_create(desk: ErrandDesk, sign_in: SignIn, who: str, status: int) -> None:
    client = sign_in(getattr(desk, who))
    assert client.get(NEW).status_code == client.post(NEW, details()).status_code == status


def test_signed_out(desk: ErrandDesk) -> None:
    for page in (NEW, change_page(desk)):
        assert Client().post(page, details())["Location"].startswith("/account/sign-in/")
    assert Child.objects.count() == 1


def test_a_change_keeps_the_former_upn(desk: ErrandDesk, sign_in: SignIn) -> None:
    answer = post_form(sign_in(desk.owner), change_page(desk), changed(upn="H331000215042", given_names="Amira Jo"))
    assert answer["Location"] == f"/children/{desk.child.uuid}/"
    desk.child.refresh_from_db()
    assert (desk.child.upn, desk.child.sort_key, desk.child.version) == ("H331000215042", "hughes\tamira jo", 2)
    assert FormerUpn.objects.get().upn == "X331000114001"


def test_a_refused_change_keeps_its_version(desk: ErrandDesk, sign_in: SignIn) -> None:
    make_child("Khan", "Zara", upn="H331000215042")
    page = post_form(sign_in(desk.owner), change_page(desk), changed(upn="H331000215042")).content.decode()
    assert "This UPN belongs to a record already." in page
    assert 'name="version" value="1"' in page


def test_of_two_editors_the_second_sees_both_versions_and_loses_nothing(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    key = key_of(client, change_page(desk))
    change_child(
        child=desk.child, version=1, by=desk.colleague, as_of=AS_OF, surname="Hughes-Reed", preferred_name="Mira"
    )
    mine = changed(given_names="Amira Jo", preferred_name="Amy")
    page = client.post(change_page(desk), {"form_key": key, **mine}).content.decode()
    assert "Somebody else has changed this" in page
    for words in ("Hughes-Reed", "Mira", "Amy", "Amira Jo"):
        assert words in page
    assert 'name="version" value="2"' in page
    desk.child.refresh_from_db()
    assert desk.child.given_names == "Amira"
    chosen = {"keep_surname": "theirs", "keep_preferred_name": "theirs", "keep_given_names": "yours"}
    client.post(change_page(desk), {"form_key": key, **mine, **chosen, "version": "2"})
    desk.child.refresh_from_db()
    assert (desk.child.surname, desk.child.given_names, desk.child.preferred_name) == (
        "Hughes-Reed",
        "Amira Jo",
        "Mira",
    )


@pytest.mark.parametrize("version", ["", "abc", "0", "99999999999", "²"])
def test_a_senseless_version_overwrites_nothing(desk: ErrandDesk, sign_in: SignIn, version: str) -> None:
    answer = post_form(sign_in(desk.owner), change_page(desk), changed(surname="Other", version=version))
    assert answer.status_code == 200
    desk.child.refresh_from_db()
    assert desk.child.surname == "Hughes"


# --- schools


def enrolment(**more: object) -> dict[str, object]:
    days = {"starts_on_day": "1", "starts_on_month": "9", "starts_on_year": "2026"}
    return {"kind": "main", "year_group": "10", **days, **more}


def enrolment_page(desk: ErrandDesk) -> str:
    return f"/children/{desk.child.uuid}/schools/add/"


@pytest.mark.parametrize("typed", ["{name}", "{urn}", " {lower} ", "fernh"])
def test_a_school_is_found_by_name_or_urn(desk: ErrandDesk, sign_in: SignIn, typed: str) -> None:
    school = make_school("Fernhill School (invented)")
    Enrolment.objects.update(ends_on=date(2026, 8, 31))
    words = typed.format(name=school.name, urn=school.urn, lower=school.name.lower())
    answer = post_form(sign_in(desk.owner), enrolment_page(desk), enrolment(school=words))
    assert answer.status_code == 302
    row = Enrolment.objects.get(school=school)
    assert (row.child, row.year_group, row.starts_on) == (desk.child, 10, date(2026, 9, 1))


@pytest.mark.parametrize(
    ("typed", "message"),
    [("nowhere", "No open school has this name"), ("invented", "More than one school fits"), ("", "Enter school")],
)
def test_a_school_that_is_not_one_is_a_field_error(desk: ErrandDesk, sign_in: SignIn, typed: str, message: str) -> None:
    make_school("Fernhill School (invented)")
    page = post_form(sign_in(desk.owner), enrolment_page(desk), enrolment(school=typed)).content.decode()
    assert message in page
    assert Enrolment.objects.count() == 1


def test_an_end_before_the_start_is_a_field_error(desk: ErrandDesk, sign_in: SignIn) -> None:
    ends = {"ends_on_day": "1", "ends_on_month": "8", "ends_on_year": "2026"}
    data = enrolment(school=str(desk.school.urn), **ends)
    page = post_form(sign_in(desk.owner), enrolment_page(desk), data).content.decode()
    assert "Enrolled to must be on or after enrolled from." in page


def leaving_page(desk: ErrandDesk) -> str:
    return f"/children/{desk.child.uuid}/schools/{Enrolment.objects.get().pk}/leave/"


def test_a_second_main_roll_is_refused_until_the_first_is_left(desk: ErrandDesk, sign_in: SignIn) -> None:
    other = make_school("Fernhill School (invented)")
    client = sign_in(desk.owner)
    page = post_form(client, enrolment_page(desk), enrolment(school=str(other.urn))).content.decode()
    assert f"The child is on the main roll of {desk.school.name} in that time. Record when they left it first." in page
    assert "one main registration, and a subsidiary one at the other" in page
    assert post_form(client, leaving_page(desk), {"ends_on": "31/8/2026", "version": "1"}).status_code == 302
    assert post_form(client, enrolment_page(desk), enrolment(school=str(other.urn))).status_code == 302
    assert Enrolment.objects.get(school=desk.school).ends_on == date(2026, 8, 31)
    assert Event.objects.get(code="enrolment_ended").happened_on == date(2026, 8, 31)


def test_a_dual_roll_may_stand_beside_the_main_one(desk: ErrandDesk, sign_in: SignIn) -> None:
    other = make_school("Fernhill School (invented)")
    data = enrolment(school=str(other.urn), kind="dual")
    assert post_form(sign_in(desk.owner), enrolment_page(desk), data).status_code == 302


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("", "Enter a date"),
        ("31/2/2026", "must be a real date"),
        ("1/9/2020", "on or after the first day"),
        ("1/9/2040", "today or earlier"),
    ],
)
def test_a_last_day_that_cannot_be_is_a_field_error(
    desk: ErrandDesk, sign_in: SignIn, typed: str, message: str
) -> None:
    page = post_form(sign_in(desk.owner), leaving_page(desk), {"ends_on": typed}).content.decode()
    assert message in page
    assert Enrolment.objects.get().ends_on is None


def test_leaving_is_recorded_by_who_may_and_at_the_version_shown(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = leaving_page(desk)
    assert Client().post(page).headers["Location"].startswith("/account/sign-in/")
    assert sign_in(make_user(Role.ADMINISTRATOR)).post(page).status_code == 404
    assert sign_in(make_user(Role.HEAD_OF_SERVICE)).post(page).status_code == 403
    stale = post_form(sign_in(desk.owner), page, {"ends_on": "31/8/2026", "version": "7"}).content.decode()
    assert "Nothing was overwritten" in stale
    assert Enrolment.objects.get().ends_on is None
