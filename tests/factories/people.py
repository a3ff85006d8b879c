"""People who sign in, for every room's tests. All invented."""

from __future__ import annotations

import itertools
from datetime import date

from accounts.models import RoleHolding, Team, TeamMembership, User
from accounts.roles import Role
from schools.models import School, SchoolStaff

LONG_AGO = date(2020, 1, 1)
PASSWORD = "correct horse battery staple"

_numbers = itertools.count(1)


def make_team(*kinds: str, name: str = "") -> Team:
    """A team that works these kinds of case."""
    return Team.objects.create(name=name or f"Team {next(_numbers)}", kinds=sorted(kinds))


def make_user(role: Role | None = None, *, team: Team | None = None, name: str = "", is_manager: bool = False) -> User:
    """A person with a role, perhaps in a team."""
    number = next(_numbers)
    user = User(email=f"person{number}@example.org", name=name or f"Person Number{number}")
    user.set_password(PASSWORD)
    user.save()
    if role:
        RoleHolding.objects.create(user=user, role=role, starts_on=LONG_AGO)
    if team:
        TeamMembership.objects.create(user=user, team=team, starts_on=LONG_AGO, is_manager=is_manager)
    return user


def make_school_user(school: School) -> User:
    """A person of a school's office."""
    user = make_user(Role.SCHOOL_OFFICE)
    SchoolStaff.objects.create(user=user, school=school, job="Office", starts_on=LONG_AGO)
    return user


def make_head_teacher(school: School) -> User:
    """A school's head teacher."""
    user = make_user(Role.HEAD_TEACHER)
    SchoolStaff.objects.create(user=user, school=school, job="Head teacher", starts_on=LONG_AGO)
    return user
