"""The list of reviews that the council must arrange."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access import reason_for_lists
from cases.views.desk import ROWS_A_PAGE, for_desk
from exclusions.review.board import COLUMNS, present_rows, reviews_to_arrange, user_can_see_reviews
from ledger.viewlog import record_view


@require_safe
@for_desk
def board(request: HttpRequest) -> HttpResponse:
    """`/exclusions/reviews/`: soonest first."""
    if not user_can_see_reviews(request.user):
        raise PermissionDenied("This page is for the team that works exclusions.")
    reason = reason_for_lists(request)
    found = reviews_to_arrange(request.user)
    page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    record_view(
        request,
        "exclusions_reviews",
        child_ids=[row.case.child_id for row in rows],
        case_ids=[row.case.pk for row in rows],
        reason=reason,
    )
    context = {"page": page, "columns": COLUMNS, "rows": present_rows(rows, request.as_of)}
    return render(request, "exclusions/reviews.html", context)
