"""From the school to the manager, in a real browser on the real stack: a school reports a permanent exclusion, an
officer works it, a manager sees what is due, information governance sees who looked. With JavaScript and without."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader

from cases.models import Case, Letter, LetterCopy
from components.words import spelled_date
from ledger.models import ViewRecord
from portal.models import Submission, SubmissionStatus
from tests.factories.people import PASSWORD
from tests.functional import school_form
from tests.functional.desk import fill_date, sign_in
from tests.functional.hands import Mouse
from tests.functional.post_room import letters_to, wait_for_letter
from tests.functional.school_desk import EVIDENCE, SchoolStory, make_story
from tests.functional.test_story import Reader
from tests.support.live_stack import LiveStack

ROWS_A_PAGE = 25
SESSIONS = {
    "Mornings begin at": "9:00",
    "Mornings end at": "12:00",
    "Afternoons begin at": "12:30",
    "Afternoons end at": "15:00",
}


@dataclass
class Cast:
    """Everybody's own browser, and what looks at their pages."""

    browser: Browser
    base_url: str
    has_scripts: bool
    reader: Reader
    contexts: list[BrowserContext] = field(default_factory=list)

    def enter(self, email: str = "") -> Page:
        """A person's own browser; signed in, when they have an account."""
        context = self.browser.new_context(
            base_url=self.base_url, java_script_enabled=self.has_scripts, locale="en-GB", timezone_id="Europe/London"
        )
        context.set_default_timeout(15_000)
        self.contexts.append(context)
        page = context.new_page()
        if email:
            sign_in(page, email)
        return page

    def look(self, page: Page) -> None:
        """No violation on the page that is shown; the words of a title and an address name no child."""
        self.reader.check(page, has_scripts=self.has_scripts)

    def looker(self, page: Page) -> Callable[[], None]:
        """`look` for one page."""
        return lambda: self.look(page)


@pytest.fixture(params=["with_scripts", "without_scripts"])
def cast(request: pytest.FixtureRequest, browser: Browser, page: Page, live_stack: LiveStack) -> Iterator[Cast]:
    """People whose browsers run JavaScript, and then people whose browsers run none."""
    has_scripts = request.param == "with_scripts"
    cast = Cast(browser, live_stack.base_url, has_scripts, Reader(page))
    yield cast
    for context in cast.contexts:
        context.close()


def test_from_the_school_to_the_manager(live_stack: LiveStack, cast: Cast, tmp_path: Path) -> None:
    surname = "Harbourne" if cast.has_scripts else "Quietharbour"
    with live_stack.own_models():
        story = make_story(surname, tmp_path)

    # Given a school's user whom an administrator invites
    invite(cast, story)
    school = accept_invitation(live_stack, cast, story)

    # When they report a permanent exclusion with an evidence file
    reference = report(cast, story, school)

    # Then there is a receipt that stays, a copy to keep, an e-mail that names no child, and one submission
    expect_receipt(live_stack, cast, story, school, reference)

    # When an officer finds it and accepts it for the child that is suggested
    officer = cast.enter(story.desk.email)
    case = accept(cast, story, officer, reference)

    # And asks the school, which answers in place with a file
    ask(cast, officer, reference)
    answer(live_stack, cast, story, school, reference)
    read_answer(cast, officer, reference)

    # And records who was told, books day six, and writes to the parents
    record_told(cast, story, officer, case)
    book(cast, story, officer, case)
    write_letter(cast, story, officer, case, tmp_path)

    # Then a manager sees what is due, and each number opens exactly what it counts
    expect_numbers(cast, story, case)

    # And information governance sees who looked
    expect_looks(cast, story)
    expect_end_state(live_stack, story, reference, case)


def invite(cast: Cast, story: SchoolStory) -> None:
    """An administrator gives a person of the school an account."""
    page = cast.enter(story.administrator)
    page.goto("/authority/people/invite/")
    cast.look(page)
    page.get_by_label("Name", exact=True).fill("Sam Office")
    page.get_by_label("E-mail address").fill(story.invited)
    page.get_by_label("School office").check()
    page.get_by_role("textbox", name=re.compile("^Schools")).fill(str(story.school.urn))
    page.get_by_role("button", name="Send invitation").click()
    expect(page.get_by_text("The invitation is on its way")).to_be_visible()
    cast.look(page)


