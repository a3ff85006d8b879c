"""The day-six track follows the bookings, the calendar and the case, whatever day it is worked out on."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal

import pytest

from cases.actions.recompute import recompute_case
from cases.models import Case, Deadline, Event, Task
from exclusions.actions.day_six import END_PLACEMENTS, REFER
from exclusions.day_six import details_due, first_session_at, reasons_against_booking
from exclusions.facts import gather
from exclusions.models import Exclusion
from exclusions.policies import reasons_against
from exclusions.states import ENDS_THE_TRACKS
from provision.actions.progress import record_not_started
from provision.booking import SessionTime
from provision.models import Placement
from provision.refusals import ProvisionRefused
from tests.factories.exclusions import EXCLUDED_ON, GOVERNORS_MEET_ON, Desk, make_case_at
from tests.factories.provision import SIXTH_DAY, book, end, start

DAY_FIVE, DAY_SEVEN = date(2026, 9, 21), date(2026, 9, 23)


def track(case: Case) -> str:
    return Exclusion.objects.get(case=case).day_six_state


def sweep(case: Case, as_of: date) -> str:
    """What the night does on that day; gives the track."""
    recompute_case(case=Case.objects.get(pk=case.pk), by=None, as_of=as_of)
    return track(case)


def sixth_day(case: Case, code: str = "exclusions.sixth_day") -> Deadline:
    return Deadline.objects.exclude(state="superseded").get(case=case, code=code)


def task(case: Case, code: str) -> str:
    return Task.objects.get(case=case, code=code).state


def test_a_booking_books_the_track_and_does_the_day_zero_task(desk: Desk) -> None:
    case = desk.record()
    assert (track(case), task(case, REFER)) == ("to_book", "open")
    book(case, desk.officer)
    assert (track(case), task(case, REFER)) == ("booked", "done")
    assert sixth_day(case).state == "running"


def test_a_start_in_time_meets_the_date_on_the_day_it_really_started(desk: Desk) -> None:
    case = desk.record()
    start(book(case, desk.officer), desk.officer, DAY_FIVE)
    deadline = sixth_day(case)
    assert (track(case), deadline.state, deadline.met_on) == ("started", "met", DAY_FIVE)


@pytest.mark.parametrize(("as_of", "state"), [(DAY_FIVE, "booked"), (SIXTH_DAY, "booked"), (DAY_SEVEN, "late")])
def test_it_is_late_from_the_day_after_the_sixth(desk: Desk, as_of: date, state: str) -> None:
    case = desk.record()
    book(case, desk.officer)
    assert sweep(case, as_of) == state


def test_late_is_told_once_and_whatever_day_the_night_runs(desk: Desk) -> None:
    case = desk.record()
    assert sweep(case, date(2026, 10, 1)) == "late"
    assert sweep(case, date(2026, 10, 1)) == sweep(case, date(2026, 10, 2)) == "late"
    assert Event.objects.get(case=case, code="exclusions.day_six_late").happened_on == date(2026, 10, 1)
    assert sixth_day(case).state == "running", "overdue, and still owed"


def test_a_late_start_is_started_and_stays_late_in_the_date(desk: Desk) -> None:
    case = desk.record()
    sweep(case, DAY_SEVEN)
    placement = book(case, desk.officer, as_of=DAY_SEVEN, starts_on=date(2026, 9, 28))
    assert track(case) == "late", "a booking does not make it less late"
    start(placement, desk.officer, date(2026, 9, 28))
    deadline = sixth_day(case)
    assert (track(case), deadline.state, deadline.met_on) == ("started", "met_late", date(2026, 9, 28))


def test_less_than_full_time_meets_nothing(desk: Desk) -> None:
    case = desk.record()
    start(book(case, desk.officer, extent="part_time", hours_a_week=Decimal(10)), desk.officer)
    assert (track(case), sixth_day(case).state, task(case, REFER)) == ("to_book", "running", "open")
    assert sweep(case, DAY_SEVEN) == "late"


def test_two_providers_together_meet_it_when_both_have_begun(desk: Desk) -> None:
    case = desk.record()
    start(book(case, desk.officer, extent="combined"), desk.officer, DAY_FIVE)
    assert track(case) == "to_book"
    second = book(case, desk.officer, extent="combined")
    assert track(case) == "booked"
    start(second, desk.officer, SIXTH_DAY)
    assert (track(case), sixth_day(case).met_on) == ("started", SIXTH_DAY)


def test_when_the_education_ends_there_is_something_to_book_again(desk: Desk) -> None:
    case = desk.record()
    placement = start(book(case, desk.officer), desk.officer)
    end(placement, desk.officer, date(2026, 9, 25))
    assert track(case) == "started", "on its last day it still goes on"
    assert sweep(case, date(2026, 9, 26)) == "to_book"
    deadline = sixth_day(case)
    assert (deadline.state, deadline.met_on) == ("met", SIXTH_DAY), "what was in time stays so"
    book(case, desk.officer, as_of=date(2026, 9, 28), starts_on=date(2026, 9, 29))
    assert track(case) == "booked"


def test_a_start_taken_back_is_owed_again(desk: Desk) -> None:
    case = desk.record()
    placement = start(book(case, desk.officer), desk.officer)
    record_not_started(
        placement=placement,
        reason="recorded_in_error",
        version=placement.version,
        by=desk.officer,
        as_of=DAY_SEVEN,
    )
    assert (track(case), sixth_day(case).state, sixth_day(case).met_on) == ("late", "running", None)


def test_a_looked_after_child_has_its_own_day(desk: Desk) -> None:
    case = desk.check(desk.record(), is_looked_after=True)
    start(book(case, desk.officer), desk.officer, date(2026, 9, 17))
    code = "exclusions.looked_after_provision"
    assert (sixth_day(case, code).state, sixth_day(case).state) == ("met_late", "met")
    assert sixth_day(case, code).due_on == date(2026, 9, 16)


def test_another_authoritys_duty_is_not_ours_to_book_or_to_miss(desk: Desk) -> None:
    case = desk.check(desk.record(), home="937")
    assert sweep(case, DAY_SEVEN) == "not_owed"
    with pytest.raises(ProvisionRefused, match="home authority and provides"):
        book(case, desk.officer)


def test_a_child_outside_the_duty_is_not_booked_for(desk: Desk) -> None:
    case = desk.record(has_finished_exams=True)
    assert track(case) == "not_owed"
    assert "public exam" in reasons_against_booking(case, EXCLUDED_ON)[0]


@pytest.mark.parametrize("state", ["reinstated", "cancelled"])
def test_when_the_exclusion_falls_open_education_is_flagged_not_ended(desk: Desk, state: str) -> None:
    case = desk.record()
    placement = book(case, desk.officer)
    if state == "cancelled":
        case = desk.cancel(case)
    else:
        desk.check(case)
        for act in (desk.tell_governors, desk.list_meeting):
            case = act(Case.objects.get(pk=case.pk))
        case = desk.decide(case, "reinstate_immediately")
    assert case.state in ENDS_THE_TRACKS
    assert (track(case), task(case, END_PLACEMENTS)) == ("ended", "open")
    assert Placement.objects.get().state == "booked"
    record_not_started(
        placement=placement,
        reason="no_longer_needed",
        version=placement.version,
        by=desk.officer,
        as_of=GOVERNORS_MEET_ON,
    )
    assert (track(case), task(case, END_PLACEMENTS)) == ("ended", "done")
    assert "no longer stands" in reasons_against_booking(Case.objects.get(pk=case.pk), GOVERNORS_MEET_ON)[0]


def test_reinstatement_keeps_whether_the_education_began_in_time(desk: Desk) -> None:
    case = make_case_at(desk, "governors_listed")
    placement = start(book(case, desk.officer), desk.officer, DAY_SEVEN)
    end(placement, desk.officer, GOVERNORS_MEET_ON)
    case = desk.decide(Case.objects.get(pk=case.pk), "reinstate_immediately")
    assert (track(case), sixth_day(case).state) == ("ended", "met_late")


def test_a_closed_case_keeps_its_track(desk: Desk) -> None:
    case = desk.record()
    book(case, desk.officer)
    Case.objects.filter(pk=case.pk).update(closed_on=SIXTH_DAY)
    case.refresh_from_db()
    assert sweep(case, DAY_SEVEN) == "booked"
    assert reasons_against_booking(case, DAY_SEVEN) == ["The case is closed."]


def test_correcting_the_exclusion_works_the_track_out_again(desk: Desk) -> None:
    """The version that people's forms carry stays as it is: the track is derived."""
    case = desk.record()
    version = desk.version(case)
    sweep(case, DAY_SEVEN)
    assert desk.version(case) == version
    desk.check(case, home="937", as_of=DAY_SEVEN)
    assert track(case) == "not_owed"


