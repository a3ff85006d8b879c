"""Help before an exclusion."""

from ledger.privacy_classes import Classified

SUPPORT = {
    "SupportRequest": Classified(
        "case_record",
        none="id version",
        personal="case requested_on year_group_then",
        sensitive=(
            "concerns concerns_in_words tried_in_words asked_for is_looked_after_then has_plan_then "
            "has_social_worker_then sen_status_then parents_told_on do_parents_agree is_exclusion_considered "
            "plan_review_asked_on care_review_asked_on reviewed_on outcome not_taken_up_because"
        ),
    ),
    "TriedSupport": Classified("case_record", none="id", personal="request", sensitive="kind since_on"),
    "SupportLine": Classified(
        "case_record",
        none="id uuid version",
        personal="request provider starts_on ends_on review_on",
        sensitive="tier kind outcome",
    ),
    "MultiServiceMeeting": Classified(
        "case_record", none="id", personal="request met_on", sensitive="services decisions"
    ),
}
