"""What a school sent, in the words of its own pages: status, history, questions, versions; and the school's home."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from cases.presenters.words import file_size, moment, plural
from portal.asked_of_forms import headline_of
from portal.models import Draft, Question, Submission, SubmissionFile, SubmissionStatus
from portal.policies import can_correct, can_withdraw
from portal.presenters.send import kind_of_file
from portal.pupils import short_pupil_name
from portal.submission_rows import compare_groups, groups_of_submission
from portal.triage import LIVE, Folder, days_since
from portal.webforms import UnknownWebForm, WebForm, get_webform

Part = Submission.Part
Status = SubmissionStatus.Status

LOZENGES = {
    Status.RECEIVED: "waiting",
    Status.ACCEPTED: "done",
    Status.RETURNED: "attention",
    Status.REJECTED: "neutral",
    Status.WITHDRAWN: "neutral",
}


def lozenge(status: str) -> dict[str, str]:
    """A status as a word with its shape."""
    return {"text": Status(status).label, "kind": LOZENGES[Status(status)]}


def ago(days: int) -> str:
    """“today”, “1 day ago”."""
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"


def form_of(code: str) -> WebForm | None:
    """The form of this code, unless a later release has dropped it."""
    try:
        return get_webform(code)
    except UnknownWebForm:
        return None


def what_was_sent(submission: Submission) -> str:
    """“Permanent exclusion”, without the pupil."""
    webform = form_of(submission.form)
    return headline_of(webform, submission.payload) if webform else submission.form


def present_drafts(drafts: Sequence[Draft]) -> list[dict[str, Any]]:
    """The school's drafts, each with who saved it last."""
    return [
        {
            "label": webform.label,
            "pupil": short_pupil_name(draft.payload),
            "corrects": draft.corrects.reference if draft.corrects else "",
            "saved": f"{draft.saved_by} on {moment(draft.saved_at)}",
            "url": reverse("send_draft", args=[draft.form, draft.uuid]),
            "discard_url": reverse("send_discard", args=[draft.form, draft.uuid]),
        }
        for draft in drafts
        if (webform := form_of(draft.form))
    ]


def present_questions(questions: Sequence[Question], as_of: date) -> list[dict[str, Any]]:
    """What the council asks the school, longest waiting first."""
    return [
        {
            "reference": question.submission.reference,
            "what": what_was_sent(question.submission),
            "pupil": short_pupil_name(question.submission.payload),
            "asked": ago(days_since(question.asked_at, as_of)),
            "url": reverse("sent_question", args=[question.submission.reference, question.uuid]),
        }
        for question in questions
    ]


def present_returned(rows: Sequence[Submission], as_of: date) -> list[dict[str, Any]]:
    """What the council returned for the school to correct, longest waiting first."""
    return [
        {
            "reference": row.reference,
            "what": what_was_sent(row),
            "pupil": short_pupil_name(row.payload),
            "returned": ago(days_since(row.status_at, as_of)),
            "url": reverse("sent", args=[row.reference]),
        }
        for row in rows
    ]


def asked_count_words(questions: Sequence[Question], returned: Sequence[Submission]) -> str:
    """“2 questions and 1 form returned”; empty when nothing is asked."""
    parts = [
        plural(len(questions), "question", "questions") if questions else "",
        plural(len(returned), "form returned", "forms returned") if returned else "",
    ]
    return " and ".join(part for part in parts if part)


def present_sent_list(rows: Sequence[Submission], council: str) -> list[dict[str, Any]]:
    """What the school sent, for components/table.html."""
    return [{"cells": _cells(row, council)} for row in rows]


def _cells(row: Submission, council: str) -> list[dict[str, Any]]:
    note = f"{moment(row.status_at)}" if row.status_code != Status.RECEIVED else ""
    if row.status_code == Status.ACCEPTED:
        note = f"{note} by {row.status_team or council}"
    asked = "Waiting for your answer to a question" if row.has_open_question and row.status_code in LIVE else ""
    return [
        {"text": row.reference, "url": reverse("sent", args=[row.reference]), "nowrap": True, "is_heading": True},
        {"text": what_was_sent(row)},
        {"text": short_pupil_name(row.payload) or "Not given"},
        {"text": moment(row.received_at)},
        {"lozenge": lozenge(row.status_code), "note": asked or note},
    ]


def present_history(folder: Folder, council: str) -> list[dict[str, Any]]:
    """What happened to it, newest first, in the school's terms."""
    events: list[tuple[Any, int, dict[str, Any]]] = []
    for part in (folder.original, *folder.parts):
        heading = "Sent" if part.part == Part.ORIGINAL else Part(part.part).label
        events.append((part.received_at, part.pk, _entry(heading, part.received_at, f"{part.by}, {part.school}")))
    for question in folder.questions:
        events.append((question.asked_at, question.pk, _entry("Question from the council", question.asked_at, council)))
    for status in folder.statuses:
        if status.status in (Status.ACCEPTED, Status.RETURNED, Status.REJECTED):
            events.append((status.at, status.pk, _decision(folder, status, council)))
    return [entry for _, _, entry in sorted(events, key=lambda each: (each[0], each[1]), reverse=True)]


