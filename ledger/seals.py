"""Which of the ledger's own tables are sealed, and by which columns."""

from __future__ import annotations

from ledger.sealing import SealedTable, register_sealed_table

VIEW_LOG = SealedTable(
    "ledger.ViewRecord",
    layouts=(("id", "user_id", "what", "child_ids", "case_ids", "document_id", "request_id", "reason", "seen_at"),),
    recorded_in="seen_at",
)
ADMINISTRATIVE_EVENTS = SealedTable(
    "ledger.AdministrativeEvent",
    layouts=(("id", "uuid", "code", "happened_on", "recorded_at", "by_user_id", "subject", "facts"),),
    recorded_in="recorded_at",
)


def register() -> None:
    """Called once, when the app is ready."""
    register_sealed_table(VIEW_LOG)
    register_sealed_table(ADMINISTRATIVE_EVENTS)
