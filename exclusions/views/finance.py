"""The finance list, its file, and the amounts for each pupil."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.permissions import has_permission
from cases.permissions import Permission as KernelPermission
from cases.views.desk import page_of
from exclusions.actions import per_pupil
from exclusions.actions.refusals import ExclusionRefused
from exclusions.money.finance_list import finance_rows, totals_of, years_of
from exclusions.money.forms import FinanceFilterForm, NewAmountForm, change_amount_form
from exclusions.money.presenters_list import (
    HEADINGS,
    as_csv,
    present_amounts,
    present_chips,
    present_rows,
    present_totals,
)
from exclusions.money.queries import amount_with, amounts
from exclusions.permissions import (
    Permission,
    check_user_can_change_amounts,
    check_user_can_view_finance,
    user_can_change_amounts,
)
from ledger.posts import act_on_form, form_key, posted_version, version_to_show
from ledger.viewlog import record_view


def _open_to(request: HttpRequest) -> None:
    """403 for people of the desk without the right; for everybody else the page is not there."""
    if not has_permission(request.user, Permission.VIEW_FINANCE):
        if not has_permission(request.user, KernelPermission.VIEW_CHILDREN):
            raise Http404
        check_user_can_view_finance(request.user)


def _record(request: HttpRequest, what: str, rows: Any) -> None:
    cases = [row.case for row in rows]
    record_view(request, what, child_ids=[case.child_id for case in cases], case_ids=[case.pk for case in cases])


@require_safe
def finance_list(request: HttpRequest) -> HttpResponse:
    """`/exclusions/finance/`: every permanent exclusion with its money, filtered, with the totals of all that fit."""
    _open_to(request)
    form = FinanceFilterForm(request.GET, years_of(request.user))
    rows = finance_rows(request.user, form.wanted())
    page = page_of(request, rows)
    _record(request, "exclusions_finance", page.object_list)
    chips = present_chips(request.GET, form.cleaned_data)
    context = {
        "form": form,
        "chips": chips,
        "clear_url": reverse("exclusions_finance"),
        "is_filtered": bool(chips or form.errors),
        "headings": HEADINGS,
        "page": page,
        "rows": present_rows(
            page.object_list, opens_cases=has_permission(request.user, KernelPermission.VIEW_CHILDREN)
        ),
        "totals": present_totals(totals_of(rows)),
        "can_change_amounts": user_can_change_amounts(request.user),
    }
    return render(request, "exclusions/finance.html", context)


@require_safe
def finance_csv(request: HttpRequest) -> HttpResponse:
    """`/exclusions/finance/csv`: the same rows and totals as a file; who took it is logged with every row."""
    _open_to(request)
    rows = finance_rows(request.user, FinanceFilterForm(request.GET, years_of(request.user)).wanted())
    shown = list(rows)
    _record(request, "exclusions_finance_csv", shown)
    response = HttpResponse(as_csv(shown, totals_of(rows)), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="permanent-exclusions-finance.csv"'
    return response


def amount_list(request: HttpRequest) -> HttpResponse:
    """`/exclusions/amounts/`: the amounts for each pupil, and one more."""
    _open_to(request)
    check_user_can_change_amounts(request.user)
    form = NewAmountForm(request.POST or None)

    def perform() -> str:
        answers = form.cleaned_data
        per_pupil.add_amount(
            financial_year=answers["year"],
            band=answers["band"],
            amount=answers["amount"],
            source=answers["source"],
            by=request.user,
            as_of=request.as_of,
        )
        return reverse("per_pupil_amounts")

    done = "The amount is entered. Open exclusions are worked out again."
    answer = act_on_form(request, form, "per_pupil_amounts", perform, refusals=(ExclusionRefused,), done=done)
    context = {
        "form": form,
        "rows": present_amounts(amounts()),
        "form_key": form_key(request, "per_pupil_amounts"),
    }
    return answer or render(request, "exclusions/amounts.html", context)


def amount_change(request: HttpRequest, amount_id: int) -> HttpResponse:
    """Change one amount or its source."""
    _open_to(request)
    check_user_can_change_amounts(request.user)
    row = amount_with(amount_id)
    if row is None:
        raise Http404
    form = change_amount_form(request.POST or None, row)
    form_name = f"per_pupil_amount_change:{row.pk}"

    def perform() -> str:
        per_pupil.change_amount(
            row=row, version=posted_version(request), by=request.user, as_of=request.as_of, **form.cleaned_data
        )
        return reverse("per_pupil_amounts")

    done = "The amount is changed. Open exclusions are worked out again."
    answer = act_on_form(request, form, form_name, perform, refusals=(ExclusionRefused,), done=done)
    context = {
        "form": form,
        "row": row,
        "now": present_amounts([row])[0],
        "version": version_to_show(request, form, row.version),
        "form_key": form_key(request, form_name),
    }
    return answer or render(request, "exclusions/amount_change.html", context)
