"""Saying why a record or a list is opened: information governance is asked, nobody else."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from cases.access import check_may_reason_about_lists, get_child_to_reason_about, give_reason
from cases.forms import ListReasonForm, ReasonForm
from cases.models import Child
from cases.views.desk import for_desk


@for_desk
def child_reason(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """Ask why a record is opened, then go on to it. Shows nothing of the record."""
    record = get_child_to_reason_about(request, child_uuid)
    form = ReasonForm(request.POST or None)
    return _ask(request, form, record, "cases/child_reason.html", reverse("child", args=[record.uuid]))


@for_desk
def list_reason(request: HttpRequest) -> HttpResponse:
    """Ask why lists of children and cases are opened, then go on to the list."""
    check_may_reason_about_lists(request)
    form = ListReasonForm(request.POST or None)
    return _ask(request, form, None, "cases/list_reason.html", reverse("cases"))


def _ask(request: HttpRequest, form: ReasonForm, child: Child | None, template: str, otherwise: str) -> HttpResponse:
    """The form, or after it the page that was wanted; `otherwise` where that is not known or not of this product."""
    onward = request.POST.get("next", request.GET.get("next", ""))
    if not url_has_allowed_host_and_scheme(onward, allowed_hosts=None) or not onward.startswith("/"):
        onward = otherwise
    if request.method == "POST" and form.is_valid():
        give_reason(request, child, form.cleaned_data["reason"])
        return redirect(onward)
    return render(request, template, {"form": form, "next": onward})
