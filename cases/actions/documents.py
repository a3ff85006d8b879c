"""Keeping files: under random names outside the web root, with type, size and hash."""

from __future__ import annotations

import hashlib
import uuid
from datetime import date
from pathlib import PurePath

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions.events import record_event
from cases.files import content_type_of
from cases.models import Case, Child, Document
from cases.permissions import check_user_can_change_child, check_user_can_work_case


@transaction.atomic
def add_document(
    *,
    child: Child,
    upload: UploadedFile[bytes],
    title: str,
    classification: str,
    by: User,
    as_of: date,
    case: Case | None = None,
) -> Document:
    """Keep a file. Raises FileRefused (cases.files) naming what is wrong with it, PermissionDenied.

    The file is written before the row: a row always has its file; a file whose row was rolled back is removed.
    """
    if case is not None:
        check_user_can_work_case(by, case)
    else:
        check_user_can_change_child(by, child)
    content_type = content_type_of(upload)
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    stored_name = default_storage.save(uuid.uuid4().hex, upload)
    try:
        document = Document.objects.create(
            child=child,
            case=case,
            classification=classification,
            title=title or PurePath(upload.name or "file").stem[:160],
            file_name=PurePath(upload.name or "file").name[-160:],
            stored_name=stored_name,
            content_type=content_type,
            byte_count=upload.size or 0,
            sha256=digest.hexdigest(),
            recorded_at=timezone.now(),
            by=by,
        )
        record_event(
            child=child,
            case=case,
            code="document_added",
            by=by,
            happened_on=as_of,
            document=str(document.uuid),
            classification=classification,
        )
    except BaseException:
        default_storage.delete(stored_name)
        raise
    return document
