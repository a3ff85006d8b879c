"""What the state of a separation allows."""

from __future__ import annotations

from datetime import date

from exclusions.policies import against_the_state
from exclusions.separations.facts import SeparationFacts
from exclusions.separations.states import STATES, transition


def reasons_against(step: str, facts: SeparationFacts, as_of: date) -> list[str]:
    """All reasons why `step` (a code of the table) cannot be taken now; empty when it can."""
    return against_the_state(transition(step), STATES, facts.case.state)
