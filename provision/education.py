"""What the bookings of one case amount to: from when there is education, and whether it really goes on.

Full-time is not defined in hours by the law, so nothing is concluded from hours: the officer who books says how much
of the child's education a placement is. Two part-time providers may be combined (law pack, exclusions §5); the plan's
fewer hours are enough while they are given (2007 Regulations reg 5). Less than that is shown and fulfils no duty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import combinations

from provision.models import Extent, Placement

State = Placement.State


@dataclass(frozen=True)
class Span:
    """Days from `first` to `last` (None: no end is known) on which the education is, or is booked to be, enough."""

    first: date
    last: date | None
    is_real: bool

    def holds(self, day: date) -> bool:
        """True on the days of the span."""
        return self.first <= day and (self.last is None or self.last >= day)


@dataclass(frozen=True)
class Education:
    """The placements of one case that were not called off, soonest first."""

    placements: tuple[Placement, ...] = ()

    @property
    def started_on(self) -> date | None:
        """The first day on which enough education really was given; later bookings never move it."""
        return min((span.first for span in self._spans() if span.is_real), default=None)

    @property
    def ended_on(self) -> date | None:
        """The last day of enough education that really was given, when all of it has a last day."""
        lasts = [span.last for span in self._spans() if span.is_real]
        known = [last for last in lasts if last is not None]
        return max(known) if known and len(known) == len(lasts) else None

    def stands_on(self, day: date) -> bool:
        """True when enough education really goes on that day."""
        return any(span.is_real and span.holds(day) for span in self._spans())

    def booked_from(self, day: date) -> date | None:
        """The first booked start of enough education that has not begun and is not over by `day`."""
        waiting = (span for span in self._spans() if not span.is_real and (span.last is None or span.last >= day))
        return min((span.first for span in waiting), default=None)

    def is_too_little(self, day: date) -> bool:
        """True when something is booked or goes on, and it is not enough."""
        return bool(self.open_on(day)) and not self.stands_on(day) and self.booked_from(day) is None

    def open_on(self, day: date) -> tuple[Placement, ...]:
        """Placements that are booked or go on, and whose last day has not passed."""
        return tuple(each for each in self.placements if is_open_on(each, day))

    def waiting_on(self, day: date) -> tuple[Placement, ...]:
        """Placements that are booked and have not begun."""
        return tuple(each for each in self.open_on(day) if each.state == State.BOOKED)

    def _spans(self) -> Iterator[Span]:
        for each in self.placements:
            if each.extent in (Extent.FULL_TIME, Extent.PLAN_HOURS):
                yield Span(first_day(each), each.ends_on, each.started_on is not None)
        for one, other in combinations((each for each in self.placements if each.extent == Extent.COMBINED), 2):
            first = max(first_day(one), first_day(other))
            lasts = [last for last in (one.ends_on, other.ends_on) if last is not None]
            last = min(lasts, default=None)
            if last is None or last >= first:
                yield Span(first, last, one.started_on is not None and other.started_on is not None)


def first_day(placement: Placement) -> date:
    """The day it really started; before that, the day it is booked for."""
    return placement.started_on or placement.starts_on


def is_open_on(placement: Placement, day: date) -> bool:
    """True while it is booked or goes on. A booked one stays open until its last day, so that nobody forgets it."""
    return placement.state in (State.BOOKED, State.STARTED) and (placement.ends_on is None or placement.ends_on >= day)


def hours_on(placements: Iterable[Placement], day: date) -> Decimal:
    """Hours a week of the placements that go on or are booked for that day."""
    return sum(
        (each.hours_a_week for each in placements if is_open_on(each, day) and first_day(each) <= day), Decimal()
    )
