"""Both kinds behind one door: the facts of a case, the row of a step in its table, and the reasons against it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from cases.kinds import Transition
from cases.models import Case
from exclusions import policies, states
from exclusions.facts import CaseFacts, gather
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.suspensions import policies as suspension_policies
from exclusions.suspensions import states as suspension_states
from exclusions.suspensions.facts import gather_suspension

_GATHER: Mapping[str, Callable[[Case], CaseFacts]] = {
    PERMANENT_EXCLUSION: gather,
    SUSPENSION: gather_suspension,
}
_REASONS_AGAINST: Mapping[str, Callable[..., list[str]]] = {
    PERMANENT_EXCLUSION: policies.reasons_against,
    SUSPENSION: suspension_policies.reasons_against,
}
_TRANSITION: Mapping[str, Callable[[str], Transition]] = {
    PERMANENT_EXCLUSION: states.transition,
    SUSPENSION: suspension_states.transition,
}


def gather_any(case: Case) -> CaseFacts:
    """The facts of a case of either kind."""
    return _GATHER[case.kind](case)


def reasons_of(step: str, facts: CaseFacts, as_of: date) -> list[str]:
    """All reasons why the step cannot be taken now, by the kind of the case; empty when it can."""
    return _REASONS_AGAINST[facts.case.kind](step, facts, as_of)


def step_of(step: str, facts: CaseFacts) -> Transition:
    """The step's row in the table of the kind."""
    return _TRANSITION[facts.case.kind](step)
