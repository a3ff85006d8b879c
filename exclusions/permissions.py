"""Who may see and work exclusions."""

from __future__ import annotations

from enum import StrEnum

from accounts.models import User
from accounts.permissions import check_permission
from accounts.roles import Role
from cases.models import Case
from cases.permissions import check_user_can_work_case


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
