"""Providers and bookings. All invented."""

from __future__ import annotations

import itertools
from datetime import date, time
from decimal import Decimal

from accounts.models import User
from cases.models import Case
from provision.actions.placements import book_placement
from provision.actions.progress import end_placement, record_started
from provision.booking import Booking, SessionTime
from provision.models import Placement, Provider
from tests.factories.exclusions import EXCLUDED_ON

# Day six of X1 of the law pack.
SIXTH_DAY = date(2026, 9, 22)
EVERY_SESSION = tuple(
    SessionTime(weekday, half, *times)
    for weekday in range(1, 6)
    for half, times in (("am", (time(9), time(12))), ("pm", (time(13), time(15))))
)

_numbers = itertools.count(1)


def make_provider(name: str = "", **more: object) -> Provider:
    """A registered provider that is in use."""
    facts = {
        "kind": Provider.Kind.INDEPENDENT,
        "registration": Provider.Registration.YES,
        "address": "1 Mill Lane, Coventry",
        "reports_to": "Reception",
        **more,
    }
    return Provider.objects.create(name=name or f"The Mill {next(_numbers)} (invented)", **facts)


def booking(provider: Provider | None = None, **more: object) -> Booking:
    """A full-time booking from day six of X1."""
    facts: dict[str, object] = {
        "provider": provider or make_provider(),
        "legal_basis": "section_19_excluded",
        "extent": "full_time",
        "starts_on": SIXTH_DAY,
        "hours_a_week": Decimal(25),
        "reports_to": "Ms Reception",
        "sessions": EVERY_SESSION,
        **more,
    }
    return Booking(**facts)  # type: ignore[arg-type]


def book(case: Case, by: User, *, as_of: date = EXCLUDED_ON, **more: object) -> Placement:
    """Book education by the real action."""
    return book_placement(case=case, booking=booking(**more), by=by, as_of=as_of)  # type: ignore[arg-type]


def start(placement: Placement, by: User, on: date = SIXTH_DAY, *, as_of: date | None = None) -> Placement:
    """Record that the child started on that day."""
    return record_started(
        placement=placement, started_on=on, version=placement.version, by=by, as_of=as_of or on, is_early=True
    )


def end(placement: Placement, by: User, on: date) -> Placement:
    """Record that it ended on that day."""
    return end_placement(
        placement=placement, ended_on=on, reason="provider_ended", version=placement.version, by=by, as_of=on
    )
