"""Whom the governing board tells of its decision, and who of them is not recorded as told yet."""

from __future__ import annotations

from exclusions.facts import GovernedFacts
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.models import OutcomeTold, SuspensionOutcome

Told = OutcomeTold.Recipient


def told_of_outcome(facts: GovernedFacts) -> dict[str, bool]:
    """Whom the board tells of its decision, and whether it must. The parents of a child who is not reinstated after a
    permanent exclusion are told by the written decision, which has its own step."""
    decision = facts.decision
    return {
        **({} if has_written_decision(facts) else {Told.PARENTS: True}),
        Told.HEAD: True,
        Told.COUNCIL: True,
        **({} if facts.lives_here else {Told.HOME_AUTHORITY: True}),
        Told.SOCIAL_WORKER: decision.has_social_worker_then,
        Told.VIRTUAL_SCHOOL_HEAD: decision.is_looked_after_then,
    }


def has_written_decision(facts: GovernedFacts) -> bool:
    """True where the parents' window for a review runs from the written decision."""
    return facts.case.kind == PERMANENT_EXCLUSION and facts.governors_decision == SuspensionOutcome.DECLINE


def still_to_tell(facts: GovernedFacts) -> tuple[str, ...]:
    """Who must be told of a decision that is recorded and is not recorded as told; nobody before the decision."""
    if facts.governors_decided_on is None:
        return ()
    return tuple(who for who, must in told_of_outcome(facts).items() if must and who not in facts.board.told)
