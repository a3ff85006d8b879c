"""What the API answers, as JSON: faults, doubts, the meaning, what was sent and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone

from portal.columns import CONFIRMED, key_of
from portal.models import Submission, SubmissionStatus
from portal.rows import Fault, Filled
from portal.triage import Folder
from portal.webforms import Doubt, Meaning

Status = SubmissionStatus.Status
_DECIDED = (Status.ACCEPTED, Status.RETURNED, Status.REJECTED)


def sent_answer(submission: Submission, filled: Filled) -> dict[str, Any]:
    """What was sent: the reference, where its status is, and what it means."""
    incident = submission.draft.incident if submission.draft else None
    return {
        "reference": submission.reference,
        "status": Status.RECEIVED.value,
        "status_address": reverse("api_submission", args=[submission.reference]),
        "incident": incident.number if incident else None,
        "meaning": meaning_answer(filled.meaning),
    }


def look_answer(filled: Filled, doubts: Iterable[Doubt], already: Submission | None) -> dict[str, Any]:
    """What would come of it, when nothing is to be sent yet."""
    return {
        "errors": fault_answers(filled.faults),
        "doubts": doubt_answers(doubts),
        "already_sent_as": already.reference if already else None,
        "meaning": meaning_answer(filled.meaning),
    }


def fault_answers(faults: Iterable[Fault]) -> list[dict[str, str]]:
    """Each fault with the field of the request that is to be corrected; empty for the whole."""
    return [{"field": key_of(fault.column), "message": fault.text} for fault in faults]


def doubt_answers(doubts: Iterable[Doubt]) -> list[dict[str, str]]:
    """Each doubt with the code by which it is confirmed, and the field of the request that takes the code."""
    return [{"code": doubt.code, "title": doubt.title, "text": doubt.text, "confirm_in": CONFIRMED} for doubt in doubts]


def meaning_answer(meaning: Meaning | None) -> dict[str, Any] | None:
    """What the answers mean, in the words of the form's pages."""
    if meaning is None:
        return None
    return {
        "title": meaning.title,
        "lines": list(meaning.lines),
        "rows": [{"label": label, "value": value} for label, value in meaning.rows],
        "warnings": list(meaning.warnings),
    }


def status_answer(folder: Folder) -> dict[str, Any]:
    """Where a submission stands, and what was decided, in what the school may know of it."""
    original, status = folder.original, folder.status
    is_decided = status.status in _DECIDED
    return {
        "reference": original.reference,
        "received_at": timezone.localtime(original.received_at).isoformat(),
        "status": status.status,
        "decision": {
            "decided_at": timezone.localtime(status.at).isoformat(),
            "reason": status.reason,
        }
        if is_decided
        else None,
        "open_question_count": sum(folder.answer_to(each) is None for each in folder.questions)
        if folder.is_live
        else 0,
        "page": reverse("sent", args=[original.reference]),
    }
