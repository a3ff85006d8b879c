"""Local authorities from a CSV file: code, name and the contacts for transfers."""

from __future__ import annotations

import re
from datetime import date

from django.db import transaction

from accounts.models import User
from ledger.administrative import record_event
from schools.import_files import ImportReport, Row, RowRefused, check_length, read_rows
from schools.models import LocalAuthority
from schools.permissions import Permission, check_user_can

REQUIRED = ("code", "name")
CONTACTS = ("missing_education_contact", "exclusions_contact")


@transaction.atomic
def import_local_authorities(*, content: bytes, by: User | None, as_of: date) -> ImportReport:
    """Create or update local authorities by code. A contact column that the file lacks keeps what is there.

    Raises PermissionDenied or FileRefused.
    """
    check_user_can(by, Permission.CHANGE_AUTHORITY)
    rows, errors = read_rows(content, REQUIRED, CONTACTS)
    known = {each.code: each for each in LocalAuthority.objects.select_for_update().order_by("code")}
    report = ImportReport({"created": 0, "updated": 0, "unchanged": 0}, errors)
    for row in rows:
        try:
            report.counts[_take_over(row, known)] += 1
        except RowRefused as refusal:
            errors.append(row.refused(refusal))
    record_event(
        code="schools.local_authorities_imported",
        happened_on=as_of,
        by_user_id=by.pk if by else None,
        subject="schools.LocalAuthority",
        facts={"counts": report.counts},
    )
    return report


def _take_over(row: Row, known: dict[str, LocalAuthority]) -> str:
    _check(row)
    code = row.values["code"]
    authority = known.get(code)
    if authority is None:
        known[code] = LocalAuthority.objects.create(**row.values)
        return "created"
    if all(getattr(authority, name) == value for name, value in row.values.items()):
        return "unchanged"
    for name, value in row.values.items():
        setattr(authority, name, value)
    authority.save(update_fields=list(row.values))
    return "updated"


def _check(row: Row) -> None:
    if not re.fullmatch(r"[0-9]{3}", row.values["code"]):
        raise RowRefused("code", f"“{row.values['code'][:20]}” is not an authority's code, which has three digits.")
    if not row.values["name"]:
        raise RowRefused("name", "The authority has no name. Enter it.")
    for name, value in row.values.items():
        check_length(name, value, LocalAuthority, name)
