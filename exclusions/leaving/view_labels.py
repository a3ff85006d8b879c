"""What the pages of leaving are called in the view log."""

from __future__ import annotations

LEAVING = {
    "exclusion_off_roll": "Exclusion: off the roll",
    "exclusion_deletion_return": "Exclusion: school’s return of the deletion",
    "exclusion_placed": "Exclusion: where the child was placed",
    "exclusion_placed_correct": "Exclusion: correction of where the child was placed",
    "exclusion_close": "Exclusion: closing",
    "exclusion_reopen": "Exclusion: opened again",
    "exclusion_cancellation_told": "Who was told of a cancellation",
    "exclusion_cancellation_correct": "Correction of a cancellation",
    "exclusion_mistake": "Suspension or exclusion that was recorded by mistake",
    "next_school_apply": "Next school: application",
    "next_school_fair_access": "Next school: accepted by the Fair Access Panel",
    "next_school_panel": "Next school: decision of the Fair Access Panel",
    "next_school_special": "Next school: through the plan",
    "next_school_agree": "Next school: agreed place",
    "next_school_admit": "Next school: admission",
    "next_school_admission_correct": "Next school: correction of the admission",
    "reintegration_add": "Plan for a return",
    "reintegration_outcome": "How a return went",
    "safeguarding_file_add": "Safeguarding file: passed on",
    "safeguarding_file_correct": "Safeguarding file: correction",
    "safeguarding_file_confirm": "Safeguarding file: receipt",
}
