"""What stands around every page: whose system this is, the entries that this person has, who is signed in."""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.models import User
from accounts.permissions import has_permission
from accounts.sessions import seconds_left
from cases import panels
from cases.permissions import Permission
from cases.queries.work import work_count
from schools.permissions import Permission as SchoolPermission
from schools.queries import the_authority

PRODUCT = "OnRoll"
# Label, name of the page, the permission that shows it, and the beginnings of addresses that belong to it.
_ENTRIES = (
    ("Cases", "cases", Permission.VIEW_CHILDREN, ("/cases/", "/deadlines/")),
    ("Children", "children", Permission.VIEW_CHILDREN, ("/children/",)),
    ("Calendar", "calendar", SchoolPermission.VIEW_CALENDARS, ("/authority/calendar/",)),
    ("Schools", "schools", SchoolPermission.VIEW_SCHOOLS, ("/authority/schools/",)),
    ("People", "people", SchoolPermission.MANAGE_PEOPLE, ("/authority/people/",)),
)


def shell_for(request: HttpRequest) -> dict[str, Any]:
    """Everything that templates/base.html and the layouts show. Works for signed-out people and for error pages."""
    shell: dict[str, Any] = {
        "product": PRODUCT,
        "home_url": address_of("home"),
        "accessibility_url": address_of("accessibility_statement"),
        "help_url": address_of("help"),
        "brand_stylesheet_url": address_of("brand_stylesheet"),
    }
    authority = the_authority()
    if authority is not None:
        shell |= {"authority_name": authority.name, "demonstration": authority.is_demonstration}
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return shell
    return shell | _for_person(request, user)


def _for_person(request: HttpRequest, user: User) -> dict[str, Any]:
    shell: dict[str, Any] = {
        "user_name": user.short_name,
        "account_url": address_of("account"),
        "sign_out_url": address_of("account_logout"),
        "session": _session(request),
    }
    home = panels.home_for(user)
    if home is not None:
        return shell | (home.frame(request) if home.frame else {})
    can_search = has_permission(user, Permission.VIEW_CHILDREN)
    return shell | {
        "search_url": address_of("children_search") if can_search else "",
        "navigation": _navigation(request, user),
    }


def _session(request: HttpRequest) -> dict[str, Any]:
    """When this session ends, for the dialog that warns before."""
    left = seconds_left(request.session, int(time.time()))
    return {
        "seconds": left.seconds,
        "at_most_seconds": left.at_most_seconds,
        "warning_seconds": settings.SESSION_WARNING_SECONDS,
        "url": address_of("account_session"),
        "sign_in_url": address_of("account_login"),
    }


def _navigation(request: HttpRequest, user: User) -> list[dict[str, Any]]:
    entries = []
    if has_permission(user, Permission.VIEW_CHILDREN):
        count = work_count(user, request.as_of) if hasattr(request, "as_of") else None
        is_here = request.path == "/" or request.path.startswith("/work/")
        entries.append({"label": "My work", "url": address_of("work"), "count": count, "current": is_here})
    for label, url_name, permission, beginnings in _ENTRIES:
        url = address_of(url_name)
        # An entry is shown only once its page exists.
        if url and has_permission(user, permission):
            is_here = request.path.startswith(beginnings)
            entries.append({"label": label, "url": url, "count": None, "current": is_here})
    for entry in panels.entries():
        if entry.is_for(user):
            url, is_here = address_of(entry.url_name), request.path.startswith(entry.beginnings)
            entries.append({"label": entry.label, "url": url, "count": None, "current": is_here})
    for tile in panels.tiles_for(user):
        if tile.is_in_shell:
            is_here = request.path == tile.url
            entries.append({"label": tile.label, "url": tile.url, "count": tile.count(user), "current": is_here})
    return entries


def address_of(url_name: str) -> str:
    """The address of a page, or an empty text while no room has that page."""
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""
