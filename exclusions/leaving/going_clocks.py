"""The clocks that run once a child goes: the school's return and transfer file, and a place under Fair Access."""

from __future__ import annotations

from collections.abc import Iterator

from cases.clocks import Clock
from cases.models import Deadline
from exclusions.facts import Facts
from exclusions.leaving.records import leaving_of
from exclusions.making_clocks import clock
from exclusions.models import NextSchool, RollDeletion
from exclusions.states import ENDS_THE_TRACKS

Owner = Deadline.DutyOwner

DELETION_RETURN = "exclusions.deletion_return"
TRANSFER_FILE = "exclusions.transfer_file"
FAIR_ACCESS = "exclusions.fair_access_placement"
LABELS = {
    DELETION_RETURN: "School’s return of the deletion",
    TRANSFER_FILE: "School’s common transfer file",
    FAIR_ACCESS: "Place under the Fair Access Protocol",
}


def clocks(facts: Facts) -> Iterator[Clock]:
    """What the school owes when it takes the name off, and what the panel's acceptance starts."""
    leaving = leaving_of(facts.case)
    yield from _of_the_school(leaving.deletion)
    yield from _of_fair_access(facts, leaving.next_school)


def _of_the_school(deletion: RollDeletion) -> Iterator[Clock]:
    off_on = deletion.off_on
    if off_on is None:
        return
    yield clock(
        LABELS,
        DELETION_RETURN,
        DELETION_RETURN,
        {"deleted_on": off_on},
        duty_owner=Owner.SCHOOL,
        met_on=deletion.return_received_on,
        needs_calendar=False,
    )
    yield clock(
        LABELS,
        TRANSFER_FILE,
        TRANSFER_FILE,
        {"ceased_on": off_on},
        duty_owner=Owner.SCHOOL,
        met_on=deletion.transfer_file_sent_on,
    )


def _of_fair_access(facts: Facts, way: NextSchool) -> Iterator[Clock]:
    """Met when a place was agreed. The home authority's own panel places its own children."""
    if way.fair_access_accepted_on is None or (facts.case.state in ENDS_THE_TRACKS and way.agreed_on is None):
        return
    yield clock(
        LABELS,
        FAIR_ACCESS,
        FAIR_ACCESS,
        {"accepted_on": way.fair_access_accepted_on},
        duty_owner=Owner.AUTHORITY if facts.lives_here else Owner.HOME_AUTHORITY,
        is_ours=facts.lives_here,
        met_on=way.agreed_on,
    )
