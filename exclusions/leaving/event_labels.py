"""What happened, in words: off the roll, the next school, returns, the file, the end, and the money."""

from __future__ import annotations

EVENT_LABELS = {
    "exclusions.off_roll": "Off the school’s roll",
    "exclusions.off_roll_taken_back": "Day off the roll taken back: recorded by mistake",
    "exclusions.off_roll_too_early": "Taken off the school’s roll too early",
    "exclusions.deletion_return": "School’s return of the deletion recorded",
    "exclusions.school_applied_for": "In-year application made",
    "exclusions.fair_access_accepted": "Accepted by the Fair Access Panel",
    "exclusions.fair_access_panel": "Fair Access Panel decided",
    "exclusions.school_through_plan": "School looked for through the plan",
    "exclusions.place_agreed": "Place agreed",
    "exclusions.admitted": "Admitted to the next school",
    "exclusions.admission_corrected": "Admission to the next school corrected",
    "exclusions.admission_taken_back": "Admission to the next school taken back: recorded by mistake",
    "exclusions.placed": "Placed",
    "exclusions.closed": "Case closed",
    "exclusions.cancellation_told": "Recorded who was told of the cancelling",
    "exclusions.return_planned": "Return planned",
    "exclusions.return_looked_at": "Return looked at again",
    "exclusions.safeguarding_file_passed": "Safeguarding file passed on",
    "exclusions.safeguarding_file_confirmed": "Receipt of the safeguarding file confirmed",
    "exclusions.funding_changed": "What the money is worked out from changed",
    "exclusions.funding_deducted": "Money deducted",
    "exclusions.funding_deduction_corrected": "Deduction corrected",
    "exclusions.funding_passed_on": "Money passed on",
    "exclusions.funding_payment_corrected": "Payment on corrected",
    "exclusions.funding_repaid": "Money repaid",
    "exclusions.funding_repayment_corrected": "Repayment corrected",
    "exclusions.funding_ended": "Money ended without more",
}
