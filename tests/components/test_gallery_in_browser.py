"""Every component in every state, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.components.conftest import BUILT, ORIGIN, Gallery

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (1280, 320)

OUTSIDE_THE_WINDOW = """() => [...document.querySelectorAll('body *')]
    .filter((one) => !one.closest('.onroll-table-wrap, .govuk-visually-hidden, details:not([open])'))
    .filter((one) => one.getBoundingClientRect().right > window.innerWidth + 1)
    .map((one) => one.className)"""

SMALLER_THAN_A_TARGET = """() => [...document.querySelectorAll('button, summary, .onroll-sort, .onroll-chip')]
    .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 24)
    .map((one) => one.className)"""

Opener = Callable[..., Gallery]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("layout", ["desk", "school"])
def test_axe_finds_nothing(open_gallery: Opener, width: int, layout: str) -> None:
    opened = open_gallery(width, layout)
    results = Axe().run(opened.page, options={"runOnly": RULES})
    violations = results.response["violations"]
    assert not violations, [(one["id"], [node["html"] for node in one["nodes"]]) for one in violations]


def test_nothing_is_wider_than_a_telephone_but_tables(open_gallery: Opener) -> None:
    page = open_gallery(320).page
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.evaluate(OUTSIDE_THE_WINDOW) == []


def test_the_caption_of_a_wide_table_can_be_read_wherever_it_is_scrolled(open_gallery: Opener) -> None:
    page = open_gallery(320).page
    caption = page.get_by_text("Cases of the exclusions team by their next date", exact=True)
    region = page.get_by_role("region", name="Cases of the exclusions team by their next date")
    assert region.evaluate("(one) => one.scrollWidth > one.clientWidth"), "the table is wider than the screen"
    for scrolled in (0, 150):
        region.evaluate("(one, by) => { one.scrollLeft = by }", scrolled)
        box = caption.bounding_box()
        assert box is not None
        assert box["x"] >= 0, scrolled
        assert box["x"] + box["width"] <= 320, scrolled


@pytest.mark.parametrize("width", WIDTHS)
def test_targets_are_at_least_24_pixels_high(open_gallery: Opener, width: int) -> None:
    assert open_gallery(width).page.evaluate(SMALLER_THAN_A_TARGET) == []


def test_everything_comes_from_our_own_address(open_gallery: Opener) -> None:
    opened = open_gallery(1280)
    assert opened.missing == []
    assert [address for address in opened.asked if not address.startswith(f"{ORIGIN}/")] == []


def test_no_mark_of_another_brand_is_served(open_gallery: Opener) -> None:
    served = open_gallery(1280).page.content() + (BUILT / "onroll.css").read_text() + (BUILT / "onroll.js").read_text()
    for mark in ("GDS Transport", "crown", "crest", "govuk-logotype", ".woff"):
        assert mark.lower() not in served.lower(), mark
    assert not [file for file in BUILT.rglob("*") if file.suffix in (".woff", ".woff2")]


def test_the_page_does_its_work_without_scripts(open_gallery: Opener) -> None:
    page = open_gallery(320, scripts=False).page
    expect(page.get_by_role("navigation", name="Menu").get_by_role("link", name="Deadlines")).to_be_visible()
    expect(page.get_by_role("button", name="Copy UPN")).to_have_count(0)
    expect(page.get_by_role("button", name="Print")).to_have_count(0)
    page.get_by_text("What counts as a school day").click()
    expect(page.get_by_text("open to pupils")).to_be_visible()


def test_the_keyboard_reaches_content_first_and_the_menu_closes(open_gallery: Opener) -> None:
    page = open_gallery(1280).page
    # The error summary has taken the focus, as it should: start again from the top.
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.locator("body").press("Tab")
    page.get_by_role("link", name="Skip to main content").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#main-content")).to_be_focused()
    menu = page.locator("[data-user-menu]")
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(menu.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu.get_by_role("button", name="Sign out")).to_be_hidden()
    expect(menu.locator("summary")).to_be_focused()


def test_the_error_summary_takes_the_focus_and_leads_to_the_field(open_gallery: Opener) -> None:
    page = open_gallery(1280).page
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("link", name="The date of the exclusion must be a real date").click()
    expect(page.locator("#refused_excluded_on_day")).to_be_focused()


def test_a_printed_page_has_no_navigation(open_gallery: Opener) -> None:
    page = open_gallery(1280).page
    page.emulate_media(media="print")
    for hidden in (".onroll-navigation", ".onroll-search", ".onroll-tabs", ".onroll-filter"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".onroll-identity").first).to_be_visible()


def test_days_are_told_apart_without_colour(open_gallery: Opener) -> None:
    page = open_gallery(1280).page
    page.emulate_media(forced_colors="active")
    styles = {
        state: page.locator(f"td.onroll-month__day--{state}").first.evaluate(
            "one => getComputedStyle(one).borderTopStyle"
        )
        for state in ("counted", "due", "skipped")
    }
    assert styles == {"counted": "solid", "due": "double", "skipped": "dotted"}


@pytest.mark.parametrize("width", WIDTHS)
def test_wider_text_spacing_breaks_nothing(open_gallery: Opener, width: int) -> None:
    page = open_gallery(width).page
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate(OUTSIDE_THE_WINDOW) == []
