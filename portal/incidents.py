"""Several pupils of one incident: which drafts and submissions belong together, and what they have in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from portal.asked_of_forms import problems_of
from portal.matching import given_pupil, is_surely_same_pupil
from portal.models import Draft, Submission
from portal.queries import with_status
from portal.webforms import PUPIL, FormContext, Payload, Problem, WebForm

# No limit of any law: a check page with more pupils than this can no longer be read.
MOST_PUPILS = 20


def drafts_of_incident(draft: Draft) -> QuerySet[Draft]:
    """The draft and the others of its incident, sent ones too, without discarded ones, in the order of their start."""
    drafts = Draft.objects.filter(discarded_at__isnull=True).order_by("pk")
    drafts = drafts.filter(incident=draft.incident_id) if draft.incident_id else drafts.filter(pk=draft.pk)
    return drafts.select_related("school", "corrects", "saved_by", "incident", "submission")


def open_drafts_of_incident(draft: Draft) -> list[Draft]:
    """The same, as far as they are not sent."""
    return list(drafts_of_incident(draft).filter(submission__isnull=True))


def sent_of_incident(draft: Draft | None) -> QuerySet[Submission]:
    """What was sent about the pupils of this draft's incident, each with its status, in the order of the drafts."""
    if draft is None or draft.incident_id is None:
        return Submission.objects.none()
    sent = Submission.objects.filter(draft__incident=draft.incident_id, part=Submission.Part.ORIGINAL)
    return with_status(sent).order_by("draft")


def shared_answers(webform: WebForm, payload: Payload) -> dict[str, dict[str, Any]]:
    """The answers that another pupil of the incident begins with."""
    shared = {
        step.code: {name: value for name, value in payload[step.code].items() if name in step.about_incident}
        for step in webform.steps
        if step.about_incident and step.code in payload
    }
    return {code: answers for code, answers in shared.items() if answers}


def steps_about_incident(webform: WebForm) -> frozenset[str]:
    """Codes of the steps that are complete for another pupil when they were for the first."""
    return frozenset(step.code for step in webform.steps if step.is_about_incident)


def same_pupil_twice(payload: Payload, others: Iterable[Payload]) -> Problem | None:
    """Why these answers cannot be sent beside the others, if they are about one of their pupils again."""
    given = given_pupil(payload)
    if not any(is_surely_same_pupil(given, given_pupil(other)) for other in others):
        return None
    text = "This pupil is in the incident already. Choose another pupil, or discard this draft"
    return Problem(PUPIL, "find", text)


def problems_of_draft(draft: Draft, webform: WebForm, context: FormContext, together: Sequence[Draft]) -> list[Problem]:
    """Why a draft cannot be sent beside the others of its incident that are sent `together` with it: the form's own
    reasons, and a pupil who is in the incident already."""
    if draft.incident_id is None:
        return list(problems_of(webform, context))
    before = [each.payload for each in sent_of_incident(draft)]
    before += [each.payload for each in together if each.pk < draft.pk]
    twice = same_pupil_twice(draft.payload, before)
    return [*([twice] if twice else []), *problems_of(webform, context)]
