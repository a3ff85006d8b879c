"""Privacy and retention class of every field of this app (tests/architecture refuses a field without one)."""

from ledger.privacy_classes import Classified

PRIVACY = {
    "Provider": Classified(
        "settings",
        none="id uuid name kind school registration address is_active version",
        personal="reports_to telephone email",
    ),
    "Placement": Classified(
        "case_record",
        none="id uuid version",
        personal="case child booked_on booked_by reports_to",
        sensitive=(
            "provider state legal_basis extent starts_on ends_on hours_a_week venue attends_at started_on "
            "not_started_reason end_reason"
        ),
    ),
    "PlacementSession": Classified(
        "case_record", none="id", personal="placement", sensitive="weekday half from_time until_time"
    ),
}
