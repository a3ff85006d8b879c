"""What work people have open elsewhere: a registry that is filled from above, since schools knows no case."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

# Gives the number of open pieces of work of each of these people (ids) who has any.
OpenWorkCounter = Callable[[Collection[int]], Mapping[int, int]]

_counters: list[tuple[OpenWorkCounter, str, Collection[str]]] = []


class CounterTaken(Exception):
    """Two rooms offered to count open work."""


def register_open_work(counter: OpenWorkCounter, hand_over_url_name: str, working_roles: Collection[str]) -> None:
    """Register who counts open work, the page (taking a person's uuid) on which it is handed over, and the roles by
    which somebody can work it.

    Raises CounterTaken when another did so before.
    """
    if _counters and _counters[0][0] is not counter:
        raise CounterTaken("Open work is counted by one room only.")
    _counters[:] = [(counter, hand_over_url_name, working_roles)]


def open_work_counts(user_ids: Collection[int]) -> Mapping[int, int]:
    """Open pieces of work by the person's id; nobody has any when nobody counts it."""
    return _counters[0][0](user_ids) if _counters and user_ids else {}


def hand_over_url_name() -> str:
    """The name of the page on which a person's work is handed over; empty when there is none."""
    return _counters[0][1] if _counters else ""


def working_roles() -> Collection[str]:
    """The roles by which somebody can work what is open; none when nobody counts it."""
    return _counters[0][2] if _counters else ()
