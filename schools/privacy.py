"""Privacy and retention class of every field of this app (tests/architecture refuses a field without one)."""

from ledger.privacy_classes import Classified

PRIVACY = {
    "Authority": Classified(
        "settings",
        none=(
            "id name la_code policy brand_colour letterhead sender_address contact_for_schools "
            "is_demonstration version only_row"
        ),
    ),
    "LocalAuthority": Classified(
        "public",
        none="id code name missing_education_contact exclusions_contact",
    ),
    "School": Classified(
        "public",
        none=(
            "id urn name name_sort_key local_authority establishment_number phase legal_type is_special "
            "status opened_on closed_on lowest_age highest_age street locality town county postcode "
            "telephone is_invented version"
        ),
    ),
    "SchoolStaff": Classified(
        "account",
        none="id school",
        personal="starts_on ends_on user job is_champion",
    ),
    "CalendarEntry": Classified(
        "settings",
        none="id school kind starts_on ends_on open_session note version",
    ),
    "BankHoliday": Classified(
        "public",
        none="id day name",
    ),
    "ImportBatch": Classified(
        "technical",
        none="id uuid kind content_sha256 uploaded_at applied_at",
        personal="file_name uploaded_by applied_by",
        sensitive="content findings",
    ),
}
