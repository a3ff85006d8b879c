"""What the state of an exclusion allows: for each step, every reason why it is not possible now."""

from __future__ import annotations

from datetime import date

from exclusions.facts import Facts
from exclusions.models import GovernorsDecision
from exclusions.states import STATES, transition
from schools.school_years import SchoolYear


def state_label(code: str) -> str:
    """The state in words."""
    return next((state.label for state in STATES if state.code == code), code)


def reasons_against(step: str, facts: Facts, as_of: date) -> list[str]:
    """All reasons why `step` (a code of the table) cannot be taken now; empty when it can."""
    row = transition(step)
    reasons = []
    if facts.case.state not in row.from_states:
        allowed = " or ".join(f"“{state_label(code)}”" for code in _in_order(row.from_states))
        reasons.append(f"The case is “{state_label(facts.case.state)}”; this is for {allowed}.")
    if step == "governors_decide" and facts.governors_told_on is None:
        reasons.append("Record first when the governors were told.")
    return reasons


def _in_order(states: frozenset[str]) -> list[str]:
    return [state.code for state in STATES if state.code in states]


def reasons_against_cancelling(facts: Facts, cancelled_on: date) -> list[str]:
    """The statutory bars on that day: the governors' meeting had begun, or more than 45 days were lost in its school
    year."""
    meeting_on = facts.exclusion.governors_meeting_on
    has_met = meeting_on is not None and meeting_on < cancelled_on
    lost = sessions_lost(facts, cancelled_on)
    if lost is None:
        return ["The school’s calendar does not reach that far, so the days lost cannot be counted. Enter its terms."]
    result = facts.ask("exclusions.cancellation", sessions_this_year=lost, governors_met=has_met)
    if str(result.outcome) != "refused":
        return []
    return [result.because] if isinstance(result.because, str) else list(result.because)


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


def is_reinstatement(decision: str) -> bool:
    """True for both ways of reinstating."""
    return decision in (GovernorsDecision.REINSTATE_NOW, GovernorsDecision.REINSTATE_ON)
