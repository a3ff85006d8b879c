"""Another pupil of the same incident: a draft of its own that begins with what the pupils have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.cases import next_reference
from portal.actions.drafts import lock_draft, new_draft, save_step
from portal.incidents import (
    MOST_PUPILS,
    drafts_of_incident,
    shared_answers,
    steps_about_incident,
)
from portal.locking import lock_submission
from portal.models import Draft, Incident, Submission
from portal.permissions import check_user_can_send_for
from portal.policies import NotPossible, can_correct
from portal.queries import newest_version, status_of
from portal.webforms import WebForm, get_webform
from schools.models import School

# How long a school's own number means the same incident: longer than a file takes to be corrected. No limit of any law.
LABEL_LASTS = timedelta(days=60)

_TOO_MANY = f"An incident can have {MOST_PUPILS} pupils. Send these, and begin a new form for the others."
_NOT_OF_SEVERAL = "This form is about one pupil. Begin a new form for another one."
_IS_CORRECTION = "A correction is about one pupil. Add the pupil on the page of what you sent."
_ENDED = "No pupil can be added: it was withdrawn or not accepted. Begin a new form."


@transaction.atomic
def add_pupil_to_draft(*, draft: Draft, by: User, as_of: date) -> Draft:
    """Begin the draft of another pupil, before this one is sent.

    Raises NotPossible, DraftClosed, PermissionDenied.
    """
    draft = lock_draft(draft, by, as_of)
    webform = _webform_of(draft.form)
    if draft.corrects_id is not None:
        raise NotPossible(_IS_CORRECTION)
    return _begin(draft, webform, draft.payload, draft.confirmed_doubts, draft.saved_steps, by)


@transaction.atomic
def add_pupil_to_sent(*, submission: Submission, by: User, as_of: date) -> Draft:
    """Begin the draft of another pupil after this original was sent; it begins with the newest version's answers.

    Raises NotPossible, PermissionDenied.
    """
    check_user_can_send_for(by, submission.school, as_of)
    webform = _webform_of(submission.form)
    lock_submission(submission)
    if submission.draft_id is None or not can_correct(status_of(submission).status):
        raise NotPossible(_ENDED)
    draft = Draft.objects.select_for_update(of=("self",)).select_related("school").get(pk=submission.draft_id)
    newest = newest_version(submission).payload
    return _begin(draft, webform, newest, newest.get("_confirmed", []), list(newest), by)


def _webform_of(code: str) -> WebForm:
    webform = get_webform(code)
    if not webform.takes_several_pupils:
        raise NotPossible(_NOT_OF_SEVERAL)
    return webform


def _begin(
    draft: Draft, webform: WebForm, payload: Any, confirmed: list[dict[str, str]], saved: list[str], by: User
) -> Draft:
    if draft.incident_id is None:
        draft.incident = open_incident(webform=webform, school=draft.school, by=by)
        draft.save(update_fields=["incident"])
    elif drafts_of_incident(draft).count() >= MOST_PUPILS:
        raise NotPossible(_TOO_MANY)
    same = steps_about_incident(webform)
    return new_draft(
        form=draft.form,
        school=draft.school,
        by=by,
        incident=draft.incident,
        payload=shared_answers(webform, payload),
        saved_steps=[step for step in saved if step in same],
        confirmed_doubts=[each for each in confirmed if each["step"] in same],
    )


def open_incident(*, webform: WebForm, school: School, by: User, label: str = "") -> Incident:
    """A new incident; the caller has checked who may."""
    now = timezone.now()
    number = next_reference(f"{webform.reference_prefix}-I", timezone.localtime(now).year)
    return Incident.objects.create(number=number, label=label, form=webform.code, school=school, opened_at=now, by=by)


def incident_called(*, label: str, webform: WebForm, school: School, by: User) -> Incident:
    """The incident that a school calls so in its files and by API; a new one when it has not used the name of late.
    The caller holds the lock of the school's rows (portal.locking)."""
    since = timezone.now() - LABEL_LASTS
    known = Incident.objects.filter(label=label, school=school, form=webform.code, opened_at__gte=since)
    return known.order_by("-pk").first() or open_incident(webform=webform, school=school, by=by, label=label)


@dataclass(frozen=True)
class Given:
    """What a page about the incident would say for another pupil: the answers where they are right there, else None
    and what was typed."""

    draft: Draft
    answers: Mapping[str, Any] | None
    typed: Mapping[str, list[str]]


@transaction.atomic
def answer_for_others(*, step: str, given: Sequence[Given], by: User, as_of: date) -> None:
    """Keep the answers of a page about the incident for its other pupils as well; where they are wrong beside another
    pupil's answers, that page is incomplete again. Raises DraftClosed, PermissionDenied."""
    for each in given:
        save_step(
            draft=each.draft,
            step=step,
            answers=each.answers,
            typed=each.typed,
            version=each.draft.version,
            by=by,
            as_of=as_of,
        )
