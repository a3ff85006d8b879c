"""Seals: a chain of hashes over tables that are written once, so that a later change of any row shows.

A job seals every five minutes; nothing of it is on the path of a page. `ledger.verification` walks the chain.

A row may become visible after rows with higher ids: its transaction took its id early and ended late. A seal must not
pass over it. Whoever holds an id that is not yet visible has held the table's ROW EXCLUSIVE lock since before the id
was taken, and holds it until the end. So: read how far the ids have been given out, note who holds that lock, wait for
these transactions (not for later ones) to end; then every row up to that id is there or never will be. CREATE INDEX
CONCURRENTLY waits in the same way. Nobody is kept waiting by it, and no privilege is needed (docs/adr/0018).
"""

from __future__ import annotations

import hashlib
import json
import logging
import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction
from django.utils import timezone

from ledger.models import Seal

log = logging.getLogger(__name__)

# A seal holds at most this many rows in memory, however long the job did not run.
ROWS_A_SEAL = 5000
# Bytes of each row's hash that are kept beside the seal. They name the row; the seal's own hash proves it.
MARK_LENGTH = 8
# Transactions that hold the table's lock longer than this put sealing off to the next run.
PATIENCE = timedelta(seconds=30)
LOOK_AGAIN_AFTER_SECONDS = 0.05
# Any number: the processes that seal agree on it, so that only one does at a time.
SEALING_LOCK = 1996_0437


class SealingError(Exception):
    """A table was registered twice, or nobody has registered the table that was asked for."""


@dataclass(frozen=True)
class SealedTable:
    """A table whose rows are written once, by the name app.Model.

    `layouts`: lists of columns, oldest first; each seal says by which its rows were hashed (1 is the first). A column
    that is added to the model makes a new layout, and the seals of old stay true. `recorded_in`: the row's moment.
    """

    name: str
    layouts: tuple[tuple[str, ...], ...]
    recorded_in: str

    @property
    def model(self) -> type[models.Model]:
        """The model of the rows."""
        return apps.get_model(self.name)

    def rows(self, layout: int, *, first_id: int | None, last_id: int) -> models.QuerySet[Any, tuple]:
        """Rows from `first_id` (None: from the lowest) to `last_id`, as tuples of the layout's columns, by id."""
        rows = self.model._base_manager.filter(pk__lte=last_id).order_by("pk")
        if first_id is not None:
            rows = rows.filter(pk__gte=first_id)
        return rows.values_list(*self.layouts[layout - 1])


_tables: dict[str, SealedTable] = {}


def register_sealed_table(table: SealedTable) -> None:
    """Let the rows of this table be sealed. Raises SealingError when the name is taken."""
    if table.name in _tables:
        raise SealingError(f"The table {table.name} is registered for sealing twice.")
    _tables[table.name] = table


def sealed_tables() -> list[SealedTable]:
    """Every registered table, by name."""
    return [_tables[name] for name in sorted(_tables)]


def sealed_table(name: str) -> SealedTable:
    """The table of this name. Raises SealingError when nobody has registered it."""
    try:
        return _tables[name]
    except KeyError:
        raise SealingError(f"{name} is not sealed. Sealed are: {', '.join(sorted(_tables))}.") from None


def row_hash(row: Sequence[object]) -> bytes:
    """SHA-256 of one row in its canonical form: a JSON list of its columns, keys sorted, moments in UTC."""
    text = json.dumps(list(row), default=_plain, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).digest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form for a seal")


def chain_hash(seal: Seal, row_hashes: Iterable[bytes]) -> str:
    """The hash that this seal must have: over the hash before, its other columns and its rows."""
    head = [
        seal.previous_hash,
        seal.table_name,
        seal.number,
        seal.layout,
        seal.first_id,
        seal.last_id,
        seal.rows_count,
        _plain(seal.sealed_recorded_at),
    ]
    digest = hashlib.sha256(json.dumps(head, separators=(",", ":")).encode())
    for one in row_hashes:
        digest.update(one)
    return digest.hexdigest()


def marks_of(row_hashes: Iterable[bytes]) -> bytes:
    """What is kept of each row's hash, one after the other."""
    return b"".join(one[:MARK_LENGTH] for one in row_hashes)


def seal_everything() -> int:
    """Seal every registered table as far as its rows are final. Gives the number of seals made. May run twice or late:
    rows that were left for months are sealed in chunks of ROWS_A_SEAL."""
    return sum(seal_table(table) for table in sealed_tables())


def seal_table(table: SealedTable, *, patience: timedelta = PATIENCE) -> int:
    """Seal one table. Gives the number of seals made: none when nothing is new, when another process is sealing, or
    when a transaction that writes to the table does not end within `patience`."""
    last_id = last_final_id(table, patience)
    if last_id is None:
        log.warning("sealing_put_off", extra={"table": table.name})
        return 0
    made = 0
    while seal := _seal_next(table, last_id):
        made += 1
        # The log leaves the machine: a copy of the newest hash that nobody who changes the database can change.
        log.info("sealed", extra={"table": table.name, "seal": seal.number, "hash": seal.hash})
    return made


def last_final_id(table: SealedTable, patience: timedelta) -> int | None:
    """The highest id below which no row can appear any more; None when writers did not end within `patience`."""
    database_table = table.model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence(%s, 'id')::regclass)", [database_table])
        (last_id,) = cursor.fetchone()
    writers = _writers_to(database_table)
    until = time.monotonic() + patience.total_seconds()
    while writers:
        if time.monotonic() >= until:
            return None
        time.sleep(LOOK_AGAIN_AFTER_SECONDS)
        writers &= _writers_to(database_table)
    return last_id or 0


def _writers_to(database_table: str) -> set[str]:
    """Other transactions that have written to the table, or are about to."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'relation' AND relation = %s::regclass"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
            " AND mode = 'RowExclusiveLock' AND granted AND pid IS DISTINCT FROM pg_backend_pid()",
            [database_table],
        )
        return {transaction_id for (transaction_id,) in cursor.fetchall()}


@transaction.atomic
def _seal_next(table: SealedTable, last_final: int) -> Seal | None:
    """Seal the next rows up to the id `last_final`; None when there are none or another process is at it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [SEALING_LOCK])
        if cursor.fetchone() != (True,):
            return None
    before = Seal.objects.filter(table_name=table.name).order_by("number").last()
    layout = len(table.layouts)
    first_id = before.last_id + 1 if before else None
    rows = list(table.rows(layout, first_id=first_id, last_id=last_final)[:ROWS_A_SEAL])
    if not rows:
        return None
    hashes = [row_hash(row) for row in rows]
    id_column = table.layouts[layout - 1].index("id")
    seal = Seal(
        table_name=table.name,
        number=before.number + 1 if before else 1,
        layout=layout,
        first_id=rows[0][id_column] if first_id is None else first_id,
        last_id=rows[-1][id_column],
        rows_count=len(rows),
        row_marks=marks_of(hashes),
        previous_hash=before.hash if before else "",
        sealed_recorded_at=timezone.now(),
    )
    seal.hash = chain_hash(seal, hashes)
    seal.save(force_insert=True)
    return seal
