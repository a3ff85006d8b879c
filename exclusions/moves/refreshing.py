"""Working a managed move out again."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.deadlines import refresh_deadlines
from cases.models import Case
from exclusions.moves.clocks import clocks_of
from exclusions.moves.facts import gather_move


def refresh(*, case: Case, by: User | None, as_of: date) -> None:
    """Bring the deadline of this move into agreement with facts and policy."""
    facts = gather_move(case)
    refresh_deadlines(
        case=case, clocks=clocks_of(facts), calendar=facts.calendar, policy=facts.policy, by=by, as_of=as_of
    )
