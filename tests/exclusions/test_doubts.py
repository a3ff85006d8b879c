"""What is unlikely about where a pupil is to go, or when: refused until somebody ticks that it is meant."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, Plan
from exclusions.actions.refusals import ExclusionRefused
from exclusions.doubts import doubts_about_age
from schools.models import CalendarEntry, School
from tests.exclusions.test_pages import send, signed_in, tick
from tests.factories import directions, moves
from tests.factories.children import make_school
from tests.factories.exclusions import Desk
from tests.factories.provision import make_provider

SATURDAY, SUNDAY, MONDAY = date(2026, 11, 7), date(2026, 11, 8), date(2026, 11, 9)
NOVEMBER, JULY = date(2026, 11, 2), date(2027, 7, 16)


def primary() -> School:
    return make_school("Larch Primary School (invented)", lowest_age=4, highest_age=11)


@pytest.mark.parametrize(
    ("born_on", "day", "is_doubtful"),
    [
        (date(2013, 3, 14), NOVEMBER, True),
        # The first of Year 7, and the last of Year 6 in their last term, when they are eleven.
        (date(2015, 8, 31), NOVEMBER, True),
        (date(2015, 9, 1), JULY, False),
        # Reception, and a year too early.
        (date(2022, 8, 31), NOVEMBER, False),
        (date(2022, 9, 1), NOVEMBER, True),
    ],
)
def test_a_school_takes_the_ages_of_its_range(desk: Desk, born_on: date, day: date, *, is_doubtful: bool) -> None:
    assert bool(doubts_about_age(primary(), born_on, day)) is is_doubtful


@pytest.mark.parametrize(
    "school",
    [
        None,
        {"lowest_age": 4, "highest_age": 11, "is_special": True},
        {"lowest_age": None, "highest_age": 11},
        {"lowest_age": 4, "highest_age": None},
    ],
)
def test_what_is_not_known_is_no_doubt(desk: Desk, school: dict | None) -> None:
    assert doubts_about_age(make_school(**school) if school else None, date(2013, 3, 14), NOVEMBER) == []


class TestDirection:
    """A direction off site: the age, and the days on which there is school."""

    def test_the_age_is_asked_about_and_kept_once_it_is_confirmed(self, desk: Desk) -> None:
        school = primary()
        with pytest.raises(ExclusionRefused, match="The child is 13 on 31 August 2026") as refused:
            directions.make_direction(desk, destination_school=school)
        assert refused.value.field == "is_confirmed"
        assert not Case.objects.exists()
        assert directions.make_direction(desk, destination_school=school, is_confirmed=True).state == "directed"

    def test_a_last_day_without_school_by_the_calendar_of_the_receiving_school(self, desk: Desk) -> None:
        with pytest.raises(
            ExclusionRefused, match="Until is Sunday 8 November 2026, which is no school day"
        ) as refused:
            directions.make_direction(desk, until_on=SUNDAY)
        assert refused.value.field == "is_confirmed"
        CalendarEntry.objects.create(school=directions.other_school(), kind="inset", starts_on=MONDAY, ends_on=MONDAY)
        with pytest.raises(ExclusionRefused, match="calendar of Birchfield Unit"):
            directions.make_direction(desk, until_on=MONDAY)
        assert directions.make_direction(desk, until_on=MONDAY, is_confirmed=True).is_open

    def test_the_days_of_a_provider_by_the_calendar_of_the_school_that_directs(self, desk: Desk) -> None:
        with pytest.raises(ExclusionRefused, match="calendar of Ashgrove Academy") as refused:
            directions.make_direction(desk, destination_provider=make_provider(), first_on=SATURDAY, until_on=SUNDAY)
        assert len(refused.value.reasons) == 2

    def test_a_correction_does_not_ask_again_what_was_confirmed(self, desk: Desk) -> None:
        case = directions.make_direction(desk, until_on=SUNDAY, is_confirmed=True)
        directions.correct(desk, case, next_review_on=directions.REVIEW_ON)
        with pytest.raises(ExclusionRefused, match="Until is Saturday"):
            directions.correct(desk, case, until_on=SATURDAY)
        directions.correct(desk, case, until_on=SATURDAY, is_confirmed=True)

    def test_the_number_of_days_by_the_calendar_of_the_receiving_school(self, desk: Desk) -> None:
        # Monday 2 to Friday 13 November: ten school days.
        friday = date(2026, 11, 13)
        case = directions.make_direction(desk, until_on=friday, days_count=10)
        directions.end(desk, case, "recorded_in_error", directions.FIRST_DAY)
        with pytest.raises(ExclusionRefused, match="Number of days is 12, but from 2 November 2026 to 13") as refused:
            directions.make_direction(desk, until_on=friday, days_count=12)
        assert refused.value.field == "is_confirmed"
        assert "there are 10 school days in the calendar of Birchfield Unit" in str(refused.value)
        CalendarEntry.objects.create(school=directions.other_school(), kind="inset", starts_on=MONDAY, ends_on=MONDAY)
        with pytest.raises(ExclusionRefused, match="there are 9 school days"):
            directions.make_direction(desk, until_on=friday, days_count=10)
        case = directions.make_direction(desk, until_on=friday, days_count=10, is_confirmed=True)
        directions.correct(desk, case, days_count=10, next_review_on=directions.REVIEW_ON)
        with pytest.raises(ExclusionRefused, match="Number of days is 8"):
            directions.correct(desk, case, days_count=8)
        assert directions.correct(desk, case, days_count=9).is_open

    @pytest.mark.parametrize("facts", [{"days_count": 3}, {"days_count": 3, "until_on": date(2028, 9, 29)}])
    def test_a_number_that_cannot_be_compared_is_no_doubt(self, desk: Desk, facts: dict) -> None:
        assert directions.make_direction(desk, **facts).is_open

    @pytest.mark.parametrize("how", ["returned", "managed_move", "excluded"])
    def test_it_does_not_end_before_it_began(self, desk: Desk, how: str) -> None:
        case = directions.make_direction(desk)
        friday = date(2026, 10, 30)
        with pytest.raises(ExclusionRefused, match="on or after 2 November 2026, the first day") as refused:
            directions.end(desk, case, how, friday)
        assert refused.value.field == "ended_on"
        assert "If it never began, choose “It was recorded by mistake” or “Another way" in str(refused.value)
        assert directions.end(desk, case, "other", friday).state == "closed"

    def test_a_review_goes_on_until_a_school_day(self, desk: Desk) -> None:
        case = directions.make_direction_at(desk, "review_listed")
        with pytest.raises(ExclusionRefused, match="goes on until is Sunday") as refused:
            directions.hold(desk, case, until_on=date(2027, 1, 31))
        assert refused.value.field == "is_confirmed"
        assert directions.hold(desk, case, until_on=date(2027, 1, 31), is_confirmed=True).state == "directed"

    def test_it_ends_on_a_school_day(self, desk: Desk) -> None:
        case = directions.make_direction(desk)
        with pytest.raises(ExclusionRefused, match="Last day off site is Sunday") as refused:
            directions.end(desk, case, ended_on=SUNDAY)
        assert refused.value.field == "is_confirmed"
        assert directions.end(desk, case, ended_on=SUNDAY, is_confirmed=True).state == "closed"


class TestMove:
    """A managed move: the age, and the plan through which a special school admits."""

    def test_the_age_is_asked_about_and_kept_once_it_is_confirmed(self, desk: Desk) -> None:
        school = primary()
        with pytest.raises(ExclusionRefused, match="takes pupils from 4 to 11") as refused:
            moves.make_move(desk, new_school=school)
        assert refused.value.field == "is_confirmed"
        case = moves.make_move(desk, new_school=school, is_confirmed=True)
        assert moves.correct(desk, case).state == "proposed"

    def test_a_special_school_admits_through_a_plan(self, desk: Desk) -> None:
        school = make_school("Rowan School (invented)", is_special=True)
        with pytest.raises(ExclusionRefused, match="is a special school, which admits through an EHC plan") as refused:
            moves.make_move(desk, new_school=school)
        assert refused.value.field == "is_confirmed"
        case = moves.make_move(desk, new_school=school, is_confirmed=True)
        case = moves.correct(desk, case)
        assert case.state == "proposed", "what was confirmed is not asked again"
        case = moves.correct(desk, case, has_plan=True)
        with pytest.raises(ExclusionRefused, match="none is recorded for the child"):
            moves.correct(desk, case, has_plan=False)

    def test_a_special_school_that_a_correction_names(self, desk: Desk) -> None:
        case, school = moves.make_move(desk), make_school("Rowan School (invented)", is_special=True)
        with pytest.raises(ExclusionRefused, match="none is recorded for the child"):
            moves.correct(desk, case, new_school=school)
        assert moves.correct(desk, case, new_school=school, has_plan=True).state == "proposed"

    def test_a_child_with_a_plan_is_not_asked_about(self, desk: Desk) -> None:
        Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
        assert moves.make_move(desk, new_school=make_school(is_special=True)).state == "proposed"

    def test_another_school_is_asked_about_when_it_is_corrected(self, desk: Desk) -> None:
        case, school = moves.make_move(desk), primary()
        with pytest.raises(ExclusionRefused, match="takes pupils from 4 to 11"):
            moves.correct(desk, case, new_school=school)
        assert moves.correct(desk, case, new_school=school, is_confirmed=True).state == "proposed"

    def test_the_page_keeps_what_was_typed_and_asks_for_the_tick(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 10, 5))
        client, address = signed_in(desk.officer), reverse("move_record", args=[desk.child.uuid])
        typed = {
            "school": str(desk.school.urn),
            "new_urn": str(primary().urn),
            "proposed_on": "2026-10-05",
            "starts_on": "2026-11-02",
            "has_trial": "no",
        }
        assert "is_confirmed" not in client.get(address).content.decode()
        page = send(client, address, typed).content.decode()
        assert "takes pupils from 4 to 11" in page
        assert 'name="is_confirmed"' in page
        assert send(client, address, {**typed, **tick(page)}).status_code == 302


def test_the_page_of_a_direction_asks_for_the_tick(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 11, 9))
    case = directions.make_direction(desk)
    client: Client = signed_in(desk.officer)
    address = reverse("direction_end", args=[case.reference])
    page = send(client, address, {"ended_on": "2026-11-08", "how": "returned"}).content.decode()
    assert "Last day off site is Sunday 8 November 2026" in page
    assert 'name="is_confirmed"' in page
    assert send(client, address, {"ended_on": "2026-11-08", "how": "returned", **tick(page)}).status_code == 302
