"""The facts of a case of either kind, and what stands against a step of its table: for pages that both kinds have."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from cases.models import Case
from exclusions import policies
from exclusions.facts import CaseFacts, gather
from exclusions.kind_code import SUSPENSION
from exclusions.suspensions import policies as suspension_policies
from exclusions.suspensions.facts import gather_suspension


def facts_of(case: Case) -> CaseFacts:
    """Everything that the law asks about a suspension or a permanent exclusion."""
    return gather_suspension(case) if case.kind == SUSPENSION else gather(case)


def reasons_of(step: str, facts: CaseFacts, as_of: date) -> list[str]:
    """All reasons why a step cannot be taken now, by the table of the case's kind."""
    is_suspension = facts.case.kind == SUSPENSION
    against: Callable[..., list[str]] = (
        suspension_policies.reasons_against if is_suspension else policies.reasons_against
    )
    return against(step, facts, as_of)