def accept_invitation(live_stack: LiveStack, cast: Cast, story: SchoolStory) -> Page:
    """The link comes by e-mail; behind it a password is chosen, and the person is signed in."""
    letter = wait_for_letter(live_stack, story.invited, "invited")
    page = cast.enter()
    page.goto(letter.path)
    cast.look(page)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(story.school.name)
    cast.look(page)

    # The link works once; the password works from now on.
    another = cast.enter()
    another.goto(letter.path)
    expect(another.get_by_role("heading", level=1)).not_to_have_text("Choose a password")
    sign_in(another, story.invited)
    expect(another.get_by_role("heading", level=1)).to_have_text(story.school.name)
    return another


def report(cast: Cast, story: SchoolStory, page: Page) -> str:
    """The form from the school's home to the receipt."""
    hand, look = Mouse(page), cast.looker(page)
    story.file("notice.txt", b"The notice to the parents.")
    school_form.start_form(hand, look)
    school_form.fill_form(hand, story.desk.child.surname, story.excluded_on, story.file("evidence.txt"), look)
    for words in ("evidence.txt", "notice.txt", "Persistent or general disruptive behaviour", story.pupil):
        expect(page.get_by_text(words).first).to_be_visible()
    return school_form.send(hand)


def expect_receipt(live_stack: LiveStack, cast: Cast, story: SchoolStory, page: Page, reference: str) -> None:
    """The same page after a reload and from the home; a copy as a tagged PDF; one e-mail with the reference alone."""
    cast.look(page)
    page.reload()
    assert school_form.reference_on(Mouse(page)) == reference
    content = download(page, re.compile("Save a copy"))
    expect_tagged_pdf(content)
    page.goto("/")
    expect(page.get_by_role("row", name=re.compile(reference))).to_contain_text("Received")
    cast.look(page)
    page.get_by_role("link", name=reference).click()
    letter = wait_for_letter(live_stack, story.invited, reference)
    assert letter.path == f"/sent/{reference}/"
    assert story.desk.child.surname not in letter.subject + letter.text
    with live_stack.own_models():
        submission = Submission.objects.get(school=story.school)
        assert submission.reference == reference
        assert sorted(file.file_name for file in submission.files.all()) == ["evidence.txt", "notice.txt"]


def expect_tagged_pdf(content: bytes) -> None:
    """A PDF that a screen reader can read: tagged, with a title and a language."""
    document = PdfReader(io.BytesIO(content))
    root = document.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("en")
    assert document.metadata is not None
    assert document.metadata.title


def download(page: Page, link: str | re.Pattern[str]) -> bytes:
    """What the link gives as a file."""
    with page.expect_download() as started:
        page.get_by_role("link", name=link).first.click()
    return started.value.path().read_bytes()


def accept(cast: Cast, story: SchoolStory, page: Page, reference: str) -> str:
    """From the tile of the day's work to the case."""
    page.get_by_role("link", name=re.compile("New from schools")).first.click()
    cast.look(page)
    Mouse(page).filter_by("School", story.school.name)
    row = page.get_by_role("row", name=re.compile(reference))
    expect(row).to_contain_text(story.school.name)
    row.get_by_role("link").first.click()
    expect(page.get_by_role("columnheader", name="The school gave")).to_be_visible()
    side_by_side = page.get_by_role("table", name=re.compile("What the school gave"))
    for label in ("Surname", "Date of birth", "UPN"):
        expect(side_by_side.get_by_role("row", name=re.compile(label))).to_be_visible()
    expect(side_by_side.get_by_role("row", name=re.compile("Surname"))).to_contain_text(story.desk.child.surname)
    cast.look(page)
    assert story.desk.child.surname not in page.title() + page.url
    assert download(page, re.compile("evidence.txt")) == EVIDENCE
    page.get_by_role("button", name=re.compile(f"^Accept for {story.desk.child.surname}")).click()
    expect(page.get_by_text(f"{reference} is accepted")).to_be_visible()
    cast.look(page)
    found = re.search(r"/cases/(EX-\d{4}-\d+)/", page.url)
    assert found, page.url
    return found.group(1)


