"""What the state of a suspension allows: for each step, every reason why it is not possible now."""

from __future__ import annotations

from datetime import date

import statute
from components.words import spelled_date
from exclusions.governors.policies import has_meeting_begun, reasons_against_board
from exclusions.policies import MISTAKE, SAME_DAY, against_booked_education, against_the_state
from exclusions.queries import deadlines_by_code
from exclusions.suspensions.clocks import is_councils_duty
from exclusions.suspensions.counting import Span, count
from exclusions.suspensions.facts import SuspensionFacts
from exclusions.suspensions.states import CANCELLED, CLOSED, NOTIFIED, STATES, state_when_open, transition
from exclusions.suspensions.staying_open import BARS_CLOSING, CLOSED_BY_HAND, why_it_stays_open
from schools.school_years import SchoolYear

# What is recorded of a closed case by a step that leads on.
OPENS_AGAIN = frozenset({"cancel", "return", MISTAKE})
# Opening again is no step of the table: a closed case is at an end of it.
REOPEN = "reopen"
NOT_COUNTED = "The school’s calendar does not reach that far, so the days lost cannot be counted. Enter its terms."


def reasons_against(step: str, facts: SuspensionFacts, as_of: date) -> list[str]:
    """All reasons why `step` (a code of the table) cannot be taken now; empty when it can."""
    if step == REOPEN:
        return [] if facts.case.state == CLOSED else ["Only a closed case can be opened again."]
    reasons = against_the_state(transition(step), STATES, _state_for(step, facts))
    if step in ("return", "education") and as_of < facts.suspension.first_on:
        reasons.append("The suspension has not begun.")
    if step == "education" and is_councils_duty(facts.suspension.legal_type_then):
        reasons.append("The council provides the education of a pupil referral unit’s pupils. Book it instead.")
    if step == MISTAKE and not reasons:
        reasons += against_booked_education(facts, as_of)
    if step == "close" and not reasons:
        reasons += _against_closing(facts, as_of)
    if step == "keep_open" and facts.suspension.kept_open_because:
        reasons.append("It is kept open already.")
    if step == "let_go" and not facts.suspension.kept_open_because:
        reasons.append("Nobody keeps it open.")
    return [*reasons, *reasons_against_board(step, facts, as_of)]


def _state_for(step: str, facts: SuspensionFacts) -> str:
    """The state that the table is asked with. The head teacher may cancel a suspension that closed by itself, its
    return is put right, and one that never was may be closed or cancelled: it is opened again for that, since the table
    leads nowhere from an end."""
    state = facts.case.state
    is_opened = (step in OPENS_AGAIN and state == CLOSED) or (step == MISTAKE and state == CANCELLED)
    return state_when_open(facts.suspension) if is_opened else state


def _against_closing(facts: SuspensionFacts, as_of: date) -> list[str]:
    """Closing by hand: once the return is recorded, unless the governors must meet or an officer keeps it open; before
    that once the suspension is over, where day six, care or a plan alone keeps it open."""
    whys = why_it_stays_open(facts.standing(deadlines_by_code(facts.case)), as_of)
    if facts.case.state != NOTIFIED:
        return [why.text for why in whys if why.code in BARS_CLOSING]
    reasons = []
    if facts.return_on is None:
        reasons.append("The school’s calendar does not say when the suspension is over. Record the return first.")
    elif as_of < facts.return_on:
        over_on = spelled_date(facts.return_on)
        reasons.append(f"The first school day after the suspension is {over_on}. Record the return first.")
    return reasons + [why.text for why in whys if why.code not in CLOSED_BY_HAND]


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
