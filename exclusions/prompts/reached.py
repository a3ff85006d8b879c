"""Which prompts are due: for a child by its totals, for a case by its facts. Nothing here writes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import statute
from cases.models import Deadline
from exclusions.facts import CaseFacts, Recipient
from exclusions.kind_code import RECORDED_BY_MISTAKE
from exclusions.models import Prompt
from exclusions.suspensions.totals import ChildTotals
from schools.school_years import SchoolYear

Code = Prompt.Code
# The day from which a child who is excluded must be taught again, under both kinds.
SIXTH_DAYS = ("exclusions.sixth_day", "exclusions.suspension_sixth_day")
_OF_THE_YEAR = {"YEAR_FIRST": Code.YEAR_FIRST, "YEAR_SECOND": Code.YEAR_SECOND}
_OF_THE_TERM = {"TERM_FIRST": Code.TERM_FIRST, "TERM_SECOND": Code.TERM_SECOND, "REPEAT": Code.REPEAT}
# Who has reached the second mark is not asked about the first.
_LOWER_MARKS = {"TERM_SECOND": "TERM_FIRST", "YEAR_SECOND": "YEAR_FIRST"}
CODES_OF_TOTALS = frozenset({*_OF_THE_YEAR.values(), *_OF_THE_TERM.values()})


@dataclass(frozen=True)
class Due:
    """A prompt that is due: its code, and what it is about."""

    code: str
    period: str


def due_by_totals(
    totals: ChildTotals, policy: str, as_of: date, by_exclusions: Mapping[int, int] | None = None
) -> frozenset[Due]:
    """The marks that the child has reached in the school year of `as_of` or a later one: an old year prompts nobody.
    `by_exclusions`: the sessions that cancelled permanent exclusions cost, by school year."""
    current = SchoolYear.containing(as_of).begins_in
    lost = by_exclusions or {}
    # A year may hold nothing that stands, and still much that was cancelled.
    terms = {*totals.standing, *((year, "") for year, _ in totals.cancelled), *((year, "") for year in lost)}
    return frozenset(
        due
        for school_year, term in terms
        if school_year >= current
        for due in _of_term(totals, school_year, term, policy, lost.get(school_year, 0))
    )


def _of_term(totals: ChildTotals, school_year: int, term: str, policy: str, by_exclusions: int) -> Iterator[Due]:
    reached = statute.calculate(
        "exclusions.prompts_for_totals",
        facts={
            "sessions_in_term": totals.standing.get((school_year, term), 0),
            "suspensions_in_term": totals.numbers.get((school_year, term), 0),
            "sessions_in_year": totals.in_year(school_year) + by_exclusions,
        },
        policy=policy,
    ).value
    for mark in set(reached) - {lower for higher, lower in _LOWER_MARKS.items() if higher in reached}:
        if mark in _OF_THE_YEAR:
            yield Due(_OF_THE_YEAR[mark], str(school_year))
        else:
            yield Due(_OF_THE_TERM[mark], f"{school_year} {term}")


def is_of_a_year_that_is_over(prompt: Prompt, as_of: date) -> bool:
    """True of a mark in a school year before that of `as_of`: it is neither raised nor withdrawn any more."""
    return int(prompt.period.split(" ")[0]) < SchoolYear.containing(as_of).begins_in


def due_by_facts(facts: CaseFacts, sixth_day: Deadline | None, as_of: date) -> frozenset[Due]:
    """What about this case somebody should look at. `sixth_day` is its live deadline of day six, if it has one."""
    decision, about = facts.decision, facts.case.reference
    if decision.cancelled_on is not None or facts.case.state == RECORDED_BY_MISTAKE:
        return frozenset()
    holds = {
        Code.LOOKED_AFTER: decision.is_looked_after_then or "is_looked_after" in facts.stated,
        Code.PLAN: decision.has_plan_then or "has_plan" in facts.stated,
        Code.TOLD_LATE: _was_told_late(facts),
        Code.NO_EDUCATION: facts.case.is_open and _has_no_education(sixth_day, as_of),
    }
    return frozenset(Due(code, about) for code, is_so in holds.items() if is_so)


def _was_told_late(facts: CaseFacts) -> bool:
    """Told later than a school day after the decision; a calendar that does not say is no reproach."""
    told_on = facts.told.get(Recipient.COUNCIL)
    latest = facts.ask("exclusions.council_told", decided_on=facts.decision.decided_on).due_on
    return told_on is not None and latest is not None and told_on > latest


def _has_no_education(sixth_day: Deadline | None, as_of: date) -> bool:
    """Day six has passed and nothing has begun: from then on a register would show code E on a day on which the
    child must be taught. Where another authority provides we are not told whether it does."""
    return (
        sixth_day is not None
        and sixth_day.state == Deadline.State.RUNNING
        and sixth_day.due_on is not None
        and sixth_day.due_on < as_of
        and sixth_day.duty_owner != Deadline.DutyOwner.HOME_AUTHORITY
    )
