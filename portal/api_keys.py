"""What a key of the API looks like, and which school a key is good for today."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied

from portal.models import SchoolApiKey
from portal.permissions import check_user_can_send_for

# “onroll_k3f9x2ab_…”: the beginning says whose it is when a key is found where it should not be.
_BEGINNING = "onroll"
_PREFIX_LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
_PREFIX_LENGTH = 8
_SECRET_BYTES = 32


def new_key() -> tuple[str, str]:
    """A fresh key and its prefix."""
    prefix = "".join(secrets.choice(_PREFIX_LETTERS) for _ in range(_PREFIX_LENGTH))
    return f"{_BEGINNING}_{prefix}_{secrets.token_urlsafe(_SECRET_BYTES)}", prefix


def hash_of(key: str) -> str:
    """SHA-256 of a whole key: it is long and random, so nothing slower is needed."""
    return hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()


def find_key(text: str, as_of: date) -> SchoolApiKey | None:
    """The key that this is, if it is good today: neither revoked nor expired, and made by somebody who may still send
    for its school."""
    parts = text.split("_", 2)
    prefix = parts[1] if len(parts) == 3 and parts[0] == _BEGINNING else ""
    known = SchoolApiKey.objects.filter(prefix=prefix, revoked_at__isnull=True, expires_on__gte=as_of)
    key = known.select_related("school", "made_by").first() if prefix and "\x00" not in prefix else None
    if key is None or not hmac.compare_digest(key.secret_sha256, hash_of(text)) or not _maker_may_send(key, as_of):
        return None
    return key


def _maker_may_send(key: SchoolApiKey, as_of: date) -> bool:
    if key.made_by.is_demonstration and not settings.ARE_DEMO_SIGN_INS_ALLOWED:
        return False
    try:
        check_user_can_send_for(key.made_by, key.school, as_of)
    except PermissionDenied:
        return False
    return True
