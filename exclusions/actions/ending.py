"""The end of an exclusion's case: where the child was placed, closing, and who was told of a cancelling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case
from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.steps import begin_governed, finish
from exclusions.actions.tracks import keep
from exclusions.facts import Facts
from exclusions.leaving.closing import against_destination
from exclusions.leaving.records import leaving_of
from exclusions.models import CancellationNotice, Destination, NextSchool
from exclusions.states import CLOSED, PLACED
from ledger.versions import update_at_version

# The days of a cancelling that may be recorded, and how each is called on the page.
CANCELLATION_DAYS = {
    "parents_told_on": "Parents told on",
    "governors_told_on": "Governing board told on",
    "council_told_on": "Council told on",
    "social_worker_told_on": "Social worker told on",
    "virtual_school_head_told_on": "Virtual school head told on",
    "meeting_offered_on": "Meeting offered to the parents on",
    "counted_to_governors_on": "Counted in the school’s report to the governors on",
}


@transaction.atomic
def record_placed(*, case: Case, destination: str, placed_on: date, version: int, by: User, as_of: date) -> Case:
    """Record where the child is educated now. A school counts once it has admitted the child."""
    facts = cast(Facts, begin_governed(case, "placed", version, by, as_of))
    if destination not in Destination.values:
        raise ExclusionRefused("Where is the child now? Choose one of the list.", field="destination")
    reasons = against_destination(facts, destination)
    if reasons:
        raise ExclusionRefused(*reasons, field="destination")
    admitted_on = leaving_of(case).next_school.admitted_on
    earliest = admitted_on or facts.decision.decided_on
    check_day(placed_on, "There since", "placed_on", earliest=earliest, latest=as_of)
    update_at_version(facts.decision, version=version)
    keep(NextSchool, case, destination=destination, placed_on=placed_on)
    case = move_case(case=case, transition="placed", to_state=PLACED, by=by, as_of=as_of)
    return finish(case, "exclusions.placed", by, as_of, placed_on, destination=destination)


@transaction.atomic
def close_exclusion(*, case: Case, version: int, by: User, as_of: date) -> Case:
    """Close the case. Raises ExclusionRefused with everything that is still open."""
    facts = begin_governed(case, "close", version, by, as_of)
    update_at_version(facts.decision, version=version)
    case = move_case(case=case, transition="close", to_state=CLOSED, by=by, as_of=as_of)
    return finish(case, "exclusions.closed", by, as_of, as_of)


@transaction.atomic
def record_cancellation_told(
    *, case: Case, days: Mapping[str, date | None], version: int, by: User, as_of: date
) -> Case:
    """Record whom the school told that the head teacher cancelled, that it offered the parents a meeting, and that it
    counted the cancelling in its report to the governors. For both kinds; the case is closed and stays so."""
    facts = begin_governed(case, "cancellation_told", version, by, as_of)
    cancelled_on = facts.decision.cancelled_on or as_of
    for name, day in days.items():
        if day is not None:
            check_day(day, CANCELLATION_DAYS[name], name, earliest=cancelled_on, latest=as_of)
    if not any(days.values()):
        raise ExclusionRefused("Enter at least one day.")
    update_at_version(facts.decision, version=version)
    keep(CancellationNotice, case, **days)
    recorded = sorted(name for name, day in days.items() if day)
    return finish(case, "exclusions.cancellation_told", by, as_of, as_of, told=recorded)
