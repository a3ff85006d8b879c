"""Doing it twice does it once: the signed key of a POST, bound to user and form, answered once.

The key, the hash of the content and the address of the answer are written in the action's own transaction under a
unique constraint. A repeat is redirected to the first answer; a refused form does not use its key up.
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone

from ledger.models import UsedKey

_SALT = "ledger.keys"
# Fields that change from rendering to rendering and say nothing about what was asked.
_NOT_CONTENT = frozenset({"csrfmiddlewaretoken", "form_key"})


class KeyRefused(Exception):
    """The form's key is missing, forged, or made for another user or form."""

    def __init__(self) -> None:
        super().__init__("This page was open too long or was copied. Check what you typed and send it again.")


@dataclass(frozen=True)
class Answer:
    """What a POST led to: the address to go to, and whether this is the second time it was asked."""

    address: str
    is_repeat: bool = False
    is_other_content: bool = False


def make_key(*, user_id: int, form_name: str) -> str:
    """A fresh signed key for one rendering of the form."""
    return signing.dumps([str(uuid.uuid4()), user_id, form_name], salt=_SALT)


def read_key(token: str, *, user_id: int, form_name: str) -> uuid.UUID:
    """The key inside `token`. Raises KeyRefused when it was made for somebody or something else."""
    try:
        key, owner, name = signing.loads(token, salt=_SALT)
        if owner != user_id or name != form_name:
            raise KeyRefused
        return uuid.UUID(key)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise KeyRefused from error


def content_hash(posted: QueryDict, file_hashes: list[str] | None = None) -> str:
    """SHA-256 of what was asked: the fields as they were sent, and the hashes of the files with them."""
    fields = {name: posted.getlist(name) for name in sorted(posted) if name not in _NOT_CONTENT}
    text = json.dumps([fields, sorted(file_hashes or [])], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def perform_once(*, key: uuid.UUID, user_id: int, form_name: str, content: str, perform: Callable[[], str]) -> Answer:
    """Run `perform` (which acts and gives the address of the answer) unless this key has been answered.

    Two requests with one key wait for each other on the unique key; the second gets the first's answer. When
    `perform` raises, nothing is kept and the key can be used again.
    """
    with transaction.atomic():
        UsedKey.objects.bulk_create(
            [
                UsedKey(
                    key=key,
                    user_id=user_id,
                    form_name=form_name,
                    content_hash=content,
                    used_recorded_at=timezone.now(),
                )
            ],
            ignore_conflicts=True,
        )
        row = UsedKey.objects.select_for_update().get(key=key)
        if row.answer_address:
            return Answer(row.answer_address, is_repeat=True, is_other_content=row.content_hash != content)
        row.answer_address = perform()
        row.save(update_fields=["answer_address"])
        return Answer(row.answer_address)
