"""Officers: who may be given a case of a kind, and how much each has already."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import DatedHolding, RoleHolding, TeamMembership, User
from cases.permissions import GRANTS, Permission
from cases.queries.case_list import CaseFilter, count_cases_by

# The roles that work cases; who only reads them is given none.
WORKING_ROLES = tuple(role for role, granted in GRANTS.items() if Permission.WORK_CASES in granted)
LOAD = {"open": CaseFilter(), "overdue": CaseFilter(is_overdue=True)}
NO_LOAD = dict.fromkeys(LOAD, 0)


def people_working(as_of: date) -> QuerySet[User]:
    """People with a role in force today by which they work cases. Who owns a case and is not among them cannot."""
    roles = RoleHolding.objects.filter(DatedHolding.in_force(as_of), user=OuterRef("pk"), role__in=WORKING_ROLES)
    return User.objects.filter(Exists(roles), is_active=True)


def officers_working(kinds: Collection[str], as_of: date) -> QuerySet[User]:
    """People who work cases and whose team works one of these kinds today, by name."""
    memberships = TeamMembership.objects.filter(
        DatedHolding.in_force(as_of), user=OuterRef("pk"), team__is_active=True, team__kinds__overlap=sorted(kinds)
    )
    return people_working(as_of).filter(Exists(memberships)).order_by("name", "pk")


def loads(user: User, as_of: date) -> dict[int | None, dict[str, int]]:
    """Open and overdue cases of each owner, by the owner's id, as far as `user` may see them; in one query."""
    return count_cases_by(user, "owner", LOAD, as_of)
