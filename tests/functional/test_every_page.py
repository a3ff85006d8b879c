"""Every page of the product, as somebody who may open it, checked by axe; none scrolls sideways in a narrow window."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import URLPattern
from playwright.sync_api import Browser, Page

from tests.factories.world import World, every_pattern
from tests.functional.test_story import AXE_OPTIONS
from tests.support.live_stack import LiveStack

TABLE = Path(__file__).parents[1] / "architecture" / "access.csv"
# Pages are looked at as the first of these who may open them.
LOOKERS = (
    "exclusions_officer",
    "administrator",
    "information_governance",
    "team_manager",
    "school_office",
    "signed_out",
)
# What a GET gives as a file, a stylesheet or a machine's answer.
NOT_PAGES = {"document", "brand_stylesheet", "health"}
NARROW = 320


def looker_of(pattern: URLPattern, table: dict[str, dict[str, str]]) -> str | None:
    """Who opens the page here; None for addresses that show none."""
    row = table[str(pattern.name)]
    if pattern.name in NOT_PAGES:
        return None
    return next((who for who in LOOKERS if row[who] == "200"), None)


@pytest.fixture(scope="module")
def world(live_stack: LiveStack) -> Iterator[World]:
    """One of everything, in the stack's own database."""
    with live_stack.own_models():
        yield World()


def signed_in(browser: Browser, live_stack: LiveStack, world: World, who: str) -> Page:
    """A browser with this person's session."""
    context = browser.new_context(base_url=live_stack.base_url, locale="en-GB")
    context.set_default_timeout(15_000)
    client = world.client(who)
    if settings.SESSION_COOKIE_NAME in client.cookies:
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_stack.base_url}])
    return context.new_page()


def complaints_about(page: Page) -> list[str]:
    """What is wrong with the page that is shown."""
    found = []
    report = Axe().run(page, options=AXE_OPTIONS)
    if report.violations_count:
        found.append(report.generate_report())
    if page.locator("h1").count() != 1:
        found.append(f"{page.locator('h1').count()} first headings")
    page.set_viewport_size({"width": NARROW, "height": 700})
    wide = page.evaluate(
        "() => document.documentElement.scrollWidth > window.innerWidth ? document.documentElement.scrollWidth : 0"
    )
    if wide:
        found.append(f"scrolls sideways: {wide} px")
    page.set_viewport_size({"width": 1280, "height": 800})
    return found


def test_every_page_passes_axe_and_fits_a_narrow_window(live_stack: LiveStack, world: World, browser: Browser) -> None:
    with TABLE.open(newline="") as file:
        table = {row["address"]: row for row in csv.DictReader(file)}
    wrong: dict[str, list[str]] = {}
    looked_at = 0
    for who in LOOKERS:
        page = signed_in(browser, live_stack, world, who)
        for pattern in every_pattern():
            if looker_of(pattern, table) != who:
                continue
            page.goto(world.address(pattern))
            looked_at += 1
            if found := complaints_about(page):
                wrong[str(pattern.name)] = found
        page.context.close()
    assert not wrong, "\n".join(f"{name}: {' '.join(found)}" for name, found in wrong.items())
    assert looked_at > 50
