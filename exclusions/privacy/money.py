"""The money that follows a permanently excluded pupil."""

from ledger.privacy_classes import Classified

MONEY = {
    "PerPupilAmount": Classified("settings", none="id financial_year band amount source version"),
    "Funding": Classified(
        "case_record",
        none="id version",
        personal=(
            "case standing explanation financial_year relevant_on weeks per_pupil amount rule_version own_per_pupil "
            "own_per_pupil_because is_leavers_year is_reserved_place adjustment deducted_on deducted_amount "
            "deducted_reference passed_on passed_to passed_amount passed_reference repaid_on repaid_amount "
            "repaid_reference ended_on ended_because"
        ),
    ),
}
