"""What an officer decides on a submission: accept into a case, return, reject; and on its corrections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.children import create_child, enrol_child
from cases.actions.events import record_event
from cases.models import Case, Child
from cases.permissions import children_visible_to
from portal.actions.asking import settle_answer
from portal.actions.files import copy_files
from portal.actions.hidden_records import tell_information_governance
from portal.locking import lock_submission
from portal.models import Submission, SubmissionStatus
from portal.notices import tell_school
from portal.permissions import check_user_can_decide
from portal.triage import SETTLED, Folder, open_cases_to_attach, open_folder
from portal.webforms import Accepting

Status = SubmissionStatus.Status

PUPIL_SOURCE = "school_form"

_DONE = {
    Status.ACCEPTED: "accepted",
    Status.RETURNED: "returned to the school",
    Status.REJECTED: "refused",
    Status.WITHDRAWN: "withdrawn",
}


class AlreadyDecided(Exception):
    """Somebody else was quicker. `status` is what they decided, with the case when there is one."""

    def __init__(self, status: SubmissionStatus) -> None:
        at = timezone.localtime(status.at)
        done = _DONE[Status(status.status)]
        super().__init__(f"This was already {done} by {status.by} at {at:%H:%M} on {at.day} {at:%B %Y}.")
        self.status = status


class DecisionRefused(Exception):
    """The decision is not possible; `field` is the field at fault."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@dataclass(frozen=True)
class NewChild:
    """A pupil of whom there is no record: the facts for one, as the officer confirmed them."""

    given_names: str
    surname: str
    born_on: date
    upn: str
    sex: str
    year_group: int | None
    enrolment_kind: str
    starts_on: date


@transaction.atomic
def accept(*, submission: Submission, child: Child, by: User, as_of: date, case: Case | None = None) -> Case:
    """Accept an original about this child: into a new case, or attached to an open `case` of the child's.

    Everything or nothing: the cohort's case, the files as its documents, the answers that came, the status, the event
    and the e-mail to the school. Raises AlreadyDecided, DecisionRefused, webforms.NotAccepted with the cohort's
    reasons, PermissionDenied.
    """
    folder = _folder_to_decide(submission, by)
    if not children_visible_to(by).filter(pk=child.pk, is_hidden=False).exists():
        raise PermissionDenied("You cannot open this child's record.")
    return _accept(folder, child, case, by, as_of)


@transaction.atomic
def accept_with_new_child(*, submission: Submission, pupil: NewChild, by: User, as_of: date) -> Case:
    """Create the child's record and the place at the school that sent the form, and accept it into a new case.

    Raises what `accept` raises, and cases.actions.children.ChildRefused.
    """
    folder = _folder_to_decide(submission, by)
    child = create_child(
        given_names=pupil.given_names,
        surname=pupil.surname,
        born_on=pupil.born_on,
        upn=pupil.upn,
        sex=pupil.sex,
        source=PUPIL_SOURCE,
        by=by,
        as_of=as_of,
    )
    enrol_child(
        child=child,
        school=folder.original.school,
        starts_on=pupil.starts_on,
        kind=pupil.enrolment_kind,
        year_group=pupil.year_group,
        by=by,
        as_of=as_of,
    )
    return _accept(folder, child, None, by, as_of)


def _accept(folder: Folder, child: Child, case: Case | None, by: User, as_of: date) -> Case:
    version = folder.current
    if case is not None and case not in open_cases_to_attach(folder.webform, child, version):
        raise DecisionRefused("This case can no longer take the form. Choose another, or a new case.", field="case")
    opened = folder.webform.open_case(Accepting(submission=version, child=child, by=by, as_of=as_of, case=case))
    accepted = _record(folder.original, Status.ACCEPTED, by, child=child, case=opened)
    for correction in folder.corrections:
        _record(correction, Status.ACCEPTED, by, child=child, case=opened)
    tell_information_governance(submission=version, by=by, as_of=as_of)
    tell_school("portal.accepted", folder.original, by)
    _copy_files((folder.original, *folder.corrections), folder, opened, by, as_of)
    for answer in folder.new_answers:
        settle_answer(accepted, answer, folder.webform.classification, by, as_of)
    _event("portal.submission_accepted", folder.original, opened, by, as_of)
    return opened


