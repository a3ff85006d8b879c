"""The steps of the governors' part that keep the state of the case, as rows for the tables of both kinds."""

from __future__ import annotations

from cases.kinds import Transition

REPRESENTATIONS = "governors_representations"
REMOTE = "governors_remote"
PAPERS = "governors_papers"
INVITE = "governors_invite"
COUNCIL = "governors_council"
REPORT = "governors_report"
OUTCOME_TOLD = "governors_outcome_told"
LIST = "governors_listed"
DECIDE = "governors_decide"
# The decision on a permanent exclusion moves the case, so it is put right by steps of its own.
CORRECT = "governors_decision_corrected"
CORRECT_DAY = "governors_decision_day_corrected"

States = frozenset[str]


def board_steps(*, before: States, at_any_time: States, after: States) -> tuple[Transition, ...]:
    """The shared steps: in states before the board decides, in every state that is worked, and after it decided."""
    rows = (
        (REPRESENTATIONS, "Record what the parents say to the governors", before),
        (REMOTE, "Record a request for a remote meeting", before),
        (PAPERS, "Record that the governors’ papers went", at_any_time),
        (INVITE, "Record who is invited to the governors’ meeting", at_any_time),
        (COUNCIL, "Name the council’s representative", at_any_time),
        (REPORT, "Write the council’s report for the governors", before),
        (OUTCOME_TOLD, "Record who was told of the governors’ decision", after),
    )
    return tuple(Transition(code, label, states, frozenset(), code) for code, label, states in rows)
