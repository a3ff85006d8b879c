"""The hour at which an invented act is stamped: a working hour of its own day, not the minute of the load."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta

from django.utils import timezone

OFFICE_OPENS = time(9, 5)
MINUTES_BETWEEN_ACTS = 4


class ActingClock:
    """Tells the time of the act that is being made. Within one act the seconds go on, so that stamps keep its order."""

    def __init__(self, latest: datetime) -> None:
        self.latest = latest
        self._day: date | None = None
        self._now = latest

    def start_act(self, day: date, at: time = OFFICE_OPENS) -> None:
        """The next act happens on `day` at that hour, or some minutes after the act before it if that is later."""
        earliest = timezone.make_aware(datetime.combine(day, at))
        follows_on = self._now + timedelta(minutes=MINUTES_BETWEEN_ACTS)
        self._now = max(earliest, follows_on) if day == self._day else earliest
        self._day = day

    def now(self) -> datetime:
        """The moment of the act, never later than the load itself."""
        self._now += timedelta(seconds=1)
        return min(self._now, self.latest)


@contextmanager
def acting_clock(latest: datetime) -> Iterator[ActingClock]:
    """While the block runs, Django's clock tells the acts' own time. For a command that has the process to itself."""
    clock, real = ActingClock(latest), timezone.now
    timezone.now = clock.now
    try:
        yield clock
    finally:
        timezone.now = real
