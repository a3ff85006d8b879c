"""A school fills in the form for an exclusion or a suspension, page by page, with a mouse or by keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from playwright.sync_api import expect

from tests.functional.hands import Hand

FORM = "Suspension or permanent exclusion"
Look = Callable[[], None]


def nothing() -> None:
    """Where nobody looks at the page."""


def start_form(hand: Hand, look: Look = nothing) -> None:
    """From the school's home to the first page of a new draft."""
    hand.follow(FORM)
    look()
    hand.press("Start now")
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(FORM)
    look()
    hand.press("Continue") if hand.page.get_by_role("button", name="Continue").count() else hand.follow("Continue")


def fill_form(hand: Hand, surname: str, excluded_on: date, evidence: Path, look: Look = nothing) -> None:
    """A permanent exclusion, from the pupil to the page on which the answers are checked."""
    go_on = partial(_go_on, hand, look)
    _find_pupil(hand, surname)
    go_on("Suspension or permanent exclusion?")
    hand.choose("Suspension or permanent exclusion?", "Permanent exclusion")
    go_on("When did it start?")
    hand.fill_date(re.compile("When did the head teacher decide"), excluded_on)
    hand.fill_date(re.compile("When does it start"), excluded_on)
    hand.choose("When on that day?", "Before afternoon school began")
    go_on("Reasons")
    _fill_why(hand, go_on)
    go_on("not told yet?")
    look()
    hand.press("Yes, this is right, continue")
    _fill_rest(hand, evidence, go_on)
    look()


def fill_lunchtime(hand: Hand, surname: str, decided_on: date, on: date, evidence: Path, look: Look = nothing) -> None:
    """A suspension for one lunchtime, from the pupil to the page on which the answers are checked. Only the parents
    were told."""
    go_on = partial(_go_on, hand, look)
    _find_pupil(hand, surname)
    go_on("Suspension or permanent exclusion?")
    hand.choose("Suspension or permanent exclusion?", "Suspension")
    go_on("When does the suspension start and end?")
    hand.fill_date(re.compile("When did the head teacher decide"), decided_on)
    hand.choose("Is it for lunchtimes only?", "Yes")
    hand.fill_date("First day", on)
    hand.fill_date("Last day", on)
    go_on("Reasons")
    _fill_why(hand, go_on)
    hand.fill_date(re.compile("When were the parents told"), decided_on)
    look()
    hand.press("Continue")
    if hand.page.get_by_role("button", name="Yes, this is right, continue").count():
        look()
        hand.press("Yes, this is right, continue")
    _fill_rest(hand, evidence, go_on)
    look()


def _go_on(hand: Hand, look: Look, title: str) -> None:
    look()
    hand.press("Continue")
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text(title)


def _find_pupil(hand: Hand, surname: str) -> None:
    hand.write("Find a pupil on your roll", surname[:6])
    hand.press("Find")
    hand.choose("Which pupil?", re.compile(surname))


def _fill_why(hand: Hand, go_on: Callable[[str], None]) -> None:
    """From the reasons to the page that asks who was told."""
    hand.tick(["Persistent or general disruptive behaviour"])
    go_on("Exams and tests")
    hand.choose(re.compile("Would the pupil miss"), "No")
    go_on("What you know of the pupil")
    hand.choose(re.compile("looked after"), "No")
    hand.choose(re.compile("social worker"), "No")
    hand.choose(re.compile("EHC plan"), "No")
    hand.choose("Special educational needs", re.compile("^No special"))
    go_on("Who was told?")


def _fill_rest(hand: Hand, evidence: Path, go_on: Callable[[str], None]) -> None:
    """From the notice to the page on which the answers are checked."""
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text("The notice to the parents")
    hand.tick(list(_contents(hand)))
    go_on("Documents")
    hand.attach("The notice to the parents", evidence.with_name("notice.txt"))
    hand.attach("Evidence", evidence)
    go_on("Work and education meanwhile")
    hand.choose(re.compile("Have you set work"), "Yes")
    go_on("Contact at your school")
    hand.write(re.compile("Who can we ask"), "Sam Office")
    hand.write(re.compile("telephone"), "024 7600 0000")
    go_on("Check your answers")


def _contents(hand: Hand) -> list[str]:
    boxes = hand.page.get_by_role("checkbox").all()
    return [box.evaluate("(one) => one.labels[0].innerText.trim()") for box in boxes]


def send(hand: Hand) -> str:
    """Send the checked answers; gives the reference on the receipt."""
    hand.press("Send")
    return reference_on(hand)


def reference_on(hand: Hand) -> str:
    """The reference that the receipt shows."""
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text("Received")
    found = re.search(r"/sent/(EX-S-\d{4}-\d+)/$", hand.page.url)
    assert found, hand.page.url
    expect(hand.page.get_by_text(found.group(1)).first).to_be_visible()
    return found.group(1)
