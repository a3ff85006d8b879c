"""The lists of rows behind a number, in words; and the same rows as a file without names."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.permissions import has_permission, kinds_worked_by
from cases.models import Child
from cases.permissions import Permission
from cases.presenters.words import plain_date, plural, year_group_words
from components.paging import with_query
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.models import HeadTeachersDecision
from exclusions.reasons import Reason
from reports.exclusion_figures.addresses import rows_query
from reports.exclusion_figures.rows import (
    CANCELLED,
    ELSEWHERE,
    KINDS,
    PHASE_LABELS,
    RowFilter,
)
from reports.table import Kind
from reports.table_words import safe_text, written
from schools.models import School

_NOUNS = {
    SUSPENSION: ("suspension", "suspensions"),
    PERMANENT_EXCLUSION: ("permanent exclusion", "permanent exclusions"),
}
NOT_COUNTED = "Not counted"


def rows_title(wanted: RowFilter) -> str:
    """“Suspensions”, “Cancelled permanent exclusions”."""
    noun = _NOUNS[wanted.kind][1]
    return f"Cancelled {noun}" if wanted.standing == CANCELLED else noun.capitalize()


def noun_of(wanted: RowFilter, *, by_pupil: bool) -> str:
    """What the list counts, in the plural."""
    return "pupils" if by_pupil else _NOUNS[wanted.kind][1]


def criteria(wanted: RowFilter, school: School | None) -> list[tuple[str, str]]:
    """What the rows have in common, as label and value."""
    window = wanted.window
    stated = (
        ("Started", window.words if window else "On any day"),
        ("Phase", PHASE_LABELS[wanted.phase]),
        ("Schools", "Of other authorities" if wanted.place == ELSEWHERE else "Of this authority"),
        ("School", school.name if school else ""),
        ("Reason", Reason(wanted.reason).label if wanted.reason else ""),
        ("Days", "Not counted: the school’s calendar is missing" if wanted.is_uncounted else ""),
        ("Outcome", "Reinstated by the governors" if wanted.is_reinstated else ""),
    )
    return [(label, value) for label, value in stated if value]


def present_rows(rows: Sequence[Any], kind: str) -> dict[str, Any]:
    """The table of suspensions or permanent exclusions."""
    labels = ["Case", "Child", "School", "Year group then", "Started"]
    columns = [{"label": label} for label in labels]
    if kind == SUSPENSION:
        columns.append({"label": "School days", "numeric": True})
    columns.append({"label": "Reasons"})
    return {"columns": columns, "rows": [{"cells": _cells(row, kind)} for row in rows]}


def _cells(row: Any, kind: str) -> list[dict[str, Any]]:
    case = row.case
    cells = [
        {"text": case.reference, "url": reverse("case", args=[case.reference]), "is_heading": True, "nowrap": True},
        {"text": case.child.full_name},
        {"text": case.school.name if case.school else "Not recorded"},
        {"text": year_group_words(row.year_group_then) or "Not known"},
        {"text": plain_date(row.starts_on), "nowrap": True},
    ]
    if kind == SUSPENSION:
        cells.append({"text": days_words(row.sessions_count), "numeric": True})
    return [*cells, {"text": reasons_words(row)}]


def days_words(sessions: int | None) -> str:
    """“4.5”; “Not counted” while the calendar does not say."""
    return NOT_COUNTED if sessions is None else written(Decimal(sessions) / 2, Kind.DAYS)


def reasons_words(row: HeadTeachersDecision) -> str:
    """The reasons, in the order in which they were given."""
    return "; ".join(Reason(code).label for code in row.reasons)


def present_pupils(pupils: Sequence[Child], wanted: RowFilter) -> dict[str, Any]:
    """The table of the pupils behind a number, with how many of the rows are each one's."""
    noun = _NOUNS[wanted.kind]
    return {
        "columns": [{"label": "Child"}, {"label": noun[1].capitalize(), "numeric": True}],
        "rows": [
            {
                "cells": [
                    {"text": child.full_name, "url": reverse("child", args=[child.uuid]), "is_heading": True},
                    {"text": f"{child.times:,}", "numeric": True},
                ]
            }
            for child in pupils
        ],
    }


def days_total_words(sessions: int | None, uncounted: int) -> str:
    """“84 school days lost; of 3 suspensions the days are not counted”. A day has two sessions."""
    days = "school day" if sessions == 2 else "school days"
    words = f"{written(Decimal(sessions or 0) / 2, Kind.DAYS)} {days} lost"
    if uncounted:
        words += f"; of {plural(uncounted, 'suspension', 'suspensions')} the days are not counted (calendar missing)"
    return f"{words}."


def rows_csv(rows: Iterable[Any], kind: str) -> str:
    """The rows as a CSV file: references and codes, no name and no date of birth."""
    out = io.StringIO()
    writer = csv.writer(out)
    header = ["Case", "URN", "School", "Phase", "Year group then", "Started"]
    writer.writerow([*header, *(["School days"] if kind == SUSPENSION else []), "Reasons"])
    for row in rows:
        school = row.case.school
        line = [
            row.case.reference,
            str(school.urn) if school else "",
            school.name if school else "",
            PHASE_LABELS[row.phase_then],
            "" if row.year_group_then is None else str(row.year_group_then),
            row.starts_on.isoformat(),
        ]
        if kind == SUSPENSION:
            line.append(days_words(row.sessions_count).replace(",", ""))
        writer.writerow([safe_text(text) for text in (*line, " ".join(row.reasons))])
    return f"\ufeff{out.getvalue()}"


def csv_address(wanted: RowFilter) -> str:
    """The file of the rows of this list."""
    return reverse("report_exclusion_rows_file") + with_query(rows_query(wanted))


def sees_only_a_part(user: User) -> bool:
    """True for who may open some of this cohort's cases only: their numbers are not the council's."""
    return not has_permission(user, Permission.VIEW_ALL_CASES) and not set(KINDS) <= kinds_worked_by(user)
