"""Who may see and work exclusions."""

from __future__ import annotations

from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from accounts.permissions import check_permission, has_permission, kinds_worked_by
from accounts.roles import Role
from cases.models import Case
from cases.permissions import Permission as CasePermission
from cases.permissions import check_user_can_work_case
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.models import PanelMember


class Permission(StrEnum):
    """What can be allowed in this app."""

    RECORD = "exclusions.record"
    WORK = "exclusions.work"
    VIEW_PANEL_MEMBERS = "exclusions.view_panel_members"
    CHANGE_PANEL_MEMBERS = "exclusions.change_panel_members"


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
    return bool(works) and has_permission(user, CasePermission.VIEW_CHILDREN)


def check_user_can_see_lists(user: User) -> None:
    """Raise PermissionDenied unless the user's team works exclusions, or the user may read every case."""
    if not user_works_exclusions(user) and not has_permission(user, CasePermission.VIEW_ALL_CASES):
        raise PermissionDenied("This page is for the team that works exclusions.")


def panel_members_visible_to(user: User) -> QuerySet[PanelMember]:
    """The pool of panel members as the user may see it: all of it, or nothing."""
    if has_permission(user, Permission.VIEW_PANEL_MEMBERS):
        return PanelMember.objects.all()
    return PanelMember.objects.none()


def check_may_open_panel_members(user: User) -> None:
    """For a page: raise Http404 for somebody to whom the desk itself is not there, PermissionDenied for the rest
    without the right."""
    if not has_permission(user, CasePermission.VIEW_CHILDREN):
        raise Http404
    check_permission(user, Permission.VIEW_PANEL_MEMBERS, "The pool of panel members is the exclusions team’s.")


def check_user_can_change_panel_members(user: User) -> None:
    """Raise PermissionDenied unless the user may change the pool: officers and managers of the exclusions team."""
    check_permission(user, Permission.CHANGE_PANEL_MEMBERS, "Only the exclusions team can change the pool.")
    if PERMANENT_EXCLUSION not in kinds_worked_by(user):
        raise PermissionDenied("Only a team that works permanent exclusions can change the pool.")


def user_can_change_panel_members(user: User) -> bool:
    """True when the user may change the pool (made from the check)."""
    try:
        check_user_can_change_panel_members(user)
    except PermissionDenied:
        return False
    return True
