"""The states of a suspension and its lawful steps, as data. Source: law pack, exclusions §10a.

A suspension ends on its own day. Its case closes by itself on the return date, unless something keeps it open
(`staying_open`); `closes_itself` has no page, since nobody takes it.
"""

from __future__ import annotations

from cases.kinds import State, Transition
from exclusions.governors.steps import DECIDE, LIST, board_steps
from exclusions.kind_code import RECORDED_BY_MISTAKE
from exclusions.models import KeptOpen, Suspension
from exclusions.states import PUT_RIGHT_REASONS

NOTIFIED = "notified"
RETURNED = "returned"
CLOSED = "closed"
CANCELLED = "cancelled"

STATES = (
    State(NOTIFIED, "Notified"),
    State(RETURNED, "Back in school"),
    State(CLOSED, "Closed", is_end=True),
    State(CANCELLED, "Cancelled by the head teacher", is_end=True),
    State(RECORDED_BY_MISTAKE, "Recorded by mistake", is_end=True),
)
OPEN_STATES = frozenset(state.code for state in STATES if not state.is_end)
# What comes later still is recorded of a suspension that closed by itself: the act opens it again, and it closes again.
ALSO_WHEN_CLOSED = OPEN_STATES | {CLOSED}

TRANSITIONS = (
    # Telling somebody and correcting a fact keep the state.
    Transition("told", "Record who was told", ALSO_WHEN_CLOSED, frozenset(), "suspension_told"),
    Transition("correct", "Correct the suspension", ALSO_WHEN_CLOSED, frozenset(), "suspension_correct"),
    Transition(
        "education",
        "Record education during the suspension",
        ALSO_WHEN_CLOSED,
        frozenset(),
        "suspension_education",
    ),
    Transition("keep_open", "Keep the case open", OPEN_STATES, frozenset(), "suspension_keep_open"),
    Transition("let_go", "Let it close by itself", OPEN_STATES, frozenset(), "suspension_let_go"),
    Transition(
        "public_place",
        "Record that the child was seen in a public place",
        ALSO_WHEN_CLOSED,
        frozenset(),
        "public_place_add",
    ),
    # A plan for the return, a file that is passed on and a cancelling that is told keep the state too.
    Transition("reintegration", "Plan the return", ALSO_WHEN_CLOSED, frozenset(), "reintegration_add"),
    Transition(
        "safeguarding_file", "Record a safeguarding file", ALSO_WHEN_CLOSED, frozenset(), "safeguarding_file_add"
    ),
    Transition(
        "cancellation_told",
        "Record who was told of it",
        frozenset({CANCELLED}),
        frozenset(),
        "exclusion_cancellation_told",
    ),
    Transition(
        "cancellation_corrected",
        "Correct or take back the cancelling",
        frozenset({CANCELLED}),
        frozenset(),
        "exclusion_cancellation_correct",
    ),
    Transition("return", "Record the return", OPEN_STATES, frozenset({RETURNED}), "suspension_return"),
    Transition("closes_itself", "It closes by itself on the return date", OPEN_STATES, frozenset({CLOSED})),
    Transition("close", "Close the case", OPEN_STATES, frozenset({CLOSED}), "suspension_close"),
    Transition(LIST, "List the governors’ meeting", ALSO_WHEN_CLOSED, frozenset(), "suspension_governors_listed"),
    Transition(DECIDE, "Record the governors’ decision", ALSO_WHEN_CLOSED, frozenset(), "suspension_governors_decide"),
    *board_steps(before=ALSO_WHEN_CLOSED, at_any_time=ALSO_WHEN_CLOSED, after=ALSO_WHEN_CLOSED),
    Transition(
        "cancel",
        "Record that the head teacher cancelled it",
        OPEN_STATES,
        frozenset({CANCELLED}),
        "suspension_cancel",
    ),
    # Of a closed or cancelled suspension too, which is opened again for that.
    Transition(
        "mistake",
        "It was recorded by mistake",
        OPEN_STATES,
        frozenset({RECORDED_BY_MISTAKE}),
        "exclusion_mistake",
    ),
)

# Why a closed case is opened again: what an officer may say, and what an act that comes later brings.
TO_RECORD, NEW_DUTY = "to_record", "new_duty"
REOPEN_REASONS = {
    **{code: str(label) for code, label in KeptOpen.choices},
    **PUT_RIGHT_REASONS,
    TO_RECORD: "Something was recorded or corrected after it had closed",
    NEW_DUTY: "Another suspension that was recorded later brings a duty of the governors or a sixth day",
}


def state_when_open(suspension: Suspension) -> str:
    """The state in which the case of this suspension is open: whether the return is recorded."""
    return RETURNED if suspension.returned_on else NOTIFIED


def transition(code: str) -> Transition:
    """The step with this code. Raises KeyError for a step that is not in the table."""
    return {each.code: each for each in TRANSITIONS}[code]
