"""A managed move with everything that is asked about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import statute
from cases.models import Case, Task
from exclusions.facts import CaseFacts, around
from exclusions.models import ManagedMove, MoveAgreement

# The task that a mention of permanent exclusion opens: while it is open, nothing starts.
LOOK_INTO_THE_MENTION = "exclusions.move_exclusion_mentioned"


@dataclass(frozen=True, kw_only=True)
class MoveFacts(CaseFacts):
    """A managed move, who agreed on which day, and whether a mention of permanent exclusion is still looked into."""

    move: ManagedMove
    agreed: Mapping[str, date]
    mention_is_looked_into: bool

    @property
    def decision(self) -> ManagedMove:
        """The move itself."""
        return self.move

    @property
    def is_file_owed(self) -> bool:
        """True when the pupil has moved and it is not recorded that the safeguarding file went after them."""
        return self.move.moved_on is not None and self.move.safeguarding_file_sent_on is None

    @property
    def parties(self) -> list[str]:
        """Who must agree, by code."""
        return parties_of(self.move)

    @property
    def missing_parties(self) -> list[str]:
        """Who must agree and has not, by code."""
        return [party for party in self.parties if party not in self.agreed]


def parties_of(move: ManagedMove) -> list[str]:
    """Who must agree to a move of this child's, by code. The statute names them in words."""
    named = statute.calculate(
        "exclusions.managed_move_agreements",
        facts={
            "has_plan": move.has_plan_then,
            "looked_after": move.is_looked_after_then,
            "has_social_worker": move.has_social_worker_then,
        },
    )
    return [str(party).replace(" ", "_") for party in named.value]


def gather_move(case: Case) -> MoveFacts:
    """Read everything about the managed move of this case. Raises ManagedMove.DoesNotExist for another kind."""
    move = ManagedMove.objects.select_related("home_authority", "new_school").get(case=case)
    looked_into = Task.objects.filter(case=case, code=LOOK_INTO_THE_MENTION, state=Task.State.OPEN)
    return MoveFacts(
        move=move,
        agreed=dict(MoveAgreement.objects.filter(case=case).values_list("party", "agreed_on")),
        mention_is_looked_into=looked_into.exists(),
        **around(case, move.starts_on),
    )
