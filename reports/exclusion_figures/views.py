"""Suspensions and permanent exclusions in figures, the rows behind each number, and both as files."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from accounts.permissions import has_permission
from cases.access import reason_for_lists
from cases.permissions import Permission
from cases.presenters.words import moment
from cases.views.desk import for_desk, page_of
from components.paging import with_query
from exclusions.kind_code import SUSPENSION
from ledger.viewlog import record_view
from reports.exclusion_figures import presenters
from reports.exclusion_figures.choice import Choice
from reports.exclusion_figures.figures import Figures, gather, policy_now
from reports.exclusion_figures.forms import ChoiceForm, RowFilterForm, choice_query
from reports.exclusion_figures.page import suppress_below, tables_of
from reports.exclusion_figures.rows import days_of, find_pupils, find_rows, school_of
from reports.permissions import check_user_can_see_reports
from reports.table_words import View, present_table, table_csv


@for_desk
def figures(request: HttpRequest) -> HttpResponse:
    """`/reports/exclusions/`: every table, by `?month=&year=&phase=&view=&nearest=&terms=&reasons=`."""
    check_user_can_see_reports(request.user)
    reason = reason_for_lists(request)
    form = ChoiceForm(request.GET, request.as_of, policy_now())
    choice = form.choice()
    gathered = gather(request.user, choice, request.as_of)
    view = _view(gathered)
    record_view(request, "report_exclusions", reason=reason)
    context = {
        "form": form,
        "as_at": view.as_at,
        "is_published": choice.is_published,
        "month": choice.month.label,
        "is_part": presenters.sees_only_a_part(request.user),
        "sees_hidden": has_permission(request.user, Permission.VIEW_HIDDEN_CHILDREN),
        "tables": [present_table(table, view, _csv_address(table.code, choice)) for table in tables_of(gathered)],
    }
    return render(request, "reports/exclusions.html", context)


@for_desk
def figures_file(request: HttpRequest, table_code: str) -> HttpResponse:
    """`/reports/exclusions/<table>.csv`: one table exactly as the page shows it."""
    check_user_can_see_reports(request.user)
    reason = reason_for_lists(request)
    choice = ChoiceForm(request.GET, request.as_of, policy_now()).choice()
    gathered = gather(request.user, choice, request.as_of)
    table = next((each for each in tables_of(gathered) if each.code == table_code), None)
    if table is None:
        raise Http404
    record_view(request, "report_exclusions_file", reason=reason)
    return _file(table_csv(table, _view(gathered)), f"{table_code}_{choice.month.code}.csv")


@for_desk
def rows(request: HttpRequest) -> HttpResponse:
    """`/reports/exclusions/rows/`: exactly the rows (or, with `by=pupils`, the pupils) that a number counts.

    Not found when a filter of the address makes no sense.
    """
    check_user_can_see_reports(request.user)
    reason = reason_for_lists(request)
    form = _filter_of(request)
    wanted, by_pupil = form.wanted(), form.is_by_pupil
    find = find_pupils if by_pupil else find_rows
    page = page_of(request, find(request.user, wanted))
    shown = list(page.object_list)
    cases = [] if by_pupil else [row.case for row in shown]
    children = [child.pk for child in shown] if by_pupil else [case.child_id for case in cases]
    record_view(
        request, "report_exclusion_rows", child_ids=children, case_ids=[case.pk for case in cases], reason=reason
    )
    present = presenters.present_pupils if by_pupil else presenters.present_rows
    context = {
        "title": presenters.rows_title(wanted),
        "noun": presenters.noun_of(wanted, by_pupil=by_pupil),
        "criteria": presenters.criteria(wanted, school_of(wanted.urn) if wanted.urn else None),
        "page": page,
        "table": present(shown, wanted if by_pupil else wanted.kind),
        "days": presenters.days_total_words(*days_of(request.user, wanted)) if wanted.kind == SUSPENSION else "",
        "csv_url": "" if by_pupil else presenters.csv_address(wanted),
    }
    return render(request, "reports/exclusion_rows.html", context)


@for_desk
def rows_file(request: HttpRequest) -> HttpResponse:
    """`/reports/exclusions/rows.csv`: the rows as a file, with references and without names. Not found when a filter
    of the address makes no sense."""
    check_user_can_see_reports(request.user)
    reason = reason_for_lists(request)
    wanted = _filter_of(request).wanted()
    found = list(find_rows(request.user, wanted))
    record_view(
        request,
        "report_exclusion_rows_file",
        child_ids=[row.case.child_id for row in found],
        case_ids=[row.case_id for row in found],
        reason=reason,
    )
    return _file(presenters.rows_csv(found, wanted.kind), f"{wanted.kind}_rows.csv")


def _filter_of(request: HttpRequest) -> RowFilterForm:
    form = RowFilterForm(request.GET)
    if not form.is_valid():
        raise Http404
    return form


def _view(gathered: Figures) -> View:
    choice = gathered.choice
    below = suppress_below(gathered) if choice.is_published else 0
    return View(moment(timezone.now()), choice.nearest, below)


def _csv_address(table_code: str, choice: Choice) -> str:
    return reverse("report_exclusions_file", args=[table_code]) + with_query(choice_query(choice))


def _file(text: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
