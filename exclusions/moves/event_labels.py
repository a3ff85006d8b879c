"""What happened in a managed move, in words."""

EVENT_LABELS = {
    "exclusions.move_proposed": "Managed move proposed",
    "exclusions.move_agreements_recorded": "Recorded who agrees to the move",
    "exclusions.moved": "Moved to the new school",
    "exclusions.move_file_recorded": "Safeguarding file passed on",
    "exclusions.move_reviewed": "Managed move looked at",
    "exclusions.move_refused": "Managed move declined or withdrawn",
    "exclusions.move_start_corrected": "First day at the new school corrected",
    "exclusions.move_start_taken_back": "First day at the new school taken back: the pupil has not moved",
    "exclusions.move_review_corrected": "Look at the managed move corrected",
    "exclusions.move_review_taken_back": "Look at the managed move taken back",
    "exclusions.move_refusal_corrected": "Why the managed move was declined was corrected",
    "exclusions.move_refusal_taken_back": "Refusal of the managed move taken back",
}
