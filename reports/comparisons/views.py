"""Figures to compare with: what stands, what stood, and bringing a file in. In two steps; nothing is computed."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import has_permission
from cases.views.desk import page_of
from ledger.posts import act_on_form, form_key
from reports.actions.bring_in import COMPARISONS, HEADCOUNTS
from reports.comparisons.files import COMPARISON_COLUMNS, HEADCOUNT_COLUMNS
from reports.comparisons.presenters import LABELS, present_comparisons, present_headcounts
from reports.comparisons.queries import comparisons_in_force, headcounts_in_force, history_of, in_order
from reports.models import ComparisonFigure, FigurePhase, Headcount
from reports.permissions import (
    Permission,
    check_may_use_reports,
    check_user_can_bring_in_figures,
    check_user_can_see_figures,
)
from schools import queries
from schools.actions import import_batches
from schools.forms import ConfirmForm, FileForm
from schools.import_files import FileRefused
from schools.views.imports import batch_context

View = Callable[..., HttpResponse]
KINDS = (COMPARISONS, HEADCOUNTS)


def for_figures(view: View) -> View:
    """For people of the desk and for who brings figures in; for everybody else the page is not there (404)."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        check_may_use_reports(request.user)
        if kwargs.get("figures_kind", COMPARISONS) not in KINDS:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@for_figures
def reports(request: HttpRequest) -> HttpResponse:
    """`/reports/`: what there is."""
    check_user_can_see_figures(request.user)
    return render(
        request, "reports/index.html", {"can_see_reports": has_permission(request.user, Permission.VIEW_REPORTS)}
    )


@for_figures
def figures(request: HttpRequest) -> HttpResponse:
    """`/reports/figures/`: the figures that stand."""
    check_user_can_see_figures(request.user)
    context = {
        "comparisons": present_comparisons(in_order(comparisons_in_force())),
        "headcounts": present_headcounts(in_order(headcounts_in_force())),
        "can_bring_in": has_permission(request.user, Permission.BRING_IN_FIGURES),
        "kinds": [{"code": kind, "label": LABELS[kind]} for kind in KINDS],
    }
    return render(request, "reports/figures.html", context)


@for_figures
def figures_history(request: HttpRequest, figures_kind: str) -> HttpResponse:
    """`/reports/figures/<kind>/history/`: every row that was ever brought in, the latest first, 25 to a page."""
    check_user_can_see_figures(request.user)
    is_comparison = figures_kind == COMPARISONS
    page = page_of(request, history_of(ComparisonFigure if is_comparison else Headcount))
    present = present_comparisons if is_comparison else present_headcounts
    context = {
        "title": f"{LABELS[figures_kind]}: what was brought in",
        "page": page,
        "table": present(list(page.object_list), is_history=True),
    }
    return render(request, "reports/figures_history.html", context)


@for_figures
def figures_import(request: HttpRequest, figures_kind: str) -> HttpResponse:
    """Choose a file of comparison figures or of headcounts."""
    check_user_can_bring_in_figures(request.user)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    name = f"figures_import:{figures_kind}"

    def perform() -> str:
        upload = form.cleaned_data["file"]
        batch = import_batches.receive(
            kind=figures_kind, file_name=upload.name, content=upload.read(), by=request.user, as_of=request.as_of
        )
        return reverse("figures_import_batch", args=[figures_kind, batch.uuid])

    answer = act_on_form(request, form, name, perform, refusals=(FileRefused,))
    context = {
        "form": form,
        "form_key": form_key(request, name),
        "title": f"Bring in {LABELS[figures_kind].lower()}",
        "is_comparison": figures_kind == COMPARISONS,
        "columns": COMPARISON_COLUMNS if figures_kind == COMPARISONS else HEADCOUNT_COLUMNS,
        "measures": ComparisonFigure.Measure,
        "areas": ComparisonFigure.AreaKind,
        "phases": FigurePhase,
        "censuses": Headcount.Census,
    }
    return answer or render(request, "reports/figures_import.html", context)


@for_figures
def figures_import_batch(request: HttpRequest, figures_kind: str, figures_batch_uuid: UUID) -> HttpResponse:
    """What a file would do, and doing it."""
    check_user_can_bring_in_figures(request.user)
    batch = queries.import_batch(figures_kind, figures_batch_uuid)
    if batch is None:
        raise Http404
    form = ConfirmForm(request.POST or None)
    form_name = f"figures_import_batch:{batch.uuid}"

    def perform() -> str:
        import_batches.apply(batch=batch, by=request.user, as_of=request.as_of)
        return request.path

    answer = act_on_form(
        request, form, form_name, perform, refusals=(FileRefused,), done="The figures were brought in."
    )
    context = {
        **batch_context(batch),
        "kind_label": LABELS[figures_kind],
        "form": form,
        "form_key": form_key(request, form_name),
        "choose_url": reverse("figures_import", args=[figures_kind]),
        "done_url": reverse("figures"),
        "done_label": "See the figures",
    }
    return answer or render(request, "schools/import_batch.html", context)
