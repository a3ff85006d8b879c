"""Whether what every page needs answers just now."""

from __future__ import annotations

import secrets

from django.core.cache import cache
from django.db import DatabaseError, connection


def check_health() -> dict[str, bool]:
    """Each dependency by name, and whether it answers."""
    return {"database": _database_answers(), "cache": _cache_answers()}


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _cache_answers() -> bool:
    sign = secrets.token_hex(4)
    try:
        cache.set("health", sign, timeout=10)
        return cache.get("health") is not None
    except Exception:  # noqa: BLE001 - each cache's client raises errors of its own; any of them means "no"
        return False
