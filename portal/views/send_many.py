"""Send many at once: a file of rows is looked through, doubts are confirmed, and the good rows are sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from ledger.keys import KeyRefused
from ledger.posts import act_on_form, answer_once, form_key
from portal.actions.batches import confirm_rows, has_more, receive_batch, send_batch
from portal.batch_files import BatchRefused, rows_to_correct, template
from portal.batch_queries import batches_of, counts_of_batch, rows_of_batch
from portal.forms import BatchForm
from portal.models import Batch, BatchRow
from portal.policies import NotPossible
from portal.presenters import batches as presenters
from portal.school_access import columns_or_404, get_batch_for, log_batch, school_to_send_for

State = BatchRow.State
ROWS_A_PAGE = 25
BATCHES_SHOWN = 10
_SENT = "The rows that were ready are sent. Each has a reference of its own."
_BEGUN = "The rows are being sent. You can close this page: it goes on by itself, and what was sent is listed here."


def send_many(request: HttpRequest, many_code: str) -> HttpResponse:
    """What the file must be, and choosing it. The file is looked through; nothing is sent yet."""
    webform = columns_or_404(many_code)
    school = school_to_send_for(request)
    if school is None:
        return redirect("school_choose")
    form = BatchForm(request.POST or None, request.FILES or None)
    form_name = f"send_many:{webform.code}:{school.urn}"

    def perform() -> str:
        upload = form.cleaned_data["file"]
        batch = receive_batch(
            webform=webform,
            school=school,
            file_name=upload.name,
            content=upload.read(),
            by=request.user,
            as_of=request.as_of,
        )
        return presenters.present_batch(batch, counts_of_batch(batch))["url"]

    answer = act_on_form(request, form, form_name, perform, refusals=(BatchRefused,))
    context = {
        "webform": webform,
        "form": form,
        "form_key": form_key(request, form_name),
        "columns": presenters.present_columns(webform),
        "batches": presenters.present_batches(batches_of(school, webform.code)[:BATCHES_SHOWN]),
    }
    return answer or render(request, "portal/send_many.html", context)


def send_many_template(request: HttpRequest, many_code: str) -> HttpResponse:
    """The file to begin with."""
    webform = columns_or_404(many_code)
    school_to_send_for(request)
    return _csv(template(webform), f"{webform.columns.path}.csv" if webform.columns else "")


def send_many_rows(request: HttpRequest, many_code: str, rows_uuid: uuid.UUID) -> HttpResponse:
    """A file: how far it is, what is to be corrected and confirmed, and what each row means."""
    batch = get_batch_for(request, many_code, rows_uuid)
    bad, doubtful = list(rows_of_batch(batch, State.BAD)), list(rows_of_batch(batch, State.DOUBTFUL))
    page = Paginator(rows_of_batch(batch), ROWS_A_PAGE).get_page(request.GET.get("page"))
    log_batch(request, [*bad, *doubtful, *page.object_list])
    context = {
        "webform": columns_or_404(many_code),
        "batch": presenters.present_batch(batch, counts_of_batch(batch)),
        "columns": presenters.fault_columns(),
        "rows": presenters.present_faults(bad),
        "doubts": presenters.present_doubts(doubtful),
        "each_row": presenters.present_rows(page.object_list),
        "page": page,
        "confirm_key": form_key(request, _name("confirm", batch)),
        "send_key": form_key(request, _name("send", batch)),
    }
    return render(request, "portal/send_many_rows.html", context)


@require_POST
def send_many_confirm(request: HttpRequest, many_code: str, rows_uuid: uuid.UUID) -> HttpResponse:
    """Keep which unlikely answers are right."""
    batch = get_batch_for(request, many_code, rows_uuid)
    said_right = frozenset(request.POST.getlist("right"))

    def act() -> str:
        confirm_rows(batch=batch, said_right=said_right, by=request.user, as_of=request.as_of)
        return "What you confirmed is kept." if said_right else ""

    if not said_right:
        messages.error(request, "Tick what is right, and confirm it then.")
        return redirect("send_many_rows", batch.form, batch.uuid)
    return _act(request, batch, "confirm", act)


@require_POST
def send_many_send(request: HttpRequest, many_code: str, rows_uuid: uuid.UUID) -> HttpResponse:
    """Send the rows that are ready."""
    batch = get_batch_for(request, many_code, rows_uuid)

    def act() -> str:
        sent = send_batch(batch=batch, by=request.user, as_of=request.as_of)
        return _BEGUN if has_more(sent) else _SENT

    return _act(request, batch, "send", act)


def send_many_not_sent(request: HttpRequest, many_code: str, rows_uuid: uuid.UUID) -> HttpResponse:
    """The rows that were not sent, as a file to correct."""
    batch = get_batch_for(request, many_code, rows_uuid)
    rows = list(rows_of_batch(batch, State.BAD, State.DOUBTFUL, State.READY).exclude(written={}))
    log_batch(request, rows)
    content = rows_to_correct(
        columns_or_404(many_code), [(row.written, presenters.reasons_not_sent(row)) for row in rows]
    )
    return _csv(content, "not_sent.csv")


def _name(what: str, batch: Batch) -> str:
    return f"send_many_{what}:{batch.uuid}"


def _act(request: HttpRequest, batch: Batch, what: str, act: Callable[[], str]) -> HttpResponse:
    """Act once for the page's key, and show the file again."""
    address = presenters.present_batch(batch, counts_of_batch(batch))["url"]
    said: list[str] = []

    def perform() -> str:
        said.append(act())
        return address

    try:
        answer = answer_once(request, _name(what, batch), perform)
    except (KeyRefused, NotPossible) as refused:
        messages.error(request, str(refused))
        return redirect(address)
    for text in said:
        messages.success(request, text)
    return answer


def _csv(content: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
