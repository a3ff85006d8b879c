"""Who may see and change schools, calendars and the authority's settings."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from accounts.permissions import check_permission, has_any_permission, has_permission
from accounts.roles import Role
from schools.models import School


class Permission(StrEnum):
    """What can be allowed in this app."""

    VIEW_SCHOOLS = "schools.view_schools"
    VIEW_CALENDARS = "schools.view_calendars"
    CHANGE_CALENDARS = "schools.change_calendars"
    CHANGE_SCHOOLS = "schools.change_schools"
    CHANGE_BANK_HOLIDAYS = "schools.change_bank_holidays"
    CHANGE_AUTHORITY = "schools.change_authority"
    MANAGE_PEOPLE = "schools.manage_people"


_READ = frozenset({Permission.VIEW_SCHOOLS, Permission.VIEW_CALENDARS})
_DESK = _READ | {Permission.CHANGE_CALENDARS}

GRANTS: dict[Role, frozenset[StrEnum]] = {
    Role.EXCLUSIONS_OFFICER: _DESK,
    Role.EDUCATION_OFFICER: _DESK,
    Role.TEAM_MANAGER: _DESK | {Permission.CHANGE_BANK_HOLIDAYS},
    Role.HEAD_OF_SERVICE: _READ,
    Role.INFORMATION_GOVERNANCE: _READ,
    Role.ADMINISTRATOR: frozenset(Permission),
}

_REASONS = {
    Permission.VIEW_SCHOOLS: "Your role does not let you look at schools.",
    Permission.VIEW_CALENDARS: "Your role does not let you look at calendars.",
    Permission.CHANGE_CALENDARS: "Your role lets you look at calendars, not change them. Ask a case officer.",
    Permission.CHANGE_SCHOOLS: "Only an administrator can bring in schools.",
    Permission.CHANGE_BANK_HOLIDAYS: "Only a manager or an administrator can change bank holidays.",
    Permission.MANAGE_PEOPLE: "Only an administrator can change people and their roles.",
    Permission.CHANGE_AUTHORITY: "Only an administrator can change the authority's settings.",
}


def visible_to(user: User) -> QuerySet[School]:
    """Schools that the user may see: all, for people of the authority; none for the rest."""
    if has_any_permission(user, (Permission.VIEW_SCHOOLS, Permission.VIEW_CALENDARS)):
        return School.objects.all()
    return School.objects.none()


def user_can(user: User, permission: Permission) -> bool:
    """True when one of the user's roles grants it."""
    return has_permission(user, permission)


def check_user_can(user: User | None, permission: Permission) -> None:
    """Raise PermissionDenied, with the reason in words, unless the user may. None is the machine itself."""
    if user is not None:
        check_permission(user, permission, _REASONS[permission])


def check_may_open(user: User, permission: Permission) -> None:
    """For a page: somebody who may see nothing here gets Http404, somebody without this right PermissionDenied."""
    if not has_any_permission(user, (Permission.VIEW_SCHOOLS, Permission.VIEW_CALENDARS)):
        raise Http404
    check_user_can(user, permission)


def get_school_for(user: User, urn: int, permission: Permission) -> School:
    """The school, if the user may open it. Raises Http404 (also for an outsider) or PermissionDenied."""
    check_may_open(user, permission)
    school = visible_to(user).filter(urn=urn).select_related("local_authority").first()
    if school is None:
        raise Http404
    return school
