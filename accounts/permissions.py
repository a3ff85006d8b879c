"""Who may do what: each app registers its permissions and GRANTS; this module answers for a person.

Who holds a role is data. What a role allows is code: a change of rights is a reviewed commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from accounts.models import DatedHolding, RoleHolding, TeamMembership, User
from accounts.roles import SCHOOL_ROLES, Role

Grants = Mapping[Role, frozenset[StrEnum]]


class DuplicatePermission(Exception):
    """Two apps registered the same permission, or one app registered twice."""


_permissions_by_app: dict[str, type[StrEnum]] = {}
_grants: dict[Role, set[str]] = {}


def register_grants(app: str, permissions: type[StrEnum], grants: Grants) -> None:
    """Register an app's permissions and which role has which. Raises DuplicatePermission on a second time."""
    known = {str(each) for enum in _permissions_by_app.values() for each in enum}
    if app in _permissions_by_app or known & {str(each) for each in permissions}:
        raise DuplicatePermission(f"The permissions of {app} are registered twice.")
    _permissions_by_app[app] = permissions
    for role, granted in grants.items():
        _grants.setdefault(role, set()).update(str(each) for each in granted)


def roles_in_use() -> frozenset[Role]:
    """Roles that open something here: those that are granted a permission, and a school's."""
    return frozenset(role for role, granted in _grants.items() if granted) | SCHOOL_ROLES


def roles_of(user: User, as_of: date | None = None) -> frozenset[Role]:
    """The roles in force, none for a disabled user. Read once a request and remembered on the user."""
    remembered = getattr(user, "_roles_in_force", None)
    if remembered is not None and as_of is None:
        return remembered
    if not getattr(user, "is_active", False):
        return frozenset()
    held = RoleHolding.objects.filter(DatedHolding.in_force(as_of or timezone.localdate()), user=user)
    roles = frozenset(Role(role) for role in held.values_list("role", flat=True))
    if as_of is None:
        user._roles_in_force = roles
    return roles


def has_permission(user: User, permission: StrEnum) -> bool:
    """True when a role that the user holds today grants it."""
    return any(str(permission) in _grants.get(role, ()) for role in roles_of(user))


def has_any_permission(user: User, permissions: Iterable[StrEnum]) -> bool:
    """True when the user has at least one of them."""
    return any(has_permission(user, each) for each in permissions)


def check_permission(user: User, permission: StrEnum, reason: str) -> None:
    """Raise PermissionDenied, with the reason in words, unless the user has the permission."""
    if not has_permission(user, permission):
        raise PermissionDenied(reason)


def is_school_user(user: User) -> bool:
    """True for people of a school who hold no role in the authority."""
    roles = roles_of(user)
    return bool(roles & SCHOOL_ROLES) and not roles - SCHOOL_ROLES


def kinds_worked_by(user: User, as_of: date | None = None) -> frozenset[str]:
    """Codes of the kinds of case that the user's teams work today."""
    remembered = getattr(user, "_kinds_worked", None)
    if remembered is None:
        memberships = TeamMembership.objects.filter(
            DatedHolding.in_force(as_of or timezone.localdate()), user=user, team__is_active=True
        ).select_related("team")
        remembered = frozenset(kind for membership in memberships for kind in membership.team.kinds)
        user._kinds_worked = remembered
    return remembered
