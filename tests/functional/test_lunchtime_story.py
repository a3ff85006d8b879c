"""From a lunchtime suspension to the eleventh: ten are five school days and bind no governors, the eleventh does. Told
by the school on its web form, worked by an officer, in a real browser on the real stack."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from django.db import transaction
from playwright.sync_api import Browser, Page, expect

from accounts.models import User
from cases.models import Case
from components.words import spelled_date
from exclusions.actions.suspensions import record_suspension
from exclusions.suspensions.counting import Span
from schools.calendars import statute_calendar
from statute import SchoolCalendar
from tests.functional import school_form
from tests.functional.desk import StoryDesk, sign_in
from tests.functional.hands import Mouse
from tests.functional.school_desk import EVIDENCE, SchoolStory, make_office, make_story
from tests.functional.test_story import Reader
from tests.support.live_stack import LiveStack

LUNCHTIMES = 11


def test_from_a_lunchtime_suspension_to_the_eleventh(
    live_stack: LiveStack, browser: Browser, page: Page, tmp_path: Path
) -> None:
    with live_stack.own_models():
        story = make_story("Lunchtime", tmp_path)
        office = make_office(story.school)
        days = lunchtimes(story.desk)
    reader = Reader(page)
    school, officer = enter(browser, live_stack, office.email), enter(browser, live_stack, story.desk.email)

    # Given a first lunchtime, which the school reports and an officer accepts
    first = report(story, school, reader, days[0])
    accept(officer, reader, first)
    expect_total(officer, "0.5")
    expect(officer.get_by_text("no meeting is due").first).to_be_visible()

    # And nine more, of which the tenth binds nobody either
    with live_stack.own_models(), transaction.atomic():
        by = User.objects.get(email=story.desk.email)
        tenth = [record_lunchtime(story.desk, day, by) for day in days[1:-1]][-1]
    officer.goto(f"/cases/{tenth.reference}/")
    expect_total(officer, "5.0")
    expect(officer.get_by_text("no meeting is due").first).to_be_visible()

    # When the school reports the eleventh
    eleventh = report(story, school, reader, days[-1], says="5.5")

    # Then the officer sees that the governors must meet if the parents ask them to, and by when
    accept(officer, reader, eleventh)
    expect_total(officer, "5.5")
    expect(officer.get_by_text("More than 5 school days in the term").first).to_be_visible()
    board = story.desk.school_day_after(story.desk.today, 50)
    expect(officer.get_by_text(spelled_date(board)).first).to_be_visible()
    with live_stack.own_models():
        assert Case.objects.filter(child=story.desk.child).count() == LUNCHTIMES
    for each in (school, officer):
        each.context.close()


def lunchtimes(desk: StoryDesk) -> list[date]:
    """Eleven school days of one term: up to the last one, or at the start of a term from it on."""
    calendar = SchoolCalendar.from_json(statute_calendar(desk.school, desk.today))
    latest = desk.last_school_day()
    days = [latest]
    while len(days) < LUNCHTIMES:
        days.insert(0, calendar.before(days[0], 1))
    if calendar.term_of(days[0]) == calendar.term_of(latest):
        return days
    return [desk.school_day_after(latest, count) for count in range(LUNCHTIMES)]


def decided_on(desk: StoryDesk, lunchtime: date) -> date:
    """The day itself; today for one that lies ahead."""
    return min(lunchtime, desk.today)


def record_lunchtime(desk: StoryDesk, day: date, by: User) -> Case:
    """As an officer records what they hear of by telephone."""
    decided = decided_on(desk, day)
    return record_suspension(
        child=desk.child,
        school=desk.school,
        decided_on=decided,
        span=Span(day, day, is_lunchtime_only=True),
        reasons=["DB"],
        told={"parents": decided},
        by=by,
        as_of=desk.today,
    )


def enter(browser: Browser, live_stack: LiveStack, email: str) -> Page:
    """A person's own browser, signed in."""
    context = browser.new_context(base_url=live_stack.base_url, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(15_000)
    page = context.new_page()
    sign_in(page, email)
    return page


def report(story: SchoolStory, page: Page, reader: Reader, day: date, says: str = "") -> str:
    """The form from the school's home to the receipt; `says` stands on the page of its answers."""
    hand = Mouse(page)
    page.goto("/")
    story.file("notice.txt", b"The notice to the parents.")
    school_form.start_form(hand)
    decided, evidence = decided_on(story.desk, day), story.file("evidence.txt", EVIDENCE)
    school_form.fill_lunchtime(
        hand, story.desk.child.surname, decided, day, evidence, lambda: reader.check(page, has_scripts=True)
    )
    if says:
        expect(page.get_by_text(says).first).to_be_visible()
    return school_form.send(hand)


def accept(page: Page, reader: Reader, reference: str) -> None:
    """The officer accepts it, and is at its case."""
    page.goto(f"/from-schools/{reference}/")
    page.get_by_role("button", name=re.compile("^Accept for ")).click()
    expect(page.get_by_text(f"{reference} is accepted")).to_be_visible()
    reader.check(page, has_scripts=True)
    expect(page).to_have_url(re.compile(r"/cases/SU-\d{4}-\d+/"))


def expect_total(page: Page, days: str) -> None:
    """What the child has lost in the term, to the end of the suspension that is shown."""
    row = page.locator(".govuk-summary-list__row").filter(has_text="To the end of it").first
    expect(row).to_contain_text(f"{days} school days")
