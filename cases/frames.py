"""What stands above every page about a child: the identity bar and the tabs. Cohorts' pages use it as well."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.permissions import has_permission
from cases.models import Child
from cases.permissions import Permission
from cases.presenters.identity import present_identity, present_tabs
from cases.queries.child import Identity, identity_of


def child_frame(
    request: HttpRequest, child: Child, current: str = "", *, identity: Identity | None = None
) -> dict[str, Any]:
    """Context of templates/cases/child_base.html. `current` names the tab; without one no tabs are shown."""
    identity = identity or identity_of(child, request.user, request.as_of)
    may_read_log = has_permission(request.user, Permission.READ_VIEW_LOG)
    return {
        "identity": present_identity(child, identity, request.as_of),
        "tabs": present_tabs(child, current, has_log=may_read_log) if current else None,
    }
