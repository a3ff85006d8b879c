"""Privacy and retention class of every field of this app (tests/architecture refuses a field without one)."""

from ledger.privacy_classes import Classified

PRIVACY = {
    "ComparisonFigure": Classified(
        "public",
        none=(
            "id academic_year phase source recorded_at measure area_kind area_name value decimal_places is_part_year"
        ),
        personal="by",
    ),
    "Headcount": Classified(
        "public",
        none="id academic_year phase source recorded_at census pupils",
        personal="by",
    ),
}
