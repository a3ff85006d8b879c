"""The states of a permanent exclusion, its lawful steps, and its three tracks, as data.

One table feeds the actions, the case page, docs/states.md and the tests. A step without `url_name` is lawful but has
no page yet. Source: law pack, exclusions §10a.
"""

from __future__ import annotations

from cases.kinds import State, Transition
from exclusions.governors.steps import board_steps

NOTIFIED = "notified"
CHECKED = "checked"
GOVERNORS_LISTED = "governors_listed"
REINSTATED = "reinstated"
DECLINED = "declined"
REVIEW_WINDOW = "review_window"
REVIEW_WAIVED = "review_waived"
REVIEW_EXPIRED = "review_expired"
REVIEW_APPLIED = "review_applied"
REVIEW_UPHELD = "review_upheld"
REVIEW_RECOMMENDED = "review_recommended"
REVIEW_QUASHED = "review_quashed"
REVIEW_ABANDONED = "review_abandoned"
RECONSIDERED_REINSTATED = "reconsidered_reinstated"
RECONSIDERED_DECLINED = "reconsidered_declined"
OFF_ROLL = "off_roll"
PLACED = "placed"
CLOSED = "closed"
CANCELLED = "cancelled"

STATES = (
    State(NOTIFIED, "Notified"),
    State(CHECKED, "Checked"),
    State(GOVERNORS_LISTED, "Governors’ meeting listed"),
    State(REINSTATED, "Reinstated by the governors"),
    State(DECLINED, "Governors declined to reinstate"),
    State(REVIEW_WINDOW, "Parents may ask for a review"),
    State(REVIEW_WAIVED, "Parents will not ask for a review"),
    State(REVIEW_EXPIRED, "Time to ask for a review is over"),
    State(REVIEW_APPLIED, "Review asked for"),
    State(REVIEW_UPHELD, "Review: decision upheld"),
    State(REVIEW_RECOMMENDED, "Review: reconsider recommended"),
    State(REVIEW_QUASHED, "Review: decision quashed"),
    State(REVIEW_ABANDONED, "Review withdrawn by the parents"),
    State(RECONSIDERED_REINSTATED, "Reinstated after reconsidering"),
    State(RECONSIDERED_DECLINED, "Reconsidered, not reinstated"),
    State(OFF_ROLL, "Off the school’s roll"),
    State(PLACED, "Placed"),
    State(CLOSED, "Closed", is_end=True),
    State(CANCELLED, "Cancelled by the head teacher", is_end=True),
)

# States in which the case is still worked: somebody may be told late, a fact may turn out to be wrong.
OPEN_STATES = frozenset(state.code for state in STATES if not state.is_end)
BEFORE_GOVERNORS = frozenset({NOTIFIED, CHECKED, GOVERNORS_LISTED})
MAY_LEAVE_THE_ROLL = frozenset({REVIEW_WAIVED, REVIEW_EXPIRED, REVIEW_UPHELD, REVIEW_ABANDONED, RECONSIDERED_DECLINED})
# The name has left the roll and the case went on from it.
AFTER_THE_ROLL = frozenset({OFF_ROLL, PLACED})
# An application made in time may become known late, and a discrimination claim may be determined long after the name
# has left the roll: until the case is closed it can still lead to a review.
MAY_STILL_APPLY = frozenset({REVIEW_WINDOW, REVIEW_WAIVED, REVIEW_EXPIRED, OFF_ROLL, PLACED})
AFTER_THE_PANEL = frozenset({REVIEW_UPHELD, REVIEW_RECOMMENDED, REVIEW_QUASHED})
# An application was made in time: its facts may still become known, or turn out wrong, when the case has gone on.
AFTER_AN_APPLICATION = frozenset(
    {
        REVIEW_APPLIED,
        REVIEW_ABANDONED,
        RECONSIDERED_REINSTATED,
        RECONSIDERED_DECLINED,
        OFF_ROLL,
        PLACED,
        *AFTER_THE_PANEL,
    }
)
# The governors have declined to reinstate, and the case goes on.
AFTER_A_REFUSAL = frozenset({DECLINED}) | MAY_STILL_APPLY | AFTER_AN_APPLICATION


def _step(
    code: str, label: str, from_states: set[str] | frozenset[str], to_states: set[str], url_name: str = ""
) -> Transition:
    return Transition(code, label, frozenset(from_states), frozenset(to_states), url_name)


