"""The officers' list of what schools sent, and the questions that schools get wrong."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.http import QueryDict
from django.urls import reverse

from cases.presenters.words import moment, plain_date, plural, short_date, year_group_words
from components.paging import with_query
from portal.matching import GivenPupil, given_pupil
from portal.models import Submission, SubmissionStatus
from portal.triage import (
    ACCEPTED,
    ALL,
    ASKED,
    MY_ANSWERS,
    MY_QUESTIONS,
    REJECTED,
    RETURNED,
    WAITING,
    WITHDRAWN,
    MistakeCount,
    SubmissionFilter,
    days_since,
    headline_of,
    newest_payload,
)
from portal.webforms import UnknownWebForm, get_webform, webforms
from schools.models import School

Status = SubmissionStatus.Status

_TABS = {
    WAITING: "To decide",
    ASKED: "Waiting for the school",
    ACCEPTED: "Accepted",
    RETURNED: "Returned",
    REJECTED: "Not accepted",
    WITHDRAWN: "Withdrawn",
    ALL: "All",
}
TITLES = {
    **_TABS,
    WAITING: "New from schools",
    ALL: "Everything from schools",
    MY_QUESTIONS: "My questions to schools",
    MY_ANSWERS: "Answers to my questions",
}
_STATUS_KINDS = {
    Status.RECEIVED: "attention",
    Status.ACCEPTED: "done",
    Status.RETURNED: "waiting",
    Status.REJECTED: "neutral",
    Status.WITHDRAWN: "neutral",
}
_EMPTY = {
    WAITING: ("Nothing waits for a decision", "What schools send to your team appears here by itself."),
    ASKED: ("No question is open", "Questions that a school has not answered yet are shown here."),
    MY_QUESTIONS: ("No question of yours is open", "Ask a school from the page of what it sent."),
    MY_ANSWERS: ("No answer waits for you", "When a school answers a question of yours, it is shown here."),
}


def form_choices() -> list[tuple[str, str]]:
    """Every form, for the filter."""
    return [(webform.code, webform.label) for webform in webforms()]


def school_choices(schools: Iterable[School]) -> list[tuple[str, str]]:
    """Schools, for the filter."""
    return [(str(school.urn), school.name) for school in schools]


def present_state_tabs(counts: Mapping[str, int], query: QueryDict, current: str) -> list[dict[str, Any]]:
    """The values of components/sub_navigation.html; each opens the rows that it counts."""
    return [
        {
            "label": label,
            "url": with_query(query, state=None if name == WAITING else name, page=None),
            "count": counts[name],
            "current": name == current,
        }
        for name, label in _TABS.items()
    ]


def present_filter_chips(wanted: SubmissionFilter, query: QueryDict, schools: Iterable[School]) -> list[dict[str, str]]:
    """The filters in force, each with the address that takes it away."""
    in_force = (
        ("form", "Form", dict(form_choices()).get(wanted.form, "")),
        ("school", "School", dict(school_choices(schools)).get(wanted.school, "")),
    )
    return [
        {"label": label, "value": value, "remove_url": with_query(query, **{name: None}, page=None)}
        for name, label, value in in_force
        if value
    ]


def present_no_rows(wanted: SubmissionFilter) -> dict[str, str]:
    """The values of components/empty_state.html."""
    heading, text = _EMPTY.get(wanted.standing, ("Nothing here", "Nothing that a school sent is in this state."))
    return {"heading": heading, "text": text}


def submission_columns() -> list[dict[str, str]]:
    """The columns of components/table.html."""
    return [
        {"label": label} for label in ("What was sent", "Pupil as the school gave it", "School", "Received", "State")
    ]


def present_submissions(rows: Iterable[Submission], as_of: date) -> list[dict[str, Any]]:
    """The rows of components/table.html."""
    return [{"cells": _cells(row, as_of)} for row in rows]


def _cells(row: Submission, as_of: date) -> list[dict[str, Any]]:
    payload = newest_payload(row)
    given = given_pupil(payload)
    text, kind, note = _state(row, as_of)
    return [
        {
            "text": headline_of(row.form, payload),
            "url": reverse("submission", args=[row.reference]),
            "hidden_text": row.reference,
            "note": row.reference,
            "is_heading": True,
            "nowrap": True,
        },
        {"text": given.full_name or "No name given", "note": born_words(given)},
        {"text": row.school.name},
        {"text": short_date(row.received_on), "note": _waited(row, as_of)},
        {"lozenge": {"text": text, "kind": kind}, "note": note},
    ]


def born_words(given: GivenPupil) -> str:
    """“Born 14 March 2013, Year 9”, as far as given."""
    born = f"Born {plain_date(given.born_on)}" if given.born_on else ""
    return ", ".join(part for part in (born, year_group_words(given.year_group)) if part)


def _waited(row: Submission, as_of: date) -> str:
    if row.status_code != Status.RECEIVED:
        return ""
    return waiting_words(row.status_at, as_of)


def waiting_words(since: datetime, as_of: date) -> str:
    """“Came today”, “Waiting 3 days”."""
    days = days_since(since, as_of)
    return f"Waiting {plural(days, 'day', 'days')}" if days > 0 else "Came today"


def _state(row: Submission, as_of: date) -> tuple[str, str, str]:
    """The word, its shape, and what waits on it."""
    status = Status(row.status_code)
    text, note = status_words(status), ""
    if status not in (Status.RECEIVED, Status.ACCEPTED):
        return text, _STATUS_KINDS[status], note
    if row.question_open_since is not None:
        note = f"Question open since {moment(row.question_open_since)}"
    if row.has_correction and status == Status.ACCEPTED:
        return "Correction came", "attention", note
    if row.has_answer:
        return "Answer came", "attention", note
    if status == Status.RECEIVED and note:
        return "School was asked", "waiting", note
    if status == Status.RECEIVED and row.corrections:
        return "Corrected and sent again", "attention", note
    return text, _STATUS_KINDS[status], note


def status_words(status: str) -> str:
    """A status as officers say it."""
    return "New" if status == Status.RECEIVED else str(Status(status).label)


def status_shape(status: str) -> str:
    """The kind of a status's shape."""
    return _STATUS_KINDS[Status(status)]


