"""The states of a permanent exclusion and its lawful steps, as data. Its tracks are in `exclusions.track_states`.

One table feeds the actions, the case page, docs/states.md and the tests. A step without `url_name` is lawful but has
no page yet. Source: law pack, exclusions §10a.
"""

from __future__ import annotations

from cases.kinds import State, Transition
from exclusions.governors.steps import CORRECT, CORRECT_DAY, board_steps
from exclusions.kind_code import RECORDED_BY_MISTAKE

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
    State(RECORDED_BY_MISTAKE, "Recorded by mistake", is_end=True),
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
# The panel was to sit, or sat: who did, and on which papers, may become known only afterwards.
WITH_A_PANEL = AFTER_AN_APPLICATION - {REVIEW_ABANDONED}
# The governors have declined to reinstate, and the parents have neither asked for a review nor waived it.
MAY_STILL_CHANGE = frozenset({DECLINED, REVIEW_WINDOW, REVIEW_EXPIRED})
# The governors have declined to reinstate, and the case goes on.
AFTER_A_REFUSAL = frozenset({DECLINED}) | MAY_STILL_APPLY | AFTER_AN_APPLICATION


def lawful_step(
    code: str, label: str, from_states: set[str] | frozenset[str], to_states: set[str], url_name: str = ""
) -> Transition:
    """A row of a table of steps; without `url_name` it has no page."""
    return Transition(code, label, frozenset(from_states), frozenset(to_states), url_name)


