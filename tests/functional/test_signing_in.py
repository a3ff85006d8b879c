"""Signing in as people meet it: security codes, and the dialog before a session ends. Every page passes axe."""

from __future__ import annotations

import re
import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Page, expect

from accounts.models import User
from accounts.roles import Role
from tests.factories.people import PASSWORD, make_user
from tests.functional.test_story import AXE_OPTIONS
from tests.support.live_stack import LiveStack

MINUTE = 60_000


def check(page: Page) -> None:
    """No violation on what is shown."""
    found = Axe().run(page, options=AXE_OPTIONS)
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


def give_password(page: Page, email: str) -> None:
    page.goto("/account/sign-in/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def administrator(live_stack: LiveStack) -> User:
    with live_stack.own_models():
        user = make_user(Role.ADMINISTRATOR)
        # The stack knows no hasher of the tests'.
        user.password = Argon2PasswordHasher().encode(PASSWORD, "saltofthestories")
        user.save(update_fields=["password"])
        return user


def test_security_codes_are_set_up_and_then_asked_for(live_stack: LiveStack, page: Page) -> None:
    email = administrator(live_stack).email

    # Given somebody who is signed in, when they set up codes with the key as text
    give_password(page, email)
    page.goto("/account/")
    page.get_by_role("link", name="Set up security codes").click()
    page.get_by_text("I cannot scan the picture").click()
    secret = page.locator(".onroll-key").inner_text().replace(" ", "")
    check(page)
    page.get_by_role("button", name="Turn security codes on").click()
    expect(page.get_by_text("Enter the security code").first).to_be_visible()
    check(page)
    steps = int(time.time()) // 30
    page.get_by_label("Security code").fill(format_hotp_value(hotp_value(secret, steps)))
    page.get_by_role("button", name="Turn security codes on").click()

    # Then the recovery codes are shown, once
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    codes = page.locator(".onroll-key").all_inner_texts()
    assert len(codes) == 10
    check(page)
    page.reload()
    expect(page.get_by_text(codes[0])).to_have_count(0)
    check(page)
    page.get_by_role("button", name="Make new recovery codes").click()
    check(page)

    # And the next sign-in asks for a code, or takes a recovery code
    page.context.clear_cookies()
    give_password(page, email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Enter your security code")
    check(page)
    page.get_by_label("Security code").fill(codes[0])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Home")
    page.goto("/account/reauthenticate/code/?next=/account/")
    check(page)
    page.goto("/account/")
    expect(page.get_by_text("9 recovery codes left")).to_be_visible()


def test_a_session_warns_is_kept_by_one_key_and_a_form_outlives_it(live_stack: LiveStack, page: Page) -> None:
    email = administrator(live_stack).email
    give_password(page, email)
    page.clock.install()
    page.goto("/authority/people/invite/")
    page.get_by_label("Name", exact=True).fill("Half Typed")

    # When nobody clicks for 25 minutes, the page warns, and one key keeps the session
    page.clock.run_for(24 * MINUTE)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.clock.run_for(MINUTE + 2000)
    expect(page.get_by_role("dialog")).to_contain_text("You will be signed out at")
    expect(page.get_by_role("button", name="Stay signed in")).to_be_focused()
    check(page)
    # Axe may have moved the focus while it looked.
    page.get_by_role("button", name="Stay signed in").press("Enter")
    expect(page.get_by_text("That did not work")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_have_count(0)

    # When the time is over and the server has ended the session, the page says so and keeps what was typed
    page.clock.run_for(31 * MINUTE)
    expect(page.get_by_role("dialog")).to_contain_text("You were signed out")
    check(page)
    page.context.clear_cookies()
    page.get_by_role("button", name="I have signed in: continue here").click()
    expect(page.get_by_role("dialog")).to_contain_text("You are still signed out")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in again in a new tab").click()
    give_password(opened.value, email)

    # Then, signed in again elsewhere, the same form is sent whole
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Half Typed")
    page.get_by_label("E-mail address").fill(f"half.typed.{time.time_ns()}@example.org")
    page.get_by_label("Head of service").check()
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("The invitation is on its way")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/authority/people/[0-9a-f-]{36}/$"))
