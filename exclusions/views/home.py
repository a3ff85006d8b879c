"""Where the shell's entry leads."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cases.access import check_may_use_desk
from exclusions.lists import lists_for


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """`/exclusions/`: the first list that this person has."""
    lists = lists_for(request.user)
    if not lists:
        check_may_use_desk(request.user)
        raise PermissionDenied("This page is for the team that works exclusions.")
    return redirect(lists[0].url_name)
