"""The parents' window, kept in agreement with the day: called whenever an exclusion's dates are worked out again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from cases.actions.cases import move_case
from cases.actions.events import record_event
from exclusions.facts import Facts
from exclusions.review.window import window_of
from exclusions.states import REVIEW_EXPIRED, REVIEW_WINDOW

_EVENTS = {
    "review_window_ends": "exclusions.review_window_ended",
    "review_window_reopens": "exclusions.review_window_reopened",
}


@transaction.atomic
def settle_review_window(*, facts: Facts, as_of: date) -> None:
    """The day after the last day the window ends, never while a claim is pending. A calendar or a day of sending that
    was put right and moves the last day to today or later opens it again, and so does a claim that becomes known after
    the end. Nobody takes these steps: the day brings them. May run again on any day and changes nothing then."""
    case, window = facts.case, window_of(facts)
    if window is None:
        return
    if case.state == REVIEW_WINDOW and window.is_over(as_of):
        _move(facts, "review_window_ends", REVIEW_EXPIRED, as_of)
    elif case.state == REVIEW_EXPIRED and window.last_day is not None and not window.is_over(as_of):
        _move(facts, "review_window_reopens", REVIEW_WINDOW, as_of)


def _move(facts: Facts, transition: str, to_state: str, as_of: date) -> None:
    case = facts.case
    moved = move_case(case=case, transition=transition, to_state=to_state, by=None, as_of=as_of)
    # Who called with this case goes on with it.
    case.state, case.version = moved.state, moved.version
    record_event(child=case.child, case=case, code=_EVENTS[transition], by=None, happened_on=as_of)
