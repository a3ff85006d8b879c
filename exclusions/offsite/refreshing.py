"""Working a direction out again: its dates, and the tasks that follow from what is not settled or missing."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.deadlines import refresh_deadlines
from cases.models import Case
from exclusions.actions.direction_tasks import settle_direction_tasks
from exclusions.offsite.clocks import clocks_of
from exclusions.offsite.facts import gather_direction


def refresh(*, case: Case, by: User | None, as_of: date) -> None:
    """Bring every deadline and task of this direction into agreement with facts, calendar and policy."""
    facts = gather_direction(case)
    refresh_deadlines(
        case=case, clocks=clocks_of(facts), calendar=facts.calendar, policy=facts.policy, by=by, as_of=as_of
    )
    settle_direction_tasks(facts=facts, by=by, as_of=as_of)