def _decision(folder: Folder, status: SubmissionStatus, council: str) -> dict[str, Any]:
    part = next(each for each in (folder.original, *folder.parts) if each.pk == status.submission_id)
    words = Status(status.status).label
    heading = words if part.part == Part.ORIGINAL else f"{Part(part.part).label}: {words.lower()}"
    team = status.case.team.name if status.case and status.case.team else council
    return {**_entry(heading, status.at, team), "body": status.reason, "lozenge": lozenge(status.status)}


def _entry(heading: str, at: Any, by: str) -> dict[str, Any]:
    return {"heading": heading, "happened": moment(at), "happened_iso": at.isoformat(), "by": by}


def present_asked(folder: Folder, as_of: date) -> list[dict[str, Any]]:
    """Every question with its answer, or how long it has waited for one."""
    return [_asked(folder, question, as_of) for question in folder.questions]


def _asked(folder: Folder, question: Question, as_of: date) -> dict[str, Any]:
    answer = folder.answer_to(question)
    reference = folder.original.reference
    return {
        "text": question.text,
        "asked": moment(question.asked_at),
        "waited": ago(days_since(question.asked_at, as_of)),
        "uuid": str(question.uuid),
        "answer": answer.payload["answer"]["text"] if answer else "",
        "answered": f"{answer.by} on {moment(answer.received_at)}" if answer else "",
        "files": present_sent_files(reference, answer.files.all()) if answer else [],
        "url": reverse("sent_question", args=[reference, question.uuid]) if not answer and folder.is_live else "",
    }


def present_sent_files(reference: str, files: Sequence[SubmissionFile]) -> list[dict[str, Any]]:
    """Files that were sent, for components/file_list.html."""
    return [
        {
            "name": file.file_name,
            "url": reverse("sent_file", args=[reference, file.uuid]),
            "kind": kind_of_file(file.content_type),
            "size": file_size(file.byte_count),
        }
        for file in files
    ]


def present_versions(folder: Folder) -> list[dict[str, Any]]:
    """What was sent, newest version first: the answers, the files, and for a correction what it changed."""
    versions = [folder.original, *folder.corrections]
    groups = [groups_of_submission(each) for each in versions]
    shown = []
    for number, (version, own) in enumerate(zip(versions, groups, strict=True)):
        changes = compare_groups(groups[number - 1], own) if number else []
        shown.append(
            {
                "reference": version.reference,
                "title": "What you sent first" if not number else f"Correction {number}",
                "sent": f"{version.by} on {moment(version.received_at)}",
                "groups": own,
                "files": present_sent_files(folder.original.reference, version.files.all()),
                "changes": [row for _, rows in changes for row in rows if row.is_different],
                "confirmed": version.payload.get("_confirmed", []),
            }
        )
    if len(shown) == 1:
        shown[0]["title"] = "What you sent"
    return shown[::-1]


def present_next(folder: Folder, council: str) -> dict[str, Any]:
    """What the school can do now, and what happens next."""
    status = folder.status
    words = _CORRECTED if folder.waiting_corrections else _NEXT[Status(status.status)]
    is_withdrawn_case = status.status == Status.WITHDRAWN and folder.accepted is not None
    webform = form_of(folder.original.form) if is_withdrawn_case else None
    return {
        "lozenge": lozenge(status.status),
        "reason": status.reason if status.status in (Status.RETURNED, Status.REJECTED) else "",
        "next": (_WITHDRAWN_CASE if is_withdrawn_case else words).format(council=council),
        "after_withdrawal": webform.after_withdrawal if webform else "",
        "can_correct": can_correct(status.status),
        "can_withdraw": can_withdraw(status.status),
        "is_new": status.status == Status.RECEIVED and not folder.parts and not folder.questions,
    }


def can_add_pupil(folder: Folder) -> bool:
    """True while the form stands and can be about several pupils of one incident."""
    webform = form_of(folder.original.form)
    is_possible = webform is not None and webform.takes_several_pupils and folder.original.draft is not None
    return is_possible and can_correct(folder.status.status)


_CORRECTED = "{council} has accepted what you sent first, and reads your correction now. You will get an e-mail."
_WITHDRAWN_CASE = (
    "Your school has withdrawn the form. {council} had accepted it and goes on working on the case until it has asked "
    "your school. Only the form was withdrawn."
)
_NEXT = {
    Status.RECEIVED: "{council} reads it and decides. You will get an e-mail then, or when they have a question.",
    Status.ACCEPTED: "{council} has accepted it and works on it now. You need do nothing more about this form.",
    Status.RETURNED: "{council} has returned it to you. Correct it and send it again.",
    Status.REJECTED: "{council} has not accepted it. If it is needed after all, send a new form.",
    Status.WITHDRAWN: "Your school has withdrawn it. Nothing more happens.",
}
