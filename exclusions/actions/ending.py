"""The end of an exclusion's case: where the child was placed, closing and opening again, and who was told of a
cancelling."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case, reopen_case
from cases.models import Case
from exclusions.actions.corrections import keep_reason
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.steps import begin_governed, finish
from exclusions.actions.tracks import keep
from exclusions.facts import Facts
from exclusions.leaving.closing import against_destination, state_when_open
from exclusions.leaving.records import leaving_of
from exclusions.models import CancellationNotice, Destination, NextSchool
from exclusions.policies import REOPEN
from exclusions.states import CLOSED, OFF_ROLL, PLACED, REOPEN_REASONS
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
    _check_placed(facts, destination, placed_on, as_of)
    update_at_version(facts.decision, version=version)
    keep(NextSchool, case, destination=destination, placed_on=placed_on)
    case = move_case(case=case, transition="placed", to_state=PLACED, by=by, as_of=as_of)
    return finish(case, "exclusions.placed", by, as_of, placed_on, destination=destination)


def _check_placed(facts: Facts, destination: str, placed_on: date, as_of: date) -> None:
    """Refuse where the child cannot be, or cannot be yet."""
    if destination not in Destination.values:
        raise ExclusionRefused("Where is the child now? Choose one of the list.", field="destination")
    reasons = against_destination(facts, destination)
    if reasons:
        raise ExclusionRefused(*reasons, field="destination")
    admitted_on = leaving_of(facts.case).next_school.admitted_on
    earliest = admitted_on or facts.decision.decided_on
    check_day(placed_on, "There since", "placed_on", earliest=earliest, latest=as_of)


@transaction.atomic
def correct_placed(
    *, case: Case, destination: str, placed_on: date, because: str, version: int, by: User, as_of: date
) -> Case:
    """Correct where the child is educated now, or since when."""
    facts, before = _begin_correction(case, because, version, by, as_of)
    _check_placed(facts, destination, placed_on, as_of)
    keep(NextSchool, case, destination=destination, placed_on=placed_on)
    return finish(case, "exclusions.placed_corrected", by, as_of, placed_on, destination=destination, **before)


@transaction.atomic
def take_back_placed(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back that the child was placed: the name has left the roll, and where the child is, is to be recorded again.
    An admission stays as it is recorded."""
    _, before = _begin_correction(case, because, version, by, as_of)
    keep(NextSchool, case, destination="", placed_on=None)
    case = move_case(case=case, transition="placed_corrected", to_state=OFF_ROLL, by=by, as_of=as_of)
    return finish(case, "exclusions.placed_taken_back", by, as_of, as_of, **before)


def _begin_correction(case: Case, because: str, version: int, by: User, as_of: date) -> tuple[Facts, dict[str, object]]:
    """The facts, with the reason kept, and what the event says of what stood before."""
    facts = cast(Facts, begin_governed(case, "placed_corrected", version, by, as_of))
    keep_reason(case, "Where the child was placed", because, by, as_of)
    update_at_version(facts.decision, version=version)
    way = leaving_of(case).next_school
    # The case is placed, so both are recorded.
    return facts, {"was": way.destination, "was_on": cast(date, way.placed_on).isoformat()}


@transaction.atomic
def close_exclusion(*, case: Case, version: int, by: User, as_of: date) -> Case:
    """Close the case. Raises ExclusionRefused with everything that is still open."""
    facts = begin_governed(case, "close", version, by, as_of)
    update_at_version(facts.decision, version=version)
    case = move_case(case=case, transition="close", to_state=CLOSED, by=by, as_of=as_of)
    return finish(case, "exclusions.closed", by, as_of, as_of)


@transaction.atomic
def reopen_exclusion(*, case: Case, reason: str, version: int, by: User, as_of: date) -> Case:
    """Open a closed case again under its own reference, in the state from which it was closed; its dates and tracks
    run again, and what was recorded in it can be put right."""
    facts = cast(Facts, begin_governed(case, REOPEN, version, by, as_of))
    if reason not in REOPEN_REASONS:
        raise ExclusionRefused("Reason: choose one of the list.", field="reason")
    update_at_version(facts.decision, version=version)
    case = reopen_case(case=case, to_state=state_when_open(facts), reason=reason, by=by, as_of=as_of)
    return finish(case, "exclusions.opened_again", by, as_of, as_of, reason=reason)


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