@transaction.atomic
def return_to_school(*, submission: Submission, reason: str, by: User, as_of: date) -> SubmissionStatus:
    """Give an original back to be corrected. `reason` is written for the school. Raises AlreadyDecided,
    PermissionDenied."""
    return _refuse(submission, Status.RETURNED, reason, by, as_of)


@transaction.atomic
def reject(*, submission: Submission, reason: str, by: User, as_of: date) -> SubmissionStatus:
    """Refuse an original for good. `reason` is written for the school. Raises AlreadyDecided, PermissionDenied."""
    return _refuse(submission, Status.REJECTED, reason, by, as_of)


def _refuse(submission: Submission, status: str, reason: str, by: User, as_of: date) -> SubmissionStatus:
    folder = _folder_to_decide(submission, by)
    row = _record(folder.original, status, by, reason=reason)
    tell_information_governance(submission=folder.current, by=by, as_of=as_of)
    tell_school(f"portal.{status}", folder.original, by)
    return row


@transaction.atomic
def accept_correction(*, correction: Submission, by: User, as_of: date) -> Case:
    """Take the newest correction of an accepted submission into its case. Earlier ones that wait are replaced by it.

    Raises AlreadyDecided, DecisionRefused, webforms.NotAccepted, PermissionDenied.
    """
    folder = _folder_to_correct(correction, by)
    accepted = folder.status
    if correction != folder.waiting_corrections[-1]:
        raise DecisionRefused("The school has sent a later correction. Look at that one.")
    accepting = Accepting(submission=correction, child=accepted.accepted_child, by=by, as_of=as_of, case=accepted.case)
    case = folder.webform.correct_case(accepting)
    for earlier in folder.waiting_corrections[:-1]:
        _record(earlier, Status.REJECTED, by, reason=f"Replaced by your later correction {correction.reference}.")
    _record(correction, Status.ACCEPTED, by, child=accepted.child, case=case)
    tell_school("portal.correction_accepted", correction, by)
    _copy_files([correction], folder, case, by, as_of)
    _event("portal.correction_accepted", correction, case, by, as_of)
    return case


@transaction.atomic
def decline_correction(*, correction: Submission, reason: str, by: User, as_of: date) -> SubmissionStatus:
    """Leave the case as it is. `reason` is written for the school. Raises AlreadyDecided, DecisionRefused,
    PermissionDenied."""
    folder = _folder_to_correct(correction, by)
    row = _record(correction, Status.REJECTED, by, reason=reason)
    tell_school("portal.correction_declined", correction, by)
    _event("portal.correction_declined", correction, folder.status.accepted_case, by, as_of)
    return row


def _folder_to_decide(submission: Submission, by: User) -> Folder:
    """The submission, locked and still waiting."""
    check_user_can_decide(by, submission)
    lock_submission(submission)
    folder = open_folder(submission)
    if not folder.is_waiting:
        raise AlreadyDecided(folder.status)
    return folder


def _folder_to_correct(correction: Submission, by: User) -> Folder:
    """The submission of a correction that nobody has decided on, locked and still accepted."""
    check_user_can_decide(by, correction)
    lock_submission(correction.original)
    folder = open_folder(correction.original)
    decided = folder.decision(correction)
    if decided is not None and decided.status in SETTLED:
        raise AlreadyDecided(decided)
    if folder.is_waiting:
        raise DecisionRefused("Decide on the submission itself: its corrections go into the case with it.")
    if folder.status.status != Status.ACCEPTED:
        raise AlreadyDecided(folder.status)
    return folder


def _record(
    submission: Submission,
    status: str,
    by: User,
    *,
    reason: str = "",
    child: Child | None = None,
    case: Case | None = None,
) -> SubmissionStatus:
    return SubmissionStatus.objects.create(
        submission=submission, status=status, at=timezone.now(), by=by, reason=reason, child=child, case=case
    )


def _copy_files(parts: Iterable[Submission], folder: Folder, case: Case, by: User, as_of: date) -> None:
    files = [file for part in parts for file in part.files.all()]
    copy_files(files, case, folder.webform.classification, by, as_of)


def _event(code: str, submission: Submission, case: Case, by: User, as_of: date) -> None:
    record_event(child=case.child, case=case, code=code, by=by, happened_on=as_of, reference=submission.reference)
