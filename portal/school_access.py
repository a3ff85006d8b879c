"""The only ways of a school's people to a form, a draft, what was sent and its files: they load and authorise.

Whoever has no place at the school today gets 404, the same as for an id that nobody has. What is about a child whom
the school chose from its roll is written to the view log.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from rest_framework.request import Request

from accounts.permissions import is_school_user
from ledger.viewlog import record_view
from portal.contexts import draft_context
from portal.incidents import drafts_of_incident, open_drafts_of_incident, sent_of_incident
from portal.models import Batch, BatchRow, Draft, DraftFile, Question, SchoolApiKey, Submission, SubmissionFile
from portal.permissions import check_user_can_manage_keys
from portal.pupils import child_ids_of
from portal.schools import chosen_school, remember_school, schools_of
from portal.steps import incomplete_steps
from portal.webforms import FormContext, Payload, Step, UnknownWebForm, WebForm, get_webform
from schools.models import School

Part = Submission.Part


@dataclass
class OpenDraft:
    """A draft with its form and the answers so far."""

    draft: Draft
    webform: WebForm
    as_of: date

    @cached_property
    def context(self) -> FormContext:
        """What the form's functions look at."""
        return draft_context(self.draft, self.as_of)

    def step(self, code: str) -> Step:
        """The step of this code. Raises Http404."""
        step = self.webform.step(code)
        if step is None:
            raise Http404
        return step


def schools_here(request: HttpRequest) -> list[School]:
    """The schools that this person works for today; Http404 for everybody who is not of a school."""
    schools = schools_of(request.user, request.as_of) if is_school_user(request.user) else []
    if not schools:
        raise Http404
    return schools


def webform_or_404(code: str) -> WebForm:
    """The form of this code. Raises Http404."""
    try:
        return get_webform(code)
    except UnknownWebForm as error:
        raise Http404 from error


def school_to_send_for(request: HttpRequest) -> School | None:
    """The school chosen for this session; None when one of several is still to be chosen."""
    return chosen_school(request, schools_here(request))


def get_draft_for(request: HttpRequest, form_code: str, draft_uuid: uuid.UUID, what: str) -> OpenDraft:
    """A draft of one of this person's schools, sent or discarded ones too. Its school is then the chosen one."""
    webform = webform_or_404(form_code)
    draft = (
        Draft.objects.filter(uuid=draft_uuid, form=form_code, school__in=schools_here(request))
        .select_related("school", "saved_by", "corrects", "incident", "submission", "submission__answers_to")
        .first()
    )
    if draft is None:
        raise Http404
    remember_school(request, draft.school.urn)
    _log(request, what, child_ids_of(draft.payload, *(each.payload for each in _named_beside(draft))))
    return OpenDraft(draft, webform, request.as_of)


def _named_beside(draft: Draft) -> list[Draft]:
    """The other drafts whose pupils the pages of this one name."""
    return list(drafts_of_incident(draft)) if draft.incident_id else []


def complete_together(opened: OpenDraft) -> list[OpenDraft]:
    """The draft and the others of its incident whose answers are complete: what is checked and sent together."""
    if opened.draft.incident_id is None:
        return [opened]
    drafts = open_drafts_of_incident(opened.draft)
    others = [
        opened if each.pk == opened.draft.pk else OpenDraft(each, opened.webform, opened.as_of) for each in drafts
    ]
    return [each for each in others if each is opened or not incomplete_steps(each.draft, each.webform, each.context)]


def get_draft_file_for(opened: OpenDraft, file_uuid: uuid.UUID) -> DraftFile:
    """A file that the draft has now."""
    file = DraftFile.objects.filter(draft=opened.draft, uuid=file_uuid, removed_at__isnull=True).first()
    if file is None:
        raise Http404
    return file


