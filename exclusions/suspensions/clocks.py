"""Every clock of a suspension as its facts stand now. All of them are duties of the school or its governors, but for
the sixth day of a pupil referral unit's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import statute
from cases.clocks import Clock
from cases.models import Deadline
from exclusions.facts import Recipient
from exclusions.governors.clocks import SUSPENSION_LABELS, suspension_clocks
from exclusions.making_clocks import clock
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.states import CLOSED
from schools.models import School

Owner = Deadline.DutyOwner
Purpose = Deadline.Purpose

DEADLINE_LABELS = {
    "exclusions.parents_notice": "Written notice to the parents",
    "exclusions.suspension_return": "First school day after the suspension",
    "exclusions.looked_after_provision": "Education of a looked-after child from the day after",
    "exclusions.suspension_sixth_day": "Day-six education of the suspension",
    **SUSPENSION_LABELS,
}
# Schools that the day-six rules do not name follow those of a maintained school.
_SCHOOL_TYPES = {School.LegalType.ACADEMY: "academy", School.LegalType.PUPIL_REFERRAL_UNIT: "pru"}
SIXTH_DAY = "exclusions.sixth_day_suspension"
_SIXTH_DAY_OWNERS = {"maintained": Owner.GOVERNORS, "academy": Owner.TRUST}


def clocks_of(facts: SuspensionFacts) -> list[Clock]:
    """The clocks that run. Of a suspension that was cancelled or recorded by mistake none is left; of a closed one what
    was done or waived."""
    if facts.is_called_off:
        return []
    clocks = [*_parents(facts), *_return(facts), *_looked_after(facts), *duties_of_others(facts)]
    if facts.case.state == CLOSED:
        return [each for each in clocks if each.met_on is not None or each.waived_because]
    return clocks


def duties_of_others(facts: SuspensionFacts) -> list[Clock]:
    """Day six and the governors' clocks: those that depend on the child's other suspensions too."""
    return [*_sixth_day(facts), *suspension_clocks(facts)]


def _return(facts: SuspensionFacts) -> Iterator[Clock]:
    """The first school day after it, on which the case closes by itself unless something keeps it open. The pupil
    may be due back before: in the afternoon of a last day of which the morning alone is missed."""
    served = facts.served
    if served is None:
        return
    yield clock(
        DEADLINE_LABELS,
        "exclusions.suspension_return",
        "exclusions.suspension_return",
        {"last_on": served.last_on},
        purpose=Purpose.EARLIEST,
        duty_owner=Owner.SCHOOL,
    )


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
            met_on=facts.education_started_on,
        )


def school_type(legal_type: str) -> str:
    """The kind of school as the rule on the sixth day of a suspension knows it."""
    return _SCHOOL_TYPES.get(School.LegalType(legal_type), "maintained")


def sixth_day_facts(
    spans: Sequence[Sequence[date]], legal_type: str, *, is_of_compulsory_age: bool
) -> dict[str, object]:
    """What the rule on the sixth day of a suspension is asked with: `spans` are the days of its run, up to its end."""
    return {
        "spans": spans,
        "school_type": school_type(legal_type),
        "compulsory_age": is_of_compulsory_age,
    }


def _sixth_day(facts: SuspensionFacts) -> Iterator[Clock]:
    """Education from the sixth school day of the run: the governing body's duty or the trust's; for a pupil referral
    unit the council's in whose area the child lives. One row in a run, in the suspension in which that day falls; a
    run that is shorter, or lunchtimes alone, have none."""
    suspension, span = facts.suspension, facts.served
    if suspension.is_lunchtime_only or span is None:
        return
    asked = sixth_day_facts(
        facts.run.spans_with(span),
        suspension.legal_type_then,
        is_of_compulsory_age=facts.is_of_compulsory_age,
    )
    result = facts.ask(SIXTH_DAY, **asked)
    if result.outcome == statute.Outcome.NOT_APPLICABLE or facts.run.had_its_sixth_day(result.due_on):
        return
    is_councils = is_councils_duty(suspension.legal_type_then)
    councils = Owner.AUTHORITY if facts.lives_here else Owner.HOME_AUTHORITY
    owner = councils if is_councils else _SIXTH_DAY_OWNERS[school_type(suspension.legal_type_then)]
    yield clock(
        DEADLINE_LABELS,
        "exclusions.suspension_sixth_day",
        SIXTH_DAY,
        asked,
        duty_owner=owner,
        is_ours=is_councils and facts.lives_here,
        met_on=facts.education_started_on,
    )


def is_councils_duty(legal_type: str) -> bool:
    """True where a council provides the education of a suspension: that of a pupil referral unit."""
    return school_type(legal_type) == "pru"
