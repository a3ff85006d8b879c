"""Every page of the product, as somebody who may open it, checked by axe; none scrolls sideways in a narrow window."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.urls import URLPattern, reverse
from django.utils import timezone
from playwright.sync_api import Browser, Page

from exclusions.webforms import FORM
from portal.models import DraftFile
from tests.factories.children import enrol, make_child
from tests.factories.world import World, every_pattern
from tests.functional.desk import StoryDesk
from tests.functional.ready_drafts import make_ready_drafts
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
NOT_PAGES = {
    "account_session",
    "api_schema",
    "api_submission",
    "brand_stylesheet",
    "document",
    "exclusions_finance_csv",
    "health",
    "letter",
    "report_exclusion_rows_file",
    "report_exclusions_file",
    "send_file",
    "send_many_not_sent",
    "send_many_template",
    "sent_copy",
    "sent_file",
    "submission_file",
}
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
        world = World()
        world.arguments |= a_real_draft(world)
        yield world


def a_real_draft(world: World) -> dict[str, object]:
    """In place of the tests' own form, which the stack does not know: a form of the product, ready to be sent."""
    desk = StoryDesk("", world.desk.school, world.desk.child, timezone.localdate())
    (ready,) = make_ready_drafts(desk, world.people["school_office"], 1)
    file = DraftFile.objects.filter(draft__uuid=ready.uuid).first()
    return {
        "form_code": FORM.code,
        "draft_uuid": ready.uuid,
        "step_code": FORM.steps[0].code,
        "draft_file_uuid": file.uuid,
    }


def more_pages_of_schools(world: World) -> dict[str, str]:
    """Every step of the form, what it asks about a pupil who is excluded already, and the last page before another
    pupil's is sent, by name."""
    draft = reverse("send_draft", args=[FORM.code, world.arguments["draft_uuid"]])
    steps = {f"send {step.code}": f"{draft}{step.code}/" for step in FORM.steps if step.code != "dates"}
    pupil = make_child()
    enrol(pupil, world.desk.school)
    desk = StoryDesk("", world.desk.school, pupil, timezone.localdate())
    (ready,) = make_ready_drafts(desk, world.people["school_office"], 1)
    return {**steps, "send doubt": f"{draft}pupil/sure/", "send check": ready.check_path}


def signed_in(browser: Browser, live_stack: LiveStack, world: World, who: str) -> Page:
    """A browser with this person's session."""
    context = browser.new_context(base_url=live_stack.base_url, locale="en-GB")
    context.set_default_timeout(15_000)
    client = world.client(who)
    if settings.SESSION_COOKIE_NAME in client.cookies:
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": live_stack.base_url}])
    return context.new_page()


def not_the_page(page: Page, address: str) -> list[str]:
    """Open the page; what is wrong when another one is shown (signing in, for one) would be looked at in its place."""
    answer = page.goto(address)
    shown = page.url.removeprefix(page.evaluate("() => location.origin"))
    if answer is None or answer.status != HTTPStatus.OK or shown != address:
        return [f"{shown} was shown, with {answer.status if answer else 'no answer'}"]
    return []


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
        addresses = {
            str(pattern.name): world.address(pattern) for pattern in every_pattern() if looker_of(pattern, table) == who
        }
        if who == "school_office":
            addresses |= more_pages_of_schools(world)
        for name, address in addresses.items():
            if found := [*not_the_page(page, address), *complaints_about(page)]:
                wrong[name] = found
            looked_at += 1
        page.context.close()
    assert not wrong, "\n".join(f"{name}: {' '.join(found)}" for name, found in wrong.items())
    assert looked_at > 50
