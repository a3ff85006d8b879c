"""Sending a draft: exactly one submission, kept whole before anything else happens.

The draft's id is the key of sending: its row is locked, and a second sending finds what the first one wrote. What
comes after the rows (the kind, the review of hidden records, the e-mail) cannot undo them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from cases.actions.cases import next_reference
from portal.actions.drafts import KEPT_FILE_FIELDS, DraftClosed
from portal.actions.hidden_records import tell_information_governance
from portal.actions.keeping import keep_submission, next_part_reference, write_status
from portal.asked_of_forms import kind_of, problems_of, safely
from portal.contexts import draft_context
from portal.locking import lock_submission
from portal.models import Draft, Submission, SubmissionStatus
from portal.notices import tell_sender
from portal.permissions import check_user_can_send_for
from portal.policies import check_can_correct
from portal.queries import files_of_draft, status_of
from portal.steps import incomplete_steps, open_doubts
from portal.webforms import FormContext, Problem, WebForm, get_webform

Part = Submission.Part
Status = SubmissionStatus.Status


class SendingRefused(Exception):
    """The draft cannot be sent as it is: `problems` says what is to be done in which step."""

    def __init__(self, text: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(text)
        self.problems = problems


@dataclass(frozen=True)
class Sent:
    """The submission of a draft; `is_repeat` when an earlier sending wrote it."""

    submission: Submission
    is_repeat: bool

    @property
    def original(self) -> Submission:
        """The submission whose page shows it."""
        return self.submission.original


@transaction.atomic
def send_draft(*, draft: Draft, version: int, by: User, as_of: date) -> Sent:
    """Send a draft, or find what was sent from it. `version` is that of the answers that were checked.

    Raises SendingRefused, DraftClosed when it was discarded, portal.policies.NotPossible for a correction of what has
    ended, PermissionDenied.
    """
    check_user_can_send_for(by, draft.school, as_of)
    draft = Draft.objects.select_for_update(of=("self",)).select_related("school", "corrects").get(pk=draft.pk)
    already = Submission.objects.filter(draft=draft).select_related("answers_to").first()
    if already is not None:
        return Sent(already, is_repeat=True)
    if draft.discarded_at is not None:
        raise DraftClosed(draft)
    webform = get_webform(draft.form)
    context = draft_context(draft, as_of)
    _check_ready(draft, webform, context, version)
    submission = _keep(draft, webform, context, by, as_of)
    safely(
        webform,
        "review of hidden records",
        lambda: tell_information_governance(submission=submission, by=by, as_of=as_of),
        None,
    )
    safely(webform, "receipt by e-mail", lambda: tell_sender(submission), None)
    return Sent(submission, is_repeat=False)


def _check_ready(draft: Draft, webform: WebForm, context: FormContext, version: int) -> None:
    if draft.version != version:
        raise SendingRefused("Your school changed this form after you opened this page. Check the answers again.")
    missing = incomplete_steps(draft, webform, context)
    if missing:
        problems = tuple(Problem(step.code, "", f"Complete “{step.title}”") for step in missing)
        raise SendingRefused("Complete every part before you send the form.", problems)
    problems = tuple(problems_of(webform, context))
    if problems:
        raise SendingRefused("Put these right before you send the form.", problems)
    if open_doubts(draft, webform, context):
        raise SendingRefused("Say whether the answers that look unlikely are right before you send the form.")


def _keep(draft: Draft, webform: WebForm, context: FormContext, by: User, as_of: date) -> Submission:
    payload: dict[str, Any] = {step.code: dict(context.answers(step.code)) for step in webform.asked(context)}
    kind = kind_of(webform, payload)
    if draft.confirmed_doubts:
        asked = {step.code for step in webform.asked(context)}
        payload["_confirmed"] = [each for each in draft.confirmed_doubts if each["step"] in asked]
    files = [{name: getattr(file, name) for name in KEPT_FILE_FIELDS} for file in files_of_draft(draft)]
    columns: dict[str, Any] = {
        "form": draft.form,
        "kind": kind,
        "school": draft.school,
        "draft": draft,
        "payload": payload,
        "files": files,
        "by": by,
        "as_of": as_of,
    }
    if draft.corrects is None:
        return keep_submission(reference=next_reference(f"{webform.reference_prefix}-S", as_of.year), **columns)
    return _keep_correction(draft.corrects, columns)


def _keep_correction(original: Submission, columns: dict[str, Any]) -> Submission:
    """What was returned is received again with its correction."""
    lock_submission(original)
    status = status_of(original)
    check_can_correct(status)
    correction = keep_submission(
        reference=next_part_reference(original, Part.CORRECTION),
        part=Part.CORRECTION,
        answers_to=original,
        **columns,
    )
    if status.status == Status.RETURNED:
        write_status(original, Status.RECEIVED, correction.by)
    return correction
