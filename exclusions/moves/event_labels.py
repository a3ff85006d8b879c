"""What happened in a managed move, in words."""

EVENT_LABELS = {
    "exclusions.move_proposed": "Managed move proposed",
    "exclusions.move_agreements_recorded": "Recorded who agrees to the move",
    "exclusions.moved": "Moved to the new school",
    "exclusions.move_file_recorded": "Safeguarding file passed on",
    "exclusions.move_reviewed": "Managed move looked at",
    "exclusions.move_refused": "Managed move declined or withdrawn",
}
