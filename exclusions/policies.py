"""What the state of an exclusion allows: for each step, every reason why it is not possible now."""

from __future__ import annotations

from datetime import date

from exclusions.facts import Facts
from exclusions.models import GovernorsDecision
from exclusions.states import STATES, transition


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
    if step == "cancel":
        reasons += _against_cancelling(facts, as_of)
    if step == "governors_decide" and facts.governors_told_on is None:
        reasons.append("Record first when the governors were told.")
    return reasons


def _in_order(states: frozenset[str]) -> list[str]:
    return [state.code for state in STATES if state.code in states]


def _against_cancelling(facts: Facts, as_of: date) -> list[str]:
    """The statutory bars: the governors' meeting has begun, or more than 45 days were lost this school year."""
    exclusion = facts.exclusion
    meeting_on = exclusion.governors_meeting_on
    has_met = bool(exclusion.governors_decided_on) or (meeting_on is not None and meeting_on < as_of)
    result = facts.ask("exclusions.cancellation", sessions_this_year=sessions_lost(facts, as_of), governors_met=has_met)
    if str(result.outcome) != "refused":
        return []
    return [result.because] if isinstance(result.because, str) else list(result.because)


def sessions_lost(facts: Facts, as_of: date) -> int:
    """Sessions that this exclusion has cost up to and with `as_of`; none when it starts later or the calendar ends."""
    exclusion = facts.exclusion
    if as_of < exclusion.excluded_on:
        return 0
    result = facts.ask(
        "exclusions.sessions",
        from_on=exclusion.excluded_on,
        from_session="pm" if exclusion.pm_began else "am",
        to_on=as_of,
        to_session="pm",
    )
    if str(result.outcome) != "value":
        return 0
    return sum(result.value["sessions_by_term"].values())


def is_reinstatement(decision: str) -> bool:
    """True for both ways of reinstating."""
    return decision in (GovernorsDecision.REINSTATE_NOW, GovernorsDecision.REINSTATE_ON)
