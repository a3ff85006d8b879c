"""Totals of children over all schools, in one query for many; and the card on the child's page."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.models import User
from accounts.roles import Role
from cases.models import Child, NamedPerson
from cases.panels import PanelLine
from exclusions.suspensions.child_card import LAST_ONES, suspension_lines
from exclusions.suspensions.totals import ChildTotals, SessionsLost, sessions_in, totals_of_children
from schools.models import CalendarEntry
from tests.exclusions.test_pages import signed_in
from tests.factories.children import make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.people import make_team, make_user
from tests.factories.suspensions import cancel, make_suspension

AUTUMN, SPRING, LAST_SUMMER = (2026, "autumn"), (2026, "spring"), (2025, "summer")
TODAY = date(2026, 11, 30)


def lines(child: Child, user: User, as_of: date = TODAY) -> list[PanelLine]:
    return list(suspension_lines(child, user, as_of))


def texts(child: Child, user: User, as_of: date = TODAY) -> list[str]:
    return [line.text for line in lines(child, user, as_of)]


def test_the_pure_sum_of_a_term_and_a_year() -> None:
    totals = ChildTotals({AUTUMN: 20, SPRING: 8, LAST_SUMMER: 6}, {AUTUMN: 2, LAST_SUMMER: 4})
    assert sessions_in(totals, AUTUMN) == SessionsLost(in_term=20, in_year=30)
    assert sessions_in(totals, SPRING) == SessionsLost(8, 30)
    assert sessions_in(totals, LAST_SUMMER) == SessionsLost(6, 10)
    assert sessions_in(ChildTotals(), AUTUMN) == SessionsLost(0, 0)


def test_totals_of_many_children_in_one_query(desk: Desk, django_assert_num_queries: object) -> None:
    other, nobody = make_child(), make_child()
    make_suspension(desk, date(2026, 12, 17), date(2027, 1, 5))
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 8), school=make_school())
    make_suspension(desk, date(2026, 7, 16), child=other)
    cancel(desk, make_suspension(desk, date(2026, 9, 14), date(2026, 9, 15)), date(2026, 9, 14))
    with django_assert_num_queries(1):  # type: ignore[operator]
        totals = totals_of_children([desk.child.pk, other.pk, nobody.pk])
    assert totals == {
        desk.child.pk: ChildTotals({AUTUMN: 8, SPRING: 4}, {AUTUMN: 2}, numbers={AUTUMN: 2, SPRING: 1}),
        other.pk: ChildTotals({LAST_SUMMER: 2}, numbers={LAST_SUMMER: 1}),
    }


def test_what_is_not_counted_is_named_by_its_years(desk: Desk) -> None:
    CalendarEntry.objects.filter(starts_on__gte=date(2026, 8, 1)).delete()
    make_suspension(desk, date(2026, 7, 16), date(2026, 9, 4))
    assert totals_of_children([desk.child.pk])[desk.child.pk].uncounted_years == {2025, 2026}


def test_the_card_says_term_year_number_and_the_last_ones(desk: Desk) -> None:
    elsewhere = make_school("Birchwood (invented)")
    make_suspension(desk, date(2026, 9, 7), date(2026, 9, 8), school=elsewhere, as_of=TODAY)
    case = make_suspension(desk, date(2026, 11, 25), first="pm", as_of=TODAY)
    cancelled = make_suspension(desk, date(2026, 9, 14))
    cancel(desk, cancelled, date(2026, 9, 14))
    shown = lines(desk.child, desk.officer)
    assert [line.text for line in shown[:3]] == [
        "Autumn 2026/27: 2.5 school days",
        "School year 2026/27: 3.5 of at most 45.0 school days",
        "Of these 1.0 school days were lost to what was later cancelled",
    ]
    assert shown[1].note == "2 suspensions began in it, over all schools."
    assert [(line.text, line.note, line.status) for line in shown[3:]] == [
        (f"{case.reference}: 25 November 2026, 0.5 school days", desk.school.name, "Closed"),
        (
            f"{cancelled.reference}: 14 September 2026, 1.0 school days",
            desk.school.name,
            "Cancelled by the head teacher",
        ),
        ("SU-2026-0001: 7 September 2026 to 8 September 2026, 2.0 school days", "Birchwood (invented)", "Closed"),
    ]


def test_days_of_a_cancelled_permanent_exclusion_are_in_the_year(desk: Desk) -> None:
    desk.cancel(desk.record(), as_of=date(2026, 9, 16))
    make_suspension(desk, date(2026, 9, 21))
    assert texts(desk.child, desk.officer)[1:3] == [
        "School year 2026/27: 3.0 of at most 45.0 school days",
        "Of these 2.0 school days were lost to what was later cancelled",
    ]


def test_a_missing_calendar_says_so(desk: Desk) -> None:
    CalendarEntry.objects.filter(starts_on__gte=date(2026, 9, 1)).delete()
    make_suspension(desk)
    shown = lines(desk.child, desk.officer)
    assert (shown[2].status, shown[2].text) == (
        "Calendar missing",
        "The totals are too small: not all days are counted",
    )
    assert shown[3].text.endswith("not counted")


def test_in_the_holidays_the_term_is_the_one_they_belong_to(desk: Desk) -> None:
    make_suspension(desk)
    assert texts(desk.child, desk.officer, date(2026, 12, 30))[0] == "Autumn 2026/27: 8.0 school days"
    assert texts(desk.child, desk.officer, date(2027, 1, 2))[0] == "Spring 2026/27: 0.0 school days"


def test_nothing_is_said_of_a_child_without_one_or_to_who_may_not_open_them(desk: Desk) -> None:
    assert lines(desk.child, desk.officer) == []
    case = make_suspension(desk)
    outsider = make_user(Role.EDUCATION_OFFICER, team=make_team("else"))
    assert lines(desk.child, outsider) == []
    NamedPerson.objects.create(case=case, user=outsider)
    assert lines(desk.child, outsider) != []
    make_suspension(desk, date(2026, 9, 7))
    assert lines(desk.child, outsider) == [], "a total would tell of the one that they may not open"


def test_as_many_questions_for_many_as_for_one(desk: Desk, django_assert_num_queries: object) -> None:
    make_suspension(desk, date(2026, 9, 2))
    with django_assert_num_queries(7):  # type: ignore[operator]
        lines(desk.child, desk.officer)
    for number in (7, 9, 14, 16, 21, 23):
        make_suspension(desk, date(2026, 9, number))
    with django_assert_num_queries(7):  # type: ignore[operator]
        assert len(lines(desk.child, desk.officer)) == 2 + LAST_ONES


def test_the_card_stands_on_the_childs_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)
    case = make_suspension(desk)
    page = signed_in(desk.officer).get(f"/children/{desk.child.uuid}/").content.decode()
    assert "Autumn 2026/27: 8.0 school days" in page
    assert f"/cases/{case.reference}/" in page
