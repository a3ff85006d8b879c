"""A file of many forms in words: how far it is, what is to be corrected and confirmed, and what each row means."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.urls import reverse

from cases.presenters.words import moment, plural
from portal.batch_judging import doubts_of_row, words_of_doubt
from portal.columns import INCIDENT, INCIDENT_HELP, Column, choices_of, is_date
from portal.models import Batch, BatchRow
from portal.rows import columns_of
from portal.webforms import WebForm

State = BatchRow.State
_LOZENGES = {
    State.WAITING: "waiting",
    State.BAD: "attention",
    State.DOUBTFUL: "attention",
    State.READY: "active",
    State.ALREADY: "neutral",
    State.SENT: "done",
}


def present_batches(batches: Iterable[Batch]) -> list[dict[str, str]]:
    """The school's files, for the page that takes a new one."""
    return [
        {
            "name": batch.file_name,
            "url": _url("rows", batch),
            "text": f"{plural(batch.row_count, 'row', 'rows')}, {batch.open_count} not sent"
            if batch.open_count
            else f"{plural(batch.row_count, 'row', 'rows')}, nothing left to send",
            "by": f"{batch.uploaded_by} on {moment(batch.uploaded_at)}",
        }
        for batch in batches
    ]


def _url(what: str, batch: Batch) -> str:
    return reverse(f"send_many_{what}", args=[batch.form, batch.uuid])


def present_columns(webform: WebForm) -> list[dict[str, Any]]:
    """What each column takes, for the page and its documentation."""
    steps = {step.code: step for step in webform.steps}
    columns = [_column(column, steps) for column in columns_of(webform).columns]
    return [
        *columns,
        {"name": INCIDENT, "key": INCIDENT, "help": INCIDENT_HELP, "needed": False, "takes": "", "values": []},
    ]


def _column(column: Column, steps: Mapping[str, Any]) -> dict[str, Any]:
    choices = choices_of(column, steps)
    return {
        "name": column.name,
        "key": column.key,
        "help": column.help,
        "needed": column.is_needed,
        "takes": "A date, for example 09/11/2026 or 2026-11-09." if is_date(column, steps) else "",
        "values": [{"code": code, "label": label} for code, label in choices.items()],
    }


def present_batch(batch: Batch, counts: Mapping[str, int]) -> dict[str, Any]:
    """How far the file is."""
    looked, total = sum(counts.values()) - counts[State.WAITING], sum(counts.values())
    is_sending = batch.sending_at is not None and counts[State.READY] > 0
    return {
        "name": batch.file_name,
        "uploaded": f"{batch.uploaded_by} on {moment(batch.uploaded_at)}",
        "counts": [{"label": State(state).label, "count": count} for state, count in counts.items() if count],
        "progress": _progress(counts, looked, total, is_sending=is_sending),
        "ready_count": 0 if is_sending or counts[State.WAITING] else counts[State.READY],
        "bad_count": counts[State.BAD],
        "sent_count": counts[State.SENT],
        "is_done": not counts[State.WAITING] and not counts[State.READY],
        "has_unsent": bool(counts[State.BAD] + counts[State.DOUBTFUL] + counts[State.READY]),
        "url": _url("rows", batch),
        "send_url": _url("send", batch),
        "confirm_url": _url("confirm", batch),
        "not_sent_url": _url("not_sent", batch),
    }


def _progress(counts: Mapping[str, int], looked: int, total: int, *, is_sending: bool) -> str:
    if counts[State.WAITING]:
        return f"{looked} of {plural(total, 'row', 'rows')} looked through so far. It goes on by itself."
    if is_sending:
        return f"{counts[State.SENT]} sent so far, {counts[State.READY]} to go. It goes on by itself."
    return ""


def pupil_of(row: BatchRow) -> str:
    """The pupil as the form has it, else as it was written."""
    answers = row.payload.get("pupil") or row.written
    return f"{answers.get('given_names', '')} {answers.get('surname', '')}".strip() or "No name"


def present_faults(rows: Iterable[BatchRow]) -> list[dict[str, Any]]:
    """Each thing that is wrong: line, pupil, column and how to put it right; the rows of components/table.html."""
    return [
        {
            "cells": [
                {"text": row.line, "is_heading": True, "numeric": True},
                {"text": pupil_of(row)},
                {"text": fault["column"] or "The row"},
                {"text": fault["text"]},
            ]
        }
        for row in rows
        for fault in row.findings.get("faults", [])
    ]


def fault_columns() -> list[dict[str, Any]]:
    """The columns of `present_faults`."""
    return [{"label": "Line", "numeric": True}, *({"label": each} for each in ("Pupil", "Column", "What to do"))]


def present_doubts(rows: Iterable[BatchRow]) -> list[dict[str, Any]]:
    """What looks unlikely, by kind: a box for all rows of a kind, and one for each."""
    kinds: dict[str, list[dict[str, str]]] = {}
    for row in rows:
        for doubt in doubts_of_row(row):
            label = f"Line {row.line}, {pupil_of(row)}: {doubt.text}"
            kinds.setdefault(doubt.title, []).append({"value": words_of_doubt(row.line, doubt), "label": label})
    return [
        {"title": title, "boxes": boxes, "all": _all_words(len(boxes)), "id": number}
        for number, (title, boxes) in enumerate(kinds.items(), start=1)
    ]


def _all_words(count: int) -> str:
    return "Yes, this is right" if count == 1 else f"Yes, this is right in all {count} rows"


def present_rows(rows: Sequence[BatchRow]) -> list[dict[str, Any]]:
    """Every row with its state, what it means, and the reference under which it was sent."""
    return [
        {
            "line": row.line,
            "pupil": pupil_of(row),
            "headline": _headline(row),
            "lozenge": {"text": State(row.state).label, "kind": _LOZENGES[State(row.state)]},
            "reference": row.submission.reference if row.submission else "",
            "url": reverse("sent", args=[row.submission.reference]) if row.submission else "",
            "meaning": _meaning(row.findings.get("meaning")),
        }
        for row in rows
    ]


def _headline(row: BatchRow) -> str:
    """“Suspension. This suspension: 2.0 school days”: what it is, and the first thing that it means."""
    found = row.findings.get("meaning")
    first = [f"{label}: {value}" for label, value in found["rows"][:1]] if found else []
    return ". ".join(part for part in (row.findings.get("headline", ""), *first) if part)


def _meaning(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {**found, "rows": [{"key": label, "value": value} for label, value in found["rows"]]}


def reasons_not_sent(row: BatchRow) -> str:
    """Why a row was not sent, in one cell of a file."""
    faults = [
        f"{each['column']}: {each['text']}" if each["column"] else each["text"]
        for each in row.findings.get("faults", [])
    ]
    doubts = [f"Confirm: {doubt.title} {doubt.text}" for doubt in doubts_of_row(row)]
    return " | ".join([*faults, *doubts])
