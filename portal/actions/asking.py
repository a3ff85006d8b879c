"""An officer asks a school about what it sent, and takes the answer into the case."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.events import record_event
from portal.actions.files import copy_files
from portal.actions.hidden_records import tell_information_governance
from portal.locking import lock_submission
from portal.models import Question, Submission, SubmissionStatus
from portal.notices import question_asked
from portal.permissions import check_user_can_decide
from portal.triage import SETTLED, open_folder

Status = SubmissionStatus.Status


class AskRefused(Exception):
    """The school cannot be asked about this submission, or its answer cannot be taken; the text says why."""


@transaction.atomic
def ask_school(*, submission: Submission, text: str, by: User, as_of: date) -> Question:
    """Ask the school that sent this original, and tell its sender. Raises AskRefused, PermissionDenied.

    Any number of questions may be open at once. Reminders go out as long as one is not answered.
    """
    check_user_can_decide(by, submission)
    lock_submission(submission)
    folder = open_folder(submission)
    if not folder.is_live:
        raise AskRefused("The school cannot be asked: this was returned, not accepted or withdrawn.")
    question = Question.objects.create(submission=submission, text=text, asked_at=timezone.now(), by=by)
    question_asked(question, as_of)
    tell_information_governance(submission=folder.current, by=by, as_of=as_of)
    accepted = folder.accepted
    if accepted is not None:
        record_event(
            child=accepted.accepted_child,
            case=accepted.accepted_case,
            code="portal.question_asked",
            by=by,
            happened_on=as_of,
            reference=submission.reference,
            question=str(question.uuid),
        )
    return question


@transaction.atomic
def take_answer(*, answer: Submission, by: User, as_of: date) -> SubmissionStatus:
    """Take the answer to a question about an accepted submission into its case, files and all.

    An answer that came before is taken with the acceptance. Raises AskRefused, PermissionDenied.
    """
    submission = answer.original
    check_user_can_decide(by, submission)
    lock_submission(submission)
    folder = open_folder(submission)
    if folder.status.status != Status.ACCEPTED:
        raise AskRefused("Decide on the submission first: its answers go into the case with it.")
    taken = folder.decision(answer)
    if taken is not None and taken.status in SETTLED:
        raise AskRefused(f"{taken.by} has already taken this answer into the case.")
    return settle_answer(folder.status, answer, folder.webform.classification, by, as_of)


def settle_answer(
    accepted: SubmissionStatus, answer: Submission, classification: str, by: User, as_of: date
) -> SubmissionStatus:
    """Copy the answer's files into the case, mark it as taken, and put it on the timeline on the day it came."""
    copy_files(answer.files.all(), accepted.accepted_case, classification, by, as_of)
    row = SubmissionStatus.objects.create(
        submission=answer, status=Status.ACCEPTED, at=timezone.now(), by=by, child=accepted.child, case=accepted.case
    )
    record_event(
        child=accepted.accepted_child,
        case=accepted.accepted_case,
        code="portal.question_answered",
        by=answer.by,
        happened_on=answer.received_on,
        reference=answer.reference,
    )
    return row
