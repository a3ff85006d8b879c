"""Who may see and work exclusions."""

from __future__ import annotations

from enum import StrEnum

from django.core.exceptions import PermissionDenied

from accounts.models import User
from accounts.permissions import check_permission, has_permission, kinds_worked_by
from accounts.roles import Role
from cases.models import Case
from cases.permissions import Permission as CasesPermission
from cases.permissions import check_user_can_work_case
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION


class Permission(StrEnum):
    """What can be allowed in this app."""

    RECORD = "exclusions.record"
    WORK = "exclusions.work"


GRANTS: dict[Role, frozenset[StrEnum]] = {
    Role.EXCLUSIONS_OFFICER: frozenset(Permission),
    Role.TEAM_MANAGER: frozenset(Permission),
}


def check_user_can_record(user: User) -> None:
    """Raise PermissionDenied unless the user may record an exclusion."""
    check_permission(user, Permission.RECORD, "Only the exclusions team can record an exclusion.")


def check_user_can_work(user: User, case: Case) -> None:
    """Raise PermissionDenied unless the user may act on this exclusion."""
    check_user_can_work_case(user, case)
    check_permission(user, Permission.WORK, "Only the exclusions team can change an exclusion.")


def user_works_exclusions(user: User) -> bool:
    """True for people who may see children and whose team works exclusions: they have its lists in the shell."""
    works = {PERMANENT_EXCLUSION, SUSPENSION} & set(kinds_worked_by(user))
    return bool(works) and has_permission(user, CasesPermission.VIEW_CHILDREN)


def check_user_can_see_lists(user: User) -> None:
    """Raise PermissionDenied unless the user's team works exclusions, or the user may read every case."""
    if not user_works_exclusions(user) and not has_permission(user, CasesPermission.VIEW_ALL_CASES):
        raise PermissionDenied("This page is for the team that works exclusions.")
