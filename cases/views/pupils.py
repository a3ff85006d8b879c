"""Pupils from a file, in two steps: look through, then bring in. The file stays on the server between the two."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.permissions import check_permission
from cases.permissions import Permission
from cases.views.desk import for_desk
from ledger.posts import act_on_form, form_key
from schools import queries
from schools.actions import import_batches
from schools.forms import ConfirmForm, FileForm
from schools.import_files import FileRefused
from schools.models import ImportBatch
from schools.views.imports import batch_context

PUPILS = ImportBatch.Kind.PUPILS


def _check_may_import(request: HttpRequest) -> None:
    check_permission(request.user, Permission.IMPORT_PUPILS, "Your role does not let you bring in pupils.")


@for_desk
def pupils_import(request: HttpRequest) -> HttpResponse:
    """Choose a file of pupils."""
    _check_may_import(request)
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()

    def perform() -> str:
        upload = form.cleaned_data["file"]
        batch = import_batches.receive(
            kind=PUPILS, file_name=upload.name, content=upload.read(), by=request.user, as_of=request.as_of
        )
        return reverse("pupils_import_batch", args=[batch.uuid])

    answer = act_on_form(request, form, "pupils_import", perform, refusals=(FileRefused,))
    context = {"form": form, "form_key": form_key(request, "pupils_import")}
    return answer or render(request, "cases/pupils_import.html", context)


@for_desk
def pupils_import_batch(request: HttpRequest, batch_uuid: uuid.UUID) -> HttpResponse:
    """What a file of pupils would do, and doing it."""
    _check_may_import(request)
    batch = queries.import_batch(PUPILS, batch_uuid)
    if batch is None:
        raise Http404
    form = ConfirmForm(request.POST or None)
    form_name = f"pupils_import_batch:{batch.uuid}"

    def perform() -> str:
        import_batches.apply(batch=batch, by=request.user, as_of=request.as_of)
        return request.path

    answer = act_on_form(request, form, form_name, perform, refusals=(FileRefused,), done="The pupils were brought in.")
    context = {
        **batch_context(batch),
        "form": form,
        "form_key": form_key(request, form_name),
        "choose_url": reverse("pupils_import"),
        "done_url": reverse("children"),
        "done_label": "Find a child",
    }
    return answer or render(request, "schools/import_batch.html", context)
