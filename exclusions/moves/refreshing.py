"""Working a managed move out again: its date, and the task that keeps it in somebody's work until then."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.deadlines import refresh_deadlines
from cases.models import Case
from exclusions.actions.next_thing import NextThing, keep_next_thing
from exclusions.moves.clocks import clocks_of
from exclusions.moves.facts import MoveFacts, gather_move
from exclusions.moves.states import BEFORE_THE_MOVE


def refresh(*, case: Case, by: User | None, as_of: date) -> None:
    """Bring the deadline of this move into agreement with facts and policy."""
    facts = gather_move(case)
    refresh_deadlines(
        case=case, clocks=clocks_of(facts), calendar=facts.calendar, policy=facts.policy, by=by, as_of=as_of
    )
    keep_next_thing(case=case, wanted=_next_thing(facts), by=by, as_of=as_of)


def _next_thing(facts: MoveFacts) -> NextThing | None:
    """Until the pupil has moved: to see it through by the planned day. Afterwards our own look has a date."""
    if facts.case.state not in BEFORE_THE_MOVE:
        return None
    starts_on = facts.move.starts_on
    title = "See the managed move through: who agrees, and the first day at the new school"
    return NextThing(f"move.{starts_on.isoformat()}", title, starts_on)
