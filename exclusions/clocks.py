"""Every clock of a permanent exclusion as its facts stand now. The limits themselves are the statute engine's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.clocks import Clock
from cases.models import Deadline
from exclusions.day_six import is_over
from exclusions.facts import Facts, Recipient
from exclusions.governors import clocks as governors
from exclusions.home_authority.owners import owners_of
from exclusions.kind_code import RECORDED_BY_MISTAKE
from exclusions.leaving import clocks as leaving
from exclusions.leaving import going_clocks as going
from exclusions.leaving.records import admitted_on
from exclusions.making_clocks import clock
from exclusions.review import clocks as review
from exclusions.states import CANCELLED

Owner = Deadline.DutyOwner
Purpose = Deadline.Purpose

DEADLINE_LABELS = {
    **governors.LABELS,
    **review.LABELS,
    **leaving.LABELS,
    **going.LABELS,
    "exclusions.parents_notice": "Written notice to the parents",
    "exclusions.sixth_day": "Day-six provision",
    "exclusions.looked_after_provision": "First-day provision for a looked-after child",
}


HOME_AUTHORITY_ASSUMED = "Where the child lives is not checked yet. Until it is, the duty is taken to be ours."


def clocks_of(facts: Facts, as_of: date) -> list[Clock]:
    """The clocks that run, or will once something is recorded. Of a cancelled exclusion only the claim's is left:
    its time runs from the act. Of one that was recorded by mistake none is."""
    if facts.case.state == RECORDED_BY_MISTAKE:
        return []
    if facts.case.state == CANCELLED:
        return list(review.claim_clocks(facts))
    return [
        *_parents(facts),
        *_provision(facts, as_of),
        *governors.clocks(facts),
        *review.clocks(facts),
        *leaving.clocks(facts),
        *going.clocks(facts),
        *review.claim_clocks(facts),
    ]


def _parents(facts: Facts) -> Iterator[Clock]:
    """The notice under section 104, owed for a child of compulsory school age."""
    if facts.is_of_compulsory_age:
        yield clock(
            DEADLINE_LABELS,
            "exclusions.parents_notice",
            "exclusions.parents_notice",
            _start(facts),
            duty_owner=Owner.SCHOOL,
            met_on=facts.told.get(Recipient.PARENTS),
        )


def _start(facts: Facts) -> dict[str, object]:
    return {"excluded_on": facts.exclusion.excluded_on, "pm_began": facts.exclusion.pm_began}


def _provision(facts: Facts, as_of: date) -> Iterator[Clock]:
    """Education from day six, by the home authority; for a looked-after child from the first day. Met on the day on
    which it really began, or on which a next school admitted the child. Ended when the child is back, unless it had
    begun: whether in time or late is kept. A case that is closed afterwards owes it no more than before."""
    started_on = facts.education.started_on or admitted_on(facts.case)
    if started_on is None and is_over(facts, as_of):
        return
    exclusion = facts.exclusion
    owners = owners_of(facts)
    yield clock(
        DEADLINE_LABELS,
        "exclusions.sixth_day",
        "exclusions.sixth_day_permanent",
        {
            **_start(facts),
            "compulsory_age": facts.is_of_compulsory_age,
            "public_exams_finished": exclusion.has_finished_exams,
        },
        duty_owner=owners.day_six,
        is_ours=owners.is_day_six_ours,
        assumption="" if exclusion.home_authority else HOME_AUTHORITY_ASSUMED,
        met_on=started_on,
    )
    if exclusion.is_looked_after_then and facts.is_of_compulsory_age:
        yield clock(
            DEADLINE_LABELS,
            "exclusions.looked_after_provision",
            "exclusions.looked_after_provision",
            _start(facts),
            purpose=Purpose.TARGET,
            duty_owner=owners.day_six,
            is_ours=owners.is_day_six_ours,
            met_on=started_on,
        )
