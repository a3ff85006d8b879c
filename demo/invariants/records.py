"""Records: every change says who made it, and every file is there, unchanged."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.apps import apps
from django.core.files.storage import default_storage

from cases.models import Document, Letter
from demo.invariants.invariant import Invariant
from ledger.history import is_history_model

CHUNK_BYTES = 1024 * 1024
Named = Iterator[str]


def history_without_context() -> Named:
    """Rows of history that do not say under which request, task or command they were written."""
    for model in apps.get_models():
        if is_history_model(model):
            for pk in model._default_manager.filter(pgh_context__isnull=True).values_list("pk", flat=True):
                yield f"{model._meta.db_table} {pk}"


def files_missing_or_changed() -> Named:
    """Documents whose file is gone, or has other bytes than were kept."""
    for document in Document.objects.order_by("pk").iterator(chunk_size=500):
        if is_changed(document.stored_name, document.sha256):
            yield f"document {document.uuid}"


def letters_missing_or_changed() -> Named:
    """Letters whose file is gone, or has other bytes than were issued."""
    for letter in Letter.objects.order_by("pk").iterator(chunk_size=500):
        if is_changed(letter.stored_name, letter.sha256):
            yield f"letter {letter.uuid}"


def is_changed(stored_name: str, sha256: str) -> bool:
    """True when a stored file is gone or has another hash."""
    return not default_storage.exists(stored_name) or _sha256(stored_name) != sha256


def _sha256(stored_name: str) -> str:
    digest = hashlib.sha256()
    with default_storage.open(stored_name) as file:
        for chunk in file.chunks(CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()


RECORDS = (
    Invariant("Every row of history says under what it was written", history_without_context),
    Invariant("Every document's file is there, unchanged", files_missing_or_changed),
    Invariant("Every letter's file is there, as it was issued", letters_missing_or_changed),
)
