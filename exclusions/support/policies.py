"""What the state of a request for help allows: for each step, every reason why it is not possible now."""

from __future__ import annotations

from datetime import date

from cases.models import Case
from exclusions.models import SupportLine
from exclusions.policies import against_the_state
from exclusions.support.facts import SupportFacts, gather_support
from exclusions.support.states import STATES, SUPPORTED, transition
from provision.models import OPEN_PLACEMENTS


def reasons_against(step: str, facts: SupportFacts, as_of: date) -> list[str]:
    """All reasons why `step` (a code of the table) cannot be taken now; empty when it can."""
    reasons = against_the_state(transition(step), STATES, facts.case.state)
    if step in ("line", "review_day") and not facts.open_lines:
        reasons.append("It is recorded of every line of support how it went.")
    if step == "correct_meeting" and not facts.meetings:
        reasons.append("No meeting is recorded.")
    if step == "close":
        reasons += [
            f"Record first how it went: {line.get_kind_display()} from {line.starts_on.day} {line.starts_on:%B %Y}."
            for line in facts.open_lines
        ]
        if any(each.state in OPEN_PLACEMENTS for each in facts.placements):
            reasons.append("Education is still booked or goes on in this case. End it first.")
    return reasons


def reasons_against_line(step: str, line: SupportLine, facts: SupportFacts, as_of: date) -> list[str]:
    """All reasons why `step` cannot be taken of this line now. How it went may be put right once it is recorded."""
    if step == "line" and line.outcome:
        return against_the_state(transition(step), STATES, facts.case.state)
    return reasons_against(step, facts, as_of)


def reasons_against_booking(case: Case, as_of: date) -> list[str]:
    """Every reason why no place can be booked for this request now; empty when it can."""
    if case.state in SUPPORTED:
        return []
    return ["Agree the support first: a place is booked for what is agreed."]


def earliest_booking(case: Case) -> date:
    """No place because of a request begins before it."""
    return gather_support(case).request.requested_on
