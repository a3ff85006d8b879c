"""Schools from the national register's file: created, brought up to date and closed by URN, never deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from accounts.models import User
from ledger.administrative import record_event
from schools import gias
from schools.gias import RegisteredSchool
from schools.import_files import ImportReport, RowError
from schools.models import LocalAuthority, School
from schools.permissions import Permission, check_user_can

OUTCOMES = ("created", "updated", "unchanged", "closed")
# The history's trigger compares every old row of a statement with every new one: large statements cost the square.
ROWS_A_STATEMENT = 200


@transaction.atomic
def import_schools(*, content: bytes, by: User | None, as_of: date, is_trial: bool = False) -> ImportReport:
    """Take over the good rows of the register's file; with `is_trial` only say what would happen.

    A school that is not in the file stays as it is. Running the file again changes nothing. Raises PermissionDenied
    or FileRefused.
    """
    check_user_can(by, Permission.CHANGE_SCHOOLS)
    registered, errors = gias.read_register(content)
    known = {school.urn: school for school in School.objects.select_for_update(of=("self",)).order_by("urn")}
    registered = _without_invented(registered, known, errors)
    report = ImportReport(dict.fromkeys(OUTCOMES, 0), errors)
    authorities = _local_authorities(registered, is_trial=is_trial)
    changed = []
    for each in registered:
        outcome, school = _compare(each, known.get(each.urn), authorities)
        report.counts[outcome] += 1
        if outcome != "unchanged":
            changed.append(school)
    if not is_trial:
        _save(changed)
        _record(report, content, by, as_of)
    return report


def _without_invented(
    registered: Iterable[RegisteredSchool], known: Mapping[int, School], errors: list[RowError]
) -> list[RegisteredSchool]:
    """The rows whose URN is not an invented school's of the demonstration; the others are errors."""
    kept = []
    for each in registered:
        if each.urn in known and known[each.urn].is_invented:
            errors.append(
                RowError(each.line, gias.URN, f"URN {each.urn} is one of the demonstration's invented schools.")
            )
        else:
            kept.append(each)
    return kept


def _local_authorities(registered: Iterable[RegisteredSchool], *, is_trial: bool) -> dict[str, int]:
    """The ids of local authorities by code. One that is not known yet is created by its code and name."""
    ids = dict(LocalAuthority.objects.values_list("code", "pk"))
    unknown = {each.la_code: each.la_name or each.la_code for each in registered if each.la_code not in ids}
    if not is_trial:
        created = LocalAuthority.objects.bulk_create(
            LocalAuthority(code=code, name=name) for code, name in sorted(unknown.items())
        )
        ids |= {authority.code: authority.pk for authority in created}
    return ids


def _compare(each: RegisteredSchool, school: School | None, authorities: Mapping[str, int]) -> tuple[str, School]:
    """What the row does to the school, and the school as it is then."""
    # In a trial an authority that is still to be created has no id: the school differs from it in any case.
    fields: dict[str, Any] = {**each.fields, "local_authority_id": authorities.get(each.la_code)}
    if school is None:
        return "created", School(**fields)
    if all(getattr(school, name) == value for name, value in fields.items()):
        return "unchanged", school
    is_closing = school.status != School.Status.CLOSED and fields["status"] == School.Status.CLOSED
    for name, value in fields.items():
        setattr(school, name, value)
    school.version += 1
    return ("closed" if is_closing else "updated"), school


def _save(changed: Iterable[School]) -> None:
    """Write new and changed schools in few statements: a row whose URN is there is updated in place."""
    School.objects.bulk_create(
        changed,
        batch_size=ROWS_A_STATEMENT,
        update_conflicts=True,
        unique_fields=["urn"],
        update_fields=[
            field.name for field in School._meta.concrete_fields if field.name not in ("id", "urn", "is_invented")
        ],
    )


def _record(report: ImportReport, content: bytes, by: User | None, as_of: date) -> None:
    record_event(
        code="schools.schools_imported",
        happened_on=as_of,
        by_user_id=by.pk if by else None,
        subject="schools.School",
        facts={
            "sha256": hashlib.sha256(content).hexdigest(),
            "counts": report.counts,
            "bad_lines": sorted({error.line for error in report.errors})[:500],
        },
    )