def ask(cast: Cast, page: Page, reference: str) -> None:
    """A question to the school."""
    page.goto(f"/from-schools/{reference}/")
    page.get_by_role("link", name="Ask the school a question").click()
    cast.look(page)
    page.get_by_role("textbox", name=re.compile("question|What", re.I)).fill("Which lesson was it?")
    page.get_by_role("button", name="Send the question").click()
    expect(page.get_by_text("The question was sent")).to_be_visible()
    cast.look(page)


def answer(live_stack: LiveStack, cast: Cast, story: SchoolStory, page: Page, reference: str) -> None:
    """The school is asked on its home, and by e-mail; it answers on the page of what it sent."""
    letter = wait_for_letter(live_stack, story.invited, f"question about {reference}")
    page.goto("/")
    expect(page.get_by_role("heading", name=re.compile("Asked of you"))).to_be_visible()
    cast.look(page)
    page.goto(letter.path)
    expect(page.get_by_text("Which lesson was it?").first).to_be_visible()
    cast.look(page)
    page.get_by_role("textbox").last.fill("The last lesson of the morning.")
    page.locator("input[type=file]").set_input_files(story.file("timetable.txt", b"The timetable."))
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("Your answer was sent")).to_be_visible()
    expect(page.get_by_text("The last lesson of the morning.")).to_be_visible()
    expect(page.get_by_role("link", name=re.compile("timetable.txt"))).to_be_visible()
    cast.look(page)


def read_answer(cast: Cast, page: Page, reference: str) -> None:
    """The officer reads it where they asked, and takes it into the case."""
    page.goto(f"/from-schools/{reference}/")
    expect(page.get_by_text("The last lesson of the morning.")).to_be_visible()
    assert download(page, re.compile("timetable.txt")) == b"The timetable."
    page.get_by_role("button", name="Take it into the case").click()
    expect(page.get_by_text("The answer is in the case")).to_be_visible()


def record_told(cast: Cast, story: SchoolStory, page: Page, case: str) -> None:
    """That the parents and the governors were told."""
    page.goto(f"/cases/{case}/")
    page.get_by_role("link", name=re.compile("Record who was told")).first.click()
    cast.look(page)
    fill_date(page, re.compile("Parents told on"), story.excluded_on)
    fill_date(page, re.compile("Governing board told on"), story.excluded_on)
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page).to_have_url(re.compile(f"/cases/{case}/$"))
    for told in ("Parents", "Governing board"):
        row = page.locator(".govuk-summary-list__row").filter(has_text=told).first
        expect(row).to_contain_text(spelled_date(story.excluded_on))


def book(cast: Cast, story: SchoolStory, page: Page, case: str) -> None:
    """Education from the sixth school day."""
    page.goto(f"/cases/{case}/")
    page.get_by_role("button", name=re.compile("^Book ")).first.click()
    cast.look(page)
    page.get_by_label("Provider", exact=True).select_option(label=story.provider.name)
    fill_date(page, re.compile("Starts on"), story.desk.school_day_after(story.excluded_on, 5))
    page.get_by_role("radio", name=re.compile("Full-time")).first.check()
    page.get_by_label("Hours a week").fill("25")
    for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        page.get_by_label(f"{day} morning").check()
        page.get_by_label(f"{day} afternoon").check()
    for label, time in SESSIONS.items():
        page.get_by_label(label).fill(time)
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_text(story.provider.name).first).to_be_visible()
    expect(page).to_have_url(re.compile(f"/cases/{case}/"))
    cast.look(page)


