"""Files that are looked through first and applied when somebody says so; between the two the server keeps them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from ledger.administrative import record_event
from schools.actions.calendar_import import import_calendars
from schools.actions.gias_import import import_schools
from schools.import_files import FileRefused, ImportReport, most_characters
from schools.models import ImportBatch

# A file that nobody applied is forgotten at the next upload after this long; it may hold people's names.
UNAPPLIED_ARE_KEPT = timedelta(days=2)
MOST_BYTES = 25 * 1024 * 1024

Import = Callable[..., ImportReport]

_IMPORTS: dict[str, Import] = {
    ImportBatch.Kind.SCHOOLS: import_schools,
    ImportBatch.Kind.CALENDAR: import_calendars,
}


class ImportTaken(Exception):
    """Two rooms offered to read the same kind of file."""


def register_import(kind: str, read: Import) -> None:
    """Let another room read its kind of file. Raises ImportTaken when the kind has its reader."""
    if _IMPORTS.get(kind, read) is not read:
        raise ImportTaken(f"Files of the kind {kind} are read by one room only.")
    _IMPORTS[kind] = read


@transaction.atomic
def receive(*, kind: str, file_name: str, content: bytes, by: User, as_of: date) -> ImportBatch:
    """Look through a file and keep it with what was found. Raises PermissionDenied or FileRefused."""
    if len(content) > MOST_BYTES:
        raise FileRefused(f"The file has more than {MOST_BYTES // 1024 // 1024} MB. Split it into smaller files.")
    report = _IMPORTS[kind](content=content, by=by, as_of=as_of, is_trial=True)
    now = timezone.now()
    _forget_unapplied(now - UNAPPLIED_ARE_KEPT)
    batch = ImportBatch.objects.create(
        kind=kind,
        file_name=file_name[-most_characters(ImportBatch, "file_name") :],
        content=content,
        content_sha256=hashlib.sha256(content).hexdigest(),
        uploaded_at=now,
        uploaded_by=by,
        findings=report.as_json(),
    )
    _record("schools.file_received", batch, by, as_of)
    return batch


@transaction.atomic
def apply(*, batch: ImportBatch, by: User, as_of: date) -> ImportBatch:
    """Take over the good rows of a file that was received. A second time changes nothing.

    Raises PermissionDenied, or FileRefused when the file is no longer kept.
    """
    current = ImportBatch.objects.select_for_update().get(pk=batch.pk)
    if current.applied_at:
        return current
    if not current.content:
        raise FileRefused("This file was not brought in within two days and is no longer kept. Choose it again.")
    report = _IMPORTS[current.kind](content=bytes(current.content), by=by, as_of=as_of)
    current.findings = report.as_json()
    current.applied_at, current.applied_by = timezone.now(), by
    current.content = b""
    current.save(update_fields=["findings", "applied_at", "applied_by", "content"])
    _record("schools.file_applied", current, by, as_of)
    return current


def _forget_unapplied(uploaded_before: object) -> None:
    waiting = ImportBatch.objects.filter(applied_at__isnull=True, uploaded_at__lt=uploaded_before)
    waiting.exclude(content=b"").update(content=b"")


def _record(code: str, batch: ImportBatch, by: User, as_of: date) -> None:
    record_event(
        code=code,
        happened_on=as_of,
        by_user_id=by.pk,
        subject=f"schools.ImportBatch:{batch.pk}",
        facts={"kind": batch.kind, "sha256": batch.content_sha256, "counts": batch.findings["counts"]},
    )
