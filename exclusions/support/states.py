"""The states of a request for help and its lawful steps, as data.

Ours: the law has no procedure for help before an exclusion (docs/adr/0027-help-before-an-exclusion.md).
"""

from __future__ import annotations

from cases.kinds import State, Transition

REQUESTED = "requested"
CONSIDERING = "considering"
AGREED = "support_agreed"
REVIEWING = "reviewing"
CLOSED = "closed"
NOT_TAKEN_UP = "not_taken_up"

STATES = (
    State(REQUESTED, "Help asked for"),
    State(CONSIDERING, "Being considered"),
    State(AGREED, "Support agreed"),
    State(REVIEWING, "Under review"),
    State(CLOSED, "Closed", is_end=True),
    State(NOT_TAKEN_UP, "Not taken up", is_end=True),
)
OPEN_STATES = frozenset(state.code for state in STATES if not state.is_end)
SUPPORTED = frozenset({AGREED, REVIEWING})

TRANSITIONS = (
    Transition("consider", "Start considering", frozenset({REQUESTED}), frozenset({CONSIDERING}), "support_consider"),
    # A meeting, a correction, and how a line of support went and its day of review keep the state.
    Transition("correct", "Correct the request", OPEN_STATES, frozenset(), "support_correct"),
    Transition("meeting", "Record a meeting of several services", OPEN_STATES, frozenset(), "support_meeting"),
    Transition(
        "agree",
        "Agree support",
        frozenset({CONSIDERING, AGREED, REVIEWING}),
        frozenset({AGREED}),
        "support_agree",
    ),
    # Corrected; without any support left it is to be decided again.
    Transition("correct_line", "Correct or take back the support", SUPPORTED, frozenset(), "support_correct_line"),
    Transition("line_taken_back", "All support was recorded by mistake", SUPPORTED, frozenset({CONSIDERING})),
    Transition(
        "correct_meeting", "Correct or take back a meeting", OPEN_STATES, frozenset(), "support_correct_meeting"
    ),
    Transition("line", "Record how it went", SUPPORTED, frozenset(), "support_line"),
    Transition("review_day", "Set the day of review", SUPPORTED, frozenset(), "support_review_day"),
    Transition("review", "Review the support", frozenset({AGREED}), frozenset({REVIEWING}), "support_review"),
    Transition("close", "Close with the outcome", SUPPORTED, frozenset({CLOSED}), "support_close"),
    Transition(
        "decline",
        "Record that it is not taken up",
        frozenset({REQUESTED, CONSIDERING}),
        frozenset({NOT_TAKEN_UP}),
        "support_decline",
    ),
    # Corrected, the case stays closed; taken back, it is opened again: an end is left in no other way.
    Transition(
        "correct_close",
        "Correct or take back how it ended",
        frozenset({CLOSED, NOT_TAKEN_UP}),
        frozenset(),
        "support_correct_close",
    ),
)


def transition(code: str) -> Transition:
    """The step with this code. Raises KeyError for a step that is not in the table."""
    return {each.code: each for each in TRANSITIONS}[code]
