"""What went between two authorities."""

from ledger.privacy_classes import Classified

BETWEEN_AUTHORITIES = {
    "BetweenAuthorities": Classified(
        "case_record",
        none="id version",
        personal=(
            "case told_authority told_on told_method told_reference acknowledged_on school_told_authority "
            "school_told_on notice_received_on notice_sender notice_authority notice_reference"
        ),
        sensitive="plan_asked_on plan_received_on care_asked_on care_received_on",
    ),
}
