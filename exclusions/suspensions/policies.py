"""What the state of a suspension allows: for each step, every reason why it is not possible now."""

from __future__ import annotations

from datetime import date

import statute
from exclusions.governors.policies import has_meeting_begun, reasons_against_board
from exclusions.policies import SAME_DAY, against_the_state
from exclusions.suspensions.counting import Span, count
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.states import STATES, transition
from schools.school_years import SchoolYear

NOT_COUNTED = "The school’s calendar does not reach that far, so the days lost cannot be counted. Enter its terms."


def reasons_against(step: str, facts: SuspensionFacts, as_of: date) -> list[str]:
    """All reasons why `step` (a code of the table) cannot be taken now; empty when it can."""
    reasons = against_the_state(transition(step), STATES, facts.case.state)
    if step == "return" and as_of < facts.suspension.first_on:
        reasons.append("The suspension has not begun.")
    return [*reasons, *reasons_against_board(step, facts, as_of)]


def reasons_against_cancelling(
    facts: SuspensionFacts, cancelled_on: date, was_before_meeting: bool | None = None
) -> list[str]:
    """The statutory bars on that day: the governors' meeting had begun, where they owe one, or more than 45 days were
    lost, over all schools, in its school year."""
    has_met = has_meeting_begun(facts, cancelled_on, was_before_meeting)
    if has_met is None:
        return [SAME_DAY]
    year = SchoolYear.containing(cancelled_on)
    span = Span.of(facts.suspension).cut_at(cancelled_on)
    lost = count(span, facts.calendar, facts.policy) if span else None
    if not facts.others.is_complete or (lost is not None and lost.count is None):
        return [NOT_COUNTED]
    own = lost.in_year(year.begins_in) if lost else 0
    others = facts.others.by_year.get(year.begins_in, 0)
    result = facts.ask("exclusions.cancellation", sessions_this_year=own + others, governors_met=has_met)
    if result.outcome != statute.Outcome.REFUSED:
        return []
    return [result.because] if isinstance(result.because, str) else list(result.because)
