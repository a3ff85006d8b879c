"""A school's home: which school, and nothing of the desk."""

from __future__ import annotations

import uuid
from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from schools.models import School, SchoolStaff
from tests.factories.children import enrol, make_child, make_school
from tests.factories.people import make_school_user


@pytest.fixture
def school(db: None) -> School:
    return make_school("Ashgrove Academy (invented)")


@pytest.fixture
def user(school: School) -> User:
    return make_school_user(school)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_home_names_the_school_and_says_that_nothing_was_sent(user: User) -> None:
    page = signed_in(user).get("/").content.decode()
    assert '<h1 class="govuk-heading-l">Ashgrove Academy (invented)</h1>' in page
    assert "Nothing was sent yet" in page
    assert "Asked of you" not in page
    assert "To finish" not in page
    assert "Change school" not in page


def test_who_works_for_two_schools_chooses_one_and_can_change(user: User) -> None:
    second = make_school("Fernhill School (invented)")
    SchoolStaff.objects.create(user=user, school=second, starts_on=date(2024, 1, 1))
    client = signed_in(user)
    assert client.get("/")["Location"] == "/school/"
    assert client.post("/school/", {"school": str(second.urn)})["Location"] == "/"
    page = client.get("/").content.decode()
    assert "Fernhill School (invented)</h1>" in page
    assert 'href="/school/">Change school' in page


@pytest.mark.parametrize("posted", ["", "999999", "abc"])
def test_a_school_of_somebody_elses_cannot_be_chosen(user: User, posted: str) -> None:
    make_school("Another (invented)")
    page = signed_in(user).post("/school/", {"school": posted}).content.decode()
    assert "There is a problem" in page


def test_a_place_that_ended_gives_no_school(user: User, school: School) -> None:
    SchoolStaff.objects.update(ends_on=date(2024, 1, 1))
    client = signed_in(user)
    assert "You are not linked to a school" in client.get("/").content.decode()
    assert client.get("/school/").status_code == 404


def test_the_choice_ends_with_the_place(user: User) -> None:
    second = make_school("Fernhill School (invented)")
    place = SchoolStaff.objects.create(user=user, school=second, starts_on=date(2024, 1, 1))
    client = signed_in(user)
    client.post("/school/", {"school": str(second.urn)})
    SchoolStaff.objects.filter(pk=place.pk).update(ends_on=date(2024, 2, 1))
    assert "Ashgrove Academy (invented)</h1>" in client.get("/").content.decode()


def test_the_desk_is_not_there_for_a_school(user: User, school: School) -> None:
    child = make_child()
    enrol(child, school)
    client = signed_in(user)
    for address in (
        "/work/",
        "/cases/",
        "/children/",
        "/children/new/",
        "/children/import/",
        f"/children/{child.uuid}/",
        f"/children/{child.uuid}/notes/add/",
        f"/deadlines/{uuid.uuid4()}/",
        f"/documents/{uuid.uuid4()}/",
    ):
        assert client.get(address).status_code == 404, address


def test_signed_out(db: None) -> None:
    assert Client().get("/school/")["Location"].startswith("/account/sign-in/")