def write_letter(cast: Cast, story: SchoolStory, page: Page, case: str, folder: Path) -> None:
    """The offer to the parents: looked at, issued, saved as a tagged PDF, and sent."""
    page.goto(f"/cases/{case}/")
    page.get_by_role("button", name="Write a letter").click()
    cast.look(page)
    page.get_by_role("button", name=re.compile("^Look at the letter.*Education from day six")).click()
    expect(page.get_by_role("article")).to_contain_text(story.provider.name)
    cast.look(page)
    page.get_by_role("button", name=re.compile("^Issue")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Letters")
    cast.look(page)
    content = download(page, re.compile("Open the letter"))
    expect_tagged_pdf(content)
    page.get_by_role("link", name=re.compile("Record how")).first.click()
    cast.look(page)
    page.get_by_role("radio", name="First-class post").check()
    page.get_by_role("textbox", name=re.compile("^When was it sent")).fill(f"{story.desk.today:%d/%m/%Y}")
    page.get_by_role("button", name="Record this copy").click()
    expect(page.get_by_text("Counts as given on")).to_be_visible()


def expect_numbers(cast: Cast, story: SchoolStory, case: str) -> None:
    """Each number of the manager's page is the number of rows of the list that it opens."""
    page = cast.enter(story.manager)
    page.goto("/manage/")
    cast.look(page)
    links = page.locator("main").get_by_role("link").all()
    numbers = {}
    for link in links:
        count = re.search(r"\d[\d,]*", link.inner_text())
        address = link.get_attribute("href") or ""
        if count and address.startswith("/cases/?"):
            numbers[address] = int(count.group().replace(",", ""))
    assert len(numbers) >= 4, numbers
    late = page.locator("main").get_by_role("link").filter(has_text="Overdue").first
    page.goto(late.get_attribute("href") or "")
    expect(page.get_by_role("row", name=re.compile(story.late_case))).to_contain_text("Overdue by")
    for address, count in numbers.items():
        page.goto(address)
        assert rows_of_list(page) == count, address
    page.goto(next(iter(numbers)))
    cast.look(page)


def rows_of_list(page: Page) -> int:
    """The number of cases that the list says it has; on one page, that many rows stand there."""
    rows = page.locator("main table tbody tr").count()
    shown = re.search(r"Showing [\d,]+ to [\d,]+ of ([\d,]+) cases?", page.locator("main").inner_text())
    total = int(shown.group(1).replace(",", "")) if shown else 0
    assert rows == min(total, ROWS_A_PAGE)
    return total


def expect_looks(cast: Cast, story: SchoolStory) -> None:
    """Information governance gives a reason and sees the school's user, the officer and the manager."""
    page = cast.enter(story.governance)
    page.goto(f"/children/{story.desk.child.uuid}/who-has-looked/")
    cast.look(page)
    page.get_by_role("textbox", name=re.compile("Why")).fill("A parent asked who had looked.")
    page.get_by_role("button", name="Open the record").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who has looked")
    expect(page.get_by_role("table").get_by_text("A parent asked who had looked.").first).to_be_visible()
    cast.look(page)
    looks = page.get_by_role("table").inner_text()
    following = page.get_by_role("link", name=re.compile("^Next"))
    while following.count():
        following.click()
        looks += page.get_by_role("table").inner_text()
    for role in ("School office", "Exclusions officer", "Team manager", "Information governance"):
        assert role in looks, role


def expect_end_state(live_stack: LiveStack, story: SchoolStory, reference: str, case: str) -> None:
    """The same rows with JavaScript and without."""
    with live_stack.own_models():
        opened = Case.objects.get(reference=case)
        assert opened.child == story.desk.child
        assert opened.placements.get().provider == story.provider
        assert LetterCopy.objects.get(letter__case=opened).sent_on == story.desk.today
        statuses = SubmissionStatus.objects.filter(submission__reference=reference).order_by("pk")
        assert [each.status for each in statuses] == ["received", "accepted"]
        assert Letter.objects.filter(case=opened).count() == 1
        assert ViewRecord.objects.filter(child_ids__contains=[story.desk.child.pk]).exists()
    live_stack.wait_for_outbox()
    subjects = sorted(letter.subject for letter in letters_to(live_stack, story.invited))
    assert len(subjects) == 4, subjects
