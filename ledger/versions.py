"""Edits carry the version of the row they were made from: a stale one is refused, never written over."""

from __future__ import annotations

from typing import TypeVar

from django.db import models
from django.db.models import F

Row = TypeVar("Row", bound=models.Model)


class StaleEdit(Exception):
    """Somebody else changed the row meanwhile. `current` is the row as it is now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("Somebody else changed this while you were typing. Nothing was overwritten.")
        self.current = current


def update_at_version(row: Row, *, version: int, **changes: object) -> Row:
    """Change `row` if it still has `version`, and raise the version. Gives the fresh row.

    The check and the change are one UPDATE, so that of two editors one wins. Raises StaleEdit.
    """
    # The row is known, so it is found also where the model's own queries leave such rows out.
    model = type(row)
    changed = model._base_manager.filter(pk=row.pk, version=version).update(version=F("version") + 1, **changes)
    fresh = model._base_manager.get(pk=row.pk)
    if not changed:
        raise StaleEdit(fresh)
    return fresh
