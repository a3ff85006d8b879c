"""What bookings amount to, on rows that are never saved."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from provision.education import Education, hours_on
from provision.models import Placement

BOOKED, STARTED, ENDED = "booked", "started", "ended"


def day(number: int) -> date:
    return date(2026, 9, number)


def placement(
    extent: str, starts: int, *, started: int | None = None, ends: int | None = None, hours: int = 12
) -> Placement:
    return Placement(
        extent=extent,
        state=STARTED if started else BOOKED,
        starts_on=day(starts),
        started_on=day(started) if started else None,
        ends_on=day(ends) if ends else None,
        hours_a_week=Decimal(hours),
    )


def test_nothing_booked_is_nothing() -> None:
    nothing = Education()
    assert (nothing.started_on, nothing.ended_on, nothing.booked_from(day(1))) == (None, None, None)
    assert not nothing.stands_on(day(1))
    assert not nothing.is_too_little(day(1))


@pytest.mark.parametrize("extent", ["full_time", "plan_hours"])
def test_one_placement_is_enough_by_itself(extent: str) -> None:
    booked = Education((placement(extent, 22),))
    assert (booked.booked_from(day(15)), booked.started_on) == (day(22), None)
    begun = Education((placement(extent, 22, started=24),))
    assert (begun.booked_from(day(15)), begun.started_on) == (None, day(24))
    assert not begun.stands_on(day(23))
    assert begun.stands_on(day(24))


def test_less_than_full_time_is_never_enough() -> None:
    part = Education((placement("part_time", 22, started=22),))
    assert (part.started_on, part.booked_from(day(22))) == (None, None)
    assert not part.stands_on(day(22))
    assert part.is_too_little(day(22))


def test_two_part_time_providers_are_enough_once_both_have_begun() -> None:
    one = placement("combined", 21, started=21)
    assert Education((one,)).started_on is None
    waiting = Education((one, placement("combined", 23)))
    assert (waiting.booked_from(day(21)), waiting.started_on) == (day(23), None)
    assert not waiting.is_too_little(day(21))
    both = Education((one, placement("combined", 23, started=24)))
    assert (both.started_on, both.booked_from(day(21))) == (day(24), None)
    assert both.stands_on(day(24))
    assert not both.stands_on(day(23))


def test_two_placements_that_follow_each_other_are_not_together() -> None:
    assert (
        Education((placement("combined", 1, started=1, ends=4), placement("combined", 7, started=7))).started_on is None
    )


def test_a_pair_ends_with_the_first_of_the_two() -> None:
    pair = Education((placement("combined", 1, started=1, ends=11), placement("combined", 1, started=2, ends=18)))
    assert (pair.started_on, pair.ended_on) == (day(2), day(11))


def test_a_later_booking_never_moves_the_day_on_which_it_began() -> None:
    first = placement("full_time", 1, started=2, ends=11)
    assert Education((first, placement("full_time", 14))).started_on == day(2)
    assert Education((first, placement("combined", 1), placement("combined", 14))).started_on == day(2)


def test_after_the_last_day_there_is_no_education_and_something_to_book() -> None:
    over = Education((placement("full_time", 1, started=1, ends=11),))
    assert over.stands_on(day(11))
    assert not over.stands_on(day(12))
    assert over.ended_on == day(11)
    assert over.open_on(day(12)) == ()
    unknown = Education((placement("full_time", 1, started=1, ends=11), placement("full_time", 7, started=7)))
    assert unknown.ended_on is None


def test_a_booking_whose_last_day_has_passed_waits_no_more() -> None:
    never = Education((placement("full_time", 1, ends=4),))
    assert never.booked_from(day(4)) == day(1)
    assert never.booked_from(day(5)) is None
    assert never.waiting_on(day(5)) == ()


def test_hours_of_the_day_are_those_that_go_on_or_are_booked_for_it() -> None:
    rows = [placement("combined", 1, started=1, hours=10), placement("combined", 21, hours=14)]
    assert hours_on(rows, day(1)) == 10
    assert hours_on(rows, day(21)) == 24
