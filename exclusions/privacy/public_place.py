"""A child who was seen in a public place while excluded."""

from ledger.privacy_classes import Classified

PUBLIC_PLACE = {
    "PublicPlaceSighting": Classified(
        "case_record",
        none="id uuid version",
        personal="case",
        sensitive=("seen_on session place told_by is_justified justification decision decided_on notice_received_on"),
    ),
}
