"""The end of a form: check answers, send, discard; and the draft's own files."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from ledger.posts import as_version, form_key, posted_version
from portal.actions.drafts import discard_draft
from portal.actions.mistakes import record_mistakes
from portal.actions.sending import SendingRefused, send_together
from portal.incidents import open_drafts_of_incident
from portal.models import KeptFile
from portal.policies import NotPossible
from portal.presenters.check import present_check, present_problems
from portal.school_access import OpenDraft, complete_together, get_draft_file_for
from portal.steps import incomplete_steps, open_doubts
from portal.views.drafts import for_draft, step_address
from portal.views.incidents import add_pupil_name


@for_draft
def send_check(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Check answers, once every part is complete and nothing unlikely is left unsaid; and send. With it stand the other
    pupils of its incident whose answers are complete. A draft that was sent leads to its one receipt."""
    if request.method == "POST":
        return _send(request, opened)
    if incomplete_steps(opened.draft, opened.webform, opened.context):
        return redirect("send_draft", opened.webform.code, opened.draft.uuid)
    for each in complete_together(opened):
        doubts = open_doubts(each.draft, each.webform, each.context)
        if doubts:
            return redirect(f"{reverse('send_doubt', kwargs=step_address(each, doubts[0].step))}?from=check")
    return _answers(request, opened)


def _send(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    try:
        checked = {opened.draft.pk: posted_version(request), **_checked_with_it(request, opened)}
        sent = send_together(draft=opened.draft, checked=checked, by=request.user, as_of=request.as_of)
    except SendingRefused as refused:
        for problem in refused.problems:
            mistake = [(problem.field, problem.text)]
            record_mistakes(form=opened.webform.code, step=problem.step, school=opened.draft.school, errors=mistake)
        return _answers(request, opened, refusal=str(refused), refused=refused)
    except NotPossible as refused:
        return _answers(request, opened, refusal=str(refused))
    if sent.is_repeat:
        messages.info(request, "This form had been sent before. It was received once, under this reference.")
    return redirect("sent", sent.original.reference)


def _checked_with_it(request: HttpRequest, opened: OpenDraft) -> dict[int, int]:
    """The versions of the other pupils' answers that stood on the page, by the keys of their drafts."""
    keys = {str(each.uuid): each.pk for each in open_drafts_of_incident(opened.draft)}
    shown = [each.partition(":") for each in request.POST.getlist("checked")]
    return {keys[draft]: as_version(version) for draft, _, version in shown if draft in keys}


def _answers(
    request: HttpRequest, opened: OpenDraft, *, refusal: str = "", refused: SendingRefused | None = None
) -> HttpResponse:
    """The page, with every reason for which it cannot be sent; after a refusal, with that one's."""
    together = complete_together(opened)
    problems = present_problems(together, refused)
    context = {
        "webform": opened.webform,
        "draft": opened.draft,
        **present_check(opened, together),
        "refusal": refusal,
        "problems": problems,
        "page_has_errors": bool(refusal or problems),
        "version": opened.draft.version,
        "add_key": form_key(request, add_pupil_name(opened.draft)),
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
