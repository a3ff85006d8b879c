"""Working a direction out again: its dates, and the tasks that follow from what is not settled or missing."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.deadlines import refresh_deadlines
from cases.models import Case
from exclusions.actions.direction_tasks import settle_direction_tasks
from exclusions.actions.next_thing import NextThing, keep_next_thing
from exclusions.offsite.clocks import clocks_of
from exclusions.offsite.facts import DirectionFacts, gather_direction
from exclusions.offsite.states import OPEN_STATES, TO_END


def refresh(*, case: Case, by: User | None, as_of: date) -> None:
    """Bring every deadline and task of this direction into agreement with facts, calendar and policy."""
    facts = gather_direction(case)
    refresh_deadlines(
        case=case, clocks=clocks_of(facts), calendar=facts.calendar, policy=facts.policy, by=by, as_of=as_of
    )
    settle_direction_tasks(facts=facts, by=by, as_of=as_of)
    keep_next_thing(case=case, wanted=_next_thing(facts, as_of), by=by, as_of=as_of)


def _next_thing(facts: DirectionFacts, as_of: date) -> NextThing | None:
    """The dates are the board's and none of ours, so each state has a task of ours: to set, list or ask after a review,
    or to record the end."""
    state, coming, held = facts.case.state, facts.coming_review, sum(bool(each.outcome) for each in facts.reviews)
    if state not in OPEN_STATES:
        return None
    if state == TO_END:
        return NextThing("direction_end", "Record the last day of the direction off site", as_of)
    review_on = coming.review_on if coming else facts.direction.next_review_on
    if review_on is not None:
        return NextThing(f"review.{review_on.isoformat()}", "Ask how the review of the direction went", review_on)
    if coming is not None:
        return NextThing(f"list_review.{held}", "Ask the school when the review that was asked for will be held", as_of)
    return NextThing(f"set_review.{held}", "Ask the school when the next review of the direction is", as_of)
