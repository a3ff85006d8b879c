"""The one clock of a managed move: our own look at it, some weeks after the first day at the new school."""

from __future__ import annotations

from cases.clocks import Clock
from cases.models import Deadline
from exclusions.making_clocks import clock
from exclusions.moves.facts import MoveFacts

REVIEW = "exclusions.managed_move_review"
DEADLINE_LABELS = {REVIEW: "Look at how the managed move goes"}


def clocks_of(facts: MoveFacts) -> list[Clock]:
    """Our review, once the pupil has moved."""
    move = facts.move
    if move.moved_on is None:
        return []
    return [
        clock(
            DEADLINE_LABELS,
            REVIEW,
            REVIEW,
            {"moved_on": move.moved_on},
            purpose=Deadline.Purpose.TARGET,
            is_ours=True,
            met_on=move.reviewed_on,
            needs_calendar=False,
        )
    ]
