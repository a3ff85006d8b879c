"""The files of a submission become documents of the case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile

from accounts.models import User
from cases.actions.documents import add_document
from cases.models import Case, Document
from portal.models import SubmissionFile


def copy_files(files: Iterable[SubmissionFile], case: Case, classification: str, by: User, as_of: date) -> None:
    """Copy each file into the case's documents; one that the case has already, by name and content, is left out.

    A copy, because a document and the submission that it came in have lives of their own.
    """
    kept = set(Document.objects.filter(case=case).values_list("sha256", "file_name"))
    for file in files:
        if (file.sha256, file.file_name) in kept:
            continue
        kept.add((file.sha256, file.file_name))
        with default_storage.open(file.stored_name) as content:
            upload = UploadedFile(content, name=file.file_name, content_type=file.content_type, size=file.byte_count)
            add_document(
                child=case.child, case=case, upload=upload, title="", classification=classification, by=by, as_of=as_of
            )
