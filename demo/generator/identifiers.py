"""The same random identifiers for the same seed: a UUID orders and names rows, it keeps nothing secret."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from random import Random
from typing import Any

from django.apps import apps
from django.db.models import Field, UUIDField


def _random_uuid_fields() -> list[Field[Any, Any]]:
    fields = (field for model in apps.get_models() for field in model._meta.concrete_fields)
    return [field for field in fields if isinstance(field, UUIDField) and field.default is uuid.uuid4]


@contextmanager
def identifiers_from(seed: int) -> Iterator[None]:
    """While the block runs, every row that would get a random UUID gets the seed's next one."""
    source = Random(f"{seed}: identifiers")  # noqa: S311 - repeatable on purpose

    def next_identifier() -> uuid.UUID:
        return uuid.UUID(int=source.getrandbits(128), version=4)

    fields = _random_uuid_fields()
    _set_default(fields, next_identifier)
    try:
        yield
    finally:
        _set_default(fields, uuid.uuid4)


def _set_default(fields: list[Field[Any, Any]], default: object) -> None:
    for field in fields:
        field.default = default
        # Django remembers the default's reader on the field; forgotten, it is made again from the new default.
        field.__dict__.pop("_get_default", None)
