"""Prompts."""

from ledger.privacy_classes import Classified

PROMPTS = {
    "Prompt": Classified(
        "case_record",
        none="id uuid version",
        personal="child case raised_on period dealt_with_at dealt_with_by",
        sensitive="code state outcome",
    ),
}
