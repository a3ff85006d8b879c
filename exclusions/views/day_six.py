"""The board: whose sixth day is overdue or near, and who has nothing booked."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.permissions import has_permission
from cases.access import reason_for_lists
from cases.views.desk import ROWS_A_PAGE, for_desk
from exclusions.day_six_board import SCHOOL_DAYS_AHEAD, board_for
from exclusions.permissions import Permission, check_user_can_see_lists
from exclusions.presenters_board import present_holiday, present_rows, present_totals
from ledger.viewlog import record_view


@require_safe
@for_desk
def board(request: HttpRequest) -> HttpResponse:
    """`/exclusions/day-six/`: overdue first, then the next school days of each child's own school."""
    check_user_can_see_lists(request.user)
    reason = reason_for_lists(request)
    as_of = request.as_of
    shown = board_for(request.user, as_of)
    page = Paginator(shown.due, ROWS_A_PAGE).get_page(request.GET.get("page"))
    rows = [*page.object_list, *shown.without_date]
    record_view(
        request,
        "exclusions_day_six",
        child_ids=[row.case.child_id for row in rows],
        case_ids=[row.case.pk for row in rows],
        reason=reason,
    )
    can_work = has_permission(request.user, Permission.WORK)
    context = {
        "page": page,
        "rows": present_rows(page.object_list, as_of, can_work=can_work),
        "without_date": present_rows(shown.without_date, as_of, can_work=can_work),
        "totals": present_totals(shown, as_of),
        "holiday": present_holiday(shown),
        "days_ahead": SCHOOL_DAYS_AHEAD,
    }
    return render(request, "exclusions/day_six.html", context)
