"""Days of what people hold (a role, a place in a team or a school): checked, compared, ended."""

from __future__ import annotations

from datetime import date
from typing import TypeVar

from django.db.models import QuerySet

from accounts.models import DatedHolding
from accounts.refusals import AccountRefused

Held = TypeVar("Held", bound=DatedHolding)


def check_days(starts_on: date | None, ends_on: date | None, as_of: date) -> date:
    """The first day of something given. Raises AccountRefused when it is past, or the last day is before it."""
    first = starts_on or as_of
    if first < as_of:
        raise AccountRefused("The first day must be today or later.", field="starts_on")
    if ends_on is not None and ends_on < first:
        raise AccountRefused("The last day must be on or after the first day.", field="ends_on")
    return first


def overlapping(holdings: QuerySet[Held], first: date, last: date | None) -> bool:
    """True when one of these is held on any day from `first` to `last`."""
    clash = holdings.exclude(ends_on__lt=first)
    return (clash.filter(starts_on__lte=last) if last else clash).exists()


def end_holding(holding: DatedHolding, last_day: date | None, as_of: date) -> None:
    """End something that is held: after `last_day` (today or later), or now. What has not begun is taken away whole;
    its history stays. Raises AccountRefused."""
    if last_day is None and holding.starts_on >= as_of:
        holding.delete()
        return
    if last_day is not None and last_day < max(as_of, holding.starts_on):
        raise AccountRefused("The last day must be today or later, and not before the first day.", field="last_day")
    holding.ends_on = last_day or as_of - date.resolution
    holding.save(update_fields=["ends_on"])


def days(first: date, last: date | None) -> dict[str, str | None]:
    """First and last day, as facts of an event have them."""
    return {"starts_on": str(first), "ends_on": str(last) if last else None}
