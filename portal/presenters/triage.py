"""One submission as an officer decides on it: the child side by side, what was sent, questions and corrections."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.urls import reverse

from cases.kinds import UnknownKind, get_kind
from cases.models import Case, Enrolment
from cases.presenters.words import file_size, moment, person, plain_date, plural, year_group_words
from portal.matching import Agreement, Candidate, Compared, GivenPupil, Matches
from portal.models import Question, Submission, SubmissionFile, SubmissionStatus
from portal.presenters.from_schools import status_shape, status_words, waiting_words
from portal.submission_rows import compare_groups, groups_of_submission
from portal.triage import Beside, Folder, days_since, headline_of, newest_payload

Status = SubmissionStatus.Status

_LABELS = {
    "surname": "Surname",
    "given_names": "Given names",
    "born_on": "Date of birth",
    "upn": "UPN",
    "year_group": "Year group",
    "school": "School",
}
_AGREEMENTS: Mapping[Agreement, tuple[str, str]] = {
    Agreement.SAME: ("Same", "done"),
    Agreement.NEARLY: ("Nearly the same", "information"),
    Agreement.DIFFERENT: ("Different", "attention"),
    Agreement.NOT_GIVEN: ("Not given", "neutral"),
    Agreement.NOT_RECORDED: ("Not on record", "neutral"),
}


def present_submission(folder: Folder, as_of: date) -> dict[str, Any]:
    """The heading of the page, and what was decided."""
    original, status = folder.original, folder.status
    waiting = [waiting_words(status.at, as_of)] if folder.is_waiting else []
    return {
        "reference": original.reference,
        "heading": folder.webform.headline(folder.current.payload),
        "lozenge": {"text": status_words(status.status), "kind": status_shape(status.status)},
        "text": " · ".join(
            [original.school.name, f"sent by {original.by}", f"received {moment(original.received_at)}", *waiting]
        ),
        "decision": _decision(folder),
        "is_waiting": folder.is_waiting,
        "is_live": folder.is_live,
        "was_corrected": folder.current != original,
    }


def _decision(folder: Folder) -> dict[str, str] | None:
    """The values of components/alert.html for what was decided."""
    status = folder.status
    if folder.is_waiting:
        return None
    words = {
        Status.ACCEPTED: "Accepted by {by} on {at}.",
        Status.RETURNED: "Returned to the school by {by} on {at}: {reason}",
        Status.REJECTED: "Not accepted by {by} on {at}: {reason}",
        Status.WITHDRAWN: "Withdrawn by the school ({by}) on {at}: {reason}",
    }[Status(status.status)]
    text = words.format(by=status.by, at=moment(status.at), reason=status.reason)
    case = folder.accepted.case if folder.accepted else None
    return {
        "text": text,
        "kind": "success" if status.status == Status.ACCEPTED else "information",
        "link_url": reverse("case", args=[case.reference]) if case else "",
        "link_label": f"Open case {case.reference}" if case else "",
    }


def present_comparison(given: GivenPupil, candidate: Candidate, folder: Folder) -> dict[str, Any]:
    """The facts side by side: what the school gave, what is on record, and how they agree, in words and shape."""
    return {
        "name": candidate.child.full_name,
        "child_uuid": str(candidate.child.uuid),
        "url": reverse("child", args=[candidate.child.uuid]),
        "is_chosen": candidate.is_chosen,
        "rows": [_fact(fact, given, candidate, folder) for fact in candidate.facts],
    }


def _fact(fact: Compared, given: GivenPupil, candidate: Candidate, folder: Folder) -> dict[str, Any]:
    child = candidate.child
    values = {
        "surname": (given.surname, child.surname),
        "given_names": (given.given_names, child.given_names),
        "born_on": (plain_date(given.born_on), plain_date(child.born_on)),
        "upn": (given.upn, child.upn),
        "year_group": (year_group_words(given.year_group), _years(candidate.enrolments)),
        "school": (folder.original.school.name, _schools(candidate.enrolments)),
    }
    text, kind = _AGREEMENTS[fact.agreement]
    ours, theirs = values[fact.name][1], values[fact.name][0]
    return {
        "label": _LABELS[fact.name],
        "given": theirs or "Not given",
        "recorded": ours or "Not on record",
        "agreement": {"text": text, "kind": kind},
        "note": fact.note,
    }


def _years(enrolments: Iterable[Enrolment]) -> str:
    years = [year_group_words(each.year_group) for each in enrolments if each.year_group is not None]
    return ", ".join(dict.fromkeys(years))


def _schools(enrolments: Iterable[Enrolment]) -> str:
    return ", ".join(dict.fromkeys(each.school.name for each in enrolments)) or "On no school’s roll"


def present_given(given: GivenPupil, folder: Folder) -> list[dict[str, str]]:
    """The pupil as given, where nobody on record fits: rows of components/summary_list.html."""
    values = (
        ("surname", given.surname),
        ("given_names", given.given_names),
        ("born_on", plain_date(given.born_on)),
        ("upn", given.upn),
        ("year_group", year_group_words(given.year_group)),
        ("school", folder.original.school.name),
    )
    return [{"key": _LABELS[name], "value": value} for name, value in values]


def present_others(candidates: Iterable[Candidate], shown: Candidate | None, address: str) -> list[dict[str, Any]]:
    """The other children it may be: enough of each to tell twins and namesakes apart, and the page that compares."""
    return [
        {
            "name": each.child.full_name,
            "detail": ", ".join(
                part
                for part in (
                    f"born {plain_date(each.child.born_on)}",
                    f"UPN {each.child.upn}" if each.child.upn else "no UPN",
                    _schools(each.enrolments),
                    _years(each.enrolments),
                )
                if part
            ),
            "differs": _differing(each),
            "url": f"{address}?child={each.child.uuid}",
        }
        for each in candidates
        if shown is None or each.child != shown.child
    ]


def _differing(candidate: Candidate) -> str:
    names = [_LABELS[fact.name] for fact in candidate.facts if fact.agreement == Agreement.DIFFERENT]
    words = [name if name == "UPN" else name.lower() for name in names]
    return f"Different: {', '.join(words)}" if words else "Nothing differs"


def present_warnings(given: GivenPupil, matches: Matches, shown: Candidate | None) -> list[str]:
    """What an officer must know before they accept: a UPN of another child, more than one child that fits."""
    warnings = []
    other = matches.upn_of_another
    if other is not None and (shown is None or other != shown.child):
        warnings.append(
            f"The UPN {given.upn} is on the record of another child: {other.full_name}, born "
            f"{plain_date(other.born_on)}. Ask the school which is right."
        )
    if len(matches.candidates) > 1:
        count = plural(len(matches.candidates), "child", "children")
        warnings.append(f"{count} on record may be this pupil. Compare each before you accept.")
    return warnings


def case_choices(cases: Iterable[Case]) -> list[tuple[str, str]]:
    """Open cases to which the form may be attached."""
    return [
        (
            case.reference,
            f"Case {case.reference}, {_state_words(case)}, opened {plain_date(case.opened_on)}, "
            f"owner: {person(case.owner, 'nobody yet')}",
        )
        for case in cases
    ]


def _state_words(case: Case) -> str:
    try:
        return get_kind(case.kind).state_label(case.state).lower()
    except UnknownKind:
        return case.state


def present_also_waiting(rows: Iterable[Submission]) -> list[dict[str, str]]:
    """What else waits about the same pupil: “EX-S-2026-0201 (Permanent exclusion, received 14 September 2026)”."""
    return [
        {
            "reference": row.reference,
            "text": f"{headline_of(row.form, newest_payload(row))}, received {plain_date(row.received_on)}",
            "url": reverse("submission", args=[row.reference]),
        }
        for row in rows
    ]


def present_beside(folder: Folder, beside: Beside) -> dict[str, Any] | None:
    """The incident of a form, and the forms about its other pupils by reference: no name stands on the page of another
    child. None for a form that stands alone."""
    if not beside.count or folder.incident is None:
        return None
    others = plural(beside.count, "other pupil", "other pupils")
    return {
        "text": f"Part of incident {folder.incident.number} with {others}.",
        "forms": [
            {
                "reference": row.reference,
                "text": headline_of(row.form, newest_payload(row)),
                "status": {"text": status_words(row.status_code), "kind": status_shape(row.status_code)},
                "url": reverse("submission", args=[row.reference]),
            }
            for row in beside.to_open
        ],
        "others": _not_open(beside),
    }


def _not_open(beside: Beside) -> str:
    left = beside.count - len(beside.to_open)
    return f"{plural(left, 'form', 'forms')} of it {'is' if left == 1 else 'are'} for another team." if left else ""


def present_groups(part: Submission) -> list[dict[str, Any]]:
    """What was sent, as the school saw it when it checked its answers: values of components/summary_card.html."""
    return [
        {"title": group.title, "rows": [{"key": label, "value": value} for label, value in group.rows]}
        for group in groups_of_submission(part)
    ]


def present_doubts(folder: Folder) -> list[dict[str, str]]:
    """What was probably a mistake, and the school said that it is right."""
    confirmed = folder.current.payload.get("_confirmed", ())
    return [{"title": each["title"], "text": each["text"]} for each in confirmed]


def present_sent_files(folder: Folder) -> list[dict[str, Any]]:
    """The values of components/file_list.html: every file of every part, once."""
    seen: set[tuple[str, str]] = set()
    files = []
    for file in folder.files:
        if (file.sha256, file.file_name) not in seen:
            seen.add((file.sha256, file.file_name))
            files.append(_file(file, folder))
    return files


def _file(file: SubmissionFile, folder: Folder) -> dict[str, Any]:
    return {
        "name": file.file_name,
        "url": reverse("submission_file", args=[folder.original.reference, file.uuid]),
        "kind": file.file_name.rpartition(".")[2].upper(),
        "size": file_size(file.byte_count),
    }


def present_questions(folder: Folder, as_of: date) -> list[dict[str, Any]]:
    """Questions, each with its answer and files, or how long it has been open."""
    return [_question(question, folder, as_of) for question in folder.questions]


def _question(question: Question, folder: Folder, as_of: date) -> dict[str, Any]:
    answer = folder.answer_to(question)
    is_new = answer is not None and answer in folder.new_answers
    return {
        "text": question.text,
        "asked": f"Asked by {question.by} on {moment(question.asked_at)}",
        "status": question_status(question, folder, as_of),
        "answer": _answer(answer, folder) if answer else None,
        "take_url": reverse("submission_answer_take", args=[folder.original.reference, answer.reference])
        if answer and is_new and folder.status.status == Status.ACCEPTED
        else "",
    }


def question_status(question: Question, folder: Folder, as_of: date) -> dict[str, str]:
    """The state of a question: its word and the kind of its shape."""
    answer = folder.answer_to(question)
    if answer is not None:
        text = "Answer came" if answer in folder.new_answers else "Answered"
        return {"text": text, "kind": "attention" if text == "Answer came" else "done"}
    if not folder.is_live:
        return {"text": "No longer needed", "kind": "neutral"}
    days = days_since(question.asked_at, as_of)
    return {"text": f"Open for {plural(days, 'day', 'days')}" if days > 0 else "Asked today", "kind": "waiting"}


def _answer(answer: Submission, folder: Folder) -> dict[str, Any]:
    return {
        "text": answer.payload.get("answer", {}).get("text", ""),
        "by": f"{answer.by} on {moment(answer.received_at)}",
        "files": [_file(file, folder) for file in answer.files.all()],
    }


def present_corrections(folder: Folder) -> list[dict[str, Any]]:
    """Every correction with what became of it, newest first."""
    waiting = folder.waiting_corrections
    return [
        {
            "reference": part.reference,
            "text": f"Sent by {part.by} on {moment(part.received_at)}",
            "status": _correction_status(part, folder),
            "url": reverse("submission_correction", args=[folder.original.reference, part.reference]),
            "is_waiting": part in waiting,
        }
        for part in reversed(folder.corrections)
    ]


def present_correction(folder: Folder, correction: Submission) -> dict[str, Any]:
    """The heading of a correction's page, and what was decided on it."""
    decided = folder.decision(correction)
    is_waiting = correction in folder.waiting_corrections
    words = {Status.ACCEPTED: "Accepted by {by} on {at}.", Status.REJECTED: "Not accepted by {by} on {at}: {reason}"}
    text = ""
    if decided is not None and Status(decided.status) in words:
        text = words[Status(decided.status)].format(by=decided.by, at=moment(decided.at), reason=decided.reason)
    return {
        "reference": correction.reference,
        "text": f"Sent by {correction.by} on {moment(correction.received_at)}",
        "status": _correction_status(correction, folder),
        "decision": text,
        "is_waiting": is_waiting and correction == folder.waiting_corrections[-1],
        "is_replaced": is_waiting and correction != folder.waiting_corrections[-1],
    }


