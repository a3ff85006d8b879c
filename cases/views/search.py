"""Finding a child. The words go into the session: a name never stands in an address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.permissions import has_permission
from cases import search
from cases.access import reason_for_lists
from cases.permissions import Permission
from cases.presenters.child import present_results, result_columns
from cases.queries.child import current_enrolments, open_kinds_of
from cases.views.desk import for_desk, page_of
from ledger.viewlog import record_view


@require_POST
@for_desk
def children_search(request: HttpRequest) -> HttpResponse:
    """Take the words of a search: a case's reference leads to the case, anything else to the results."""
    words = " ".join(request.POST.get("q", "").replace("\0", "").split())
    case = search.find_case(request.user, words)
    if case is not None:
        return redirect("case", case.reference)
    if not words:
        return redirect("children")
    return redirect(f"{reverse('children')}?s={search.remember(request, words)}")


@for_desk
def children(request: HttpRequest) -> HttpResponse:
    """The results of a search, or the search alone."""
    reason = reason_for_lists(request)
    words = search.remembered(request, request.GET.get("s", ""))
    page = page_of(request, search.find_children(request.user, words))
    found = list(page.object_list)
    if words:
        record_view(request, "children", child_ids=[child.pk for child in found], reason=reason)
    kinds = open_kinds_of(found, request.user)
    return render(
        request,
        "cases/children.html",
        {
            "search_text": words,
            "page": page,
            "columns": result_columns(),
            "rows": present_results(found, current_enrolments(found, request.as_of), kinds, request.as_of),
            "may_add": has_permission(request.user, Permission.CHANGE_CHILDREN),
            "may_import": has_permission(request.user, Permission.IMPORT_PUPILS),
        },
    )
