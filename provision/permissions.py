"""Who may see and change providers, and who may book education."""

from __future__ import annotations

from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from accounts.permissions import check_permission, has_permission, kinds_worked_by
from accounts.roles import Role
from cases.models import Case
from cases.permissions import check_user_can_work_case
from provision.models import Provider
from provision.uses import kinds_with_placements


class Permission(StrEnum):
    """What can be allowed in this app."""

    VIEW_PROVIDERS = "provision.view_providers"
    CHANGE_PROVIDERS = "provision.change_providers"
    BOOK = "provision.book"


GRANTS: dict[Role, frozenset[StrEnum]] = {
    Role.EXCLUSIONS_OFFICER: frozenset(Permission),
    Role.TEAM_MANAGER: frozenset(Permission),
    Role.HEAD_OF_SERVICE: frozenset({Permission.VIEW_PROVIDERS}),
}


def providers_visible_to(user: User) -> QuerySet[Provider]:
    """Providers that the user may see: all of them, or none."""
    if has_permission(user, Permission.VIEW_PROVIDERS):
        return Provider.objects.all()
    return Provider.objects.none()


def user_can_view_providers(user: User) -> bool:
    """True when the user may open the list of providers."""
    return has_permission(user, Permission.VIEW_PROVIDERS)


def check_may_open_providers(user: User) -> None:
    """For a page: raise Http404 for somebody who may see no provider."""
    if not user_can_view_providers(user):
        raise Http404


def check_user_can_change_providers(user: User) -> None:
    """Raise PermissionDenied unless the user may change providers: officers whose team books education."""
    check_permission(user, Permission.CHANGE_PROVIDERS, "You may look at providers but not change them.")
    if not kinds_worked_by(user) & kinds_with_placements():
        raise PermissionDenied("Only a team that books education can change providers.")


def user_can_change_providers(user: User) -> bool:
    """True when the user may change providers (made from the check)."""
    try:
        check_user_can_change_providers(user)
    except PermissionDenied:
        return False
    return True


def check_user_can_book(user: User, case: Case) -> None:
    """Raise PermissionDenied unless the user may book and follow education in this case."""
    check_user_can_work_case(user, case)
    check_permission(user, Permission.BOOK, "Your role does not let you book education.")


def user_can_book(user: User, case: Case) -> bool:
    """True when the user may book education in this case (made from the check)."""
    try:
        check_user_can_book(user, case)
    except PermissionDenied:
        return False
    return True
