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
from cases.permissions import cases_visible_to, check_user_can_work_case
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.models import Funding, PanelMember


class Permission(StrEnum):
    """What can be allowed in this app."""

    RECORD = "exclusions.record"
    WORK = "exclusions.work"
    VIEW_PANEL_MEMBERS = "exclusions.view_panel_members"
    CHANGE_PANEL_MEMBERS = "exclusions.change_panel_members"
    VIEW_FINANCE = "exclusions.view_finance"
    CHANGE_AMOUNTS = "exclusions.change_amounts"


GRANTS: dict[Role, frozenset[StrEnum]] = {
    Role.EXCLUSIONS_OFFICER: frozenset(Permission) - {Permission.CHANGE_AMOUNTS},
    Role.TEAM_MANAGER: frozenset(Permission),
    Role.FINANCE_OFFICER: frozenset({Permission.VIEW_FINANCE, Permission.CHANGE_AMOUNTS}),
}


def fundings_visible_to(user: User) -> QuerySet[Funding]:
    """The money of the permanent exclusions that the user may see in the finance list: of the cases they may open; for
    finance, who opens none, of every child whose record is not hidden."""
    if not has_permission(user, Permission.VIEW_FINANCE):
        return Funding.objects.none()
    if has_permission(user, CasePermission.VIEW_CHILDREN):
        return Funding.objects.filter(case__in=cases_visible_to(user))
    return Funding.objects.filter(case__child__is_hidden=False)


def check_user_can_view_finance(user: User) -> None:
    """Raise PermissionDenied unless the user may see the finance list."""
    check_permission(user, Permission.VIEW_FINANCE, "This page is for the exclusions team and for finance.")


def check_user_can_change_amounts(user: User) -> None:
    """Raise PermissionDenied unless the user may enter the amounts for each pupil: finance, or the manager of a team
    that works permanent exclusions."""
    check_permission(
        user, Permission.CHANGE_AMOUNTS, "Only a team manager or finance can change the amounts for each pupil."
    )
    if not _is_about_their_work(user):
        raise PermissionDenied(
            "Only finance, or the manager of a team that works permanent exclusions, can change the amounts for each "
            "pupil."
        )


def user_can_change_amounts(user: User) -> bool:
    """True when the user may enter the amounts for each pupil (made from the check)."""
    try:
        check_user_can_change_amounts(user)
    except PermissionDenied:
        return False
    return True


def user_has_finance_in_shell(user: User) -> bool:
    """True for finance, and for people with the right whose team works permanent exclusions."""
    return has_permission(user, Permission.VIEW_FINANCE) and _is_about_their_work(user)


def _is_about_their_work(user: User) -> bool:
    """The money is finance's, who opens no child's record, and that of the team of permanent exclusions."""
    return not has_permission(user, CasePermission.VIEW_CHILDREN) or PERMANENT_EXCLUSION in kinds_worked_by(user)


def user_has_amounts_in_shell(user: User) -> bool:
    """True for those of them who may change the amounts for each pupil: the page is for nobody else."""
    return user_has_finance_in_shell(user) and has_permission(user, Permission.CHANGE_AMOUNTS)


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
    """The pool of panel members as the user may see it: all of it for a team that works exclusions, or nothing."""
    if has_permission(user, Permission.VIEW_PANEL_MEMBERS) and user_works_exclusions(user):
        return PanelMember.objects.all()
    return PanelMember.objects.none()


def check_may_open_panel_members(user: User) -> None:
    """For a page: raise Http404 for somebody to whom the desk itself is not there, PermissionDenied for the rest
    without the right and for other teams."""
    if not has_permission(user, CasePermission.VIEW_CHILDREN):
        raise Http404
    refusal = "The pool of panel members is the exclusions team’s."
    check_permission(user, Permission.VIEW_PANEL_MEMBERS, refusal)
    if not user_works_exclusions(user):
        raise PermissionDenied(refusal)


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
