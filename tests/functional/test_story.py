"""The story of this slice: an officer records a permanent exclusion, sees every date and its count, and moves the dates
by changing the school's calendar. On the real stack, in a real browser, with a real worker; once without JavaScript."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from cases.models import Deadline
from components.words import spelled_date
from tests.functional.desk import StoryDesk, fill_date, make_desk, sign_in
from tests.support.live_stack import LiveStack

AXE_OPTIONS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Reader:
    """Looks at a page as axe does. A page without JavaScript is given to axe as saved HTML in a page that has it."""

    def __init__(self, checking: Page) -> None:
        self.checking = checking

    def check(self, page: Page, *, has_scripts: bool) -> None:
        """No violation on this page, and no sideways scrolling in a narrow window."""
        looked_at = page
        if not has_scripts:
            # From an address of the product, so that the saved page finds its stylesheet.
            self.checking.goto("/accessibility/")
            self.checking.set_content(page.content(), wait_until="load")
            looked_at = self.checking
        found = Axe().run(looked_at, options=AXE_OPTIONS)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"


@pytest.fixture(params=["with_scripts", "without_scripts"])
def journey(
    request: pytest.FixtureRequest, page: Page, page_without_scripts: Page
) -> Iterator[tuple[Page, Reader, bool]]:
    """The page to act on, what reads it, and whether it runs JavaScript."""
    has_scripts = request.param == "with_scripts"
    yield (page if has_scripts else page_without_scripts), Reader(page), has_scripts


def test_an_officer_records_an_exclusion_and_moves_its_dates_with_the_calendar(
    live_stack: LiveStack, journey: tuple[Page, Reader, bool]
) -> None:
    page, reader, has_scripts = journey
    with live_stack.own_models():
        desk = make_desk("Storey" if has_scripts else "Quietstory")

    # Given an officer at the desk, who finds the child by the start of the surname
    sign_in(page, desk.email)
    reader.check(page, has_scripts=has_scripts)
    find_child(page, desk)
    reader.check(page, has_scripts=has_scripts)

    # When they record a permanent exclusion that no school's form announced
    record_exclusion(page, reader, desk, has_scripts=has_scripts)

    # Then the case shows all dates, and each says how it was counted
    excluded_on = desk.last_school_day()
    sixth_day = desk.school_day_after(excluded_on, 5)
    governors = desk.school_day_after(excluded_on, 15)
    for day in (sixth_day, governors):
        expect(page.get_by_text(spelled_date(day)).first).to_be_visible()
    reader.check(page, has_scripts=has_scripts)
    case_url = page.url
    deadline_url = open_count(page, "Day-six provision")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Day-six provision")
    # A count that runs over the end of a month has a table for each.
    expect(page.locator("table").filter(has_text="day 6").first).to_be_attached()
    expect(page.get_by_text("weekend").first).to_be_attached()
    expect(page.get_by_text(re.compile("Regulations 2007|Education Act 1996")).first).to_be_visible()
    reader.check(page, has_scripts=has_scripts)

    # When the school's calendar gets a closure inside the count
    closed_on = desk.school_day_after(excluded_on, 2)
    page.goto(f"/authority/calendar/{desk.school.urn}/")
    reader.check(page, has_scripts=has_scripts)
    page.get_by_role("button", name="Add days").first.click()
    reader.check(page, has_scripts=has_scripts)
    page.get_by_label("Unplanned closure").check()
    fill_date(page, "First day", closed_on)
    page.get_by_label(re.compile("^Note")).fill("Burst pipe")
    page.get_by_role("button", name="Add days").click()
    expect(page.get_by_text("Burst pipe").first).to_be_visible()
    live_stack.wait_for_outbox()

    # Then the worker has moved the dates, and the count strikes the day out with its reason
    page.goto(deadline_url)
    moved_to = desk.school_day_after(excluded_on, 6)
    expect(page.get_by_text(spelled_date(moved_to)).first).to_be_visible()
    expect(page.get_by_text("Burst pipe").first).to_be_attached()
    page.goto(case_url)
    expect(page.get_by_text("Date moved").first).to_be_visible()
    with live_stack.own_models():
        stored = Deadline.objects.get(case__child=desk.child, code="exclusions.sixth_day")
        assert (stored.due_on, stored.state) == (moved_to, "running")


def find_child(page: Page, desk: StoryDesk) -> None:
    """From any page: type the start of the surname, open the child."""
    page.get_by_role("searchbox").first.fill(desk.child.surname[:5])
    page.get_by_role("button", name="Search").first.click()
    assert desk.child.surname[:5] not in page.url, "no word of a search stands in an address"
    page.get_by_role("link", name=re.compile(desk.child.surname)).first.click()
    expect(page.get_by_text(desk.school.name).first).to_be_visible()


def record_exclusion(page: Page, reader: Reader, desk: StoryDesk, *, has_scripts: bool) -> None:
    """Badly first: what was typed stays and the error names the field. Then well."""
    day = desk.last_school_day()
    page.get_by_role("button", name="Record a permanent exclusion").first.click()
    reader.check(page, has_scripts=has_scripts)
    page.get_by_label(desk.school.name).check()
    fill_date(page, "Decided on", day)
    page.get_by_role("group", name="Excluded from").get_by_label("Day", exact=True).fill("31")
    page.get_by_role("group", name="Excluded from").get_by_label("Month", exact=True).fill("2")
    page.get_by_role("group", name="Excluded from").get_by_label("Year", exact=True).fill(str(day.year))
    page.get_by_label("Before the afternoon session began").check()
    page.get_by_label("Persistent or general disruptive behaviour").check()
    page.get_by_role("group", name="Would the child miss").get_by_label("No").check()
    page.get_by_role("button", name="Record the exclusion").click()
    expect(page.get_by_role("link", name=re.compile("Excluded from must be a real date"))).to_be_visible()
    assert page.title().startswith("Error: ")
    expect(page.get_by_role("group", name="Excluded from").get_by_label("Day", exact=True)).to_have_value("31")
    expect(page.get_by_label("Persistent or general disruptive behaviour")).to_be_checked()
    reader.check(page, has_scripts=has_scripts)
    fill_date(page, "Excluded from", day)
    page.get_by_role("button", name="Record the exclusion").click()
    expect(page.get_by_text("The exclusion is recorded").first).to_be_visible()
    assert desk.child.surname not in page.title()


def open_count(page: Page, label: str) -> str:
    """Open how a deadline was counted; gives its address."""
    deadline = (
        page.locator("li, tr, section, div")
        .filter(has_text=label)
        .get_by_role("link", name=re.compile("How this was counted"))
    )
    deadline.first.click()
    return page.url


def test_no_name_of_a_child_in_a_title_or_address(live_stack: LiveStack, browser_context: BrowserContext) -> None:
    """Every page of a child's record that is a plain GET."""
    with live_stack.own_models():
        desk = make_desk("Zanzibar")
    page = browser_context.new_page()
    sign_in(page, desk.email)
    for address in ("", "cases/", "timeline/", "family/", "documents/", "change/", "notes/add/", "documents/add/"):
        page.goto(f"/children/{desk.child.uuid}/{address}")
        assert "Zanzibar" not in page.title() + page.url
        assert page.locator("h1").count() == 1
