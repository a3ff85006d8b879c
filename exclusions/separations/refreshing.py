"""Working a separation out again: its clock, and the tasks that education and a safeguarding officer bring."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.deadlines import refresh_deadlines
from cases.models import Case
from exclusions.actions.designated_officer import settle_designated_officer
from exclusions.actions.next_thing import NextThing, keep_next_thing
from exclusions.actions.section_19 import settle_section_19
from exclusions.separations.clocks import clocks_of
from exclusions.separations.facts import SeparationFacts, gather_separation
from exclusions.separations.states import OPEN_STATES


def refresh(*, case: Case, by: User | None, as_of: date) -> None:
    """Bring the deadline and the tasks of this separation into agreement with the facts."""
    facts = gather_separation(case)
    refresh_deadlines(
        case=case, clocks=clocks_of(facts), calendar=facts.calendar, policy=facts.policy, by=by, as_of=as_of
    )
    settle_section_19(facts=facts, by=by, as_of=as_of)
    settle_designated_officer(facts=facts, by=by, as_of=as_of)
    keep_next_thing(case=case, wanted=_next_thing(facts, as_of), by=by, as_of=as_of)


def _next_thing(facts: SeparationFacts, as_of: date) -> NextThing | None:
    """A day for the next review, while none is set: the review itself has a task of its own."""
    if facts.case.state not in OPEN_STATES or facts.separation.next_review_on is not None:
        return None
    return NextThing(f"set_review.{len(facts.reviews)}", "Ask for a day for the next review of the separation", as_of)
