"""The money on the case page."""

from __future__ import annotations

from cases.kinds import Group, Row
from exclusions.facts import Facts
from exclusions.states import FUNDING_STATES

_FUNDING = {state.code: state.label for state in FUNDING_STATES}


def money_group(facts: Facts) -> Group:
    """How far the money is."""
    return Group("Money", (Row("Funding", _FUNDING[facts.exclusion.funding_state]),))
