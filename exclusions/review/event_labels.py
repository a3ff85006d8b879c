"""What happened in a review, in words."""

from __future__ import annotations

EVENT_LABELS = {
    "exclusions.review_waived": "Parents will not ask for a review",
    "exclusions.review_waiver_corrected": "Waiver of a review corrected",
    "exclusions.review_waiver_taken_back": "Waiver of a review taken back: recorded by mistake",
    "exclusions.review_window_ended": "The time to ask for a review ended",
    "exclusions.review_window_reopened": "The time to ask for a review turned out longer",
    "exclusions.review_applied": "Parents asked for a review",
    "exclusions.review_applied_late": "Application for a review, out of time",
    "exclusions.review_claim": "Discrimination claim recorded",
    "exclusions.review_withdrawn": "Parents withdrew the review",
    "exclusions.review_listed": "Review hearing listed",
    "exclusions.review_hearing_recorded": "Review hearing recorded",
    "exclusions.review_arranged": "Clerk and SEN expert recorded",
    "exclusions.review_invited": "Panel member invited",
    "exclusions.review_answered": "Panel member’s answer recorded",
    "exclusions.review_paper": "Paper for the review recorded",
    "exclusions.review_papers_sent": "Papers for the review sent",
    "exclusions.review_cost": "Cost of the review recorded",
    "exclusions.review_decided": "Review panel decided",
    "exclusions.review_told": "Recorded who was told of the review",
    "exclusions.reconsidered": "Governors decided again after the review",
    "exclusions.second_decision_corrected": "Governors’ second decision corrected",
    "exclusions.review_adjusted": "Financial adjustment made",
}
