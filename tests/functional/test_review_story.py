"""From a permanent exclusion over the independent review to reinstatement, step by step in a real browser."""

from __future__ import annotations

import re
from datetime import date, timedelta

from django.db import transaction
from playwright.sync_api import Page, expect

from accounts.models import User
from cases.models import Case
from exclusions.actions import review_panel
from exclusions.models import Exclusion, Review, ReviewSeat
from tests.factories.reviews import make_member
from tests.functional.desk import StoryDesk, make_desk, sign_in
from tests.functional.hands import Mouse
from tests.functional.test_story import Reader, find_child, record_exclusion
from tests.support.live_stack import LiveStack


class Story:
    """An officer at one case. Every page of a step is looked at before it is sent."""

    def __init__(self, page: Page, reader: Reader, day: date) -> None:
        self.page, self.reader, self.hand, self.day = page, reader, Mouse(page), day
        self.case_url = page.url

    def step(self, name: str | re.Pattern[str]) -> None:
        """Open the page of a step of the case."""
        self.page.goto(self.case_url)
        self.page.get_by_role("button", name=name).or_(self.page.get_by_role("link", name=name)).first.click()
        self.look()

    def look(self) -> None:
        """No violation on the page that is shown."""
        self.reader.check(self.page, has_scripts=True)

    def send(self, *, done: str) -> None:
        """The form's own button, and what the product says to it."""
        self.page.locator("main form button.govuk-button").first.click()
        expect(self.page.get_by_text(done).first).to_be_visible()


def test_from_an_exclusion_over_the_review_to_reinstatement(
    live_stack: LiveStack, page: Page, page_without_scripts: Page
) -> None:
    with live_stack.own_models():
        desk = make_desk("Reviewstory")
        desk.school.local_authority.refresh_from_db()
    # The second page is the one in which axe looks at what the first shows.
    reader = Reader(page)
    sign_in(page, desk.email)
    find_child(page, desk)

    # Given a permanent exclusion that an officer has recorded
    record_exclusion(page, reader, desk, has_scripts=True)
    story = Story(page, reader, desk.last_school_day())

    # When it is checked, and the governors meet and decline to reinstate
    check(story)
    list_meeting(story)
    decline(story)
    expect(page.get_by_text("Parents may ask for a review").first).to_be_visible()

    # And the parents apply for a review, which the council arranges
    apply(story)
    expect(page.get_by_text("Ours: we arrange it for a school of ours.")).to_be_visible()
    list_hearing(story)
    with live_stack.own_models():
        seat_panel(desk, story.day)
    hear(story)

    # And the panel quashes the decision
    decide(story)

    # Then the governors reconsider and offer reinstatement, and nothing of the exclusion goes on
    reconsider(story)
    expect(page.get_by_text("Reinstated after reconsidering").first).to_be_visible()
    story.look()
    with live_stack.own_models():
        expect_end_state(desk)


def check(story: Story) -> None:
    """The home authority, care and plan."""
    story.step("Check the exclusion")
    story.page.get_by_label("Authority the child lives in").select_option(value="331")
    for question in ("looked after", "EHC plan", "social worker"):
        story.hand.choose(re.compile(question), "No")
    story.hand.fill_date("Parents told on", story.day)
    story.send(done="checked")
    story.step("Record who was told")
    story.hand.fill_date("Governing board told on", story.day)
    story.send(done="recorded")


def list_meeting(story: Story) -> None:
    """The governors' meeting on the day itself."""
    story.step("List the governors’ meeting")
    story.hand.fill_date("Meeting on", story.day)
    story.hand.choose("How is it held?", "In person")
    story.send(done="listed")


def decline(story: Story) -> None:
    """They decline, and the letter is handed over."""
    story.step("Record the governors’ decision")
    story.hand.choose("What did the governors decide?", "Decline to reinstate")
    story.hand.fill_date(re.compile("^Decided on"), story.day)
    story.hand.fill_date(re.compile("Written decision sent on"), story.day)
    story.hand.choose("How was it sent?", "By hand")
    story.send(done="decision is recorded")


