"""Closing a suspension on its return date: an act of the day itself, by nobody."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from cases.actions.cases import move_case
from cases.actions.deadlines import refresh_deadlines
from cases.actions.events import record_event
from exclusions.queries import deadlines_by_code
from exclusions.suspensions.clocks import clocks_of
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.states import CLOSED, OPEN_STATES
from exclusions.suspensions.staying_open import why_it_stays_open


@transaction.atomic
def close_if_over(*, facts: SuspensionFacts, as_of: date) -> bool:
    """Close the case when its return date has come and nothing keeps it open; True when it did. Its sessions stay in
    the child's totals. Dates that still ran end, and nobody's open task is touched.

    The case that was given stands closed afterwards.
    """
    case, return_on = facts.case, facts.return_on
    if case.state not in OPEN_STATES or return_on is None or as_of < return_on:
        return False
    if why_it_stays_open(facts.standing(deadlines_by_code(case)), as_of):
        return False
    move_case(case=case, transition="closes_itself", to_state=CLOSED, by=None, as_of=as_of)
    case.refresh_from_db(fields=["state", "closed_on", "close_reason", "version"])
    end_clocks(facts, as_of)
    record_event(
        child=case.child,
        case=case,
        code="exclusions.closed_itself",
        by=None,
        happened_on=as_of,
        return_on=return_on.isoformat(),
    )
    return True


def end_clocks(facts: SuspensionFacts, as_of: date) -> None:
    """Of a case that was just closed: what was done or waived stays, the rest no longer runs."""
    refresh_deadlines(
        case=facts.case, clocks=clocks_of(facts), calendar=facts.calendar, policy=facts.policy, by=None, as_of=as_of
    )
