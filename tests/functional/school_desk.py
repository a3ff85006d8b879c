"""The people of the story from the school to the manager, in the live stack's database; all invented."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from exclusions.actions.recording import record_permanent_exclusion
from exclusions.kind_code import PERMANENT_EXCLUSION
from provision.models import Provider
from schools.models import School
from tests.factories.children import enrol, make_child
from tests.factories.letters import give_address, make_related, place
from tests.factories.people import PASSWORD, make_school_user, make_team, make_user
from tests.factories.provision import make_provider
from tests.functional.desk import StoryDesk, make_desk

EVIDENCE = b"What two members of staff saw, written down on the day."


@dataclass
class SchoolStory:
    """A school's pupil with a mother at an address, and everybody whose work an exclusion becomes."""

    desk: StoryDesk
    provider: Provider
    administrator: str
    manager: str
    governance: str
    # The address at which the school's user is invited.
    invited: str
    folder: Path
    # The reference of an exclusion of long ago for which nothing is booked.
    late_case: str

    @property
    def school(self) -> School:
        """The pupil's school."""
        return self.desk.school

    @property
    def excluded_on(self) -> date:
        """The last school day."""
        return self.desk.last_school_day()

    @property
    def pupil(self) -> str:
        """The pupil's name."""
        return f"{self.desk.child.given_names} {self.desk.child.surname}"

    def file(self, name: str, content: bytes = EVIDENCE) -> Path:
        """A file of the school's computer."""
        path = self.folder / name
        path.write_bytes(content)
        return path


def make_story(surname: str, folder: Path) -> SchoolStory:
    """Make the people of one story. Call it inside `live_stack.own_models()`."""
    desk = make_desk(surname)
    with transaction.atomic():
        give_address(desk.school)
        mother = make_related(desk.child, name=f"Ruth {surname}", lives_with=True)
        place("4 Harbour Row", "CV9 4AA", child=desk.child, since=desk.today.replace(year=desk.today.year - 3))
        place("4 Harbour Row", "CV9 4AA", person=mother, since=desk.today.replace(year=desk.today.year - 3))
        officer = User.objects.get(email=desk.email)
        manager = make_user(Role.TEAM_MANAGER, team=make_team(PERMANENT_EXCLUSION), is_manager=True)
        administrator, governance = make_user(Role.ADMINISTRATOR), make_user(Role.INFORMATION_GOVERNANCE)
        for person in (manager, administrator, governance):
            let_in(person)
        provider = make_provider(f"The {surname} Centre (invented)")
        late = record_late_case(desk, officer)
    return SchoolStory(
        desk=desk,
        provider=provider,
        administrator=administrator.email,
        manager=manager.email,
        governance=governance.email,
        invited=f"office.{officer.email}",
        folder=folder,
        late_case=late.reference,
    )


def record_late_case(desk: StoryDesk, officer: User) -> Case:
    """Another pupil of the school, excluded ten school days ago."""
    day = desk.today
    for _ in range(10):
        day -= timedelta(days=1)
        while not desk.is_open(day):
            day -= timedelta(days=1)
    child = make_child(given_names="Lena", born_on=desk.child.born_on)
    enrol(child, desk.school)
    return record_permanent_exclusion(
        child=child,
        school=desk.school,
        decided_on=day,
        excluded_on=day,
        pm_began=False,
        reasons=["DB"],
        by=officer,
        as_of=day,
    )


def let_in(person: User) -> User:
    """Give a person a password that the stack can check: it knows no hasher of the tests'."""
    person.password = Argon2PasswordHasher().encode(PASSWORD, "saltofthestories")
    person.save(update_fields=["password"])
    return person


def make_office(school: School) -> User:
    """A person of the school who can sign in already."""
    return let_in(make_school_user(school))
