"""Who may see the managers' pages and the reports. What they count is what `cases.permissions` lets the same person
open."""

from __future__ import annotations

from enum import StrEnum

from django.http import Http404

from accounts.models import User
from accounts.permissions import check_permission, has_any_permission, has_permission
from accounts.roles import Role
from cases.permissions import Permission as CasePermission


class Permission(StrEnum):
    """What can be allowed in this app."""

    VIEW_MANAGEMENT = "reports.view_management"
    VIEW_REPORTS = "reports.view_reports"
    BRING_IN_FIGURES = "reports.bring_in_figures"


_READ = frozenset({Permission.VIEW_MANAGEMENT, Permission.VIEW_REPORTS})

GRANTS: dict[Role, frozenset[StrEnum]] = {
    Role.TEAM_MANAGER: frozenset(Permission),
    Role.HEAD_OF_SERVICE: _READ,
    # Reads every case, hidden ones included, with a reason; so it may count them as well.
    Role.INFORMATION_GOVERNANCE: _READ,
    # Sees no child and no case: brings in what was published, and nothing is counted for it.
    Role.DATA_OFFICER: frozenset({Permission.BRING_IN_FIGURES}),
}


def check_user_can_manage(user: User) -> None:
    """Raise PermissionDenied unless the user may see the managers' pages."""
    check_permission(user, Permission.VIEW_MANAGEMENT, "These pages are for managers.")


def can_use_reports(user: User) -> bool:
    """True for who has something to do under /reports/."""
    return has_any_permission(user, (Permission.VIEW_REPORTS, Permission.BRING_IN_FIGURES))


def check_may_use_reports(user: User) -> None:
    """The pages of reports exist for the desk and for who brings figures in; for everybody else they are not there."""
    if not can_use_reports(user) and not has_permission(user, CasePermission.VIEW_CHILDREN):
        raise Http404


def check_user_can_see_figures(user: User) -> None:
    """Raise PermissionDenied unless the user may see what was brought in to compare with."""
    if not can_use_reports(user):
        check_permission(user, Permission.VIEW_REPORTS, "Reports are for managers.")


def check_user_can_see_reports(user: User) -> None:
    """Raise PermissionDenied unless the user may see counts of cases."""
    check_permission(user, Permission.VIEW_REPORTS, "Reports that count children’s cases are for managers.")


def check_user_can_bring_in_figures(user: User) -> None:
    """Raise PermissionDenied unless the user may bring in figures to compare with."""
    check_permission(user, Permission.BRING_IN_FIGURES, "Only a manager or a data officer can bring in figures.")
