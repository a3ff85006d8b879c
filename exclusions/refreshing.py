"""Working an exclusion's dates out again: load the facts, ask the clocks, store what changed."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.deadlines import refresh_deadlines
from cases.models import Case
from exclusions.actions.day_six import settle_day_six
from exclusions.actions.tracks import settle_leaving
from exclusions.clocks import clocks_of
from exclusions.facts import gather


def refresh(*, case: Case, by: User | None, as_of: date) -> None:
    """Bring every deadline of this exclusion, and its tracks, into agreement with facts, calendar and policy."""
    facts = gather(case)
    refresh_deadlines(
        case=case, clocks=clocks_of(facts), calendar=facts.calendar, policy=facts.policy, by=by, as_of=as_of
    )
    settle_day_six(facts=facts, by=by, as_of=as_of)
    settle_leaving(facts=facts)
