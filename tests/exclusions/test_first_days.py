"""The first day at another school is one of its school days, as far as its calendar is known."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused
from exclusions.first_days import objections_to_first_day
from schools.models import CalendarEntry
from tests.factories import directions, moves
from tests.factories.exclusions import Desk
from tests.factories.provision import make_provider

SATURDAY, CHRISTMAS, MONDAY = date(2026, 11, 7), date(2026, 12, 25), date(2026, 11, 9)
# Nobody has entered a calendar for that year.
UNKNOWN_WEDNESDAY, UNKNOWN_SUNDAY = date(2031, 11, 5), date(2031, 11, 9)


@pytest.mark.parametrize(
    ("day", "is_refused"),
    [(SATURDAY, True), (CHRISTMAS, True), (MONDAY, False), (UNKNOWN_WEDNESDAY, False), (UNKNOWN_SUNDAY, True)],
)
def test_a_day_without_school_is_refused_where_it_is_known(desk: Desk, day: date, *, is_refused: bool) -> None:
    found = objections_to_first_day("first_on", "First day", moves.new_school(), day)
    assert bool(found) is is_refused
    assert objections_to_first_day("first_on", "First day", None, day) == []


def test_it_is_the_calendar_of_the_school_that_receives(desk: Desk) -> None:
    school = moves.new_school()
    CalendarEntry.objects.create(school=school, kind="inset", starts_on=MONDAY, ends_on=MONDAY, note="INSET")
    with pytest.raises(ExclusionRefused, match="is closed on 9 November 2026") as refused:
        moves.make_move(desk, starts_on=MONDAY)
    assert refused.value.field == "starts_on"
    assert not Case.objects.exists()


def test_a_managed_move_neither_begins_nor_is_corrected_to_a_saturday(desk: Desk) -> None:
    case = moves.agree(desk, moves.make_move(desk))
    with pytest.raises(ExclusionRefused) as refused:
        moves.correct(desk, case, starts_on=SATURDAY)
    assert refused.value.field == "starts_on"
    with pytest.raises(ExclusionRefused, match="First day at the new school must be a school day") as refused:
        moves.start(desk, case, SATURDAY)
    assert refused.value.field == "moved_on"
    assert Case.objects.get(pk=case.pk).state == "agreed"


def test_a_direction_to_a_school_begins_on_a_school_day(desk: Desk) -> None:
    with pytest.raises(ExclusionRefused, match="First day must be a school day") as refused:
        directions.make_direction(desk, first_on=SATURDAY)
    assert refused.value.field == "first_on"
    case = directions.make_direction(desk)
    with pytest.raises(ExclusionRefused) as refused:
        directions.correct(desk, case, first_on=SATURDAY)
    assert refused.value.field == "first_on"
    to_provider = {"destination_school": None, "destination_provider": make_provider()}
    directions.correct(desk, case, first_on=SATURDAY, is_confirmed=True, **to_provider)
