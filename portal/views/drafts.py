"""What the pages of a draft share: loading it, and saying what became of one that was sent or discarded."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.presenters.words import moment
from portal.actions.drafts import DraftClosed
from portal.models import Draft
from portal.school_access import OpenDraft, get_draft_for

View = Callable[..., HttpResponse]


def for_draft(view: View) -> View:
    """For views of a draft that can still be worked on: they get it opened. From any other it leads to what became of
    it, also when that happened while the view was at work."""

    @wraps(view)
    def opened(request: HttpRequest, form_code: str, draft_uuid: uuid.UUID, **rest: Any) -> HttpResponse:
        draft = get_draft_for(request, form_code, draft_uuid, view.__name__)
        if draft.draft.discarded_at or hasattr(draft.draft, "submission"):
            return _ended(request, draft.draft)
        try:
            return view(request, draft, **rest)
        except DraftClosed:
            return _ended(request, get_draft_for(request, form_code, draft_uuid, view.__name__).draft)

    return opened


def _ended(request: HttpRequest, draft: Draft) -> HttpResponse:
    if draft.discarded_at:
        messages.info(request, f"That draft was discarded by {draft.discarded_by} on {moment(draft.discarded_at)}.")
        return redirect("home")
    sent = draft.submission
    messages.info(
        request,
        f"This form was sent by {sent.by} on {moment(sent.received_at)}. It was received once. "
        "To change something, correct what you sent.",
    )
    return redirect("sent", (sent.answers_to or sent).reference)


def step_address(opened: OpenDraft, code: str) -> dict[str, object]:
    """The arguments of the address of a step."""
    return {"form_code": opened.webform.code, "draft_uuid": opened.draft.uuid, "step_code": code}
