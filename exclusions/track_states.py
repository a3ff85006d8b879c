"""The three tracks that run beside the state of a permanent exclusion, and their lawful steps, as data.

Source: law pack, exclusions §10a.
"""

from __future__ import annotations

from cases.kinds import State
from exclusions.states import lawful_step

# The tracks run beside the main state. Reinstatement or cancellation ends all three (the budget is repaid pro rata).
DAY_SIX_NOT_OWED = "not_owed"
DAY_SIX_TO_BOOK = "to_book"
DAY_SIX_BOOKED = "booked"
DAY_SIX_STARTED = "started"
DAY_SIX_LATE = "late"
DAY_SIX_ENDED = "ended"
DAY_SIX_STATES = (
    State(DAY_SIX_NOT_OWED, "Not owed by us"),
    State(DAY_SIX_TO_BOOK, "To book"),
    State(DAY_SIX_BOOKED, "Booked"),
    State(DAY_SIX_STARTED, "Started"),
    State(DAY_SIX_LATE, "Late"),
    State(DAY_SIX_ENDED, "Ended", is_end=True),
)
# The track follows the bookings and the calendar: a step with a page is a person's, the rest is worked out each day.
DAY_SIX_STEPS = (
    lawful_step(
        "day_six_book",
        "Book day-six provision",
        {DAY_SIX_TO_BOOK, DAY_SIX_LATE},
        {DAY_SIX_BOOKED, DAY_SIX_LATE},
        "placement_book",
    ),
    lawful_step(
        "day_six_started",
        "Record that it started",
        {DAY_SIX_BOOKED, DAY_SIX_LATE},
        {DAY_SIX_STARTED},
        "placement_started",
    ),
    lawful_step(
        "day_six_passes",
        "The sixth day passes and nothing has started",
        {DAY_SIX_TO_BOOK, DAY_SIX_BOOKED},
        {DAY_SIX_LATE},
    ),
    lawful_step(
        "day_six_education_ends",
        "The education ends and nothing is booked",
        {DAY_SIX_BOOKED, DAY_SIX_STARTED},
        {DAY_SIX_TO_BOOK},
    ),
    lawful_step(
        "day_six_ends",
        "The exclusion no longer stands",
        {DAY_SIX_NOT_OWED, DAY_SIX_TO_BOOK, DAY_SIX_BOOKED, DAY_SIX_STARTED, DAY_SIX_LATE},
        {DAY_SIX_ENDED},
    ),
)
FUNDING_TO_CALCULATE = "to_calculate"
FUNDING_NOT_APPLICABLE = "not_applicable"
FUNDING_CALCULATED = "calculated"
FUNDING_DEDUCTED = "deducted"
FUNDING_PASSED_ON = "passed_on"
FUNDING_TO_REPAY = "to_repay"
FUNDING_REPAID = "repaid"
FUNDING_ENDED = "ended"
FUNDING_STATES = (
    State(FUNDING_TO_CALCULATE, "To work out"),
    State(FUNDING_NOT_APPLICABLE, "Not applicable", is_end=True),
    State(FUNDING_CALCULATED, "Worked out"),
    State(FUNDING_DEDUCTED, "Deducted from the school’s budget"),
    State(FUNDING_PASSED_ON, "Passed on to the new school", is_end=True),
    State(FUNDING_TO_REPAY, "To repay pro rata"),
    State(FUNDING_REPAID, "Repaid pro rata after reinstatement", is_end=True),
    State(FUNDING_ENDED, "Ended", is_end=True),
)
_FUNDING_OPEN = frozenset({FUNDING_TO_CALCULATE, FUNDING_CALCULATED, FUNDING_DEDUCTED})
# Where the money is follows from what was typed: a step with a page is a person's, the rest is worked out.
FUNDING_STEPS = (
    lawful_step(
        "funding_worked_out",
        "The amount is worked out",
        {FUNDING_TO_CALCULATE, FUNDING_NOT_APPLICABLE},
        {FUNDING_CALCULATED, FUNDING_NOT_APPLICABLE},
    ),
    lawful_step(
        "funding_amounts",
        "Change what the amount is worked out from",
        # After the deduction too: it cannot be put right to more than what is worked out.
        {FUNDING_NOT_APPLICABLE, FUNDING_TO_REPAY, *_FUNDING_OPEN},
        {FUNDING_NOT_APPLICABLE, FUNDING_TO_REPAY, *_FUNDING_OPEN},
        "funding_amounts",
    ),
    # Each of the three is open again while what it recorded stands, to put right what was typed wrongly.
    lawful_step(
        "funding_deduct",
        "Record the deduction",
        {FUNDING_CALCULATED, FUNDING_DEDUCTED, FUNDING_TO_REPAY},
        {FUNDING_DEDUCTED, FUNDING_TO_REPAY},
        "funding_deduct",
    ),
    lawful_step(
        "funding_pass_on",
        "Record the payment on",
        # A payment that was made is put right also when the exclusion no longer stands.
        {FUNDING_DEDUCTED, FUNDING_PASSED_ON, FUNDING_TO_REPAY, FUNDING_REPAID},
        {FUNDING_PASSED_ON, FUNDING_TO_REPAY, FUNDING_REPAID},
        "funding_pass_on",
    ),
    lawful_step(
        "funding_reinstated",
        "The exclusion no longer stands",
        _FUNDING_OPEN | {FUNDING_PASSED_ON},
        {FUNDING_TO_REPAY, FUNDING_ENDED},
    ),
    lawful_step(
        "funding_repay",
        "Record the repayment",
        {FUNDING_TO_REPAY, FUNDING_REPAID},
        {FUNDING_REPAID},
        "funding_repay",
    ),
    lawful_step(
        "funding_end",
        "End the money without more",
        # Again while that stands: to put right the day or the reason, or to take it back.
        _FUNDING_OPEN | {FUNDING_ENDED},
        _FUNDING_OPEN | {FUNDING_ENDED, FUNDING_NOT_APPLICABLE},
        "funding_end",
    ),
)
NEXT_TO_FIND = "to_find"
NEXT_APPLIED = "applied"
NEXT_FAIR_ACCESS = "fair_access"
NEXT_SPECIAL = "special_school"
NEXT_AGREED = "agreed"
NEXT_ADMITTED = "admitted"
NEXT_ENDED = "ended"
NEXT_SCHOOL_STATES = (
    State(NEXT_TO_FIND, "To find"),
    State(NEXT_APPLIED, "Applied for a place"),
    State(NEXT_FAIR_ACCESS, "With the Fair Access Panel"),
    State(NEXT_SPECIAL, "Special school through the plan"),
    State(NEXT_AGREED, "Place agreed"),
    State(NEXT_ADMITTED, "Admitted", is_end=True),
    State(NEXT_ENDED, "Ended", is_end=True),
)
_LOOKING = frozenset({NEXT_TO_FIND, NEXT_APPLIED, NEXT_FAIR_ACCESS, NEXT_SPECIAL})
NEXT_SCHOOL_STEPS = (
    lawful_step(
        "next_school_apply",
        "Record an in-year application",
        _LOOKING,
        {NEXT_APPLIED, NEXT_FAIR_ACCESS, NEXT_SPECIAL},
        "next_school_apply",
    ),
    lawful_step(
        "next_school_fair_access",
        "Record that the Fair Access Panel accepted the child",
        _LOOKING,
        {NEXT_FAIR_ACCESS},
        "next_school_fair_access",
    ),
    lawful_step(
        "next_school_panel",
        "Record what the Fair Access Panel decided",
        {NEXT_FAIR_ACCESS},
        set(),
        "next_school_panel",
    ),
    lawful_step(
        "next_school_special",
        "Refer for a special school through the plan",
        _LOOKING - {NEXT_FAIR_ACCESS},
        {NEXT_SPECIAL},
        "next_school_special",
    ),
    lawful_step(
        "next_school_agree",
        "Record the agreed place",
        _LOOKING | {NEXT_AGREED},
        {NEXT_AGREED},
        "next_school_agree",
    ),
    lawful_step("next_school_admit", "Record the admission", {NEXT_AGREED}, {NEXT_ADMITTED}, "next_school_admit"),
    # Taken back, the place is still agreed; of an exclusion that no longer stands the way has ended.
    lawful_step(
        "next_school_admission_corrected",
        "Correct or take back the admission",
        {NEXT_ADMITTED},
        {NEXT_ADMITTED, NEXT_AGREED, NEXT_ENDED},
        "next_school_admission_correct",
    ),
    lawful_step("next_school_ends", "The exclusion no longer stands", _LOOKING | {NEXT_AGREED}, {NEXT_ENDED}),
)
TRACKS = {"Day six": DAY_SIX_STATES, "Funding": FUNDING_STATES, "Next school": NEXT_SCHOOL_STATES}
TRACK_STEPS = {"Day six": DAY_SIX_STEPS, "Funding": FUNDING_STEPS, "Next school": NEXT_SCHOOL_STEPS}
