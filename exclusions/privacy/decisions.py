"""Suspensions and permanent exclusions themselves."""

from ledger.privacy_classes import Classified

DECISIONS = {
    "Exclusion": Classified(
        "case_record",
        none="id version",
        personal=("case decided_on excluded_on pm_began home_authority legal_type_then year_group_then checked_on"),
        sensitive=(
            "reasons misses_exam exam_on has_finished_exams is_looked_after_then has_plan_then "
            "has_social_worker_then has_free_school_meals_then sen_status_then governors_meeting_on "
            "governors_decision governors_decided_on reinstated_on refusal_notice_sent_on "
            "refusal_notice_method cancelled_on cancellation_reason day_six_state funding_state "
            "next_school_state"
        ),
    ),
    "Suspension": Classified(
        "case_record",
        none="id version sessions_rule_version",
        personal=(
            "case decided_on first_on first_session last_on last_session is_lunchtime_only home_authority "
            "legal_type_then year_group_then"
        ),
        sensitive=(
            "reasons misses_exam exam_on is_looked_after_then has_plan_then has_social_worker_then "
            "has_free_school_meals_then sen_status_then sessions_count returned_on reintegration_met_on cancelled_on "
            "cancellation_reason kept_open_because education_started_on education_is_full_time education_at "
            "education_first_session_at education_told_on"
        ),
    ),
    "SuspensionTerm": Classified(
        "case_record",
        none="id",
        personal="suspension school_year term",
        sensitive="sessions",
    ),
    "Notification": Classified(
        "case_record",
        none="id version",
        personal="case",
        sensitive="recipient told_on",
    ),
}
