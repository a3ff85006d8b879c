"""How a person works a page: with a mouse, or with the keyboard alone. A story is written once for both."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Protocol

from playwright.sync_api import FileChooser, Locator, Page, expect
from playwright.sync_api import TimeoutError as TooLate

# A page on which nothing is reached in so many steps is not usable by keyboard.
MOST_TABS = 150

# What of the focused element, its label's mark or its neighbourhood changes with the focus.
FOCUS_SHOWS = """
() => {
  const drawn = (element, pseudo) => {
    const style = getComputedStyle(element, pseudo);
    const outlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== "none";
  };
  const element = document.activeElement;
  const box = element.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const marks = [...(element.labels || [])].some((label) => drawn(label, "::before") || drawn(label));
  return inside && (drawn(element) || drawn(element, "::before") || marks);
}
"""


class Hand(Protocol):
    """The acts of a person on the page that is shown."""

    page: Page

    def press(self, button: str | re.Pattern[str]) -> None:
        """A button, by its words."""

    def follow(self, link: str | re.Pattern[str]) -> None:
        """A link, by its words."""

    def choose(self, question: str | re.Pattern[str], answer: str | re.Pattern[str]) -> None:
        """One answer of a question with round buttons."""

    def tick(self, answers: Iterable[str | re.Pattern[str]]) -> None:
        """Check boxes, in the order in which they stand."""

    def write(self, label: str | re.Pattern[str], text: str) -> None:
        """Into a box of text."""

    def fill_date(self, legend: str | re.Pattern[str], day: date) -> None:
        """Into the three boxes of a date."""

    def attach(self, label: str, *files: Path) -> None:
        """Files into a field for them."""

    def filter_by(self, label: str, option: str) -> None:
        """Open the filters of a list, choose one option, apply."""


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, button: str | re.Pattern[str]) -> None:
        """A button, by its words."""
        self.page.get_by_role("button", name=button, exact=True).first.click()

    def follow(self, link: str | re.Pattern[str]) -> None:
        """A link, by its words."""
        self.page.get_by_role("link", name=link).first.click()

    def choose(self, question: str | re.Pattern[str], answer: str | re.Pattern[str]) -> None:
        """One answer of a question with round buttons."""
        self.page.get_by_role("group", name=question).get_by_role("radio", name=answer, exact=True).check()

    def tick(self, answers: Iterable[str | re.Pattern[str]]) -> None:
        """Check boxes, in the order in which they stand."""
        for answer in answers:
            self.page.get_by_role("checkbox", name=answer, exact=True).check()

    def write(self, label: str | re.Pattern[str], text: str) -> None:
        """Into a box of text."""
        self.page.get_by_role("textbox", name=label).fill(text)

    def fill_date(self, legend: str | re.Pattern[str], day: date) -> None:
        """Into the three boxes of a date."""
        group = self.page.get_by_role("group", name=legend)
        for label, number in _boxes(day):
            group.get_by_label(label, exact=True).fill(str(number))

    def attach(self, label: str, *files: Path) -> None:
        """Files into a field for them."""
        self.page.locator("input[type=file]").and_(self.page.get_by_label(label)).set_input_files(list(files))

    def filter_by(self, label: str, option: str) -> None:
        """Open the filters of a list, choose one option, apply."""
        self.page.get_by_text("Filter this list").click()
        self.page.get_by_label(label, exact=True).select_option(label=option)
        self.press("Apply filters")


class Keyboard:
    """Tab, Enter, Space and the arrows, nothing else. Every stop must show the focus inside the window."""

    def __init__(self, page: Page) -> None:
        self.page = page
        # Heard all the time: while nobody listens the browser would open the system's own window, which stays open.
        page.on("filechooser", _heard)

    def press(self, button: str | re.Pattern[str]) -> None:
        """A button, by its words."""
        self._go_to(self.page.get_by_role("button", name=button, exact=True).first)
        self.page.keyboard.press("Enter")

    def follow(self, link: str | re.Pattern[str]) -> None:
        """A link, by its words."""
        self._go_to(self.page.get_by_role("link", name=link).first)
        self.page.keyboard.press("Enter")

    def choose(self, question: str | re.Pattern[str], answer: str | re.Pattern[str]) -> None:
        """One answer of a question with round buttons: Tab to the question, arrows to the answer."""
        group = self.page.get_by_role("group", name=question)
        wanted = group.get_by_role("radio", name=answer, exact=True)
        expect(wanted).to_be_attached()
        self._go_to_one_of(group.get_by_role("radio").all())
        self.page.keyboard.press("Space")
        for _ in range(group.get_by_role("radio").count()):
            if wanted.is_checked():
                break
            self.page.keyboard.press("ArrowDown")
        expect(wanted).to_be_checked()
        self._expect_focus_shown()

    def tick(self, answers: Iterable[str | re.Pattern[str]]) -> None:
        """Check boxes, in the order in which they stand."""
        for answer in answers:
            box = self.page.get_by_role("checkbox", name=answer, exact=True)
            self._go_to(box)
            self.page.keyboard.press("Space")
            expect(box).to_be_checked()

    def write(self, label: str | re.Pattern[str], text: str) -> None:
        """Into a box of text."""
        self._go_to(self.page.get_by_role("textbox", name=label))
        self.page.keyboard.type(text)

    def fill_date(self, legend: str | re.Pattern[str], day: date) -> None:
        """Into the three boxes of a date."""
        group = self.page.get_by_role("group", name=legend)
        for label, number in _boxes(day):
            self._go_to(group.get_by_label(label, exact=True))
            self.page.keyboard.type(str(number))

    def attach(self, label: str, *files: Path) -> None:
        """Files into a field for them: the key that opens the system's own chooser, and what is chosen there."""
        self._go_to(self.page.locator("input[type=file]").and_(self.page.get_by_label(label)))
        self._open_chooser().set_files(list(files))

    def filter_by(self, label: str, option: str) -> None:
        """Open the filters of a list, choose one option by typing it, apply."""
        self._go_to(self.page.locator("summary", has_text="Filter this list"))
        self.page.keyboard.press("Enter")
        box = self.page.get_by_label(label, exact=True)
        self._go_to(box)
        self.page.keyboard.type(option)
        expect(box.locator("option:checked")).to_have_text(option)
        self.press("Apply filters")

    def expect_skip_link_first(self) -> None:
        """On a page that was just opened, the first Tab shows the link that skips to the content, and it does."""
        self.page.keyboard.press("Tab")
        skip = self.page.locator("a.govuk-skip-link")
        expect(skip).to_be_focused()
        expect(skip).to_be_visible()
        self._expect_focus_shown()
        self.page.keyboard.press("Enter")
        expect(self.page.locator("#main-content")).to_be_focused()

    def _open_chooser(self) -> FileChooser:
        """Press Space, and once more when a busy machine let the first press go by."""
        try:
            return self._chooser_of_a_press()
        except TooLate:
            return self._chooser_of_a_press()

    def _chooser_of_a_press(self) -> FileChooser:
        with self.page.expect_file_chooser() as opened:
            self.page.keyboard.press("Space")
        return opened.value

    def _go_to(self, wanted: Locator) -> None:
        self._go_to_one_of([wanted])

    def _go_to_one_of(self, wanted: list[Locator]) -> None:
        expect(wanted[0]).to_be_attached()
        handles = [each.element_handle() for each in wanted]
        for _ in range(MOST_TABS):
            if self.page.evaluate("(those) => those.includes(document.activeElement)", handles):
                self._expect_focus_shown()
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.page.url}: {wanted[0]} is not reached with {MOST_TABS} Tabs")

    def _expect_focus_shown(self) -> None:
        name = self.page.evaluate("() => document.activeElement.outerHTML.slice(0, 120)")
        assert self.page.evaluate(FOCUS_SHOWS), f"{self.page.url}: the focus does not show on {name}"


def _heard(_: FileChooser) -> None:
    """The one who pressed takes it."""


def _boxes(day: date) -> tuple[tuple[str, int], ...]:
    return ("Day", day.day), ("Month", day.month), ("Year", day.year)
