"""The managers' pages: numbers that open exactly the rows that they count."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.permissions import has_permission
from cases.access import reason_for_lists
from cases.permissions import Permission
from cases.presenters.words import moment
from cases.queries.case_list import end_of_soon
from cases.views.desk import for_desk, page_of
from ledger.viewlog import record_view
from reports.figures import (
    find_tasks,
    kind_figures,
    officer_figures,
    person_with_tasks,
    tile_figures,
    week_figures,
)
from reports.permissions import check_user_can_manage
from reports.presenters import (
    allocating_address,
    known_sort,
    no_tasks_words,
    present_chart,
    present_kinds,
    present_officers,
    present_tasks,
    present_tiles,
    present_weeks,
    tasks_title,
)


@for_desk
def manage(request: HttpRequest) -> HttpResponse:
    """`/manage/`: tiles, then by officer, by kind and by week. `?sort=` orders the table by officer."""
    check_user_can_manage(request.user)
    reason = reason_for_lists(request)
    user, as_of = request.user, request.as_of
    officers, weeks = officer_figures(user, as_of), week_figures(user, as_of)
    oldest = [row.oldest for row in officers if row.oldest]
    record_view(
        request,
        "manage",
        child_ids=[case.child_id for case in oldest],
        case_ids=[case.pk for case in oldest],
        reason=reason,
    )
    sort = known_sort(request.GET.get("sort", ""))
    context = {
        "as_at": moment(timezone.now()),
        "tiles": present_tiles(tile_figures(user, as_of), as_of, end_of_soon(as_of)),
        "officers": present_officers(officers, sort),
        "sort": sort,
        "kinds": present_kinds(kind_figures(user, as_of), as_of),
        "weeks": present_weeks(weeks),
        "chart": present_chart(weeks),
        "allocate_url": allocating_address() if has_permission(user, Permission.ALLOCATE) else "",
    }
    return render(request, "reports/manage.html", context)


@for_desk
def tasks(request: HttpRequest) -> HttpResponse:
    """`/manage/tasks/?owner=&state=overdue`: the tasks that the table by officer counts, 25 to a page."""
    check_user_can_manage(request.user)
    reason = reason_for_lists(request)
    owner, state = request.GET.get("owner", ""), request.GET.get("state", "")
    page = page_of(request, find_tasks(request.user, owner, request.as_of, state))
    rows = list(page.object_list)
    record_view(
        request,
        "manage_tasks",
        child_ids=[task.child_id for task in rows],
        case_ids=[task.case_id for task in rows],
        reason=reason,
    )
    context = {
        "title": tasks_title(owner, person_with_tasks(owner), state),
        "no_tasks": no_tasks_words(state),
        "page": page,
        "table": present_tasks(rows, request.as_of),
    }
    return render(request, "reports/tasks.html", context)
