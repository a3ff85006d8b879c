"""Walking a chain of seals: every seal and every sealed row is hashed again, and the first that differs is named."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from ledger.models import Seal
from ledger.sealing import MARK_LENGTH, SealedTable, chain_hash, marks_of, row_hash, sealed_tables

# The job seals every five minutes: a row that has waited this long says that it does not run, or that seals are gone.
UNSEALED_AT_MOST = timedelta(hours=1)
SEALS_AT_ONCE = 200

Progress = Callable[[Seal], None]


class ChainBroken(Exception):
    """Something that was sealed is not as it was; the text names the seal, and the row where there is one."""


@dataclass(frozen=True)
class Verified:
    """What agreed: how many seals and rows, the newest seal, and how many rows wait for the next."""

    seals_count: int
    rows_count: int
    newest: Seal | None
    unsealed_count: int


def verify(
    table: SealedTable,
    *,
    first_number: int = 1,
    anchor: tuple[int, str] | None = None,
    progress: Progress = lambda _: None,
) -> Verified:
    """Check the chain of one table from the seal `first_number` on, whose own predecessor is believed.

    `anchor` is the number and hash of a seal as they were noted elsewhere; without one, a person who can rewrite the
    database could have made the whole chain anew. Raises ChainBroken at the first seal that does not agree.
    """
    before = _seal_before(table, first_number)
    _check_no_stranger()
    seals_count = rows_count = 0
    for seal in _seals_from(table, first_number):
        _check_link(seal, before)
        _check_rows(table, seal)
        seals_count, rows_count, before = seals_count + 1, rows_count + seal.rows_count, seal
        progress(seal)
    _check_anchor(table, anchor)
    return Verified(seals_count, rows_count, before, _count_unsealed(table))


def _seal_before(table: SealedTable, first_number: int) -> Seal | None:
    if first_number <= 1:
        return None
    before = Seal.objects.filter(table_name=table.name, number=first_number - 1).first()
    if before is None:
        raise ChainBroken(f"Seal {first_number - 1} of {table.name} is missing.")
    return before


def _seals_from(table: SealedTable, number: int) -> Iterator[Seal]:
    """By key, a few hundred at a time: no snapshot is held however long the walk is."""
    seals = Seal.objects.filter(table_name=table.name).order_by("number")
    while some := list(seals.filter(number__gte=number)[:SEALS_AT_ONCE]):
        yield from some
        number = some[-1].number + 1


def _check_no_stranger() -> None:
    """A seal of a table that nobody seals was renamed, and is missing where it belongs."""
    stranger = Seal.objects.exclude(table_name__in=[table.name for table in sealed_tables()]).first()
    if stranger is not None:
        raise ChainBroken(f"{_named(stranger)} was changed: that table is not sealed.")


def _check_link(seal: Seal, before: Seal | None) -> None:
    """The seal follows on the one before it, without a gap."""
    if seal.number != (before.number + 1 if before else 1):
        raise ChainBroken(f"Seal {seal.number - 1} of {seal.table_name} is missing.")
    if seal.previous_hash != (before.hash if before else ""):
        raise ChainBroken(f"{_named(seal)} does not follow on the seal before it: one of the two was changed.")
    if before and seal.first_id != before.last_id + 1:
        raise ChainBroken(f"{_named(seal)} does not begin where the seal before it ends.")


def _check_rows(table: SealedTable, seal: Seal) -> None:
    """The seal's rows, and the seal itself, are as they were hashed."""
    if not 1 <= seal.layout <= len(table.layouts):
        raise ChainBroken(f"{_named(seal)} was changed: there is no layout {seal.layout}.")
    # Nothing may stand below the first seal, so it looks at every row up to its end.
    rows = table.rows(seal.layout, first_id=None if seal.number == 1 else seal.first_id, last_id=seal.last_id)
    ids, hashes = [], []
    id_column = table.layouts[seal.layout - 1].index("id")
    marks = bytes(seal.row_marks)
    # One more than it sealed, so that a flood of inserted rows is not read into memory.
    for row in rows[: max(seal.rows_count, len(marks) // MARK_LENGTH) + 1]:
        ids.append(row[id_column])
        hashes.append(row_hash(row))
    is_whole = len(ids) == seal.rows_count and chain_hash(seal, hashes) == seal.hash
    if is_whole and marks_of(hashes) == marks:
        return
    if is_whole or marks_of(hashes) == marks:
        raise ChainBroken(f"{_named(seal)} was changed itself: its rows are as they were.")
    raise ChainBroken(f"{_named(seal)} does not agree with its rows: {_first_difference(ids, hashes, marks)}")


def _first_difference(ids: list[int], hashes: list[bytes], marks: bytes) -> str:
    """Which row, as exactly as it can be told."""
    kept = [marks[at : at + MARK_LENGTH] for at in range(0, len(marks), MARK_LENGTH)]
    place = next(
        (at for at, (one, mark) in enumerate(zip(hashes, kept, strict=False)) if one[:MARK_LENGTH] != mark),
        min(len(hashes), len(kept)),
    )
    if place >= len(ids):
        return f"a row after {ids[-1]} is missing." if ids else "all its rows are missing."
    if len(ids) < len(kept):
        return f"a row before {ids[place]} is missing, or {ids[place]} was changed."
    if len(ids) > len(kept):
        return f"row {ids[place]} was added, or was changed."
    return f"row {ids[place]} was changed."


def _check_anchor(table: SealedTable, anchor: tuple[int, str] | None) -> None:
    if anchor is None:
        return
    number, noted = anchor
    seal = Seal.objects.filter(table_name=table.name, number=number).first()
    if seal is None or seal.hash != noted:
        found = f"has the hash {seal.hash}" if seal else "is missing"
        raise ChainBroken(
            f"Seal {number} of {table.name} {found}: the chain is not the one that the hash was noted of."
        )


def _count_unsealed(table: SealedTable) -> int:
    """How many rows wait for the next seal. Raises ChainBroken when one has waited too long."""
    waiting = table.model._base_manager.all()
    # Read anew: the job goes on sealing while the chain is walked.
    newest = Seal.objects.filter(table_name=table.name).order_by("number").last()
    if newest:
        waiting = waiting.filter(pk__gt=newest.last_id)
    late = waiting.filter(**{f"{table.recorded_in}__lt": timezone.now() - UNSEALED_AT_MOST})
    if late.exists():
        raise ChainBroken(
            f"{table.name} has rows older than an hour without a seal: "
            "the sealing job does not run, or seals were removed."
        )
    return waiting.count()


def _named(seal: Seal) -> str:
    return f"Seal {seal.number} of {seal.table_name} (rows {seal.first_id} to {seal.last_id})"
