"""The states of a direction off site and its lawful steps, as data. Source: law pack, exclusions §9 DOS."""

from __future__ import annotations

from cases.kinds import State, Transition

DIRECTED = "directed"
REVIEW_OWED = "review_owed"
REVIEW_LISTED = "review_listed"
TO_END = "to_end"
CLOSED = "closed"

STATES = (
    State(DIRECTED, "Directed off site"),
    State(REVIEW_OWED, "A review must be held"),
    State(REVIEW_LISTED, "Review listed"),
    State(TO_END, "To end after the review"),
    State(CLOSED, "Ended", is_end=True),
)
OPEN_STATES = frozenset(state.code for state in STATES if not state.is_end)
_BEFORE_A_REVIEW = frozenset({DIRECTED, REVIEW_OWED, REVIEW_LISTED})


# A duty that is owed when the direction ends is owed afterwards, so what was done is recorded then too.
_ALSO_AFTER_THE_END = OPEN_STATES | {CLOSED}


def _keeps(code: str, label: str, url_name: str, states: frozenset[str] = OPEN_STATES) -> Transition:
    return Transition(code, label, states, frozenset(), url_name)


TRANSITIONS = (
    _keeps("notice", "Record the notice", "direction_notice", _ALSO_AFTER_THE_END),
    _keeps("told", "Record who was told", "direction_told", _ALSO_AFTER_THE_END),
    _keeps("correct", "Correct the direction", "direction_correct", _ALSO_AFTER_THE_END),
    _keeps("settle", "Settle whether the regulations bind", "direction_settle", _ALSO_AFTER_THE_END),
    Transition(
        "ask_review",
        "Record that a review was asked for",
        frozenset({DIRECTED}),
        frozenset({DIRECTED, REVIEW_OWED}),
        "direction_ask_review",
    ),
    Transition("list_review", "List a review", _BEFORE_A_REVIEW, frozenset({REVIEW_LISTED}), "direction_list_review"),
    Transition(
        "record_review",
        "Record the review",
        frozenset({REVIEW_LISTED}),
        frozenset({DIRECTED, TO_END}),
        "direction_record_review",
    ),
    # What was said of the last review is put right until the next one is asked for or listed.
    Transition(
        "correct_review",
        "Correct or take back the review",
        frozenset({DIRECTED, TO_END}),
        frozenset({DIRECTED, REVIEW_LISTED, TO_END}),
        "direction_correct_review",
    ),
    # A request obliges, or no longer does: what is settled or corrected of the direction decides that.
    Transition(
        "request_follows",
        "Whether a request must be met has changed",
        frozenset({DIRECTED, REVIEW_OWED}),
        frozenset({DIRECTED, REVIEW_OWED}),
    ),
    _keeps("invite", "Record the invitation", "direction_invite", _ALSO_AFTER_THE_END),
    _keeps("send_outcome", "Record that the outcome was sent", "direction_send_outcome", _ALSO_AFTER_THE_END),
    Transition("end", "Record how it ended", OPEN_STATES, frozenset({CLOSED}), "direction_end"),
    # Corrected, the case stays closed; taken back, it is opened again: an end is left in no other way.
    _keeps("correct_end", "Correct or take back how it ended", "direction_correct_end", frozenset({CLOSED})),
)


def transition(code: str) -> Transition:
    """The step with this code. Raises KeyError for a step that is not in the table."""
    return {each.code: each for each in TRANSITIONS}[code]
