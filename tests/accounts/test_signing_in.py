"""Signing in, how long it lasts, and the page of one's own account."""

from __future__ import annotations

import hashlib
import re
import time

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import SignInFailure, User
from accounts.roles import Role
from ledger.models import AdministrativeEvent
from tests.factories.people import PASSWORD, make_team, make_user
from tests.support.posts import key_of

pytestmark = pytest.mark.django_db
SIGN_IN = "/account/sign-in/"


def sign_in(user: User, password: str = PASSWORD) -> tuple[Client, int]:
    client = Client()
    answer = client.post(SIGN_IN, {"login": user.email.upper(), "password": password})
    return client, answer.status_code


def age_session(client: Client, **seconds: int) -> None:
    session = client.session
    for name, age in seconds.items():
        session[name] = int(time.time()) - age
    session.save()


def test_signing_in_leads_home_whatever_the_case_of_the_address() -> None:
    client, status = sign_in(make_user(Role.HEAD_OF_SERVICE))
    assert status == 302
    assert client.get("/").status_code == 200


def test_a_wrong_password_leaves_a_row_without_the_address() -> None:
    user = make_user()
    client, status = sign_in(user, "wrong")
    assert status == 200
    assert client.get("/").status_code == 302
    row = SignInFailure.objects.get()
    assert row.email_hash == hashlib.sha256(user.email.encode()).hexdigest()


def test_there_is_no_way_to_sign_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")
    for address in ("/account/signup/", "/account/sign-up/", "/accounts/signup/"):
        assert Client().get(address).status_code == 404


def test_a_disabled_person_is_refused_on_the_next_request() -> None:
    user = make_user(Role.HEAD_OF_SERVICE)
    client, _ = sign_in(user)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/")["Location"].startswith(SIGN_IN)
    assert sign_in(user)[0].get("/").status_code == 302


def test_half_an_hour_without_a_click_ends_the_session() -> None:
    client, _ = sign_in(make_user(Role.HEAD_OF_SERVICE))
    client.get("/")
    age_session(client, seen_at=settings.SESSION_IDLE_SECONDS - 5)
    assert client.get("/").status_code == 200
    age_session(client, seen_at=settings.SESSION_IDLE_SECONDS + 5)
    assert client.get("/").status_code == 302


def test_twelve_hours_end_the_session_whatever_happens() -> None:
    client, _ = sign_in(make_user(Role.HEAD_OF_SERVICE))
    client.get("/")
    age_session(client, began_at=settings.SESSION_ABSOLUTE_SECONDS + 5, seen_at=1)
    assert client.get("/").status_code == 302


def test_a_post_of_a_signed_out_person_says_that_nothing_was_saved() -> None:
    answer = Client().post("/work/", follow=True)
    assert "nothing was saved" in answer.content.decode()


def test_the_account_page_says_who_one_is_here() -> None:
    user = make_user(Role.TEAM_MANAGER, team=make_team("x", name="North team"), name="Ada Okafor")
    page = sign_in(user)[0].get("/account/").content.decode()
    for words in ("Ada Okafor", user.email, "Team manager", "North team", "Here, now", "/account/password/change/"):
        assert words in page, words
    assert "Sign out everywhere else" not in page


def test_other_sessions_are_listed_and_ended() -> None:
    user = make_user(Role.HEAD_OF_SERVICE)
    here, there = sign_in(user)[0], sign_in(user)[0]
    stranger = sign_in(make_user(Role.HEAD_OF_SERVICE))[0]
    there.get("/")
    page = here.get("/account/").content.decode()
    assert page.count("Another browser") == 1
    answer = here.post("/account/sessions/end-others/", {"form_key": key_of(here, "/account/")}, follow=True)
    assert "You are signed out everywhere else." in answer.content.decode()
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302
    assert stranger.get("/").status_code == 200
    assert AdministrativeEvent.objects.get(code="accounts.other_sessions_ended").facts == {"count": 1}


def test_without_its_key_nothing_is_ended() -> None:
    user = make_user(Role.HEAD_OF_SERVICE)
    here, there = sign_in(user)[0], sign_in(user)[0]
    answer = here.post("/account/sessions/end-others/", follow=True)
    assert "This page was open too long" in answer.content.decode()
    assert there.get("/").status_code == 200


def test_signed_out_there_is_no_account() -> None:
    assert Client().get("/account/")["Location"].startswith(SIGN_IN)
    assert Client().post("/account/sessions/end-others/")["Location"].startswith(SIGN_IN)


def test_the_demonstrations_people_cannot_sign_in_beyond_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user(Role.EXCLUSIONS_OFFICER)
    User.objects.filter(pk=user.pk).update(is_demonstration=True)
    answers = {"login": user.email, "password": PASSWORD}
    monkeypatch.setattr(settings, "ARE_DEMO_SIGN_INS_ALLOWED", False)
    refused = Client().post(SIGN_IN, answers)
    assert refused.status_code == 200
    assert "The e-mail address or the password is wrong" in refused.content.decode()
    monkeypatch.setattr(settings, "ARE_DEMO_SIGN_INS_ALLOWED", True)
    client = Client()
    assert client.post(SIGN_IN, answers).status_code == 302
    monkeypatch.setattr(settings, "ARE_DEMO_SIGN_INS_ALLOWED", False)
    assert client.get("/").headers["Location"].startswith(SIGN_IN)


def test_signing_out_ends_the_session_and_clears_the_browser() -> None:
    client, _ = sign_in(make_user(Role.HEAD_OF_SERVICE))
    answer = client.post("/account/sign-out/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/").headers["Location"].startswith(SIGN_IN)


def test_pages_are_kept_in_no_cache() -> None:
    client, _ = sign_in(make_user(Role.HEAD_OF_SERVICE))
    assert client.get("/").headers["Cache-Control"] == "no-store"
    assert "max-age" in client.get("/brand.css").headers["Cache-Control"]


def test_a_forgotten_password_is_replaced_by_the_link_in_the_e_mail() -> None:
    user = make_user(Role.HEAD_OF_SERVICE)
    client = Client()
    client.post("/account/password/reset/", {"email": user.email})
    link = re.search(r"http://testserver(/account/password/reset/\S+)", mail.outbox[0].body).group(1)
    page = client.get(link, follow=True)
    assert "Choose a new password" in page.content.decode()
    new = "another three words"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    assert sign_in(user, new)[0].get("/").status_code == 200
    assert "no longer works" in Client().get(link, follow=True).content.decode()
