"""What happened in a direction off site, in words."""

EVENT_LABELS = {
    "exclusions.direction_recorded": "Direction off site recorded",
    "exclusions.direction_notice_recorded": "Notice of the direction recorded",
    "exclusions.direction_binding_settled": "Settled whether the regulations bind",
    "exclusions.direction_review_asked_for": "Review of the direction asked for",
    "exclusions.direction_review_declined": "Review of the direction asked for, and not owed",
    "exclusions.direction_review_listed": "Review of the direction listed",
    "exclusions.direction_reviewed": "Direction reviewed",
    "exclusions.direction_invitation_recorded": "Invitation to the review recorded",
    "exclusions.direction_outcome_sent": "Outcome of the review sent",
    "exclusions.direction_review_corrected": "Review of the direction corrected",
    "exclusions.direction_review_taken_back": "Review of the direction taken back: it was not held",
    "exclusions.direction_ended": "Direction ended",
    "exclusions.direction_end_corrected": "How the direction ended was corrected",
    "exclusions.direction_end_taken_back": "End of the direction taken back: it goes on",
}
