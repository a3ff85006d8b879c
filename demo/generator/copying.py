"""Many rows at once by PostgreSQL's COPY, each with a history row that says who made it."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterable
from typing import TypeVar

import pghistory
from django.db import connection, models

IDS_AT_A_TIME = 100

Row = TypeVar("Row", bound=models.Model)


def set_history_context() -> None:
    """Let the triggers of this transaction know pghistory's context: COPY, unlike other statements, carries none."""
    with pghistory.context() as context, connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)",
            [str(context.id), json.dumps(context.metadata)],
        )


def copy_rows(model: type[Row], rows: Iterable[Row]) -> None:
    """Write unsaved rows that have their keys already. Inside a transaction only."""
    fields = model._meta.concrete_fields
    quoted = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    statement = f"COPY {connection.ops.quote_name(model._meta.db_table)} ({quoted}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([field.get_db_prep_save(_value(field, row), connection) for field in fields])


def _value(field: models.Field, row: models.Model) -> object:
    """The value to write. A stamp that Django sets at writing keeps the act's own moment where the row has one."""
    stamp = getattr(row, field.attname) if getattr(field, "auto_now_add", False) else None
    return stamp or field.pre_save(row, True)


class Collection:
    """Rows that point at each other, collected in the order of their tables and written together."""

    def __init__(self) -> None:
        self._rows: dict[type[models.Model], list[models.Model]] = {}
        self._ids: dict[type[models.Model], deque[int]] = {}

    def add(self, row: Row) -> Row:
        """Give the row its key and keep it for writing."""
        model = type(row)
        row.pk = self._next_id(model)
        self._rows.setdefault(model, []).append(row)
        return row

    def rows(self, model: type[Row]) -> list[Row]:
        """The rows of one table that were added so far."""
        return list(self._rows.get(model, []))  # type: ignore[arg-type]

    def write(self) -> int:
        """COPY everything, tables in the order in which their first row was added. Gives the number of rows."""
        set_history_context()
        for model, rows in self._rows.items():
            copy_rows(model, rows)
        return sum(map(len, self._rows.values()))

    def _next_id(self, model: type[models.Model]) -> int:
        ids = self._ids.setdefault(model, deque())
        if not ids:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                    [model._meta.db_table, IDS_AT_A_TIME],
                )
                ids.extend(number for (number,) in cursor.fetchall())
        return ids.popleft()
