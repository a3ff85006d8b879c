"""The files of a draft: kept one by one under random names, and taken out again."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.files import FileRefused, content_type_of
from portal.actions.drafts import lock_draft, touch
from portal.answers import clean_text
from portal.models import Draft, DraftFile, SubmissionFile

MOST_FILES = 20
MOST_BYTES = 100 * 1024 * 1024
_TOO_MANY = f"{{name}} was not kept: a form can have {MOST_FILES} files. Remove one, or send the rest later."
_TOO_LARGE = "{name} was not kept: all files of a form together must be smaller than 100 MB."


@dataclass
class Received:
    """What came of an upload: files that were kept, and for each refused one its name and why."""

    kept: list[DraftFile] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)


def keep_file(upload: UploadedFile[bytes]) -> dict[str, object]:
    """Write a file under a random name; gives the columns of its row. Raises FileRefused, worded with its name."""
    name = clean_text(PurePath(upload.name or "file").name)[-160:]
    content_type = content_type_of(upload)
    return {
        "file_name": name,
        "content_type": content_type,
        "byte_count": upload.size or 0,
        "sha256": _hash_of(upload),
        "stored_name": default_storage.save(uuid.uuid4().hex, upload),
    }


def _hash_of(upload: UploadedFile[bytes]) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    return digest.hexdigest()


@transaction.atomic
def keep_files(
    *, draft: Draft, step: str, name: str, uploads: Sequence[UploadedFile[bytes]], by: User, as_of: date
) -> Received:
    """Keep what can be kept for the field `name` of a step, and say of each other file why not.

    A file that this field has already, by name and content, is not kept twice: a double click is one upload. Raises
    DraftClosed, PermissionDenied.
    """
    draft = lock_draft(draft, by, as_of)
    present = list(DraftFile.objects.filter(draft=draft, removed_at__isnull=True))
    received = Received()
    stored: list[str] = []
    try:
        for upload in uploads:
            try:
                columns = _columns_of(upload, present)
            except FileRefused as error:
                received.refused.append((PurePath(upload.name or "file").name, str(error)))
                continue
            place = f"{step}.{name}"
            same = next((each for each in present if _is_same(each, place, columns)), None)
            if same is not None:
                default_storage.delete(str(columns["stored_name"]))
                received.kept.append(same)
                continue
            stored.append(str(columns["stored_name"]))
            row = DraftFile.objects.create(draft=draft, field=place, added_at=timezone.now(), added_by=by, **columns)
            present.append(row)
            received.kept.append(row)
        if stored:
            touch(draft, step, by, as_of)
    except BaseException:
        for one in stored:
            default_storage.delete(one)
        raise
    return received


def _columns_of(upload: UploadedFile[bytes], present: Sequence[DraftFile]) -> dict[str, object]:
    name = PurePath(upload.name or "file").name
    if len(present) >= MOST_FILES:
        raise FileRefused(_TOO_MANY.format(name=name))
    if sum(each.byte_count for each in present) + (upload.size or 0) > MOST_BYTES:
        raise FileRefused(_TOO_LARGE.format(name=name))
    return keep_file(upload)


def _is_same(row: DraftFile, place: str, columns: dict[str, object]) -> bool:
    return (row.field, row.file_name, row.sha256) == (place, columns["file_name"], columns["sha256"])


@transaction.atomic
def remove_file(*, draft: Draft, file_uuid: str, by: User, as_of: date) -> None:
    """Take a file out of the draft; a second time changes nothing. Its content goes too, unless something that was sent
    has it. Raises DraftClosed, PermissionDenied."""
    draft = lock_draft(draft, by, as_of)
    files = DraftFile.objects.filter(draft=draft, removed_at__isnull=True)
    file = next((each for each in files if str(each.uuid) == file_uuid), None)
    if file is None:
        return
    file.removed_at, file.removed_by = timezone.now(), by
    file.save()
    touch(draft, file.field.partition(".")[0], by, as_of)
    in_use = (
        SubmissionFile.objects.filter(stored_name=file.stored_name).exists()
        or DraftFile.objects.filter(stored_name=file.stored_name, removed_at__isnull=True).exists()
    )
    if not in_use:
        transaction.on_commit(lambda: default_storage.delete(file.stored_name), robust=True)
