"""Writing down what a school sent: the row, its files and its status, whole, before anything else happens."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils import timezone

from accounts.models import User
from portal.models import Submission, SubmissionFile, SubmissionStatus

# The letter of a later part's reference: “EX-S-2026-0201-C1”.
_LETTERS = {Submission.Part.CORRECTION: "C", Submission.Part.ANSWER: "A", Submission.Part.WITHDRAWAL: "W"}


def next_part_reference(original: Submission, part: Submission.Part) -> str:
    """The reference of the next correction, answer or withdrawal. The original is locked (portal.locking)."""
    number = Submission.objects.filter(answers_to=original, part=part).count() + 1
    return f"{original.reference}-{_LETTERS[part]}{number}"


def keep_submission(
    *, payload: Mapping[str, Any], files: Sequence[Mapping[str, Any]], by: User, as_of: date, **columns: Any
) -> Submission:
    """Write a submission and its files, and for an original its first status, in the caller's transaction."""
    canonical = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    submission = Submission.objects.create(
        payload=payload,
        payload_sha256=hashlib.sha256(canonical.encode()).hexdigest(),
        received_on=as_of,
        received_at=timezone.now(),
        by=by,
        **columns,
    )
    for file in files:
        SubmissionFile.objects.create(submission=submission, **file)
    if submission.part == Submission.Part.ORIGINAL:
        write_status(submission, SubmissionStatus.Status.RECEIVED, by)
    return submission


def write_status(submission: Submission, status: str, by: User, **more: Any) -> SubmissionStatus:
    """A new status, from now on."""
    return SubmissionStatus.objects.create(submission=submission, status=status, at=timezone.now(), by=by, **more)
