"""When the name may leave the school’s roll."""

from __future__ import annotations

from collections.abc import Iterator

from cases.clocks import Clock
from cases.models import Deadline
from exclusions.facts import Facts
from exclusions.making_clocks import clock
from exclusions.models import GovernorsDecision
from exclusions.review.clocks import STARTS_WITH_THE_NOTICE
from exclusions.review.facts import facts_for_roll_deletion
from exclusions.states import ENDS_THE_TRACKS

LABELS = {
    "exclusions.roll_deletion": "Deletion from the school’s roll",
}


def clocks(facts: Facts) -> Iterator[Clock]:
    """The first day on which the name may leave the roll."""
    exclusion = facts.exclusion
    if exclusion.governors_decision != GovernorsDecision.DECLINE or facts.case.state in ENDS_THE_TRACKS:
        return
    sent_on = exclusion.refusal_notice_sent_on
    notice: dict[str, object] | None = None
    if sent_on is not None:
        notice = {"notice_sent_on": sent_on, "method": exclusion.refusal_notice_method}
        notice |= facts_for_roll_deletion(facts.review)
    yield clock(
        LABELS,
        "exclusions.roll_deletion",
        "exclusions.roll_deletion",
        notice,
        purpose=Deadline.Purpose.EARLIEST,
        duty_owner=Deadline.DutyOwner.SCHOOL,
        starts_when=STARTS_WITH_THE_NOTICE,
    )
