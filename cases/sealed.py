"""Which of the kernel's tables are sealed, and by which columns (ledger.sealing)."""

from __future__ import annotations

from ledger.sealing import SealedTable, register_sealed_table

EVENTS = SealedTable(
    "cases.Event",
    layouts=(("id", "case_id", "child_id", "code", "happened_on", "recorded_at", "by_id", "facts"),),
    recorded_in="recorded_at",
)


def register() -> None:
    """Called once, when the app is ready."""
    register_sealed_table(EVENTS)
