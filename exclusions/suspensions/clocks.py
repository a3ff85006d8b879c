"""Every clock of a suspension as its facts stand now. All of them are duties of the school or its governors, but for
the sixth day of a pupil referral unit's."""

from __future__ import annotations

from collections.abc import Iterator

import statute
from cases.clocks import Clock
from cases.models import Deadline
from exclusions.facts import Recipient
from exclusions.governors.clocks import SUSPENSION_LABELS, suspension_clocks
from exclusions.making_clocks import clock
from exclusions.suspensions.counting import Span
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.states import CANCELLED
from schools.models import School

Owner = Deadline.DutyOwner
Purpose = Deadline.Purpose

DEADLINE_LABELS = {
    "exclusions.parents_notice": "Written notice to the parents",
    "exclusions.looked_after_provision": "Education of a looked-after child from the day after",
    "exclusions.suspension_sixth_day": "Day-six education of the suspension",
    **SUSPENSION_LABELS,
}
# Schools that the day-six rules do not name follow those of a maintained school.
_SCHOOL_TYPES = {School.LegalType.ACADEMY: "academy", School.LegalType.PUPIL_REFERRAL_UNIT: "pru"}
SIXTH_DAY = "exclusions.sixth_day_suspension"


def clocks_of(facts: SuspensionFacts) -> list[Clock]:
    """The clocks that run. Of a cancelled suspension none is left."""
    if facts.case.state == CANCELLED:
        return []
    return [*_parents(facts), *_looked_after(facts), *_sixth_day(facts), *suspension_clocks(facts)]


def _parents(facts: SuspensionFacts) -> Iterator[Clock]:
    """The notice under section 104, owed for a child of compulsory school age."""
    if facts.is_of_compulsory_age:
        yield clock(
            DEADLINE_LABELS,
            "exclusions.parents_notice",
            "exclusions.parents_notice",
            {"excluded_on": facts.suspension.first_on, "pm_began": False},
            duty_owner=Owner.SCHOOL,
            met_on=facts.told.get(Recipient.PARENTS),
        )


def _looked_after(facts: SuspensionFacts) -> Iterator[Clock]:
    """For a looked-after child education should begin on the day after the first; a suspension of a day has no such."""
    suspension = facts.suspension
    is_longer = len(facts.lost.days) > 1 and not suspension.is_lunchtime_only
    if suspension.is_looked_after_then and facts.is_of_compulsory_age and is_longer:
        yield clock(
            DEADLINE_LABELS,
            "exclusions.looked_after_provision",
            "exclusions.looked_after_provision",
            {"excluded_on": suspension.first_on, "pm_began": False},
            purpose=Purpose.TARGET,
            duty_owner=Owner.SCHOOL,
        )


def sixth_day_facts(span: Span, legal_type: str, *, is_of_compulsory_age: bool) -> dict[str, object]:
    """What the rule on the sixth day of a suspension is asked with."""
    return {
        "spans": [[span.first_on, span.last_on]],
        "school_type": _SCHOOL_TYPES.get(School.LegalType(legal_type), "maintained"),
        "compulsory_age": is_of_compulsory_age,
    }


def _sixth_day(facts: SuspensionFacts) -> Iterator[Clock]:
    """Education from the sixth school day: the school's duty, the council's for a pupil referral unit. A suspension
    that is shorter, or for lunchtimes alone, has no such day and no row."""
    suspension, span = facts.suspension, facts.served
    if suspension.is_lunchtime_only or span is None:
        return
    asked = sixth_day_facts(span, suspension.legal_type_then, is_of_compulsory_age=facts.is_of_compulsory_age)
    if facts.ask(SIXTH_DAY, **asked).outcome == statute.Outcome.NOT_APPLICABLE:
        return
    is_councils = asked["school_type"] == "pru"
    owner = Owner.SCHOOL
    if is_councils:
        owner = Owner.AUTHORITY if facts.lives_here else Owner.HOME_AUTHORITY
    yield clock(
        DEADLINE_LABELS,
        "exclusions.suspension_sixth_day",
        SIXTH_DAY,
        asked,
        duty_owner=owner,
        is_ours=is_councils and facts.lives_here,
    )
