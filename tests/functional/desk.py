"""What the stories share: an exclusions desk in the live stack's database, and how a person signs in and fills in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import transaction
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.roles import Role
from cases.actions.children import create_child, enrol_child
from cases.models import Child
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from schools.models import CalendarEntry, School
from statute import ENGLAND_WORKING_DAYS
from tests.factories.children import make_authority, make_school
from tests.factories.people import PASSWORD, make_team, make_user


@dataclass
class StoryDesk:
    """An officer, a school that is open every working day around today, and a child on its roll."""

    email: str
    school: School
    child: Child
    today: date

    def school_day_after(self, day: date, count: int) -> date:
        """The count-th school day after a day, at a school that is open every working day: counted here by hand."""
        while count:
            day += timedelta(days=1)
            count -= self.is_open(day)
        return day

    def is_open(self, day: date) -> bool:
        """Monday to Friday, and no bank holiday."""
        return ENGLAND_WORKING_DAYS.closed_because(day) is None

    def last_school_day(self) -> date:
        """Today, or the last school day before it."""
        day = self.today
        while not self.is_open(day):
            day -= timedelta(days=1)
        return day


def make_desk(surname: str, upn: str = "") -> StoryDesk:
    """Make the desk of one story. Call it inside `live_stack.own_models()`."""
    today = timezone.localdate()
    with transaction.atomic():
        make_authority()
        team = make_team(PERMANENT_EXCLUSION, SUSPENSION)
        officer = make_user(Role.EXCLUSIONS_OFFICER, team=team)
        # The stack knows no hasher of the tests'.
        officer.password = Argon2PasswordHasher().encode(PASSWORD, "saltofthestories")
        officer.save(update_fields=["password"])
        school = make_school()
        CalendarEntry.objects.create(
            school=school,
            kind=CalendarEntry.Kind.TERM,
            starts_on=today - timedelta(days=60),
            ends_on=today + timedelta(days=90),
        )
        child = create_child(
            given_names="Amira", surname=surname, born_on=date(today.year - 13, 3, 14), upn=upn, by=officer, as_of=today
        )
        enrol_child(
            child=child, school=school, starts_on=today - timedelta(days=400), year_group=9, by=officer, as_of=today
        )
    return StoryDesk(officer.email, school, child, today)


def sign_in(page: Page, email: str) -> None:
    """Sign in as a person does."""
    page.goto("/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def fill_date(page: Page, legend: str, day: date) -> None:
    """Fill in the three boxes of a date."""
    group = page.get_by_role("group", name=legend)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        group.get_by_label(label, exact=True).fill(str(number))
