"""The first page: my work, another room's home, or an administrator's links."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import has_permission
from cases import panels
from cases.access import reason_for_lists
from cases.permissions import Permission
from cases.presenters.words import full_date
from cases.presenters.work import TITLES, present_empty, present_room_tiles, present_tiles, present_work
from cases.queries.child import current_enrolments
from cases.queries.work import SELECTIONS, load_work, work_counts, work_rows
from cases.shell import shell_for
from cases.views.desk import for_desk, page_of
from ledger.viewlog import record_view


def home(request: HttpRequest) -> HttpResponse:
    """`/`: what this person comes here for."""
    own = panels.home_for(request.user)
    if own is not None:
        return own.view(request)
    if has_permission(request.user, Permission.VIEW_CHILDREN):
        return work(request)
    return render(request, "cases/home_without_children.html", {"entries": shell_for(request).get("navigation", [])})


@for_desk
def work(request: HttpRequest) -> HttpResponse:
    """My work: tiles, and the rows that `?due=` asks for, those without a date first, then soonest first."""
    reason = reason_for_lists(request)
    asked = request.GET.get("due", "")
    selection = asked if asked in SELECTIONS else ""
    page = page_of(request, work_rows(request.user, request.as_of, selection))
    rows = load_work(list(page.object_list))
    record_view(
        request,
        "work",
        child_ids=[row.child_id for row in rows],
        case_ids=[row.case_id for row in rows],
        reason=reason,
    )
    enrolments = current_enrolments([row.case.child for row in rows], request.as_of)
    return render(
        request,
        "cases/work.html",
        {
            "today": full_date(request.as_of),
            "title": TITLES.get(selection, "My work"),
            "selection": selection,
            "tiles": [
                *present_tiles(work_counts(request.user, request.as_of)),
                *present_room_tiles(panels.tiles_for(request.user), request.user),
            ],
            "works": present_work(rows, enrolments, request.user, request.as_of),
            "empty": present_empty(selection),
            "page": page,
        },
    )
