"""Working a separation out again: its clock, and the tasks that education brings."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.deadlines import refresh_deadlines
from cases.models import Case
from exclusions.actions.section_19 import settle_section_19
from exclusions.separations.clocks import clocks_of
from exclusions.separations.facts import gather_separation


def refresh(*, case: Case, by: User | None, as_of: date) -> None:
    """Bring the deadline and the tasks of this separation into agreement with the facts."""
    facts = gather_separation(case)
    refresh_deadlines(
        case=case, clocks=clocks_of(facts), calendar=facts.calendar, policy=facts.policy, by=by, as_of=as_of
    )
    settle_section_19(facts=facts, by=by, as_of=as_of)
