"""Off the roll, the next school, reintegration, the safeguarding file, and the money."""

from ledger.privacy_classes import Classified

LEAVING = {
    "RollDeletion": Classified(
        "case_record",
        none="id version",
        personal="case",
        sensitive="off_on return_received_on ground items_given items_not_needed transfer_file_sent_on",
    ),
    "NextSchool": Classified(
        "case_record",
        none="id version",
        personal="case",
        sensitive=(
            "applied_on applied_to asked_for fair_access_accepted_on panel_on panel_outcome panel_school "
            "plan_referred_on agreed_on school starts_on admitted_on destination placed_on"
        ),
    ),
    "Reintegration": Classified(
        "case_record",
        none="id uuid version",
        personal="case",
        sensitive="meeting_on took_part aims support review_on outcome outcome_on",
    ),
    "SafeguardingFile": Classified(
        "case_record",
        none="id uuid version",
        personal="case",
        sensitive="from_school to_school to_provider method passed_on confirmed_on",
    ),
    "CancellationNotice": Classified(
        "case_record",
        none="id version",
        personal="case",
        sensitive=(
            "parents_told_on governors_told_on council_told_on social_worker_told_on virtual_school_head_told_on "
            "meeting_offered_on counted_to_governors_on"
        ),
    ),
}
