"""The end of a form: check answers, send, discard; and the draft's own files."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ledger.posts import posted_version
from portal.actions.drafts import discard_draft
from portal.actions.mistakes import record_mistakes
from portal.actions.sending import SendingRefused, send_draft
from portal.asked_of_forms import meaning_of, problems_of
from portal.models import KeptFile
from portal.policies import NotPossible
from portal.presenters.send import present_meaning, present_problems
from portal.school_access import OpenDraft, get_draft_file_for
from portal.steps import incomplete_steps, open_doubts
from portal.submission_rows import groups_of
from portal.views.drafts import for_draft, step_address
from portal.webforms import Problem


@for_draft
def send_check(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Check answers, once every part is complete and nothing unlikely is left unsaid; and send. A draft that was sent
    leads to its one receipt."""
    if request.method == "POST":
        return _send(request, opened)
    if incomplete_steps(opened.draft, opened.webform, opened.context):
        return redirect("send_draft", opened.webform.code, opened.draft.uuid)
    doubts = open_doubts(opened.draft, opened.webform, opened.context)
    if doubts:
        return redirect(f"{reverse('send_doubt', kwargs=step_address(opened, doubts[0].step))}?from=check")
    return _answers(request, opened, problems=tuple(problems_of(opened.webform, opened.context)))


def _send(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    try:
        version = posted_version(request)
        sent = send_draft(draft=opened.draft, version=version, by=request.user, as_of=request.as_of)
    except (SendingRefused, NotPossible) as refused:
        problems = getattr(refused, "problems", ())
        for problem in problems:
            mistake = [(problem.field, problem.text)]
            record_mistakes(form=opened.webform.code, step=problem.step, school=opened.draft.school, errors=mistake)
        return _answers(request, opened, refusal=str(refused), problems=problems)
    if sent.is_repeat:
        messages.info(request, "This form had been sent before. It was received once, under this reference.")
    return redirect("sent", sent.original.reference)


def _answers(
    request: HttpRequest, opened: OpenDraft, *, refusal: str = "", problems: tuple[Problem, ...] = ()
) -> HttpResponse:
    context = {
        "webform": opened.webform,
        "draft": opened.draft,
        "groups": groups_of(opened.webform, opened.context),
        "meaning": present_meaning(meaning_of(opened.webform, opened.context)),
        "refusal": refusal,
        "problems": present_problems(opened, problems),
        "confirmed": opened.draft.confirmed_doubts,
        "page_has_errors": bool(refusal or problems),
        "version": opened.draft.version,
    }
    return render(request, "portal/send_check.html", context)


@for_draft
def send_discard(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Ask before a draft is thrown away, and throw it away."""
    if request.method == "POST":
        discard_draft(draft=opened.draft, by=request.user, as_of=request.as_of)
        messages.success(request, "The draft was discarded.")
        return redirect("home")
    return render(request, "portal/send_discard.html", {"webform": opened.webform, "draft": opened.draft})


@for_draft
def send_file(request: HttpRequest, opened: OpenDraft, draft_file_uuid: uuid.UUID) -> HttpResponse:
    """A file of the draft, to be saved."""
    return file_response(get_draft_file_for(opened, draft_file_uuid))


def file_response(file: KeptFile) -> HttpResponse:
    """A kept file, to be saved: never shown inside our pages, never run."""
    response = FileResponse(
        default_storage.open(file.stored_name),
        as_attachment=True,
        filename=file.file_name,
        content_type=file.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response
