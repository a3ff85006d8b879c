"""What a school does about what it sent: answer a question, withdraw. (A correction is a draft of its own.)"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from cases.actions.events import record_event
from cases.files import FileRefused
from cases.models import Case
from ledger import administrative
from portal.actions.files_of_drafts import MOST_FILES, keep_file
from portal.actions.keeping import keep_submission, next_part_reference, write_status
from portal.asked_of_forms import safely
from portal.locking import lock_submission
from portal.models import Question, Submission, SubmissionStatus
from portal.notices import answer_came
from portal.permissions import check_user_can_send_for
from portal.policies import NotPossible, check_can_withdraw
from portal.queries import status_of
from portal.triage import LIVE
from portal.webforms import get_webform

Part = Submission.Part
Status = SubmissionStatus.Status

# The step and fields of an answer's and a withdrawal's payload.
ANSWER, WITHDRAWAL = "answer", "withdrawal"


class FilesRefused(Exception):
    """Some files cannot be taken: one reason for each."""

    field = "files"

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = tuple(reasons)


@transaction.atomic
def answer_question(
    *, question: Question, text: str, uploads: Sequence[UploadedFile[bytes]], by: User, as_of: date
) -> Submission:
    """Keep the school's answer, text and files, and tell who asked. All of its files are kept or none.

    Raises FilesRefused, NotPossible for an empty answer, when it was answered already or the form was ended,
    PermissionDenied.
    """
    original = question.submission
    check_user_can_send_for(by, original.school, as_of)
    if not text and not uploads:
        raise NotPossible("Enter your answer or add a file.")
    lock_submission(original)
    answered = Submission.objects.filter(question=question).select_related("by").first()
    if answered is not None:
        raise NotPossible(f"{answered.by} has answered this question already. Nothing was sent twice.")
    if status_of(original).status not in LIVE:
        raise NotPossible("This question needs no answer any more: the form was returned, not accepted or withdrawn.")
    files = _keep_all(uploads)
    try:
        answer = keep_submission(
            reference=next_part_reference(original, Part.ANSWER),
            part=Part.ANSWER,
            answers_to=original,
            question=question,
            form=original.form,
            kind=original.kind,
            school=original.school,
            payload={ANSWER: {"text": text, "files": [str(file["file_name"]) for file in files]}},
            files=files,
            by=by,
            as_of=as_of,
        )
    except BaseException:
        _delete(files)
        raise
    safely(get_webform(original.form), "answer by e-mail", lambda: answer_came(question), None)
    return answer


def _keep_all(uploads: Sequence[UploadedFile[bytes]]) -> list[dict[str, object]]:
    files: list[dict[str, object]] = []
    reasons = []
    if len(uploads) > MOST_FILES:
        raise FilesRefused([f"Choose {MOST_FILES} files or fewer. Nothing was sent."])
    for upload in uploads:
        try:
            files.append({"field": f"{ANSWER}.files", **keep_file(upload)})
        except FileRefused as error:
            reasons.append(str(error))
    if reasons:
        _delete(files)
        raise FilesRefused(reasons)
    return files


def _delete(files: Sequence[dict[str, object]]) -> None:
    for file in files:
        default_storage.delete(str(file["stored_name"]))


@transaction.atomic
def withdraw(*, submission: Submission, reason: str, by: User, as_of: date) -> Submission:
    """Withdraw what was sent, with a reason for the council; its case is told when it was accepted.

    Raises NotPossible when it has ended, PermissionDenied.
    """
    check_user_can_send_for(by, submission.school, as_of)
    lock_submission(submission)
    status = status_of(submission)
    check_can_withdraw(status)
    withdrawal = keep_submission(
        reference=next_part_reference(submission, Part.WITHDRAWAL),
        part=Part.WITHDRAWAL,
        answers_to=submission,
        form=submission.form,
        kind=submission.kind,
        school=submission.school,
        payload={WITHDRAWAL: {"reason": reason}},
        files=[],
        by=by,
        as_of=as_of,
    )
    write_status(submission, Status.WITHDRAWN, by, reason=reason, child=status.child, case=status.case)
    if status.case is not None and status.status == Status.ACCEPTED:
        _tell_case(submission, status.case, by, as_of)
    return withdrawal


def _tell_case(original: Submission, case: Case, by: User, as_of: date) -> None:
    """The withdrawal stands even when the cohort cannot take it in; then an event says so, for a person to see."""
    webform = get_webform(original.form)
    record_event(
        child=case.child,
        case=case,
        code="portal.submission_withdrawn",
        by=by,
        happened_on=as_of,
        reference=original.reference,
    )

    def tell() -> bool:
        webform.withdrawn(case, by, as_of)
        return True

    if not safely(webform, "withdrawn", tell, False):
        administrative.record_event(
            code="portal.withdrawal_not_told",
            happened_on=as_of,
            by_user_id=by.pk,
            subject=f"cases.Case:{case.pk}",
            facts={"submission": original.reference},
        )
