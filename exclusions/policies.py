"""What the state of an exclusion allows: for each step, every reason why it is not possible now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from cases.kinds import State, Transition
from components.words import spelled_date
from exclusions.facts import CaseFacts, Facts
from exclusions.governors.policies import has_meeting_begun, reasons_against_board
from exclusions.home_authority.owners import is_elsewhere
from exclusions.leaving.closing import reasons_against_closing
from exclusions.lost_days import sessions_lost
from exclusions.models import Exclusion, GovernorsDecision
from exclusions.review.policies import reasons_against_review
from exclusions.review.window import window_of
from exclusions.states import (
    CANCELLED,
    CHECKED,
    CLOSED,
    GOVERNORS_LISTED,
    NOTIFIED,
    REVIEW_WINDOW,
    STATES,
    transition,
)
from exclusions.suspensions.totals import lost_in_year
from schools.school_years import SchoolYear

# The step of both tables by which a case that should never have been recorded is closed for good.
MISTAKE = "mistake"
# Opening again is no step of the table: a closed case is at an end of it.
REOPEN = "reopen"
REOPEN_LABEL = "Open the case again"
SAME_DAY = "The governors’ meeting is listed for that day. Say whether the head teacher cancelled before it began."


def against_the_state(row: Transition, states: Sequence[State], state: str) -> list[str]:
    """Why a step of a table is not for the state that a case is in; empty when it is."""
    if state in row.from_states:
        return []
    labels = {each.code: each.label for each in states}
    allowed = " or ".join(f"“{each.label}”" for each in states if each.code in row.from_states)
    return [f"The case is “{labels.get(state, state)}”; this is for {allowed}."]


def reasons_against(step: str, facts: Facts, as_of: date) -> list[str]:
    """All reasons why `step` (a code of the table) cannot be taken now; empty when it can."""
    state = facts.case.state
    if step == REOPEN:
        return [] if state == CLOSED else ["Only a closed case can be opened again."]
    if step == MISTAKE and state == CANCELLED:
        state = state_before_cancelling(facts.exclusion)
    reasons = against_the_state(transition(step), STATES, state)
    if step == MISTAKE and not reasons:
        reasons += against_booked_education(facts, as_of)
    if step == "home_authority" and facts.lives_here and not is_elsewhere(facts.case.school, facts.our_code):
        reasons.append("The child lives with us and the school is one of ours: no other authority has a part in it.")
    if step == "off_roll" and not reasons:
        reasons += _reasons_in_the_window(facts, as_of)
    if step == "close" and not reasons:
        reasons += reasons_against_closing(facts, as_of)
    return [*reasons, *reasons_against_board(step, facts, as_of), *reasons_against_review(step, facts, as_of)]


def state_before_cancelling(exclusion: Exclusion) -> str:
    """The state in which a cancelled exclusion would stand: none is cancelled once the governors have decided."""
    if exclusion.governors_meeting_on:
        return GOVERNORS_LISTED
    return CHECKED if exclusion.checked_on else NOTIFIED


def against_booked_education(facts: CaseFacts, as_of: date) -> list[str]:
    """Of either kind: what is booked because of a case that never was, somebody ends with the provider and the family
    first."""
    if not facts.education.open_on(as_of):
        return []
    return ["Education is booked because of it. End it, or record that it never started, first."]


def _reasons_in_the_window(facts: Facts, as_of: date) -> list[str]:
    """While the parents may ask for a review by the first limit the name stays; a claim alone does not keep it."""
    window = window_of(facts)
    if facts.case.state != REVIEW_WINDOW or (window and window.last_day and as_of > window.last_day):
        return []
    until = f" until {spelled_date(window.last_day)}" if window and window.last_day else ""
    return [f"The parents may ask for a review{until}. A name that left before is recorded all the same."]


def reasons_against_cancelling(facts: Facts, cancelled_on: date, was_before_meeting: bool | None = None) -> list[str]:
    """The statutory bars on that day: the governors' meeting had begun, or more than 45 days were lost in its school
    year, over all schools and with the child's suspensions."""
    has_met = has_meeting_begun(facts, cancelled_on, was_before_meeting)
    if has_met is None:
        return [SAME_DAY]
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