def get_sent_for(request: HttpRequest, reference: str, what: str, *, names_others: bool = False) -> Submission:
    """An original that one of this person's schools sent. Its school becomes the chosen one. `names_others`: the page
    names the other pupils of its incident too."""
    # No text that PostgreSQL could not hold was ever a reference.
    wanted = reference.replace("\x00", "").upper()
    submission = (
        Submission.objects.filter(reference=wanted, part=Part.ORIGINAL, school__in=schools_here(request))
        .select_related("school", "by", "draft__incident")
        .first()
    )
    if submission is None:
        raise Http404
    remember_school(request, submission.school.urn)
    beside = sent_of_incident(submission.draft) if names_others else ()
    _log(request, what, child_ids_of(submission.payload, *(each.payload for each in beside)))
    return submission


def get_sent_by_key(request: Request, reference: str, what: str) -> Submission:
    """An original that the school of the request's key sent. Raises Http404 for any other, as for one that nobody
    sent."""
    wanted = reference.replace("\x00", "").upper()
    submission = Submission.objects.filter(reference=wanted, part=Part.ORIGINAL, school=request.auth.school).first()
    if submission is None:
        raise Http404
    _log(request, what, child_ids_of(submission.payload))
    return submission


def log_pupil_of_api(request: Request, payload: Payload) -> None:
    """Write of which pupil of its roll a school's system was told what a form would mean."""
    _log(request, "api_look", child_ids_of(payload))


def get_sent_file_for(submission: Submission, file_uuid: uuid.UUID) -> SubmissionFile:
    """A file of this original or of one of its later parts."""
    files = SubmissionFile.objects.filter(uuid=file_uuid)
    file = (files.filter(submission=submission) | files.filter(submission__answers_to=submission)).first()
    if file is None:
        raise Http404
    return file


def get_question_for(submission: Submission, question_uuid: uuid.UUID) -> Question:
    """A question about this submission, whose page the caller may open."""
    question = Question.objects.filter(uuid=question_uuid, submission=submission).select_related("by").first()
    if question is None:
        raise Http404
    question.submission = submission
    return question


def columns_or_404(code: str) -> WebForm:
    """The form of this code, if it can be sent as a file. Raises Http404."""
    webform = webform_or_404(code)
    if webform.columns is None:
        raise Http404
    return webform


def get_batch_for(request: HttpRequest, form_code: str, batch_uuid: uuid.UUID) -> Batch:
    """A file of one of this person's schools. Its school becomes the chosen one. The caller logs the pupils shown."""
    batch = (
        Batch.objects.filter(uuid=batch_uuid, form=columns_or_404(form_code).code, school__in=schools_here(request))
        .select_related("school", "uploaded_by", "sending_by")
        .first()
    )
    if batch is None:
        raise Http404
    remember_school(request, batch.school.urn)
    return batch


def keys_of_school(request: HttpRequest, school: School) -> QuerySet[SchoolApiKey]:
    """The school's keys, newest first. Raises PermissionDenied for who may not manage them."""
    check_user_can_manage_keys(request.user, school, request.as_of)
    keys = SchoolApiKey.objects.filter(school=school).select_related("made_by", "revoked_by")
    return keys.order_by("-made_at", "-pk")


def get_key_for(request: HttpRequest, key_uuid: uuid.UUID) -> SchoolApiKey:
    """A key of one of this person's schools. Raises PermissionDenied for who works there and may not manage it."""
    keys = SchoolApiKey.objects.filter(uuid=key_uuid, school__in=schools_here(request))
    key = keys.select_related("school").first()
    if key is None:
        raise Http404
    check_user_can_manage_keys(request.user, key.school, request.as_of)
    return key


def log_batch(request: HttpRequest, rows: Iterable[BatchRow]) -> None:
    """Write which pupils of the roll the rows on a page are about."""
    _log(request, "send_many", child_ids_of(*(row.payload for row in rows)))


def log_pupils_found(request: HttpRequest, child_ids: list[int]) -> None:
    """Write which pupils of its roll the school was shown."""
    if child_ids:
        record_view(request, "school_pupils", child_ids=child_ids)


def log_list(request: HttpRequest, child_ids: list[int]) -> None:
    """Write of which children the school's home showed a line."""
    if child_ids:
        record_view(request, "school_home", child_ids=child_ids)


def _log(request: HttpRequest | Request, what: str, child_ids: list[int]) -> None:
    if child_ids:
        record_view(request, what, child_ids=child_ids)
