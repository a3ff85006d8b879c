"""Rows of a school's file “Suspension or permanent exclusion”, and the file that holds them. All invented."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cases.models import Child
from exclusions.webforms import FORM
from portal.actions.batches import confirm_rows, receive_batch, work_on
from portal.columns import INCIDENT
from portal.models import Batch, BatchRow
from portal.roll import roll_for
from portal.rows import Filled, columns_of, fill_in, written_pupil
from tests.factories.exclusions import Desk

# A Wednesday in term on CAL-K.
TODAY = date(2026, 11, 11)
KEYS = [*(column.key for column in columns_of(FORM).columns), INCIDENT]
NAMES = [*(column.name for column in columns_of(FORM).columns), INCIDENT]


def row(child: Child | None = None, /, **changes: str) -> dict[str, str]:
    """A suspension of Monday and Tuesday 9 and 10 November, with nothing wrong but that no notice is added."""
    written = {column.key: column.example for column in columns_of(FORM).columns}
    pupil = {"given_names": "Sol", "surname": "Quarry", "date_of_birth": "2013-03-14", "upn": "", "incident": ""}
    if child is not None:
        pupil |= {
            "given_names": child.given_names,
            "surname": child.surname,
            "date_of_birth": child.born_on.strftime("%d/%m/%Y"),
            "upn": child.upn,
        }
    return {**written, **pupil, **changes}


def permanent_row(child: Child | None = None, /, **changes: str) -> dict[str, str]:
    """A permanent exclusion of Tuesday 10 November."""
    only_suspensions = ("lunchtimes_only", "first_session_missed", "last_day", "last_session_missed")
    written = {
        "what_was_decided": "Permanent exclusion",
        "decided_on": "10 November 2026",
        "first_day": "10/11/2026",
        "afternoon_school_had_begun": "no",
        "governors_told_on": "10/11/2026",
        "parents_told_on": "10/11/2026",
        **dict.fromkeys(only_suspensions, ""),
    }
    return row(child, **{**written, **changes})


def file_of(
    *rows: Mapping[str, str], separator: str = ",", names: Sequence[str] = NAMES, encoding: str = "utf-8"
) -> bytes:
    """A CSV file with these rows."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    writer.writerow(names)
    writer.writerows([[each.get(key, "") for key in KEYS] for each in rows])
    return out.getvalue().encode(encoding)


def fill(desk: Desk, written: Mapping[str, Any], as_of: date = TODAY) -> Filled:
    """A row through the form's pages."""
    roll = roll_for(desk.school, as_of, [written_pupil(FORM, written)])
    return fill_in(FORM, written, desk.school, roll, as_of)


def receive(desk: Desk, by: Any, content: bytes, as_of: date = TODAY) -> Batch:
    """A file as the school brought it in, looked through to its end."""
    batch = receive_batch(
        webform=FORM, school=desk.school, file_name="november.csv", content=content, by=by, as_of=as_of
    )
    finish(batch, as_of)
    return batch


def finish(batch: Batch, as_of: date = TODAY) -> None:
    """Do what was left to the outbox."""
    for _ in range(100):
        before = states(batch)
        work_on(batch=Batch.objects.get(pk=batch.pk), as_of=as_of)
        if states(batch) == before:
            return


def confirm_all(batch: Batch, by: Any, as_of: date = TODAY) -> int:
    """Say that everything that looks unlikely is right."""
    titles = {doubt["title"] for each in batch.rows.all() for doubt in each.findings.get("doubts", [])}
    return confirm_rows(batch=batch, said_right=frozenset(titles), by=by, as_of=as_of)


def states(batch: Batch) -> list[str]:
    """The state of each row, by line."""
    return list(BatchRow.objects.filter(batch=batch).order_by("line").values_list("state", flat=True))


def faults(batch: Batch) -> list[tuple[int, str, str]]:
    """What is wrong, as (line, column, text)."""
    rows = BatchRow.objects.filter(batch=batch).order_by("line")
    return [(each.line, fault["column"], fault["text"]) for each in rows for fault in each.findings.get("faults", [])]
