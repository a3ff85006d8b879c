"""The school days that a permanent exclusion cost: when it is cancelled they stay lost."""

from __future__ import annotations

from datetime import date

from exclusions.facts import Facts
from schools.school_years import SchoolYear


def sessions_lost(facts: Facts, as_of: date) -> int | None:
    """Sessions that this exclusion cost in the school year of `as_of`, up to and with it; None when the calendar does
    not say."""
    exclusion = facts.exclusion
    first = facts.ask("exclusions.day_one", excluded_on=exclusion.excluded_on, pm_began=exclusion.pm_began).due_on
    if first is None:
        return None
    first = max(first, SchoolYear.containing(as_of).first_day)
    if as_of < first:
        return 0
    result = facts.ask("exclusions.sessions", from_on=first, from_session="am", to_on=as_of, to_session="pm")
    if str(result.outcome) != "value":
        return None
    return sum(result.value["sessions_by_term"].values())
