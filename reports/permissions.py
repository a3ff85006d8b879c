"""Who may see the managers' pages. What they count is what `cases.permissions` lets the same person open."""

from __future__ import annotations

from enum import StrEnum

from accounts.models import User
from accounts.permissions import check_permission
from accounts.roles import Role


class Permission(StrEnum):
    """What can be allowed in this app."""

    VIEW_MANAGEMENT = "reports.view_management"


GRANTS: dict[Role, frozenset[StrEnum]] = {
    Role.TEAM_MANAGER: frozenset(Permission),
    Role.HEAD_OF_SERVICE: frozenset(Permission),
    # Reads every case, hidden ones included, with a reason; so it may count them as well.
    Role.INFORMATION_GOVERNANCE: frozenset(Permission),
}


def check_user_can_manage(user: User) -> None:
    """Raise PermissionDenied unless the user may see the managers' pages."""
    check_permission(user, Permission.VIEW_MANAGEMENT, "These pages are for managers.")
