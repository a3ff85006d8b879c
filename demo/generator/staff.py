"""The invented people who sign in: one for each role that may do something, with one password."""

from __future__ import annotations

import secrets
import string
from dataclasses import asdict, dataclass
from datetime import date

from accounts.actions.invitations import invite
from accounts.actions.users import create_team, create_user, give_role, join_team
from accounts.models import User
from accounts.roles import Role
from demo.generator.authority import ACADEMY, PRIMARY
from exclusions.kind_code import EVERY_KIND
from ledger.administrative import record_event
from schools.models import School, SchoolStaff

TEAM = "Exclusions team"
# Four groups of four without letters that look alike: some 79 bits.
GROUPS, GROUP_LENGTH = 4, 4
READABLE = "".join(sorted(set(string.ascii_lowercase + string.digits) - set("0o1li")))


@dataclass(frozen=True)
class Colleague:
    """Somebody who signs in. `school` is the key of an invented school, for its people."""

    key: str
    role: Role
    name: str
    job_title: str
    is_manager: bool = False
    in_team: bool = False
    school: str = ""

    @property
    def email(self) -> str:
        """An address of a domain that nobody can own."""
        return self.name.lower().replace(" ", ".") + "@example.org"


ADMINISTRATOR, MANAGER, FIRST_OFFICER, SECOND_OFFICER = "administrator", "manager", "officer", "second_officer"
HEAD_TEACHER, SCHOOL_OFFICE, PRIMARY_OFFICE = "head_teacher", "school_office", "primary_office"
COLLEAGUES = (
    Colleague(FIRST_OFFICER, Role.EXCLUSIONS_OFFICER, "Amara Okafor", "Exclusions officer", in_team=True),
    Colleague(SECOND_OFFICER, Role.EXCLUSIONS_OFFICER, "Tomasz Lindqvist", "Exclusions officer", in_team=True),
    Colleague(MANAGER, Role.TEAM_MANAGER, "Priya Raman", "Exclusions team manager", is_manager=True, in_team=True),
    Colleague("head", Role.HEAD_OF_SERVICE, "Gareth Llewellyn", "Head of service"),
    Colleague("finance", Role.FINANCE_OFFICER, "Odile Marchetti", "Finance officer"),
    Colleague("governance", Role.INFORMATION_GOVERNANCE, "Miriam Adler", "Information governance officer"),
    Colleague(ADMINISTRATOR, Role.ADMINISTRATOR, "Sunil Perera", "System administrator"),
    Colleague(HEAD_TEACHER, Role.HEAD_TEACHER, "Helena Whitcombe", "Head teacher", school=ACADEMY),
    Colleague(SCHOOL_OFFICE, Role.SCHOOL_OFFICE, "Femi Adeyemi", "Office manager", school=ACADEMY),
    Colleague(PRIMARY_OFFICE, Role.SCHOOL_OFFICE, "Nadia Brankovic", "School business manager", school=PRIMARY),
)

INVITED = Colleague("invited", Role.EXCLUSIONS_OFFICER, "Rowan Achterberg", "Exclusions officer")


@dataclass(frozen=True)
class SignIn:
    """A line of the demonstration's sign-ins."""

    role: str
    name: str
    email: str
    password: str

    def as_json(self) -> dict[str, str]:
        """As the file of sign-ins has it."""
        return asdict(self)


def new_password() -> str:
    """A random password that can be read aloud and typed."""
    return "-".join("".join(secrets.choice(READABLE) for _ in range(GROUP_LENGTH)) for _ in range(GROUPS))


def hire_administrator(password: str, as_of: date) -> User:
    """The first person of the installation, who then lets the others in."""
    colleague = next(each for each in COLLEAGUES if each.key == ADMINISTRATOR)
    return _hire(colleague, password, None, as_of)


def hire_colleagues(password: str, administrator: User, as_of: date) -> dict[str, User]:
    """Everybody else, with their roles and the exclusions team; gives all people by their keys."""
    team = create_team(name=TEAM, kinds=list(EVERY_KIND), by=administrator, as_of=as_of)
    people = {ADMINISTRATOR: administrator}
    for colleague in COLLEAGUES:
        if colleague.key != ADMINISTRATOR:
            user = _hire(colleague, password, administrator, as_of)
            people[colleague.key] = user
            if colleague.in_team:
                join_team(user=user, team=team, by=administrator, as_of=as_of, is_manager=colleague.is_manager)
    return people


def _hire(colleague: Colleague, password: str, by: User | None, as_of: date) -> User:
    user = create_user(
        email=colleague.email,
        name=colleague.name,
        password=password,
        job_title=colleague.job_title,
        telephone="01632 960100",
        is_demonstration=True,
        by=by,
        as_of=as_of,
    )
    give_role(user=user, role=colleague.role, by=by, as_of=as_of)
    return user


def invite_colleague(administrator: User, as_of: date) -> User:
    """Somebody who was invited and has not come yet."""
    user = invite(email=INVITED.email, name=INVITED.name, job_title=INVITED.job_title, by=administrator, as_of=as_of)
    give_role(user=user, role=INVITED.role, by=administrator, as_of=as_of)
    return user


def place_in_schools(people: dict[str, User], schools: dict[str, School], by: User, as_of: date) -> None:
    """Give the people of schools their place there."""
    for colleague in COLLEAGUES:
        if colleague.school:
            school = schools[colleague.school]
            place = SchoolStaff.objects.create(
                user=people[colleague.key],
                school=school,
                job=colleague.job_title,
                is_champion=colleague.role == Role.HEAD_TEACHER,
                starts_on=as_of,
            )
            record_event(
                code="schools.staff_placed",
                happened_on=as_of,
                by_user_id=by.pk,
                subject=f"schools.SchoolStaff:{place.pk}",
                facts={"school": school.urn, "user": place.user_id},
            )


def sign_ins(password: str) -> list[SignIn]:
    """What `up` prints at each start."""
    return [SignIn(each.role.label, each.name, each.email, password) for each in COLLEAGUES]
