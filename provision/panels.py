"""“Education now” on the child's page: what is given, how many hours, and on which days of the week nothing is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts.models import User
from cases.models import Child
from cases.presenters.words import plain_date
from provision.education import first_day, hours_on
from provision.models import Placement, PlacementSession
from provision.presenters import hours_words, session_words
from provision.queries import placements_of_child

Weekday = PlacementSession.Weekday


def education_lines(child: Child, user: User, as_of: date) -> Sequence[str]:
    """The child's placements that go on or are booked, their hours, and the weekdays without any. No address at all."""
    placements = placements_of_child(child, as_of)
    lines = [_line(each) for each in placements]
    going_on = [each for each in placements if each.started_on is not None]
    if not going_on:
        return lines
    if len(going_on) > 1:
        lines.append(f"Together {hours_words(hours_on(going_on, as_of))} a week.")
    return [*lines, *_days_with_nothing(going_on)]


def _line(placement: Placement) -> str:
    words = [str(placement.provider), f"{hours_words(placement.hours_a_week)} a week"]
    begun = "since" if placement.started_on else "booked from"
    words.append(f"{begun} {plain_date(first_day(placement))}")
    if placement.ends_on:
        words.append(f"last day {plain_date(placement.ends_on)}")
    sessions = session_words(placement)
    return ", ".join(words) + (f" ({sessions})." if sessions else ".")


def _days_with_nothing(placements: Sequence[Placement]) -> list[str]:
    """The weekdays on which no session is; nothing is said while the sessions of one of them are not recorded."""
    sessions = [list(each.sessions.all()) for each in placements]
    if not all(sessions):
        return []
    taught = {session.weekday for each in sessions for session in each}
    missing = [str(Weekday(day).label) for day in Weekday.values if day not in taught]
    return [f"Nothing on {', '.join(missing)}."] if missing else []