TRANSITIONS = (
    _step("check", "Check the exclusion", {NOTIFIED}, {CHECKED}, "exclusion_check"),
    # Telling somebody and correcting a fact keep the state. Telling the governors starts their clock.
    _step("told", "Record who was told", OPEN_STATES, set(), "exclusion_told"),
    _step("correct", "Correct the exclusion", OPEN_STATES, set(), "exclusion_correct"),
    _step(
        "home_authority",
        "Record what went between the authorities",
        OPEN_STATES,
        set(),
        "exclusion_home_authority",
    ),
    _step(
        "governors_listed",
        "List the governors’ meeting",
        {CHECKED, GOVERNORS_LISTED},
        {GOVERNORS_LISTED},
        "exclusion_governors_listed",
    ),
    _step(
        "governors_decide",
        "Record the governors’ decision",
        {GOVERNORS_LISTED},
        {REINSTATED, DECLINED},
        "exclusion_governors_decide",
    ),
    _step(
        "refusal_notice_sent",
        "Record the governors’ written decision",
        # A wrong day of sending makes a wrong last day, so it can be put right until somebody has applied or waived.
        {DECLINED, REVIEW_WINDOW, REVIEW_EXPIRED},
        {REVIEW_WINDOW},
        "exclusion_refusal_notice",
    ),
    *board_steps(before=BEFORE_GOVERNORS, at_any_time=OPEN_STATES, after=OPEN_STATES - BEFORE_GOVERNORS),
    _step("cancel", "Record that the head teacher cancelled it", BEFORE_GOVERNORS, {CANCELLED}, "exclusion_cancel"),
    _step(
        "review_waived",
        "Record the parents’ waiver of a review",
        {REVIEW_WINDOW},
        {REVIEW_WAIVED},
        "exclusion_review_waived",
    ),
    # The day itself brings these two (exclusions/actions/review_window.py).
    _step("review_window_ends", "The time to ask for a review ends", {REVIEW_WINDOW}, {REVIEW_EXPIRED}),
    _step("review_window_reopens", "The time to ask for a review turns out longer", {REVIEW_EXPIRED}, {REVIEW_WINDOW}),
    _step(
        "review_applied",
        "Record an application for a review",
        # Again while it stands: to put right what was recorded wrongly.
        MAY_STILL_APPLY | {REVIEW_APPLIED},
        {REVIEW_APPLIED},
        "exclusion_review_applied",
    ),
    _step("review_claim", "Record a claim of discrimination", AFTER_A_REFUSAL, set(), "exclusion_review_claim"),
    _step("review_hearing", "List the hearing", {REVIEW_APPLIED}, set(), "exclusion_review_hearing"),
    _step("review_record", "Record the hearing", {REVIEW_APPLIED}, set(), "exclusion_review_record"),
    _step(
        "review_arranged", "Record the clerk and the SEN expert", {REVIEW_APPLIED}, set(), "exclusion_review_arranged"
    ),
    # Who sat may become known only afterwards.
    _step(
        "review_panel",
        "Invite a panel member",
        AFTER_THE_PANEL | {REVIEW_APPLIED},
        set(),
        "exclusion_review_panel",
    ),
    _step("review_papers", "Record the papers", {REVIEW_APPLIED}, set(), "exclusion_review_paper_add"),
    _step(
        "review_costs",
        "Record the costs",
        AFTER_AN_APPLICATION,
        set(),
        "exclusion_review_cost_add",
    ),
    _step(
        "review_withdrawn",
        "Record that the parents withdrew the review",
        {REVIEW_APPLIED},
        {REVIEW_ABANDONED},
        "exclusion_review_withdrawn",
    ),
    _step(
        "review_decided",
        "Record the review panel’s decision",
        # Again until the governors have decided: to put right what was recorded wrongly.
        AFTER_THE_PANEL | {REVIEW_APPLIED},
        {REVIEW_UPHELD, REVIEW_RECOMMENDED, REVIEW_QUASHED},
        "exclusion_review_decided",
    ),
    _step(
        "review_told",
        "Record who was told of the review",
        AFTER_AN_APPLICATION - {REVIEW_APPLIED, REVIEW_ABANDONED},
        set(),
        "exclusion_review_told",
    ),
    _step(
        "reconsidered",
        "Record the governors’ second decision",
        {REVIEW_RECOMMENDED, REVIEW_QUASHED},
        {RECONSIDERED_REINSTATED, RECONSIDERED_DECLINED},
        "exclusion_reconsidered",
    ),
    _step(
        "review_adjustment",
        "Record the financial adjustment",
        {REVIEW_QUASHED, RECONSIDERED_REINSTATED, RECONSIDERED_DECLINED, OFF_ROLL, PLACED},
        set(),
        "exclusion_review_adjustment",
    ),
    _step(
        "off_roll",
        "Record that the school took the name off its roll",
        # A pending claim keeps the time to ask for a review open, and the name may leave all the same.
        MAY_LEAVE_THE_ROLL | {REVIEW_WINDOW},
        {OFF_ROLL},
        "exclusion_off_roll",
    ),
    # A name that is taken off before its time was taken off all the same: it is kept, and leads nowhere by itself.
    _step(
        "off_roll_recorded",
        "Record or correct the day on which the name left the roll",
        OPEN_STATES - MAY_LEAVE_THE_ROLL,
        set(),
        "exclusion_off_roll",
    ),
    _step(
        "deletion_return",
        "Record the school’s return and its transfer file",
        OPEN_STATES,
        set(),
        "exclusion_deletion_return",
    ),
    _step("safeguarding_file", "Record a safeguarding file", OPEN_STATES, set(), "safeguarding_file_add"),
    _step(
        "reintegration",
        "Plan the return",
        {REINSTATED, RECONSIDERED_REINSTATED, PLACED},
        set(),
        "reintegration_add",
    ),
    _step("cancellation_told", "Record who was told of it", {CANCELLED}, set(), "exclusion_cancellation_told"),
    _step("placed", "Record where the child was placed", {OFF_ROLL}, {PLACED}, "exclusion_placed"),
    _step("close", "Close the case", {PLACED, REINSTATED, RECONSIDERED_REINSTATED}, {CLOSED}, "exclusion_close"),
)

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
    _step(
        "day_six_book",
        "Book day-six provision",
        {DAY_SIX_TO_BOOK, DAY_SIX_LATE},
        {DAY_SIX_BOOKED, DAY_SIX_LATE},
        "placement_book",
    ),
    _step(
        "day_six_started",
        "Record that it started",
        {DAY_SIX_BOOKED, DAY_SIX_LATE},
        {DAY_SIX_STARTED},
        "placement_started",
    ),
    _step(
        "day_six_passes",
        "The sixth day passes and nothing has started",
        {DAY_SIX_TO_BOOK, DAY_SIX_BOOKED},
        {DAY_SIX_LATE},
    ),
    _step(
        "day_six_education_ends",
        "The education ends and nothing is booked",
        {DAY_SIX_BOOKED, DAY_SIX_STARTED},
        {DAY_SIX_TO_BOOK},
    ),
    _step(
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
    _step(
        "funding_worked_out",
        "The amount is worked out",
        {FUNDING_TO_CALCULATE, FUNDING_NOT_APPLICABLE},
        {FUNDING_CALCULATED, FUNDING_NOT_APPLICABLE},
    ),
    _step(
        "funding_amounts",
        "Change what the amount is worked out from",
        # After the deduction too: it cannot be put right to more than what is worked out.
        {FUNDING_NOT_APPLICABLE, FUNDING_TO_REPAY, *_FUNDING_OPEN},
        {FUNDING_NOT_APPLICABLE, FUNDING_TO_REPAY, *_FUNDING_OPEN},
        "funding_amounts",
    ),
    # Each of the three is open again while what it recorded stands, to put right what was typed wrongly.
    _step(
        "funding_deduct",
        "Record the deduction",
        {FUNDING_CALCULATED, FUNDING_DEDUCTED, FUNDING_TO_REPAY},
        {FUNDING_DEDUCTED, FUNDING_TO_REPAY},
        "funding_deduct",
    ),
    _step(
        "funding_pass_on",
        "Record the payment on",
        {FUNDING_DEDUCTED, FUNDING_PASSED_ON},
        {FUNDING_PASSED_ON},
        "funding_pass_on",
    ),
    _step(
        "funding_reinstated",
        "The exclusion no longer stands",
        _FUNDING_OPEN | {FUNDING_PASSED_ON},
        {FUNDING_TO_REPAY, FUNDING_ENDED},
    ),
    _step(
        "funding_repay",
        "Record the repayment",
        {FUNDING_TO_REPAY, FUNDING_REPAID},
        {FUNDING_REPAID},
        "funding_repay",
    ),
    _step("funding_end", "End the money without more", _FUNDING_OPEN, {FUNDING_ENDED}, "funding_end"),
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
    _step(
        "next_school_apply",
        "Record an in-year application",
        _LOOKING,
        {NEXT_APPLIED, NEXT_FAIR_ACCESS, NEXT_SPECIAL},
        "next_school_apply",
    ),
    _step(
        "next_school_fair_access",
        "Record that the Fair Access Panel accepted the child",
        _LOOKING,
        {NEXT_FAIR_ACCESS},
        "next_school_fair_access",
    ),
    _step(
        "next_school_panel",
        "Record what the Fair Access Panel decided",
        {NEXT_FAIR_ACCESS},
        set(),
        "next_school_panel",
    ),
    _step(
        "next_school_special",
        "Refer for a special school through the plan",
        _LOOKING - {NEXT_FAIR_ACCESS},
        {NEXT_SPECIAL},
        "next_school_special",
    ),
    _step(
        "next_school_agree",
        "Record the agreed place",
        _LOOKING | {NEXT_AGREED},
        {NEXT_AGREED},
        "next_school_agree",
    ),
    _step("next_school_admit", "Record the admission", {NEXT_AGREED}, {NEXT_ADMITTED}, "next_school_admit"),
    _step("next_school_ends", "The exclusion no longer stands", _LOOKING | {NEXT_AGREED}, {NEXT_ENDED}),
)
TRACKS = {"Day six": DAY_SIX_STATES, "Funding": FUNDING_STATES, "Next school": NEXT_SCHOOL_STATES}
TRACK_STEPS = {"Day six": DAY_SIX_STEPS, "Funding": FUNDING_STEPS, "Next school": NEXT_SCHOOL_STEPS}
# What ends the tracks, and where each then goes.
ENDS_THE_TRACKS = frozenset({REINSTATED, RECONSIDERED_REINSTATED, CANCELLED})


def transition(code: str) -> Transition:
    """The step with this code. Raises KeyError for a step that is not in the table."""
    return {each.code: each for each in TRANSITIONS}[code]