TRANSITIONS = (
    lawful_step("check", "Check the exclusion", {NOTIFIED}, {CHECKED}, "exclusion_check"),
    # Telling somebody and correcting a fact keep the state. Telling the governors starts their clock.
    lawful_step("told", "Record who was told", OPEN_STATES, set(), "exclusion_told"),
    lawful_step("correct", "Correct the exclusion", OPEN_STATES, set(), "exclusion_correct"),
    lawful_step(
        "home_authority",
        "Record what went between the authorities",
        OPEN_STATES,
        set(),
        "exclusion_home_authority",
    ),
    lawful_step(
        "governors_listed",
        "List the governors’ meeting",
        {CHECKED, GOVERNORS_LISTED},
        {GOVERNORS_LISTED},
        "exclusion_governors_listed",
    ),
    lawful_step(
        "governors_decide",
        "Record the governors’ decision",
        {GOVERNORS_LISTED},
        {REINSTATED, DECLINED},
        "exclusion_governors_decide",
    ),
    # While nothing has followed from it all can be wrong; afterwards the day alone, and who decided.
    lawful_step(
        CORRECT,
        "Correct the governors’ decision",
        {REINSTATED, DECLINED},
        {REINSTATED, DECLINED},
        "exclusion_governors_correct",
    ),
    lawful_step(
        CORRECT_DAY,
        "Correct the day of the governors’ decision",
        AFTER_A_REFUSAL - {DECLINED},
        set(),
        "exclusion_governors_correct",
    ),
    lawful_step(
        "refusal_notice_sent",
        "Record the governors’ written decision",
        # A wrong day of sending makes a wrong last day, so it can be put right until somebody has applied or waived.
        MAY_STILL_CHANGE,
        {REVIEW_WINDOW},
        "exclusion_refusal_notice",
    ),
    # The parents have answered it: the day and the way can still be wrong.
    lawful_step(
        "refusal_notice_corrected",
        "Correct the governors’ written decision",
        AFTER_A_REFUSAL - MAY_STILL_CHANGE,
        set(),
        "exclusion_refusal_notice",
    ),
    lawful_step(
        "refusal_notice_taken_back",
        "The governors’ written decision was recorded by mistake",
        MAY_STILL_CHANGE - {DECLINED},
        {DECLINED},
    ),
    *board_steps(before=BEFORE_GOVERNORS, at_any_time=OPEN_STATES, after=OPEN_STATES - BEFORE_GOVERNORS),
    lawful_step(
        "cancel", "Record that the head teacher cancelled it", BEFORE_GOVERNORS, {CANCELLED}, "exclusion_cancel"
    ),
    lawful_step(
        "review_waived",
        "Record the parents’ waiver of a review",
        # One that came in time may become known after it.
        {REVIEW_WINDOW, REVIEW_EXPIRED},
        {REVIEW_WAIVED},
        "exclusion_review_waived",
    ),
    lawful_step(
        "review_waived_late",
        "Record a waiver of a review that became known late",
        AFTER_THE_ROLL,
        set(),
        "exclusion_review_waived",
    ),
    # Once the name has left the roll only the day can be wrong without more; before, the waiver itself as well.
    lawful_step(
        "review_waiver_corrected",
        "Correct or take back the waiver of a review",
        {REVIEW_WAIVED},
        {REVIEW_WINDOW},
        "exclusion_review_waiver_correct",
    ),
    lawful_step(
        "review_waiver_day_corrected",
        "Correct the day of the waiver of a review",
        AFTER_THE_ROLL,
        set(),
        "exclusion_review_waiver_correct",
    ),
    # The day itself brings these two (exclusions/actions/review_window.py).
    lawful_step("review_window_ends", "The time to ask for a review ends", {REVIEW_WINDOW}, {REVIEW_EXPIRED}),
    lawful_step(
        "review_window_reopens", "The time to ask for a review turns out longer", {REVIEW_EXPIRED}, {REVIEW_WINDOW}
    ),
    lawful_step(
        "review_applied",
        "Record an application for a review",
        # Again while it stands: to put right what was recorded wrongly.
        MAY_STILL_APPLY | {REVIEW_APPLIED},
        {REVIEW_APPLIED},
        "exclusion_review_applied",
    ),
    lawful_step("review_claim", "Record a claim of discrimination", AFTER_A_REFUSAL, set(), "exclusion_review_claim"),
    lawful_step("review_hearing", "List the hearing", {REVIEW_APPLIED}, set(), "exclusion_review_hearing"),
    lawful_step("review_record", "Record the hearing", {REVIEW_APPLIED}, set(), "exclusion_review_record"),
    lawful_step(
        "review_arranged", "Record the clerk and the SEN expert", {REVIEW_APPLIED}, set(), "exclusion_review_arranged"
    ),
    lawful_step("review_panel", "Invite a panel member", WITH_A_PANEL, set(), "exclusion_review_panel"),
    lawful_step("review_papers", "Record the papers", WITH_A_PANEL, set(), "exclusion_review_paper_add"),
    lawful_step(
        "review_costs",
        "Record the costs",
        AFTER_AN_APPLICATION,
        set(),
        "exclusion_review_cost_add",
    ),
    lawful_step(
        "review_withdrawn",
        "Record that the parents withdrew the review",
        {REVIEW_APPLIED},
        {REVIEW_ABANDONED},
        "exclusion_review_withdrawn",
    ),
    lawful_step(
        "review_decided",
        "Record the review panel’s decision",
        # Again until the governors have decided: to put right what was recorded wrongly.
        AFTER_THE_PANEL | {REVIEW_APPLIED},
        {REVIEW_UPHELD, REVIEW_RECOMMENDED, REVIEW_QUASHED},
        "exclusion_review_decided",
    ),
    # Then its day alone can be wrong, and that of its notice.
    lawful_step(
        "review_decided_day_corrected",
        "Correct the day of the review panel’s decision",
        AFTER_THE_ROLL | {RECONSIDERED_REINSTATED, RECONSIDERED_DECLINED},
        set(),
        "exclusion_review_decided",
    ),
    lawful_step(
        "review_told",
        "Record who was told of the review",
        AFTER_AN_APPLICATION - {REVIEW_APPLIED, REVIEW_ABANDONED},
        set(),
        "exclusion_review_told",
    ),
    lawful_step(
        "reconsidered",
        "Record the governors’ second decision",
        {REVIEW_RECOMMENDED, REVIEW_QUASHED},
        {RECONSIDERED_REINSTATED, RECONSIDERED_DECLINED},
        "exclusion_reconsidered",
    ),
    lawful_step(
        "reconsidered_corrected",
        "Correct the governors’ second decision",
        {RECONSIDERED_REINSTATED, RECONSIDERED_DECLINED},
        {RECONSIDERED_REINSTATED, RECONSIDERED_DECLINED},
        "exclusion_reconsidered_correct",
    ),
    lawful_step(
        "reconsidered_day_corrected",
        "Correct the day of the governors’ second decision",
        AFTER_THE_ROLL,
        set(),
        "exclusion_reconsidered_correct",
    ),
    lawful_step(
        "review_adjustment",
        "Record the financial adjustment",
        {REVIEW_QUASHED, RECONSIDERED_REINSTATED, RECONSIDERED_DECLINED, OFF_ROLL, PLACED},
        set(),
        "exclusion_review_adjustment",
    ),
    lawful_step(
        "off_roll",
        "Record that the school took the name off its roll",
        # A pending claim keeps the time to ask for a review open, and the name may leave all the same.
        MAY_LEAVE_THE_ROLL | {REVIEW_WINDOW},
        {OFF_ROLL},
        "exclusion_off_roll",
    ),
    # A name that is taken off before its time was taken off all the same: it is kept, and leads nowhere by itself.
    lawful_step(
        "off_roll_recorded",
        "Record or correct the day on which the name left the roll",
        OPEN_STATES - MAY_LEAVE_THE_ROLL,
        set(),
        "exclusion_off_roll",
    ),
    lawful_step(
        "deletion_return",
        "Record the school’s return and its transfer file",
        OPEN_STATES,
        set(),
        "exclusion_deletion_return",
    ),
    lawful_step(
        "public_place", "Record that the child was seen in a public place", OPEN_STATES, set(), "public_place_add"
    ),
    lawful_step("safeguarding_file", "Record a safeguarding file", OPEN_STATES, set(), "safeguarding_file_add"),
    lawful_step(
        "reintegration",
        "Plan the return",
        {REINSTATED, RECONSIDERED_REINSTATED, PLACED},
        set(),
        "reintegration_add",
    ),
    lawful_step("cancellation_told", "Record who was told of it", {CANCELLED}, set(), "exclusion_cancellation_told"),
    lawful_step(
        "cancellation_corrected",
        "Correct or take back the cancelling",
        {CANCELLED},
        set(),
        "exclusion_cancellation_correct",
    ),
    # Of a cancelled exclusion too: it is opened again for that, since the table leads nowhere from an end.
    lawful_step("mistake", "It was recorded by mistake", OPEN_STATES, {RECORDED_BY_MISTAKE}, "exclusion_mistake"),
    lawful_step("placed", "Record where the child was placed", {OFF_ROLL}, {PLACED}, "exclusion_placed"),
    # Recorded by mistake, by itself or with the admission that it rests on, the child is placed nowhere yet.
    lawful_step(
        "placed_corrected",
        "Correct or take back where the child was placed",
        {PLACED},
        {OFF_ROLL},
        "exclusion_placed_correct",
    ),
    lawful_step("close", "Close the case", {PLACED, REINSTATED, RECONSIDERED_REINSTATED}, {CLOSED}, "exclusion_close"),
)

# Why a closed case is opened again, as an officer may say. A case that was cancelled stays closed.
REOPEN_REASONS = {
    "review": "The parents asked for a review or claimed discrimination, and it became known late",
    "to_record": "Something was recorded wrongly, or became known after it had closed",
    "education": "The child has no school or no education again",
    "other": "Another reason (write a note)",
}

# What ends the tracks, and where each then goes.
ENDS_THE_TRACKS = frozenset({REINSTATED, RECONSIDERED_REINSTATED, CANCELLED, RECORDED_BY_MISTAKE})

# Why a cancelled exclusion is opened again.
TAKEN_BACK, NEVER_WAS = "taken_back", "never_was"
PUT_RIGHT_REASONS = {
    TAKEN_BACK: "The cancelling was recorded by mistake",
    NEVER_WAS: "To close it for good: it should never have been recorded",
}


def transition(code: str) -> Transition:
    """The step with this code. Raises KeyError for a step that is not in the table."""
    return {each.code: each for each in TRANSITIONS}[code]
