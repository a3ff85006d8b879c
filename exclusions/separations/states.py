"""The states of a separation and its lawful steps, as data. Source: law pack, exclusions §0 G2026 item 1."""

from __future__ import annotations

from cases.kinds import State, Transition

SEPARATED = "separated"
CLOSED = "closed"

STATES = (
    State(SEPARATED, "Away from the school"),
    State(CLOSED, "Ended", is_end=True),
)
OPEN_STATES = frozenset({SEPARATED})
# Who had to be told is still owed when it has ended, and what was recorded wrongly is still wrong.
_ALSO_AFTER_THE_END = OPEN_STATES | {CLOSED}

TRANSITIONS = (
    # Telling somebody, correcting a fact and a review keep the state.
    Transition("told", "Record who was told", _ALSO_AFTER_THE_END, frozenset(), "separation_told"),
    Transition("correct", "Correct the separation", _ALSO_AFTER_THE_END, frozenset(), "separation_correct"),
    Transition("review", "Record a review", OPEN_STATES, frozenset(), "separation_review"),
    Transition("end", "Record how it ended", OPEN_STATES, frozenset({CLOSED}), "separation_end"),
    # Corrected, the case stays closed; taken back, it is opened again: an end is left in no other way.
    Transition(
        "correct_end", "Correct or take back how it ended", frozenset({CLOSED}), frozenset(), "separation_correct_end"
    ),
)


def transition(code: str) -> Transition:
    """The step with this code. Raises KeyError for a step that is not in the table."""
    return {each.code: each for each in TRANSITIONS}[code]
