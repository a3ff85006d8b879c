"""Both kinds that a governing board considers, behind one door: their facts, the row of a step, the reasons against
it."""

from __future__ import annotations

from datetime import date
from typing import cast

from cases.kinds import Transition, kind_of
from cases.models import Case
from exclusions.facts import GovernedFacts
from exclusions.kind_steps import steps_of


def gather_any(case: Case) -> GovernedFacts:
    """The facts of a case that a governing board considers: a permanent exclusion or a suspension."""
    return cast(GovernedFacts, steps_of(case).gather(case))


def reasons_of(step: str, facts: GovernedFacts, as_of: date) -> list[str]:
    """All reasons why the step cannot be taken now, by the kind of the case; empty when it can."""
    return steps_of(facts.case).reasons_against(step, facts, as_of)


def step_of(step: str, facts: GovernedFacts) -> Transition:
    """The step's row in the table of the kind."""
    return next(each for each in kind_of(facts.case).transitions if each.code == step)
