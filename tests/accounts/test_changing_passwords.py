"""The pages for somebody who is signed in: another password, and the password again before something that matters."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db
ANOTHER = "nine blue lanterns by the river"


def signed_in() -> Client:
    """A browser of somebody who has just given their password."""
    person = make_user()
    client = Client()
    client.post("/account/sign-in/", {"login": person.email, "password": PASSWORD})
    return client


def test_another_password_is_set_and_the_session_goes_on() -> None:
    client = signed_in()
    typed = {"oldpassword": PASSWORD, "password1": ANOTHER, "password2": ANOTHER}
    assert client.post("/account/password/change/", typed).status_code == 302
    page = client.get("/account/")
    assert page.status_code == 200
    assert page.wsgi_request.user.check_password(ANOTHER)


def test_a_wrong_old_password_changes_nothing() -> None:
    client = signed_in()
    typed = {"oldpassword": "not this one", "password1": ANOTHER, "password2": ANOTHER}
    assert client.post("/account/password/change/", typed).status_code == 200
    assert client.get("/account/").wsgi_request.user.check_password(PASSWORD)


def test_the_password_again_leads_on() -> None:
    answer = signed_in().post("/account/reauthenticate/", {"password": PASSWORD, "next": "/account/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/account/")
