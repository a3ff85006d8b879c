"""Adding and opening files."""

from __future__ import annotations

import uuid
from typing import Protocol

from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.access import get_child_for, get_document_for
from cases.actions.documents import add_document
from cases.files import FileRefused
from cases.forms import DocumentForm
from cases.frames import child_frame
from cases.presenters.case import usual_classification
from cases.queries.child import workable_cases
from cases.views.desk import for_desk
from cases.views.notes import back_to, case_asked_for
from ledger.posts import act_on_form, form_key


@for_desk
def document_add(request: HttpRequest, child_uuid: uuid.UUID) -> HttpResponse:
    """Keep a file about the child, or of the case that `case` names."""
    record = get_child_for(request, child_uuid, "document_add", to_change=True)
    case = case_asked_for(request, record)
    form_name = f"document_add:{record.uuid}"
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {"classification": usual_classification(case), "case": case.reference if case else ""}
    form = DocumentForm(data, files, cases=workable_cases(record, request.user), initial=initial)

    def perform() -> str:
        details = {name: form.cleaned_data[name] for name in ("upload", "title", "classification")}
        add_document(child=record, case=case, **details, by=request.user, as_of=request.as_of)
        return back_to(record, case)

    answer = act_on_form(request, form, form_name, perform, refusals=(FileRefused,), done="The file was kept.")
    context = {**child_frame(request, record), "child": record, "form": form}
    return answer or render(request, "cases/document_add.html", {**context, "form_key": form_key(request, form_name)})


@for_desk
def document(request: HttpRequest, document_uuid: uuid.UUID) -> HttpResponse:
    """The file itself, to be saved."""
    return as_download(get_document_for(request, document_uuid))


class KeptFile(Protocol):
    """The row of a file that is kept under a random name."""

    stored_name: str
    file_name: str
    content_type: str


def as_download(kept: KeptFile) -> FileResponse:
    """A kept file, to be saved: never shown inside our pages, never run."""
    response = FileResponse(
        default_storage.open(kept.stored_name),
        as_attachment=True,
        filename=kept.file_name,
        content_type=kept.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
