"""The governors’ own limits on a permanent exclusion."""

from __future__ import annotations

from collections.abc import Iterator

from cases.clocks import Clock
from cases.models import Deadline
from exclusions.facts import Facts
from exclusions.making_clocks import clock
from exclusions.states import BEFORE_GOVERNORS

Owner = Deadline.DutyOwner
Purpose = Deadline.Purpose

LABELS = {
    "exclusions.governors_meet": "Governors’ meeting",
    "exclusions.exam_meeting": "Governors’ meeting before the exam",
    "exclusions.governors_papers": "Papers for the governors’ meeting",
}
NOTICE_ASSUMED = "The notice to the governors is not recorded yet. Until it is, the day of the decision is assumed."


def clocks(facts: Facts) -> Iterator[Clock]:
    """The governors' own limits. Until the notice to them is recorded, their clock runs from the decision, assumed."""
    exclusion = facts.exclusion
    notified_on = facts.governors_told_on or exclusion.decided_on
    board: dict[str, object] = {"duty_owner": Owner.GOVERNORS, "met_on": exclusion.governors_decided_on}
    yield clock(
        LABELS,
        "exclusions.governors_meet",
        "exclusions.governors_meet_15",
        {"notified_on": notified_on},
        assumption="" if facts.governors_told_on else NOTICE_ASSUMED,
        **board,
    )
    if exclusion.misses_exam and exclusion.exam_on:
        yield clock(
            LABELS,
            "exclusions.exam_meeting",
            "exclusions.exam_meeting",
            {"notified_on": notified_on, "exam_on": exclusion.exam_on},
            purpose=Purpose.TARGET,
            assumption="" if facts.governors_told_on else NOTICE_ASSUMED,
            **board,
        )
    if facts.case.state in BEFORE_GOVERNORS:
        meeting_on = exclusion.governors_meeting_on
        yield clock(
            LABELS,
            "exclusions.governors_papers",
            "exclusions.governors_papers",
            {"meeting_on": meeting_on} if meeting_on else None,
            purpose=Purpose.TARGET,
            duty_owner=Owner.GOVERNORS,
            starts_when="Starts when the governors’ meeting is listed.",
        )
