"""Whether the requests for a review of a direction oblige, when what that hangs on was settled or corrected."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.cases import move_case
from cases.models import Case
from exclusions.offsite.facts import DirectionFacts, gather_direction
from exclusions.offsite.policies import state_when_open
from exclusions.offsite.states import DIRECTED, REVIEW_OWED
from ledger.versions import update_at_version


def settle_requests(*, case: Case, by: User, as_of: date) -> Case:
    """A request that waits must be met when the regulations bind, and obliges nobody when they do not; the state
    follows. Beside a review that is listed, or after one with which the direction is to end, none is owed."""
    facts = gather_direction(case)
    if state_when_open(facts) in (DIRECTED, REVIEW_OWED):
        _settle(facts)
    to_state = state_when_open(gather_direction(case))
    if not case.is_open or to_state == case.state:
        return case
    return move_case(case=case, transition="request_follows", to_state=to_state, by=by, as_of=as_of)


def _settle(facts: DirectionFacts) -> None:
    """The first request that must be met is owed, and no other: one review answers them all."""
    waiting = [each for each in facts.reviews if each.requested_on and each.review_on is None]
    owed = next((each for each in waiting if each.requested_on and facts.must_be_met(each.requested_on)), None)
    # Only one can be owed: whichever was is let go first.
    for each in sorted(waiting, key=lambda each: each == owed):
        if each.is_owed != (each == owed):
            update_at_version(each, version=each.version, is_owed=each == owed)
