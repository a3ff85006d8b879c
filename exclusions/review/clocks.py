"""The parents’ window for a review, and their time to claim discrimination."""

from __future__ import annotations

from collections.abc import Iterator

from cases.clocks import Clock
from cases.models import Deadline
from exclusions.facts import Facts
from exclusions.making_clocks import clock
from exclusions.models import GovernorsDecision

Owner = Deadline.DutyOwner
Purpose = Deadline.Purpose

LABELS = {
    "exclusions.review_application": "Parents’ application for a review",
    "exclusions.equality_claim": "Claim under the Equality Act",
}
STARTS_WITH_THE_NOTICE = "Starts when the governors’ written decision is recorded as sent."


def clocks(facts: Facts) -> Iterator[Clock]:
    """The parents' window for a review, from the service of the governors' written decision."""
    exclusion = facts.exclusion
    if exclusion.governors_decision != GovernorsDecision.DECLINE:
        return
    sent_on = exclusion.refusal_notice_sent_on
    notice = {"notice_sent_on": sent_on, "method": exclusion.refusal_notice_method} if sent_on else None
    yield clock(
        LABELS,
        "exclusions.review_application",
        "exclusions.review_application",
        notice,
        purpose=Purpose.WINDOW,
        duty_owner=Owner.PARENT,
        starts_when=STARTS_WITH_THE_NOTICE,
    )


def claim_clocks(facts: Facts) -> Iterator[Clock]:
    """A claim that the exclusion was discrimination: six months from the act."""
    yield clock(
        LABELS,
        "exclusions.equality_claim",
        "exclusions.equality_claim",
        {"act_on": facts.exclusion.excluded_on},
        purpose=Purpose.WINDOW,
        duty_owner=Owner.PARENT,
        needs_calendar=False,
    )
