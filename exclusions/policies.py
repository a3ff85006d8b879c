"""What the state of an exclusion allows: for each step, every reason why it is not possible now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cases.kinds import State, Transition
from exclusions.facts import Facts
from exclusions.leaving.closing import reasons_against_closing
from exclusions.lost_days import sessions_lost
from exclusions.models import GovernorsDecision
from exclusions.states import STATES, transition
from exclusions.suspensions.totals import lost_in_year
from schools.school_years import SchoolYear


def against_the_state(row: Transition, states: Sequence[State], state: str) -> list[str]:
    """Why a step of a table is not for the state that a case is in; empty when it is."""
    if state in row.from_states:
        return []
    labels = {each.code: each.label for each in states}
    allowed = " or ".join(f"“{each.label}”" for each in states if each.code in row.from_states)
    return [f"The case is “{labels.get(state, state)}”; this is for {allowed}."]


def reasons_against(step: str, facts: Facts, as_of: date) -> list[str]:
    """All reasons why `step` (a code of the table) cannot be taken now; empty when it can."""
    reasons = against_the_state(transition(step), STATES, facts.case.state)
    if step == "governors_decide" and facts.governors_told_on is None:
        reasons.append("Record first when the governors were told.")
    if step == "close" and not reasons:
        reasons += reasons_against_closing(facts, as_of)
    return reasons


def reasons_against_cancelling(facts: Facts, cancelled_on: date) -> list[str]:
    """The statutory bars on that day: the governors' meeting had begun, or more than 45 days were lost in its school
    year, over all schools and with the child's suspensions."""
    meeting_on = facts.exclusion.governors_meeting_on
    has_met = meeting_on is not None and meeting_on < cancelled_on
    year = SchoolYear.containing(cancelled_on)
    lost, others = sessions_lost(facts, cancelled_on), lost_in_year(facts.case.child, year, besides=facts.case)
    if lost is None or others is None:
        return ["The school’s calendar does not reach that far, so the days lost cannot be counted. Enter its terms."]
    result = facts.ask("exclusions.cancellation", sessions_this_year=lost + others, governors_met=has_met)
    if str(result.outcome) != "refused":
        return []
    return [result.because] if isinstance(result.because, str) else list(result.because)


def is_reinstatement(decision: str) -> bool:
    """True for both ways of reinstating."""
    return decision in (GovernorsDecision.REINSTATE_NOW, GovernorsDecision.REINSTATE_ON)
