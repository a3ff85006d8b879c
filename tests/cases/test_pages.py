"""Pages about the system: health, colour, help, and what is shown when a page cannot be."""

from __future__ import annotations

from collections.abc import Callable
from unittest import mock

import pytest
from django.db import OperationalError
from django.test import Client

from schools.models import Authority
from tests.factories.cases import ErrandDesk

SignIn = Callable[..., Client]


@pytest.mark.django_db
def test_health_is_well_without_a_session() -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")
    assert not answer.cookies


@pytest.mark.django_db
def test_health_names_what_does_not_answer() -> None:
    with mock.patch("cases.health.cache.set", side_effect=ConnectionError):
        answer = Client().get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "unavailable", "database": "ok", "cache": "does not answer"}
    with mock.patch("cases.health.connection.cursor", side_effect=OperationalError):
        answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, "does not answer")


@pytest.mark.django_db
def test_the_stylesheet_has_the_authoritys_colour_and_may_be_kept() -> None:
    assert Client().get("/brand.css").content.strip() == b":root { --govuk-brand-colour: #0f5e5a }"
    Authority.objects.create(name="Council", la_code="331", brand_colour="#123456")
    answer = Client().get("/brand.css")
    assert b"#123456" in answer.content
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    assert "public" in answer["Cache-Control"]


@pytest.mark.django_db
def test_the_accessibility_statement_needs_no_sign_in_and_help_does() -> None:
    assert Client().get("/accessibility/").status_code == 200
    assert Client().get("/help/")["Location"].startswith("/account/sign-in/")


def test_help_is_there_for_everybody(desk: ErrandDesk, sign_in: SignIn) -> None:
    for who in (desk.owner, desk.administrator):
        assert sign_in(who).get("/help/").status_code == 200


def test_a_refusal_says_why(desk: ErrandDesk, sign_in: SignIn) -> None:
    answer = sign_in(desk.head).get("/children/new/")
    assert answer.status_code == 403
    assert "You may read children&#x27;s records but not add one." in answer.content.decode()


def test_a_form_without_its_token_is_refused_in_words(desk: ErrandDesk) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk.owner)
    answer = client.post("/children/search/", {"q": "x"})
    assert answer.status_code == 403
    assert "This form could not be accepted" in answer.content.decode()


def test_an_error_page_asks_nothing_of_the_database(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    client.raise_request_exception = False
    with mock.patch("cases.views.home.work_rows", side_effect=OperationalError):
        answer = client.get("/work/")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()


@pytest.mark.parametrize("address", ["/cases/%00/", "/cases/EX%00-1/", "/children/{uuid}/notes/add/?case=%00"])
def test_a_nul_in_a_reference_is_not_found(desk: ErrandDesk, sign_in: SignIn, address: str) -> None:
    assert sign_in(desk.owner).get(address.format(uuid=desk.child.uuid)).status_code == 404
