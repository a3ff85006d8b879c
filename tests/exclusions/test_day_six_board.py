"""The board “Day six in the next five school days”."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from cases.actions.recompute import recompute_case
from cases.models import Case, Task
from exclusions.actions.day_six import REFER
from exclusions.day_six_board import Board, board_for
from exclusions.models import NextSchool
from exclusions.presenters_board import present_holiday, present_rows, present_totals
from ledger.models import ViewRecord
from schools.models import CalendarEntry
from tests.factories.children import enrol, make_calendar, make_child, make_school
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.people import make_team, make_user
from tests.factories.provision import SIXTH_DAY, book, end, start

ADDRESS = "/exclusions/day-six/"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def today_is(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: day)


def record(desk: Desk, on: date = EXCLUDED_ON, **more: object) -> Case:
    """A permanent exclusion of another child on that day."""
    child = make_child()
    school = more.pop("school", desk.school)
    enrol(child, school)
    return desk.record(child=child, school=school, decided_on=on, excluded_on=on, as_of=on, **more)


def due(board: Board) -> list[tuple[Case, int | None]]:
    return [(row.case, row.school_days) for row in board.due]


def row(desk: Desk, as_of: date) -> dict:
    return present_rows(board_for(desk.officer, as_of).due, as_of, can_work=True)[0]


@pytest.mark.parametrize(
    ("as_of", "days"),
    [
        (date(2026, 9, 14), None),
        (date(2026, 9, 15), 5),
        (date(2026, 9, 18), 2),
        (date(2026, 9, 20), 2),
        (date(2026, 9, 22), 0),
        (date(2026, 9, 25), -3),
    ],
)
def test_it_looks_five_school_days_ahead_and_never_forgets_what_is_overdue(desk: Desk, as_of: date, days: int) -> None:
    case = desk.record()
    assert due(board_for(desk.officer, as_of)) == ([] if days is None else [(case, days)])


def test_school_days_are_those_of_the_childs_own_school(desk: Desk) -> None:
    """X22 of the law pack: one school breaks up a week before the other, so the same day is near or far."""
    early = make_school("Early (invented)")
    make_calendar(early)
    CalendarEntry.objects.filter(school=early, starts_on=date(2026, 10, 26)).update(
        starts_on=date(2026, 10, 19), ends_on=date(2026, 10, 23)
    )
    ours, theirs = record(desk, date(2026, 10, 15)), record(desk, date(2026, 10, 15), school=early)
    board = board_for(desk.officer, date(2026, 10, 16))
    assert due(board) == [(ours, 4), (theirs, 4)]
    assert [each.sixth_day.due_on for each in board.due] == [date(2026, 10, 22), date(2026, 10, 29)]


def test_soonest_first_and_the_totals_say_how_many_have_nothing(desk: Desk) -> None:
    later, sooner = record(desk, date(2026, 9, 16)), record(desk)
    book(later, desk.officer, as_of=date(2026, 9, 16), starts_on=date(2026, 9, 23))
    board = board_for(desk.officer, date(2026, 9, 21))
    assert [case for case, _ in due(board)] == [sooner, later]
    assert present_totals(board, date(2026, 9, 21)) == "2 due, 1 with nothing booked"


def test_who_has_started_is_not_on_it_and_comes_back_when_it_ends(desk: Desk) -> None:
    placement = start(book(desk.record(), desk.officer), desk.officer)
    assert due(board_for(desk.officer, SIXTH_DAY)) == []
    end(placement, desk.officer, date(2026, 9, 24))
    shown = row(desk, date(2026, 9, 25))
    assert shown["booked"]["lozenge"] == {"text": "Nothing booked", "kind": "overdue"}
    assert shown["booked"]["note"] == "The education ended on 24 September 2026"


def test_not_ours_ended_and_closed_are_not_on_it(desk: Desk) -> None:
    desk.check(record(desk), home="937")
    desk.cancel(record(desk))
    record(desk, has_finished_exams=True)
    board = board_for(desk.officer, SIXTH_DAY)
    assert (board.due, board.without_date) == ([], [])


def test_a_row_says_who_is_booked_or_in_red_that_nothing_is(desk: Desk) -> None:
    case = desk.record()
    shown = row(desk, SIXTH_DAY)
    assert shown["booked"]["lozenge"] == {"text": "Nothing booked", "kind": "overdue"}
    assert shown["action_url"] == f"/cases/{case.reference}/placements/book/"
    book(case, desk.officer, extent="part_time")
    assert row(desk, SIXTH_DAY)["booked"]["lozenge"]["text"] == "Less than full-time"
    placement = book(case, desk.officer)
    shown = row(desk, date(2026, 9, 21))
    assert (shown["booked"]["lozenge"]["text"], shown["action"]) == ("Booked", "Change")
    assert shown["booked"]["note"] == "Starts 22 September 2026"
    shown = row(desk, SIXTH_DAY)
    assert (shown["booked"]["lozenge"]["text"], shown["action"]) == ("Start not recorded", "It started")
    assert str(placement.case.reference) == shown["reference"]


def test_a_booking_after_the_day_is_marked(desk: Desk) -> None:
    book(desk.record(), desk.officer, starts_on=date(2026, 9, 24))
    assert row(desk, SIXTH_DAY)["booked"]["lozenge"] == {"text": "Starts late", "kind": "attention"}


def test_a_calendar_that_ends_too_soon_has_a_group_of_its_own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    record(desk)
    CalendarEntry.objects.all().delete()
    lost = record(desk)
    as_of = date(2026, 9, 21)
    board = board_for(desk.officer, as_of)
    assert [each.case for each in board.without_date][-1] == lost
    assert "without a date" in present_totals(board, as_of)
    today_is(monkeypatch, as_of)
    page = signed_in(desk.officer).get(ADDRESS).content.decode()
    assert "No date can be given" in page
    assert "Not known: the calendar does not reach that far" in page


def test_an_overdue_one_stays_due_when_its_days_can_no_longer_be_counted(desk: Desk) -> None:
    case = desk.record()
    CalendarEntry.objects.all().delete()
    assert due(board_for(desk.officer, date(2026, 9, 25))) == [(case, None)]


@pytest.mark.parametrize(
    ("as_of", "next_day"),
    [
        (date(2026, 10, 28), date(2026, 11, 2)),
        (date(2026, 10, 24), date(2026, 11, 2)),
        (date(2026, 9, 19), None),
        (date(2026, 9, 21), None),
        (date(2030, 9, 21), None),
    ],
)
def test_in_a_holiday_it_says_when_school_goes_on(desk: Desk, as_of: date, next_day: date | None) -> None:
    words = present_holiday(board_for(desk.officer, as_of))
    if next_day is None:
        assert words == ""
    else:
        assert words.endswith("The next school day is Monday 2 November 2026: the next dates are after the holiday.")


def test_the_page_its_marks_its_log_and_its_entry(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    today_is(monkeypatch, SIXTH_DAY)
    case = desk.check(desk.record(), is_looked_after=True, has_plan=True)
    page = signed_in(desk.officer).get(ADDRESS).content.decode()
    for words in ("Hughes, Amira", "Looked after", "EHC plan", "Year 9", "Due today", "Nothing booked", "1 due"):
        assert words in page
    assert reverse("placement_book", args=[case.reference]) in page
    assert ADDRESS in page.split("<main", 1)[0], "the shell has an entry"
    seen = ViewRecord.objects.get(what="exclusions_day_six")
    assert (seen.child_ids, seen.case_ids) == ([desk.child.pk], [case.pk])


def test_who_may_open_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    today_is(monkeypatch, SIXTH_DAY)
    case = desk.record()
    head = signed_in(make_user(Role.HEAD_OF_SERVICE)).get(ADDRESS).content.decode()
    assert case.reference in head
    assert reverse("placement_book", args=[case.reference]) not in head
    stranger = make_user(Role.EXCLUSIONS_OFFICER, team=make_team("another_kind"))
    assert signed_in(stranger).get(ADDRESS).status_code == 403
    assert signed_in(make_user(Role.ADMINISTRATOR)).get(ADDRESS).status_code == 404
    desk.child.is_hidden = True
    desk.child.save()
    assert case.reference not in signed_in(desk.officer).get(ADDRESS).content.decode()


def test_empty_it_says_what_would_stand_there(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    today_is(monkeypatch, SIXTH_DAY)
    assert "Nobody’s sixth day is near" in signed_in(desk.officer).get(ADDRESS).content.decode()


def test_25_rows_and_100_rows_cost_the_same_queries(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    today_is(monkeypatch, SIXTH_DAY)
    monkeypatch.setattr("exclusions.views.day_six.ROWS_A_PAGE", 100)
    client, counts = signed_in(desk.officer), []
    for more in (25, 75):
        for _ in range(more):
            book(record(desk), desk.officer, extent="part_time")
        client.get(ADDRESS)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(ADDRESS).content.decode()
        counts.append(len(captured))
    assert page.count("Less than full-time") == 100
    assert counts[0] == counts[1]


def test_on_the_weekend_after_it_no_school_day_has_gone_and_none_is_left(desk: Desk) -> None:
    """X7's Friday: due on Friday 25 September, seen on Sunday."""
    record(desk, date(2026, 9, 18))
    assert row(desk, date(2026, 9, 27))["days"] == "None: the day has passed"
    assert row(desk, date(2026, 9, 28))["days"] == "Passed 1 school day ago"
    assert row(desk, date(2026, 9, 25))["days"] == "None"
    assert row(desk, date(2026, 9, 24))["days"] == "1 school day"


def test_whom_a_school_has_admitted_is_on_the_board_no_more(desk: Desk) -> None:
    case = record(desk)
    assert [each.pk for each, _ in due(board_for(desk.officer, SIXTH_DAY))] == [case.pk]
    NextSchool.objects.create(case=case, school=make_school(), agreed_on=SIXTH_DAY, admitted_on=SIXTH_DAY)
    assert due(board_for(desk.officer, SIXTH_DAY)) == []
    recompute_case(case=Case.objects.get(pk=case.pk), by=desk.officer, as_of=SIXTH_DAY)
    assert Task.objects.get(case=case, code=REFER).state == "done"