def test_parents_must_have_the_details_two_days_before_the_first_session(desk: Desk) -> None:
    """X7 of the law pack: first session on Monday, so by the same time on Saturday."""
    case = desk.record()
    sessions = (SessionTime(1, "pm", time(13), time(15)), SessionTime(1, "am", time(9, 30), time(12)))
    placement = book(
        case, desk.officer, starts_on=DAY_FIVE, sessions=sessions, hours_a_week=Decimal(4), extent="part_time"
    )
    due = details_due(gather(case), placement)
    assert due.due_at.isoformat() == "2026-09-19T09:30:00+01:00"


def test_the_first_session_is_the_first_day_of_the_week_that_has_one(desk: Desk) -> None:
    case = desk.record()
    sessions = (SessionTime(4, "am", time(9), time(12)),)
    placement = book(case, desk.officer, sessions=sessions, hours_a_week=Decimal(3), extent="part_time")
    assert first_session_at(placement).date() == date(2026, 9, 24)
    bare = book(case, desk.officer, sessions=())
    assert first_session_at(bare) is None
    assert details_due(gather(case), bare) is None


class TestReinstatedOnALaterDay:
    """X1: the governors decide on 6 October that the child is back from 4 January; excluded until then."""

    back_on = date(2027, 1, 4)

    def decided(self, desk: Desk, back_on: date | None = None) -> Case:
        case = make_case_at(desk, "governors_listed")
        return desk.decide(case, "reinstate_on", reinstate_on=back_on or self.back_on)

    def test_the_duty_goes_on_until_the_child_is_back(self, desk: Desk) -> None:
        case = self.decided(desk)
        assert (track(case), sixth_day(case).due_on) == ("late", SIXTH_DAY)
        assert Task.objects.filter(case=case, code=REFER, state="open").exists()
        assert reasons_against_booking(case, GOVERNORS_MEET_ON) == []
        assert "The child is reinstated from 4 January 2027, and excluded until then." in reasons_against(
            "close", gather(case), GOVERNORS_MEET_ON
        )
        assert sweep(case, date(2027, 1, 3)) == "late"
        assert sweep(case, self.back_on) == "ended"
        assert not Deadline.objects.exclude(state="superseded").filter(code="exclusions.sixth_day").exists()

    def test_education_that_goes_on_is_ended_when_the_child_is_back(self, desk: Desk) -> None:
        case = make_case_at(desk, "governors_listed")
        start(book(case, desk.officer), desk.officer, SIXTH_DAY)
        case = desk.decide(Case.objects.get(pk=case.pk), "reinstate_on", reinstate_on=self.back_on)
        assert track(case) == "started"
        assert not Task.objects.filter(code=END_PLACEMENTS).exists()
        assert (sweep(case, self.back_on), task(case, END_PLACEMENTS)) == ("ended", "open")

    def test_who_is_back_by_the_sixth_day_is_owed_nothing(self, desk: Desk) -> None:
        day = date(2026, 9, 17)
        case = desk.list_meeting(desk.tell_governors(desk.check(desk.record())), day)
        case = desk.decide(case, "reinstate_on", as_of=day, reinstate_on=SIXTH_DAY)
        assert track(case) == "ended"
        assert "no longer stands" in reasons_against_booking(case, day)[0]
