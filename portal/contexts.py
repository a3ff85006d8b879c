"""What a form's functions look at: made from a draft, or from a submission as it was at receipt."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from accounts.models import User
from cases.models import Case, Child
from portal.models import Draft, KeptFile, Submission
from portal.pupils import chosen_child
from portal.queries import status_of
from portal.webforms import FormContext, Payload
from schools.models import School


def payload_with_files(payload: Payload, files: Iterable[KeptFile]) -> dict[str, dict[str, Any]]:
    """The answers with the names of the kept files under the step and field that they were given to."""
    whole: dict[str, dict[str, Any]] = {step: dict(answers) for step, answers in payload.items()}
    for file in files:
        step, _, field = file.field.partition(".")
        whole.setdefault(step, {}).setdefault(field, []).append(file.file_name)
    return whole


def context_for(
    school: School, payload: Payload, as_of: date, case: Case | None = None, corrects: str = ""
) -> FormContext:
    """The context of these answers on a day; `case` is the one that they correct, `corrects` the form's reference."""
    child = chosen_child(school, payload, as_of)
    return FormContext(school=school, payload=payload, as_of=as_of, child=child, case=case, corrects=corrects)


def context_about(
    submission: Submission, payload: Payload, child: Child | None, reader: User, as_of: date
) -> FormContext:
    """The context of these answers about the child whom an officer takes the pupil for; None while nobody is found."""
    return FormContext(school=submission.school, payload=payload, as_of=as_of, child=child, reader=reader)


def draft_context(draft: Draft, as_of: date) -> FormContext:
    """The context of a draft today, with the names of its files."""
    files = draft.files.filter(removed_at__isnull=True).order_by("pk")
    corrects = draft.corrects.reference if draft.corrects else ""
    return context_for(draft.school, payload_with_files(draft.payload, files), as_of, corrected_case(draft), corrects)


def corrected_case(draft: Draft) -> Case | None:
    """The case into which what this draft corrects was accepted, if it was."""
    return status_of(draft.corrects).case if draft.corrects else None


def submission_context(submission: Submission) -> FormContext:
    """The context of a submission on the day of its receipt; its payload names its files already."""
    corrects = submission.original.reference
    return context_for(submission.school, submission.payload, submission.received_on, corrects=corrects)
