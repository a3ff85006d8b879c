"""The states of a managed move and its lawful steps, as data. Source: law pack, exclusions §9 Managed move."""

from __future__ import annotations

from cases.kinds import State, Transition

PROPOSED = "proposed"
AGREED = "agreed"
MOVED = "moved"
CLOSED = "closed"
REFUSED = "refused"

STATES = (
    State(PROPOSED, "Proposed"),
    State(AGREED, "Agreed by everybody"),
    State(MOVED, "Moved"),
    State(CLOSED, "Closed", is_end=True),
    State(REFUSED, "Declined or withdrawn", is_end=True),
)
OPEN_STATES = frozenset(state.code for state in STATES if not state.is_end)
BEFORE_THE_MOVE = frozenset({PROPOSED, AGREED})

TRANSITIONS = (
    Transition("told", "Record who was told", OPEN_STATES, frozenset(), "move_told"),
    # Correcting who must agree, or when, may take the agreement of everybody away again.
    Transition("correct", "Correct the move", BEFORE_THE_MOVE, BEFORE_THE_MOVE, "move_correct"),
    Transition("agree", "Record who agrees", BEFORE_THE_MOVE, BEFORE_THE_MOVE, "move_agree"),
    Transition("start", "Record that the pupil moved", frozenset({AGREED}), frozenset({MOVED}), "move_start"),
    # Our look at the move closes the case; the file is owed all the same.
    Transition("file", "Record the safeguarding file", frozenset({AGREED, MOVED, CLOSED}), frozenset(), "move_file"),
    Transition("review", "Record how the move goes", frozenset({MOVED}), frozenset({CLOSED}), "move_review"),
    # A first day that never was leaves the move as it was agreed.
    Transition(
        "correct_start",
        "Correct or take back the first day",
        frozenset({MOVED, CLOSED}),
        frozenset(),
        "move_correct_start",
    ),
    Transition("start_taken_back", "The pupil has not moved", frozenset({MOVED}), BEFORE_THE_MOVE),
    # Corrected, the case stays closed; taken back, it is opened again: an end is left in no other way.
    Transition(
        "correct_review",
        "Correct or take back how the move goes",
        frozenset({CLOSED}),
        frozenset(),
        "move_correct_review",
    ),
    Transition(
        "correct_refusal",
        "Correct or take back that it was declined",
        frozenset({REFUSED}),
        frozenset(),
        "move_correct_refusal",
    ),
    Transition(
        "refuse", "Record that it was declined or withdrawn", BEFORE_THE_MOVE, frozenset({REFUSED}), "move_refuse"
    ),
)


def transition(code: str) -> Transition:
    """The step with this code. Raises KeyError for a step that is not in the table."""
    return {each.code: each for each in TRANSITIONS}[code]
