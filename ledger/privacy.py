"""Privacy and retention class of every field of this app (tests/architecture refuses a field without one)."""

from ledger.privacy_classes import Classified

PRIVACY = {
    "OutboxMessage": Classified(
        "technical",
        none=(
            "id task_name due_at enqueued_recorded_at attempts_count next_attempt_recorded_at "
            "last_error done_recorded_at"
        ),
        personal="context",
        sensitive="arguments",
    ),
    "UsedKey": Classified(
        "technical",
        none="id key form_name content_hash used_recorded_at",
        personal="user_id answer_address",
    ),
    "ViewRecord": Classified(
        "audit",
        none="id what request_id",
        personal="user_id seen_at",
        sensitive="child_ids case_ids document_id reason",
    ),
    "AdministrativeEvent": Classified(
        "audit",
        none="id uuid code happened_on recorded_at subject",
        personal="by_user_id facts",
    ),
    "Seal": Classified(
        "audit",
        none=(
            "id table_name number layout first_id last_id rows_count row_marks previous_hash hash sealed_recorded_at"
        ),
    ),
}
