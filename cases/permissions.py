"""Who may see and change which child and which case. The only place that decides; see house rules in docs/house.md."""

from __future__ import annotations

from enum import Enum, StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from accounts.models import User
from accounts.permissions import check_permission, has_permission, kinds_worked_by
from accounts.roles import Role
from cases.models import Case, Child


class Permission(StrEnum):
    """What can be allowed in this app."""

    VIEW_CHILDREN = "cases.view_children"
    VIEW_HIDDEN_CHILDREN = "cases.view_hidden_children"
    CHANGE_CHILDREN = "cases.change_children"
    IMPORT_PUPILS = "cases.import_pupils"
    VIEW_ALL_CASES = "cases.view_all_cases"
    WORK_CASES = "cases.work_cases"
    ALLOCATE = "cases.allocate"
    APPROVE = "cases.approve"
    READ_VIEW_LOG = "cases.read_view_log"


_OFFICER = frozenset({Permission.VIEW_CHILDREN, Permission.CHANGE_CHILDREN, Permission.WORK_CASES})

GRANTS: dict[Role, frozenset[StrEnum]] = {
    Role.EXCLUSIONS_OFFICER: _OFFICER | {Permission.IMPORT_PUPILS},
    Role.EDUCATION_OFFICER: _OFFICER,
    Role.TEAM_MANAGER: _OFFICER | {Permission.IMPORT_PUPILS, Permission.ALLOCATE},
    Role.HEAD_OF_SERVICE: frozenset({Permission.VIEW_CHILDREN, Permission.VIEW_ALL_CASES, Permission.APPROVE}),
    Role.INFORMATION_GOVERNANCE: frozenset(
        {
            Permission.VIEW_CHILDREN,
            Permission.VIEW_HIDDEN_CHILDREN,
            Permission.VIEW_ALL_CASES,
            Permission.READ_VIEW_LOG,
        }
    ),
}


class Access(Enum):
    """How much of a case somebody may see."""

    NONE = 0
    # Kind, state, owner and next date: enough to know whom to ring.
    OUTLINE = 1
    FULL = 2


def children_visible_to(user: User) -> QuerySet[Child]:
    """Children whose record the user may open. The base of every list, count and search of children."""
    if has_permission(user, Permission.VIEW_HIDDEN_CHILDREN):
        return Child.objects.all()
    if has_permission(user, Permission.VIEW_CHILDREN):
        return Child.objects.filter(is_hidden=False)
    return Child.objects.none()


def cases_visible_to(user: User) -> QuerySet[Case]:
    """Cases that the user may open in full. The base of every list, count and search of cases."""
    if not has_permission(user, Permission.VIEW_CHILDREN):
        return Case.objects.none()
    cases = Case.objects.all()
    if not has_permission(user, Permission.VIEW_HIDDEN_CHILDREN):
        cases = cases.filter(child__is_hidden=False)
    if has_permission(user, Permission.VIEW_ALL_CASES):
        return cases
    return cases.filter(Q(owner=user) | Q(pk__in=user.named_on.values("case")) | Q(kind__in=kinds_worked_by(user)))


def cases_known_to(user: User) -> QuerySet[Case]:
    """Cases that the user may know to exist: those of every child whose record they may open."""
    if not has_permission(user, Permission.VIEW_CHILDREN):
        return Case.objects.none()
    cases = Case.objects.all()
    return cases if has_permission(user, Permission.VIEW_HIDDEN_CHILDREN) else cases.filter(child__is_hidden=False)


def access_to(user: User, case: Case) -> Access:
    """How much of this case the user may see."""
    if cases_visible_to(user).filter(pk=case.pk).exists():
        return Access.FULL
    return Access.OUTLINE if cases_known_to(user).filter(pk=case.pk).exists() else Access.NONE


def check_user_can_see_case(user: User, case: Case) -> None:
    """Raise PermissionDenied, naming the owner, unless the user may open the case in full."""
    if access_to(user, case) is not Access.FULL:
        raise PermissionDenied(f"You cannot open this case. Ask its owner: {case.owner or 'nobody yet'}.")


def check_user_can_work_case(user: User, case: Case) -> None:
    """Raise PermissionDenied unless the user may act on the case."""
    check_user_can_see_case(user, case)
    check_permission(user, Permission.WORK_CASES, "You may read this case but not change it.")


def user_can_work_case(user: User, case: Case) -> bool:
    """True when the user may act on the case (made from the check)."""
    try:
        check_user_can_work_case(user, case)
    except PermissionDenied:
        return False
    return True


def check_user_can_change_child(user: User, child: Child) -> None:
    """Raise PermissionDenied unless the user may change this child's record."""
    if not children_visible_to(user).filter(pk=child.pk).exists():
        raise PermissionDenied("You cannot open this child's record.")
    check_permission(user, Permission.CHANGE_CHILDREN, "You may read this record but not change it.")


def user_can_change_child(user: User, child: Child) -> bool:
    """True when the user may change this child's record (made from the check)."""
    try:
        check_user_can_change_child(user, child)
    except PermissionDenied:
        return False
    return True
