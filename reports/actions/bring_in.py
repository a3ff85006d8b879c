"""Comparison figures and headcounts from a file: each good line a new row, the older ones kept."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.administrative import record_event
from reports.comparisons.files import Line, read_comparisons, read_headcounts
from reports.comparisons.queries import comparisons_in_force, headcounts_in_force, key_of
from reports.models import BroughtIn, ComparisonFigure, Headcount
from reports.permissions import check_user_can_bring_in_figures
from schools.import_files import WHOLE_ROW, ImportReport, RowError, RowRefused

NEW, REPLACED, TAKEN_OUT, UNCHANGED = "new", "replaced", "taken out", "unchanged"
OUTCOMES = (NEW, REPLACED, TAKEN_OUT, UNCHANGED)
COMPARISONS, HEADCOUNTS = "comparisons", "headcounts"
ROWS_A_STATEMENT = 1000
# What makes two rows of the same key the same figure.
_SAID_BY_COMPARISON = ("value", "decimal_places", "area_name", "source", "is_part_year")
_SAID_BY_HEADCOUNT = ("pupils", "source")


@transaction.atomic
def import_comparisons(*, content: bytes, by: User, as_of: date, is_trial: bool = False) -> ImportReport:
    """Take over the good lines of a file of comparison figures; with `is_trial` only say what would happen.

    Running the file again changes nothing. Raises PermissionDenied, or FileRefused for a file that cannot be read.
    """
    check_user_can_bring_in_figures(by)
    lines, errors = read_comparisons(content)
    report = ImportReport(dict.fromkeys(OUTCOMES, 0), errors)
    rows = _chosen(lines, comparisons_in_force(), _SAID_BY_COMPARISON, report)
    if not is_trial:
        ComparisonFigure.objects.bulk_create(_signed(rows, by), batch_size=ROWS_A_STATEMENT)
        _record("reports.comparisons_brought_in", ComparisonFigure, report, content, by, as_of)
    return report


@transaction.atomic
def import_headcounts(*, content: bytes, by: User, as_of: date, is_trial: bool = False) -> ImportReport:
    """The same for a file of headcounts."""
    check_user_can_bring_in_figures(by)
    lines, errors = read_headcounts(content)
    report = ImportReport(dict.fromkeys(OUTCOMES, 0), errors)
    rows = _chosen(lines, headcounts_in_force(), _SAID_BY_HEADCOUNT, report)
    if not is_trial:
        Headcount.objects.bulk_create(_signed(rows, by), batch_size=ROWS_A_STATEMENT)
        _record("reports.headcounts_brought_in", Headcount, report, content, by, as_of)
    return report


def _chosen(
    lines: Sequence[Line[Any]], in_force: Mapping[Any, Any], said: tuple[str, ...], report: ImportReport
) -> list[Any]:
    """The rows to write; counts the outcomes and reports lines that say the same thing twice."""
    chosen, seen = [], dict[Any, int]()
    for line in lines:
        key = key_of(line.row)
        try:
            if key in seen:
                raise RowRefused(WHOLE_ROW, f"Line {seen[key]} of the file is about the same figure. Keep one of them.")
            seen[key] = line.line
            outcome = _outcome(line.row, in_force.get(key), said)
        except RowRefused as refusal:
            report.errors.append(RowError(line.line, refusal.column, refusal.reason))
            continue
        report.counts[outcome] += 1
        if outcome != UNCHANGED:
            chosen.append(line.row)
    return chosen


def _outcome(row: BroughtIn, standing: BroughtIn | None, said: tuple[str, ...]) -> str:
    is_empty = getattr(row, said[0]) is None
    if standing is None and is_empty:
        raise RowRefused(WHOLE_ROW, "There is no figure here to take out. Give the number.")
    if standing is None:
        return NEW
    if is_empty:
        return TAKEN_OUT
    is_same = all(getattr(row, name) == getattr(standing, name) for name in said)
    return UNCHANGED if is_same else REPLACED


def _signed(rows: Sequence[Any], by: User) -> Sequence[Any]:
    now = timezone.now()
    for row in rows:
        row.by, row.recorded_at = by, now
    return rows


def _record(code: str, model: type[BroughtIn], report: ImportReport, content: bytes, by: User, as_of: date) -> None:
    record_event(
        code=code,
        happened_on=as_of,
        by_user_id=by.pk,
        subject=f"reports.{model.__name__}",
        facts={"counts": report.as_json()["counts"], "sha256": hashlib.sha256(content).hexdigest()},
    )
