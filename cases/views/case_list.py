"""The list of cases."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import has_permission
from cases.access import reason_for_lists
from cases.allocation import read_chosen
from cases.filter_forms import CaseFilterForm
from cases.permissions import Permission
from cases.presenters.allocating import present_choosing, tick_column, with_ticks
from cases.presenters.case_list import columns, kept_sort, present_chips, present_rows
from cases.queries.case_list import find_cases, next_deadlines, owners
from cases.views.desk import for_desk, page_of
from ledger.viewlog import record_view


@for_desk
def case_list(request: HttpRequest) -> HttpResponse:
    """`/cases/`: filtered, sorted over all pages, 25 to a page; the address gives the same view again."""
    reason = reason_for_lists(request)
    people = owners(request.user, also=request.GET.get("owner", ""))
    form = CaseFilterForm(request.GET, people)
    wanted = form.wanted()
    page = page_of(request, find_cases(request.user, wanted, request.as_of))
    cases = list(page.object_list)
    record_view(
        request,
        "cases",
        child_ids=[case.child_id for case in cases],
        case_ids=[case.pk for case in cases],
        reason=reason,
    )
    chips = present_chips(wanted, request.GET, people, request.user)
    context = {
        "form": form,
        "page": page,
        "columns": columns(),
        "rows": present_rows(cases, next_deadlines(cases, request.as_of), request.as_of),
        "sort": wanted.sort,
        "kept": kept_sort(wanted),
        "chips": chips,
        "is_filtered": bool(chips or form.errors),
        "clear_url": reverse("cases"),
    }
    if has_permission(request.user, Permission.ALLOCATE):
        context |= _choosing(request, page, context)
    return render(request, "cases/case_list.html", context)


def _choosing(request: HttpRequest, page: Page, context: dict[str, Any]) -> dict[str, Any]:
    """The boxes of who may allocate; a case in the address is one that was ticked, here or on another page."""
    chosen = read_chosen(request.GET.getlist("case"))
    return {
        "choosing": present_choosing(request.GET, page, chosen),
        "columns": [tick_column(), *context["columns"]],
        "rows": with_ticks(context["rows"], page.object_list, chosen),
    }
