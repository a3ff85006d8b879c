"""The independent review, and the pool of panel members."""

from ledger.privacy_classes import Classified

REVIEWS = {
    "PanelMember": Classified(
        "settings",
        none="id uuid version",
        personal="name kind may_chair trained_on email telephone free_on left_on",
    ),
    "PanelInterest": Classified("settings", none="id", personal="member school authority"),
    "Review": Classified(
        "case_record",
        none="id version",
        personal="case clerk expert_name expert_profession expert_appointed_on",
        sensitive=(
            "waived_on claim_made_on claim_body claim_determined_on withdrawn_on outcome decided_on orders_adjustment "
            "notice_sent_on notice_method reconsidered_on second_decision reinstated_on adjustment_made_on"
        ),
    ),
    "ReviewApplication": Classified(
        "case_record",
        none="id version",
        personal="review sent_on method",
        sensitive="gives_grounds wants_expert wants_remote access_needs is_in_time why_late",
    ),
    "ReviewHearing": Classified(
        "case_record",
        none="id version",
        personal="review hearing_on starts_at mode venue are_remote_conditions_met",
        sensitive="why_remote course why_not_held attended minutes",
    ),
    "ReviewSeat": Classified(
        "case_record",
        none="id version",
        personal="review member is_chair invited_on answer answered_on says_unconnected",
    ),
    "ReviewPaper": Classified(
        "case_record", none="id version", personal="review source received_on sent_on", sensitive="title"
    ),
    "ReviewCost": Classified("case_record", none="id version kind amount spent_on", personal="review what_for"),
    "ReviewTold": Classified("case_record", none="id version", personal="review recipient told_on", sensitive="about"),
}
