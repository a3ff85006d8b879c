"""Allocating from the list of cases: choose the officer, see what will happen, confirm, and undo."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.actions.allocating import AllocationRefused, allocate_cases, check_may_allocate, give_back
from cases.allocation import MOST_AT_ONCE, Sorted, read_chosen, sort_out
from cases.allocation_forms import AllocateForm, NothingToFillIn
from cases.presenters.allocating import (
    STAY_COLUMNS,
    Loads,
    list_address,
    list_query,
    load_words,
    present_chosen,
    present_preview,
    present_refusals,
    present_result,
)
from cases.presenters.case_list import case_list_address
from cases.queries.allocations import find_allocation
from cases.queries.case_list import CaseFilter
from cases.queries.officers import loads, officers_working
from cases.views.desk import for_desk
from ledger.posts import act_on_form, form_key
from ledger.viewlog import record_view

FORM_NAME = "allocate_cases"


@for_desk
def allocate(request: HttpRequest) -> HttpResponse:
    """`/cases/allocate/?case=…`: without an officer it asks for one, with one it shows what will come. A POST acts."""
    check_may_allocate(request.user)
    sent = request.POST if request.method == "POST" else request.GET
    chosen = read_chosen(sent.getlist("case"))
    if not 0 < len(chosen) <= MOST_AT_ONCE:
        messages.error(request, _choice_words(len(chosen)))
        return redirect(list_address(sent.get("list", "")))
    found = sort_out(chosen, by=request.user, as_of=request.as_of)
    owned = loads(request.user, request.as_of)
    form = _form(request, sent, found, owned)

    def perform() -> str:
        act = allocate_cases(chosen=chosen, to=form.officer, by=request.user, as_of=request.as_of)
        return reverse("allocated", args=[act.uuid])

    answer = act_on_form(request, form, FORM_NAME, perform, refusals=(AllocationRefused,))
    if answer is None and form.officer is not None:
        found = sort_out(chosen, by=request.user, as_of=request.as_of, to=form.officer)
    return answer or _show(request, sent, form, found, owned)


def _choice_words(count: int) -> str:
    if count:
        return f"Choose {MOST_AT_ONCE} cases or fewer at a time. You chose {count:,}."
    return "Choose at least one case: tick the box at the start of its row."


def _form(request: HttpRequest, sent: QueryDict, found: Sorted, owned: Loads) -> AllocateForm:
    # Of the cases that stay as well: a form that is sent twice names an officer who has the cases by then.
    officers = list(officers_working({case.kind for case in found.cases}, request.as_of))
    is_sent = request.method == "POST" or "to" in sent or "preview" in sent
    return AllocateForm(sent if is_sent else None, officers, load_words(officers, owned))


def _show(request: HttpRequest, sent: QueryDict, form: AllocateForm, found: Sorted, owned: Loads) -> HttpResponse:
    record_view(
        request,
        "cases_allocate",
        child_ids=[case.child_id for case in found.cases],
        case_ids=[case.pk for case in found.cases],
    )
    context = {
        "form": form,
        "form_key": form_key(request, FORM_NAME),
        "list_query": list_query(sent.get("list", "")),
        "list_url": list_address(sent.get("list", "")),
        "stay_columns": STAY_COLUMNS,
        "stay_rows": present_refusals(found.refused, form.officer),
    }
    if form.officer is None:
        return render(
            request,
            "cases/allocate.html",
            {**context, "chosen": present_chosen(read_chosen(sent.getlist("case")), found)},
        )
    preview = present_preview(found, form.officer, owned)
    return render(request, "cases/allocate_preview.html", {**context, "preview": preview, "to": form.officer.uuid})


@for_desk
def allocated(request: HttpRequest, allocation_uuid: uuid.UUID) -> HttpResponse:
    """What an act of one's own did and where its cases are now. A POST gives back those that nobody moved since."""
    check_may_allocate(request.user)
    found = find_allocation(request.user, allocation_uuid, request.as_of)
    if found is None:
        raise Http404
    form_name = f"give_back:{allocation_uuid}"
    form = NothingToFillIn(request.POST or None)

    def perform() -> str:
        give_back(allocation_uuid=allocation_uuid, by=request.user, as_of=request.as_of)
        return reverse("allocated", args=[allocation_uuid])

    answer = act_on_form(
        request, form, form_name, perform, refusals=(AllocationRefused,), done="The cases were given back."
    )
    if answer is not None:
        return answer
    cases = [row.case for row in found.given] + [case for case, _ in found.refused]
    record_view(
        request,
        "cases_allocated",
        child_ids=[case.child_id for case in cases],
        case_ids=[case.pk for case in cases],
    )
    context = {
        "form": form,
        "form_key": form_key(request, form_name),
        "result": present_result(found),
        "stay_columns": STAY_COLUMNS,
        "officer_url": case_list_address(CaseFilter(owner=str(found.to.uuid))),
        "officer": found.to.name,
    }
    return render(request, "cases/allocated.html", context)
