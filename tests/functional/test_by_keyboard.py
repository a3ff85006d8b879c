"""A school sends a form and an officer accepts it with Tab, Enter, Space and the arrows alone."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from portal.models import SubmissionStatus
from tests.functional import school_form
from tests.functional.desk import sign_in
from tests.functional.hands import Keyboard
from tests.functional.school_desk import make_office, make_story
from tests.support.live_stack import LiveStack


def test_a_form_is_sent_and_accepted_by_keyboard(
    live_stack: LiveStack, browser: Browser, page: Page, tmp_path: Path
) -> None:
    with live_stack.own_models():
        story = make_story("Keyworth", tmp_path)
        office = make_office(story.school)
    story.file("notice.txt", b"The notice to the parents.")

    # Given a school's home, of which the first stop skips to the content
    sign_in(page, office.email)
    page.goto("/")
    school = Keyboard(page)
    school.expect_skip_link_first()

    # When the form is filled in and sent
    school_form.start_form(school)
    school_form.fill_form(school, story.desk.child.surname, story.excluded_on, story.file("evidence.txt"))
    reference = school_form.send(school)

    # And an officer goes from the day's work to the form and accepts it
    context = browser.new_context(base_url=live_stack.base_url, locale="en-GB", timezone_id="Europe/London")
    context.set_default_timeout(15_000)
    page = context.new_page()
    sign_in(page, story.desk.email)
    page.goto("/")
    officer = Keyboard(page)
    officer.expect_skip_link_first()
    officer.follow(re.compile("New from schools"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("New from schools")
    officer.filter_by("School", story.school.name)
    expect(page.get_by_role("row", name=re.compile(reference))).to_be_visible()
    officer.follow("Permanent exclusion")
    officer.press(re.compile(f"^Accept for {story.desk.child.surname}"))
    expect(page.get_by_text(f"{reference} is accepted")).to_be_visible()
    context.close()

    # Then it is accepted
    with live_stack.own_models():
        newest = SubmissionStatus.objects.filter(submission__reference=reference).latest("pk")
        assert (newest.status, newest.child) == ("accepted", story.desk.child)
