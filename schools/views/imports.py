"""Files brought in two steps: look through, then apply. The file stays on the server between the two."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from ledger.posts import form_key
from schools import presenters, queries
from schools.actions import import_batches
from schools.forms import ConfirmForm, FileForm
from schools.models import ImportBatch
from schools.permissions import Permission, check_may_open
from schools.views.answers import DATES_ARE_WORKED_OUT_AGAIN, answer_or_refuse

_PERMISSIONS = {
    ImportBatch.Kind.SCHOOLS: Permission.CHANGE_SCHOOLS,
    ImportBatch.Kind.CALENDAR: Permission.CHANGE_CALENDARS,
}
_DONE = {
    ImportBatch.Kind.SCHOOLS: "The schools were brought in.",
    ImportBatch.Kind.CALENDAR: f"The term dates were brought in. {DATES_ARE_WORKED_OUT_AGAIN}",
}
_DONE_LABELS = {
    ImportBatch.Kind.SCHOOLS: "See the schools",
    ImportBatch.Kind.CALENDAR: "See the calendars",
}


@require_http_methods(["GET", "HEAD", "POST"])
def schools_import(request: HttpRequest) -> HttpResponse:
    """Choose the register's file of schools."""
    return _choose_file(request, ImportBatch.Kind.SCHOOLS)


@require_http_methods(["GET", "HEAD", "POST"])
def schools_import_batch(request: HttpRequest, batch_uuid: UUID) -> HttpResponse:
    """What a file of schools would do, and doing it."""
    return _look_and_apply(request, ImportBatch.Kind.SCHOOLS, batch_uuid)


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_import(request: HttpRequest) -> HttpResponse:
    """Choose a file of term dates."""
    return _choose_file(request, ImportBatch.Kind.CALENDAR)


@require_http_methods(["GET", "HEAD", "POST"])
def calendar_import_batch(request: HttpRequest, batch_uuid: UUID) -> HttpResponse:
    """What a file of term dates would do, and doing it."""
    return _look_and_apply(request, ImportBatch.Kind.CALENDAR, batch_uuid)


def _choose_file(request: HttpRequest, kind: ImportBatch.Kind) -> HttpResponse:
    check_may_open(request.user, _PERMISSIONS[kind])
    name = f"{kind}_import"
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()

    def perform() -> str:
        upload = form.cleaned_data["file"]
        batch = import_batches.receive(
            kind=kind, file_name=upload.name, content=upload.read(), by=request.user, as_of=request.as_of
        )
        return reverse(f"{name}_batch", args=[batch.uuid])

    if request.method == "POST" and form.is_valid():
        answer = answer_or_refuse(request, form, name, perform, done="")
        if answer:
            return answer
    return render(request, f"schools/{name}.html", {"form": form, "form_key": form_key(request, name)})


def _look_and_apply(request: HttpRequest, kind: ImportBatch.Kind, batch_uuid: UUID) -> HttpResponse:
    check_may_open(request.user, _PERMISSIONS[kind])
    batch = queries.import_batch(kind, batch_uuid)
    if batch is None:
        raise Http404
    name = f"{kind}_import_batch:{batch.uuid}"
    form = ConfirmForm(request.POST or None)

    def perform() -> str:
        import_batches.apply(batch=batch, by=request.user, as_of=request.as_of)
        return request.path

    if request.method == "POST" and form.is_valid():
        answer = answer_or_refuse(request, form, name, perform, done=_DONE[kind])
        if answer:
            return answer
    context = {
        **batch_context(batch),
        "form": form,
        "form_key": form_key(request, name),
        "choose_url": reverse(f"{kind}_import"),
        "done_url": reverse(str(kind)),
        "done_label": _DONE_LABELS[kind],
    }
    return render(request, "schools/import_batch.html", context)


def batch_context(batch: ImportBatch) -> dict[str, Any]:
    """What templates/schools/import_batch.html shows of a file of any kind."""
    counts = batch.findings["counts"]
    return {
        "batch": batch,
        "kind_label": batch.get_kind_display(),
        "counts": [(outcome, count) for outcome, count in counts.items() if outcome != "bad"],
        "bad_count": counts["bad"],
        "to_do_count": sum(count for outcome, count in counts.items() if outcome not in ("unchanged", "bad")),
        "notices": [presenters.leaving_default_words(notice) for notice in batch.findings.get("notices", [])],
        "errors": batch.findings["errors"],
        "errors_not_shown": batch.findings["errors_count"] - len(batch.findings["errors"]),
    }