def _correction_status(part: Submission, folder: Folder) -> dict[str, str]:
    outcome = folder.outcome(part)
    if outcome == Status.ACCEPTED:
        return {"text": "Accepted", "kind": "done"}
    if outcome == Status.REJECTED:
        return {"text": "Not accepted", "kind": "neutral"}
    if part in folder.waiting_corrections:
        return {"text": "To decide", "kind": "attention"}
    return {"text": "Part of what was sent", "kind": "neutral"}


def present_versions(folder: Folder, correction: Submission) -> list[dict[str, Any]]:
    """Both versions side by side, page by page: what stood before, what the school sends now, and what changed."""
    before, after = groups_of_submission(_version_before(folder, correction)), groups_of_submission(correction)
    return [{"title": title, "rows": rows} for title, rows in compare_groups(before, after)]


def only_changed(versions: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows that changed, under the pages that have any."""
    changed = [{"title": each["title"], "rows": [row for row in each["rows"] if row.is_different]} for each in versions]
    return [each for each in changed if each["rows"]]


def _version_before(folder: Folder, correction: Submission) -> Submission:
    """For one that waits, the version that counts; for a decided one, the version that counted when it came."""
    if correction in folder.waiting_corrections:
        return folder.current
    earlier = [each for each in folder.corrections if each.pk < correction.pk]
    stood = [each for each in earlier if folder.outcome(each) != Status.REJECTED]
    return [folder.original, *stood][-1]
