"""What a page knows about the end of its session, and keeping it by one action."""

from __future__ import annotations

import re
import time

import pytest
from django.conf import settings
from django.test import Client

from accounts.roles import Role
from tests.factories.people import make_user

pytestmark = pytest.mark.django_db
EXTEND = "/account/session/"


@pytest.fixture
def browser() -> Client:
    client = Client()
    client.force_login(make_user(Role.HEAD_OF_SERVICE))
    client.get("/")
    return client


def age(client: Client, **seconds: int) -> None:
    session = client.session
    for name, each in seconds.items():
        session[name] = int(time.time()) - each
    session.save()


def told(client: Client) -> tuple[int, int, int]:
    """Seconds to the end, at most, and how long before it the page warns."""
    page = client.get("/account/").content.decode()
    found = re.search(r'data-seconds="(\d+)" data-at-most-seconds="(\d+)" data-warning-seconds="(\d+)"', page)
    return tuple(map(int, found.groups()))


def test_a_page_says_when_its_session_ends(browser: Client) -> None:
    seconds, at_most, warning = told(browser)
    assert abs(seconds - settings.SESSION_IDLE_SECONDS) <= 2
    assert abs(at_most - settings.SESSION_ABSOLUTE_SECONDS) <= 2
    assert warning == 300


def test_the_time_counts_from_what_the_server_wrote_down(browser: Client) -> None:
    # Within a minute nothing is written again, so the session ends up to a minute before thirty from this click.
    age(browser, seen_at=40)
    assert abs(told(browser)[0] - (settings.SESSION_IDLE_SECONDS - 40)) <= 2


def test_near_the_twelve_hours_these_count(browser: Client) -> None:
    age(browser, began_at=settings.SESSION_ABSOLUTE_SECONDS - 100)
    seconds, at_most, _ = told(browser)
    assert seconds == at_most
    assert 95 <= seconds <= 100


def test_one_action_keeps_the_session(browser: Client) -> None:
    age(browser, seen_at=settings.SESSION_IDLE_SECONDS - 30)
    answer = browser.post(EXTEND)
    assert abs(answer.json()["seconds"] - settings.SESSION_IDLE_SECONDS) <= 2
    assert int(time.time()) - browser.session["seen_at"] <= 2


def test_it_does_not_pass_the_twelve_hours(browser: Client) -> None:
    age(browser, began_at=settings.SESSION_ABSOLUTE_SECONDS - 10)
    assert browser.post(EXTEND).json()["seconds"] <= 10
    age(browser, began_at=settings.SESSION_ABSOLUTE_SECONDS + 5)
    assert browser.post(EXTEND).headers["Location"].startswith("/account/sign-in/")


def test_it_is_a_post_of_our_own_page_by_somebody_signed_in(browser: Client) -> None:
    assert Client().post(EXTEND).headers["Location"].startswith("/account/sign-in/")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    assert strict.post(EXTEND).status_code == 403


def test_a_page_left_open_can_send_its_form_after_signing_in_again(browser: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = browser.cookies
    left_open = re.search(r'csrfmiddlewaretoken" value="(\w+)"', strict.get("/account/").content.decode()).group(1)
    # As signing in does.
    strict.cookies["csrftoken"] = "b" * 32
    assert strict.post(EXTEND, {"csrfmiddlewaretoken": left_open}).status_code == 403
    told_again = strict.get(EXTEND).json()
    assert strict.post(EXTEND, {"csrfmiddlewaretoken": told_again["token"]}).status_code == 200
    assert Client().get(EXTEND).headers["Location"].startswith("/account/sign-in/")


def test_asking_is_no_click(browser: Client) -> None:
    age(browser, seen_at=40)
    assert abs(browser.get(EXTEND).json()["seconds"] - (settings.SESSION_IDLE_SECONDS - 40)) <= 2


def test_without_javascript_a_late_form_says_that_nothing_was_saved(browser: Client) -> None:
    age(browser, seen_at=settings.SESSION_IDLE_SECONDS + 5)
    page = browser.post("/account/sessions/end-others/", follow=True)
    assert "nothing was saved" in page.content.decode()


def test_a_signed_out_page_has_no_dialog() -> None:
    assert "data-session-warning" not in Client().get("/account/sign-in/").content.decode()