def mistake_columns() -> list[dict[str, Any]]:
    """The columns of the questions that schools get wrong."""
    words = ("Form and page", "Question", "What schools were told")
    numbers = ("How often", "Schools")
    return [
        *({"label": label} for label in words),
        *({"label": label, "numeric": True} for label in numbers),
        {"label": "Last time"},
    ]


def present_mistakes(mistakes: Iterable[MistakeCount]) -> list[dict[str, Any]]:
    """The rows of components/table.html."""
    return [
        {
            "cells": [
                {**_where(mistake), "is_heading": True},
                {"text": _question(mistake)},
                {"text": mistake.message},
                {"text": f"{mistake.times:,}", "numeric": True},
                {"text": f"{mistake.schools:,}", "numeric": True},
                {"text": moment(mistake.last_at), "nowrap": True},
            ]
        }
        for mistake in mistakes
    ]


def _where(mistake: MistakeCount) -> dict[str, str]:
    """The page and its form; the codes of a form or page that a later release has dropped."""
    try:
        webform = get_webform(mistake.form)
    except UnknownWebForm:
        return {"text": mistake.step, "note": mistake.form}
    step = webform.step(mistake.step)
    return {"text": step.title if step else mistake.step, "note": webform.label}


def _question(mistake: MistakeCount) -> str:
    try:
        step = get_webform(mistake.form).step(mistake.step)
    except UnknownWebForm:
        step = None
    field = step.form.base_fields.get(mistake.field) if step else None
    if field is not None and field.label:
        return str(field.label)
    return mistake.field.replace("_", " ").capitalize() or "The page as a whole"
