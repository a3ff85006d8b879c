"""What a change of a calendar does elsewhere: a registry that is filled from above, since schools knows no case."""

from __future__ import annotations

from collections.abc import Callable

# Name of the task that works open deadlines out again; whoever keeps deadlines registers its handler.
RECOMPUTE_TASK = "cases.recompute_calendar"

# Gives the number of open deadlines of a school (its id), or of all schools (None).
OpenDeadlineCounter = Callable[[int | None], int]

_counters: list[OpenDeadlineCounter] = []


class CounterTaken(Exception):
    """Two rooms offered to count open deadlines."""


def register_open_deadline_counter(counter: OpenDeadlineCounter) -> None:
    """Register who counts open deadlines. Raises CounterTaken when another did so before."""
    if _counters and _counters[0] is not counter:
        raise CounterTaken("Open deadlines are counted by one room only.")
    _counters[:] = [counter]


def open_deadlines_count(school_id: int | None) -> int | None:
    """How many open deadlines a change of this calendar works out again; None when nobody counts them."""
    return _counters[0](school_id) if _counters else None
