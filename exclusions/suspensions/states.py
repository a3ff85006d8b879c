"""The states of a suspension and its lawful steps, as data. Source: law pack, exclusions §10a.

A suspension ends on its own day; the case stays open until the return is recorded. Closing by itself follows later.
"""

from __future__ import annotations

from cases.kinds import State, Transition

NOTIFIED = "notified"
RETURNED = "returned"
CLOSED = "closed"
CANCELLED = "cancelled"

STATES = (
    State(NOTIFIED, "Notified"),
    State(RETURNED, "Back in school"),
    State(CLOSED, "Closed", is_end=True),
    State(CANCELLED, "Cancelled by the head teacher", is_end=True),
)
OPEN_STATES = frozenset(state.code for state in STATES if not state.is_end)

TRANSITIONS = (
    # Telling somebody and correcting a fact keep the state.
    Transition("told", "Record who was told", OPEN_STATES, frozenset(), "suspension_told"),
    Transition("correct", "Correct the suspension", OPEN_STATES, frozenset(), "suspension_correct"),
    # A plan for the return, a file that is passed on and a cancelling that is told keep the state too.
    Transition("reintegration", "Plan the return", OPEN_STATES, frozenset(), "reintegration_add"),
    Transition("safeguarding_file", "Record a safeguarding file", OPEN_STATES, frozenset(), "safeguarding_file_add"),
    Transition(
        "cancellation_told",
        "Record who was told of it",
        frozenset({CANCELLED}),
        frozenset(),
        "exclusion_cancellation_told",
    ),
    Transition("return", "Record the return", frozenset({NOTIFIED}), frozenset({RETURNED}), "suspension_return"),
    Transition("close", "Close the case", frozenset({RETURNED}), frozenset({CLOSED}), "suspension_close"),
    Transition(
        "cancel",
        "Record that the head teacher cancelled it",
        OPEN_STATES,
        frozenset({CANCELLED}),
        "suspension_cancel",
    ),
)


def transition(code: str) -> Transition:
    """The step with this code. Raises KeyError for a step that is not in the table."""
    return {each.code: each for each in TRANSITIONS}[code]