def apply(story: Story) -> None:
    """The parents' application, in time."""
    story.step("Record an application for a review")
    story.hand.fill_date(re.compile("^Sent on"), story.day)
    story.hand.choose("How did it come?", re.compile("By hand"))
    story.hand.choose("Does it give grounds?", "Yes")
    story.hand.choose(re.compile("SEN expert"), "Yes")
    story.hand.choose(re.compile("remote hearing"), "No")
    story.send(done="application")


def list_hearing(story: Story) -> None:
    """The hearing is listed for the day."""
    story.page.goto(f"{story.case_url}review/hearing/")
    story.look()
    story.hand.fill_date("Hearing on", story.day)
    story.hand.choose("How?", "In person")
    story.page.get_by_label("Where").fill("Committee room 2")
    story.send(done="hearing")


@transaction.atomic
def seat_panel(desk: StoryDesk, day: date) -> None:
    """Three people of the pool, who are free on the day and accept."""
    case = Case.objects.get(child=desk.child)
    by = User.objects.get(email=desk.email)
    for kind in ("lay", "governor", "head_teacher"):
        member = make_member(by, kind, as_of=desk.today, trained_on=day - timedelta(days=90), free_on=(day,))
        review_panel.invite_member(
            case=case,
            member=member,
            is_chair=kind == "lay",
            invited_on=desk.today,
            version=version_of(case),
            by=by,
            as_of=desk.today,
        )
        review_panel.record_answer(
            case=case,
            seat=ReviewSeat.objects.get(member=member),
            answer="accepted",
            answered_on=desk.today,
            says_unconnected=True,
            version=version_of(case),
            by=by,
            as_of=desk.today,
        )


def version_of(case: Case) -> int:
    """The version of the exclusion as it stands."""
    return Exclusion.objects.get(case=case).version


def hear(story: Story) -> None:
    """The hearing is held before a panel that may sit."""
    story.page.goto(f"{story.case_url}review/record/")
    story.look()
    story.hand.choose("How did it go?", "Held to its end")
    story.hand.tick(["Parents", "Head teacher", "Governing board", "Clerk"])
    story.send(done="recorded")


def decide(story: Story) -> None:
    """The panel quashes and directs; the governors have it by hand."""
    story.step("Record the review panel’s decision")
    story.hand.choose("What did the panel decide?", re.compile("^Quash"))
    story.hand.fill_date(re.compile("^Decided on"), story.day)
    story.hand.fill_date(re.compile("sent to the governors on"), story.day)
    story.hand.choose("How was it sent?", "By hand")
    story.hand.choose(re.compile("financial adjustment"), "Yes")
    story.send(done="decision is recorded")


def reconsider(story: Story) -> None:
    """The governors think again."""
    story.step("Record the governors’ second decision")
    story.hand.choose("What did the governors decide?", "Offer reinstatement")
    story.hand.fill_date(re.compile("^Decided on"), story.day)
    story.hand.fill_date(re.compile("Back in school from"), story.day)
    story.send(done="second decision")


def expect_end_state(desk: StoryDesk) -> None:
    """Reinstated, every track over, no adjustment owed since reinstatement was offered in time."""
    case = Case.objects.get(child=desk.child)
    exclusion = Exclusion.objects.get(case=case)
    assert case.state == "reconsidered_reinstated"
    assert (exclusion.day_six_state, exclusion.next_school_state) == ("ended", "ended")
    assert exclusion.funding_state in ("ended", "not_applicable")
    review = Review.objects.get(case=case)
    assert (review.outcome, review.reinstated_on, review.adjustment_made_on) == (
        "quash_direct",
        desk.last_school_day(),
        None,
    )
    running = {each.code for each in case.deadlines.filter(state="running")}
    assert not running & {"exclusions.sixth_day", "exclusions.review_hearing", "exclusions.governors_reconsider"}
