"""Another pupil of the same incident: before a form is sent, and after."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from ledger.keys import KeyRefused
from ledger.posts import answer_once
from portal.actions.incidents import add_pupil_to_draft, add_pupil_to_sent
from portal.models import Draft, Submission
from portal.policies import NotPossible
from portal.school_access import OpenDraft, get_sent_for
from portal.views.drafts import for_draft
from portal.webforms import get_webform


def add_pupil_name(about: Draft | Submission) -> str:
    """The name to which the key of the button is bound."""
    return f"add_pupil:{about.uuid}"


@require_POST
@for_draft
def send_add_pupil(request: HttpRequest, opened: OpenDraft) -> HttpResponse:
    """Begin the draft of another pupil beside one that is not sent yet."""

    def perform() -> str:
        return _first_page(add_pupil_to_draft(draft=opened.draft, by=request.user, as_of=request.as_of))

    back = reverse("send_draft", args=[opened.webform.code, opened.draft.uuid])
    return _add(request, opened.draft, perform, back)


@require_POST
def sent_add_pupil(request: HttpRequest, submission_reference: str) -> HttpResponse:
    """Begin the draft of another pupil beside one that was sent."""
    submission = get_sent_for(request, submission_reference, "sent_add_pupil")

    def perform() -> str:
        return _first_page(add_pupil_to_sent(submission=submission, by=request.user, as_of=request.as_of))

    return _add(request, submission, perform, reverse("sent", args=[submission.reference]))


def _first_page(draft: Draft) -> str:
    return reverse("send_step", args=[draft.form, draft.uuid, get_webform(draft.form).steps[0].code])


def _add(request: HttpRequest, about: Draft | Submission, perform: Callable[[], str], back: str) -> HttpResponse:
    try:
        return answer_once(request, add_pupil_name(about), perform)
    except (KeyRefused, NotPossible) as refused:
        messages.error(request, str(refused))
        return redirect(back)
