"""Safeguarding separations, directions off site and managed moves."""

from ledger.privacy_classes import Classified

_AS_IT_WAS = "is_looked_after_then has_plan_then has_social_worker_then has_free_school_meals_then sen_status_then "

MOVING = {
    # That there is a separation at all tells of an allegation: nothing of it but its keys is less than sensitive.
    "Separation": Classified(
        "case_record",
        none="id version",
        sensitive=_AS_IT_WAS + "case home_authority legal_type_then year_group_then began_on expected_until_on "
        "next_review_on is_designated_officer_told ended_on how_ended",
    ),
    "SeparationReview": Classified("case_record", none="id", sensitive="case held_on outcome"),
    "OffsiteDirection": Classified(
        "case_record",
        none="id version",
        personal=(
            "case home_authority legal_type_then year_group_then decided_on destination_school destination_provider "
            "dual_registration first_on days_count until_on notice_sent_on authority_notice_sent_on notice_items "
            "next_review_on binding_answer ended_on"
        ),
        sensitive=_AS_IT_WAS + "reasons objectives how_ended",
    ),
    "DirectionReview": Classified(
        "case_record",
        none="id version",
        personal="case requested_on requested_by is_owed invited_on review_on participants outcome_sent_on",
        sensitive="outcome",
    ),
    "ManagedMove": Classified(
        "case_record",
        none="id version",
        personal=(
            "case home_authority legal_type_then year_group_then proposed_on new_school starts_on has_trial ends_on "
            "moved_on safeguarding_file_sent_on reviewed_on refused_on"
        ),
        sensitive=_AS_IT_WAS + "pupils_view was_exclusion_mentioned is_settled refusal",
    ),
    "MoveAgreement": Classified("case_record", none="id", personal="case", sensitive="party agreed_on"),
}
