"""What became of a booking: started, not started, ended."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.models import Case, Event
from ledger.versions import StaleEdit
from provision.actions.progress import end_placement, record_not_started, record_started
from provision.models import Placement
from provision.refusals import ProvisionRefused
from tests.factories.exclusions import Desk
from tests.factories.people import make_user
from tests.factories.provision import SIXTH_DAY, book, end, start

LATER = date(2026, 9, 25)


@pytest.fixture
def placement(desk: Desk, case: Case) -> Placement:
    """Booked from day six, to the end of term."""
    return book(case, desk.officer, ends_on=date(2026, 12, 18))


def started(desk: Desk, placement: Placement, on: date, **more: object) -> Placement:
    facts = {"version": placement.version, "by": desk.officer, "as_of": LATER, **more}
    return record_started(placement=placement, started_on=on, **facts)  # type: ignore[arg-type]


def not_started(desk: Desk, placement: Placement, **more: object) -> Placement:
    facts = {"reason": "child_absent", "version": placement.version, "by": desk.officer, "as_of": LATER, **more}
    return record_not_started(placement=placement, **facts)  # type: ignore[arg-type]


def ended(desk: Desk, placement: Placement, on: date, **more: object) -> Placement:
    facts = {"reason": "provider_ended", "version": placement.version, "by": desk.officer, "as_of": LATER, **more}
    return end_placement(placement=placement, ended_on=on, **facts)  # type: ignore[arg-type]


def field_of(act: object, *args: object, **more: object) -> str:
    with pytest.raises(ProvisionRefused) as error:
        act(*args, **more)  # type: ignore[operator]
    return error.value.field


def test_the_day_of_the_start_is_kept_beside_the_booked_one(desk: Desk, placement: Placement) -> None:
    begun = started(desk, placement, date(2026, 9, 23))
    assert (begun.state, begun.starts_on, begun.started_on) == ("started", SIXTH_DAY, date(2026, 9, 23))
    event = Event.objects.get(code="provision.started")
    assert (event.happened_on, event.by) == (date(2026, 9, 23), desk.officer)


def test_a_start_can_be_corrected(desk: Desk, placement: Placement) -> None:
    assert started(desk, started(desk, placement, LATER), SIXTH_DAY).started_on == SIXTH_DAY


def test_an_early_start_is_taken_only_when_it_is_said(desk: Desk, placement: Placement) -> None:
    early = date(2026, 9, 21)
    assert field_of(started, desk, placement, early) == "is_early"
    assert started(desk, placement, early, is_early=True).started_on == early


def test_a_start_that_cannot_be_is_refused(desk: Desk, case: Case, placement: Placement) -> None:
    assert field_of(started, desk, placement, date(2026, 9, 26)) == "started_on"
    assert field_of(started, desk, placement, date(2026, 9, 14), is_early=True) == "started_on"
    short = book(case, desk.officer, ends_on=date(2026, 9, 23))
    assert field_of(started, desk, short, LATER) == "started_on"


def test_a_start_may_move_or_the_booking_is_called_off(desk: Desk, placement: Placement) -> None:
    moved = not_started(desk, placement, moved_to=date(2026, 9, 28))
    assert (moved.state, moved.starts_on, moved.not_started_reason) == ("booked", date(2026, 9, 28), "child_absent")
    assert Event.objects.get(code="provision.start_moved").facts["moved_to"] == "2026-09-28"
    off = not_started(desk, moved, reason="parent_declined")
    assert (off.state, off.started_on) == ("cancelled", None)
    assert Event.objects.get(code="provision.cancelled").facts["reason"] == "parent_declined"


def test_a_start_recorded_by_mistake_is_taken_back(desk: Desk, placement: Placement) -> None:
    back = not_started(desk, start(placement, desk.officer), reason="recorded_in_error", moved_to=LATER)
    assert (back.state, back.started_on, back.starts_on) == ("booked", None, LATER)


def test_a_move_that_cannot_be_is_refused(desk: Desk, placement: Placement) -> None:
    assert field_of(not_started, desk, placement, reason="") == "reason"
    for day in (date(2026, 9, 14), date(2027, 9, 30), date(2026, 12, 19)):
        assert field_of(not_started, desk, placement, moved_to=day) == "moved_to"


def test_the_end_has_its_day_and_reason_and_can_be_corrected(desk: Desk, placement: Placement) -> None:
    over = ended(desk, start(placement, desk.officer), LATER)
    assert (over.state, over.ends_on, over.end_reason) == ("ended", LATER, "provider_ended")
    corrected = ended(desk, over, date(2026, 9, 24), reason="moved_away")
    assert (corrected.ends_on, corrected.end_reason) == (date(2026, 9, 24), "moved_away")
    assert Event.objects.filter(code="provision.ended").count() == 2


def test_an_end_that_cannot_be_is_refused(desk: Desk, placement: Placement) -> None:
    assert field_of(ended, desk, placement, LATER) == ""
    begun = start(placement, desk.officer)
    assert field_of(ended, desk, begun, date(2026, 9, 26)) == "ended_on"
    assert field_of(ended, desk, begun, date(2026, 9, 21)) == "ended_on"
    assert field_of(ended, desk, begun, LATER, reason="boredom") == "reason"


def test_nothing_starts_or_moves_after_the_end(desk: Desk, placement: Placement) -> None:
    over = end(start(placement, desk.officer), desk.officer, LATER)
    assert field_of(started, desk, over, LATER) == ""
    assert field_of(not_started, desk, over) == ""


@pytest.mark.parametrize("act", [started, ended])
def test_acts_are_for_who_works_the_case_and_saw_it_as_it_is(desk: Desk, placement: Placement, act: object) -> None:
    begun = start(placement, desk.officer)
    with pytest.raises(StaleEdit):
        act(desk, begun, LATER, version=9)  # type: ignore[operator]
    with pytest.raises(PermissionDenied):
        act(desk, begun, LATER, by=make_user(Role.HEAD_OF_SERVICE))  # type: ignore[operator]
    with pytest.raises(PermissionDenied):
        not_started(desk, begun, by=make_user(Role.HEAD_OF_SERVICE))
