"""The day from which the governors bring a child back: what it can be, for both kinds and after a review too."""

from __future__ import annotations

from datetime import date

from components.words import spelled_date
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.decisions import LONGEST_TO_THE_START
from exclusions.facts import Facts, GovernedFacts
from exclusions.suspensions.counting import Span, count
from exclusions.suspensions.facts import SuspensionFacts

FIELD = "reinstate_on"


def check_back_from_exclusion(facts: Facts, reinstate_on: date, decided_on: date, label: str) -> None:
    """After a permanent exclusion: a school day within a year of the decision, on or after it."""
    check_day(reinstate_on, label, FIELD, earliest=decided_on, latest=None)
    _check_year(reinstate_on, decided_on, label)
    _check_school_day(facts, reinstate_on, decided_on, label)


def check_back_from_suspension(facts: SuspensionFacts, reinstate_on: date, decided_on: date, label: str) -> None:
    """After a suspension: a school day on or after the decision, no later than the day by which it is over anyway. Of
    one that is over already the record says “Reinstate immediately”."""
    check_day(reinstate_on, label, FIELD, earliest=decided_on, latest=None)
    over_on = facts.ask("exclusions.suspension_return", last_on=facts.suspension.last_on).due_on
    if over_on is not None and reinstate_on > over_on:
        raise ExclusionRefused(
            f"{label} must be on or before {spelled_date(over_on)}, the first school day after the suspension. Enter "
            "that day or an earlier one. If the suspension was over when they decided, choose “Reinstate immediately” "
            "and leave the day empty.",
            field=FIELD,
        )
    _check_year(reinstate_on, decided_on, label)
    _check_school_day(facts, reinstate_on, decided_on, label)


def _check_year(reinstate_on: date, decided_on: date, label: str) -> None:
    if reinstate_on > decided_on + LONGEST_TO_THE_START:
        raise ExclusionRefused(f"{label} must be within a year of the decision. Check the year.", field=FIELD)


def _check_school_day(facts: GovernedFacts, reinstate_on: date, decided_on: date, label: str) -> None:
    """The day of the decision itself may be any day. Where the calendar does not say, nobody is refused."""
    if reinstate_on == decided_on or count(Span(reinstate_on, reinstate_on), facts.calendar, facts.policy).count != 0:
        return
    following = facts.ask("exclusions.suspension_return", last_on=reinstate_on).due_on
    fix = f"Enter a school day: the next one is {spelled_date(following)}." if following else "Enter a school day."
    raise ExclusionRefused(
        f"{label} must be a school day, and the school is closed on {spelled_date(reinstate_on)}. {fix}", field=FIELD
    )
