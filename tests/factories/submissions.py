"""A web form about errands, for tests alone, and submissions of it as schools send them. All invented."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from cases.actions.cases import open_case
from cases.models import Case, Child, Enrolment
from components.forms import GovukForm
from portal.models import Draft, Question, Submission, SubmissionFile, SubmissionStatus
from portal.webforms import PUPIL, Accepting, FormContext, NotAccepted, Payload, Step, WebForm
from schools.models import School
from tests.factories.cases import AS_OF, ERRAND
from tests.factories.people import make_school_user

LONDON = ZoneInfo("Europe/London")
Part, Status = Submission.Part, SubmissionStatus.Status

SENT_AT = datetime(2026, 9, 15, 10, 52, tzinfo=LONDON)
_numbers = itertools.count(1)


class WhatForm(GovukForm):
    """What the errand is, and whether it is refused by the cohort."""

    errand = forms.CharField(label="What is the errand?", max_length=80)

    def __init__(self, *args: Any, context: FormContext, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


def _pupil_rows(context: FormContext) -> Sequence[tuple[str, str]]:
    answers = context.answers(PUPIL)
    return [("Name", f"{answers.get('given_names', '')} {answers.get('surname', '')}")]


def _open(accepting: Accepting) -> Case:
    errand = accepting.submission.payload.get("what", {}).get("errand", "")
    if errand == "impossible":
        raise NotAccepted("The errand cannot be run.", "Nobody is free.")
    if accepting.case is not None:
        return accepting.case
    school = accepting.submission.school
    return open_case(child=accepting.child, kind=ERRAND, by=accepting.by, as_of=accepting.as_of, school=school)


def _attachable(child: Child, submission: Submission) -> QuerySet[Case]:
    return Case.objects.filter(child=child, kind=ERRAND, closed_on__isnull=True).order_by("pk")


def _correct(accepting: Accepting) -> Case:
    if accepting.submission.payload["what"]["errand"] == "impossible":
        raise NotAccepted("The errand cannot be corrected.")
    assert accepting.case is not None
    return accepting.case


ERRAND_FORM = WebForm(
    code="errand_report",
    label="Report an errand",
    description="An errand that somebody must run.",
    reference_prefix="ER-S",
    kinds=frozenset({ERRAND}),
    steps=(
        Step(PUPIL, "The pupil", WhatForm, rows=_pupil_rows),
        Step("what", "The errand", WhatForm),
    ),
    kind_of=lambda payload: ERRAND,
    headline=lambda payload: f"Errand: {payload.get('what', {}).get('errand', '')}",
    open_case=_open,
    cases_to_attach=_attachable,
    correct_case=_correct,
    withdrawn=lambda case, by, as_of: None,
)


def pupil_answers(child: Child | None = None, /, **changes: Any) -> dict[str, Any]:
    """The pupil as a school gives it: this child's facts, typed in, with some of them changed."""
    facts: dict[str, Any] = {"child": "", "given_names": "", "surname": "", "born_on": "", "upn": "", "year_group": ""}
    if child is not None:
        enrolment = Enrolment.objects.filter(child=child).first()
        facts |= {
            "given_names": child.given_names,
            "surname": child.surname,
            "born_on": child.born_on.isoformat(),
            "upn": child.upn,
            "year_group": str(enrolment.year_group) if enrolment else "",
        }
    return {**facts, **changes}


@dataclass
class Office:
    """A school's office that sends forms."""

    school: School
    user: User = field(init=False)

    def __post_init__(self) -> None:
        self.user = make_school_user(self.school)

    def send(
        self,
        child: Child | None = None,
        /,
        *,
        errand: str = "Fetch the register",
        files: Mapping[str, bytes] | None = None,
        at: datetime = SENT_AT,
        form: str = ERRAND_FORM.code,
        kind: str = ERRAND,
        what: Mapping[str, Any] | None = None,
        **pupil: Any,
    ) -> Submission:
        """A form as it is received: whole, and waiting."""
        payload = {PUPIL: pupil_answers(child, **pupil), "what": {"errand": errand}, **(what or {})}
        payload["_confirmed"] = [{"code": "late", "step": "what", "title": "This is late.", "text": "It began in May."}]
        draft = self._draft(form, payload, at)
        submission = self._keep(
            f"ER-S-2026-{next(_numbers):04d}", Part.ORIGINAL, payload, at, draft=draft, form=form, kind=kind
        )
        _add_files(submission, files or {})
        set_status(submission, Status.RECEIVED, self.user, at=at)
        return submission

    def correct(self, original: Submission, *, errand: str, files: Mapping[str, bytes] | None = None) -> Submission:
        """A correction; the original waits again when it had been returned."""
        number = original.later_parts.filter(part=Part.CORRECTION).count() + 1
        payload = {**original.payload, "what": {"errand": errand}}
        correction = self._keep(
            f"{original.reference}-C{number}", Part.CORRECTION, payload, SENT_AT, answers_to=original
        )
        _add_files(correction, files or {})
        if original.statuses.latest("pk").status == Status.RETURNED:
            set_status(original, Status.RECEIVED, self.user)
        return correction

    def answer(self, question: Question, text: str = "Yes.", files: Mapping[str, bytes] | None = None) -> Submission:
        """The answer to a question."""
        original = question.submission
        number = original.later_parts.filter(part=Part.ANSWER).count() + 1
        reference = f"{original.reference}-A{number}"
        answer = self._keep(
            reference, Part.ANSWER, {"answer": {"text": text}}, SENT_AT, answers_to=original, question=question
        )
        _add_files(answer, files or {})
        return answer

    def withdraw(self, original: Submission, reason: str = "Sent by mistake.") -> Submission:
        """A withdrawal."""
        payload, reference = {"withdrawal": {"reason": reason}}, f"{original.reference}-W1"
        withdrawal = self._keep(reference, Part.WITHDRAWAL, payload, SENT_AT, answers_to=original)
        newest = original.statuses.latest("pk")
        set_status(original, Status.WITHDRAWN, self.user, reason=reason, child=newest.child, case=newest.case)
        return withdrawal

    def _draft(self, form: str, payload: Payload, at: datetime) -> Draft:
        return Draft.objects.create(
            form=form,
            school=self.school,
            payload=payload,
            started_at=at,
            started_by=self.user,
            saved_at=at,
            saved_by=self.user,
        )

    def _keep(self, reference: str, part: str, payload: Payload, at: datetime, **more: Any) -> Submission:
        original = more.get("answers_to")
        return Submission.objects.create(
            reference=reference,
            form=more.pop("form", original.form if original else ""),
            kind=more.pop("kind", original.kind if original else ""),
            part=part,
            school=self.school,
            payload=payload,
            payload_sha256=hashlib.sha256(json.dumps(payload, sort_keys=True).encode()).hexdigest(),
            received_on=timezone.localtime(at).date(),
            received_at=at,
            by=self.user,
            **more,
        )


def _add_files(submission: Submission, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        SubmissionFile.objects.create(
            submission=submission,
            field="what.papers",
            file_name=name,
            stored_name=default_storage.save(f"sent{next(_numbers)}", ContentFile(content)),
            content_type="text/plain",
            byte_count=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
        )


def set_status(submission: Submission, status: str, by: User, *, at: datetime = SENT_AT, **more: Any) -> None:
    """A row of the submission's status."""
    SubmissionStatus.objects.create(submission=submission, status=status, at=at, by=by, **more)


def days_before(days: int) -> datetime:
    """A moment so many days before AS_OF."""
    return datetime(AS_OF.year, AS_OF.month, AS_OF.day, 9, tzinfo=LONDON) - timedelta(days=days)
