"""The filters of the list of cases: address and filter say the same, and each is a chip that can be taken away."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.http import QueryDict
from django.test import Client

from cases.due import after_working_days, last_weeks, start_of_week
from cases.filter_forms import CaseFilterForm
from cases.models import Case
from cases.presenters.case_list import case_list_address
from cases.queries.case_list import ALL, CLOSED, MINE, NOBODY, CaseFilter, find_cases, owners
from tests.factories.cases import AS_OF, ERRAND, ErrandDesk
from tests.factories.children import make_child

SignIn = Callable[..., Client]
DAY = date(2026, 9, 14)


@pytest.mark.parametrize(
    "wanted",
    [
        CaseFilter(),
        CaseFilter(kind=ERRAND, state="open", standing=CLOSED, sort="-child"),
        CaseFilter(owner=MINE, is_overdue=True, is_due_soon=True, has_no_next_action=True),
        CaseFilter(owner=NOBODY, standing=ALL, opened_from=DAY, opened_to=AS_OF),
        CaseFilter(closed_from=DAY, closed_to=AS_OF),
    ],
)
def test_the_address_of_a_filter_gives_the_filter_again(desk: ErrandDesk, wanted: CaseFilter) -> None:
    query = QueryDict(case_list_address(wanted).partition("?")[2])
    assert CaseFilterForm(query, []).wanted() == wanted


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (CaseFilter(standing=ALL, opened_from=DAY), 2),
        (CaseFilter(standing=ALL, opened_to=DAY), 1),
        (CaseFilter(opened_from=DAY), 1),
        (CaseFilter(closed_from=DAY), 1),
        (CaseFilter(closed_to=DAY), 1),
        (CaseFilter(standing=CLOSED, closed_from=DAY), 1),
        (CaseFilter(standing=CLOSED), 2),
    ],
)
def test_days_are_included_and_closing_days_ask_for_closed_cases(
    desk: ErrandDesk, wanted: CaseFilter, expected: int
) -> None:
    for opened, closed in ((DAY - timedelta(days=1), DAY - timedelta(days=1)), (DAY + timedelta(days=1), AS_OF)):
        case = desk.open_case(make_child(), clock=False)
        Case.objects.filter(pk=case.pk).update(opened_on=opened, closed_on=closed, state="over")
    assert find_cases(desk.owner, wanted, AS_OF).count() == expected


def test_every_filter_is_a_chip(desk: ErrandDesk, sign_in: SignIn) -> None:
    query = (
        f"/cases/?kind={ERRAND}&state=open&owner={desk.owner.uuid}&standing=all&opened_from=2026-09-14&opened_to=2026-09-15"
        "&closed_from=1/9/2026&closed_to=2026-09-16&overdue=on&due_soon=on&no_next_action=on"
    )
    page = sign_in(desk.colleague).get(query).content.decode()
    chips = re.findall(r'class="onroll-chip" href="([^"]+)".*?<strong>(.*?)</strong>', page)
    assert len(chips) == 11
    assert (chips[2][1], chips[6][1], chips[8][1]) == ("Olive Owner", "14 September 2026", "1 September 2026")
    assert all(href.count("=") == 10 for href, _ in chips)


def test_a_day_that_is_none_is_left_out_and_says_so(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = sign_in(desk.owner).get("/cases/?opened_from=31/2/2026").content.decode()
    assert desk.case.reference in page
    assert "must be a real date" in page
    assert '<details class="onroll-filter" open>' in page


def test_an_officer_without_cases_has_an_empty_list_and_nobody_else_has_one(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.head)
    assert desk.case.reference not in client.get(f"/cases/?owner={desk.colleague.uuid}").content.decode()
    assert owners(desk.head, also=str(desk.colleague.uuid)) == [
        (str(desk.colleague.uuid), "Cara Colleague"),
        (str(desk.owner.uuid), "Olive Owner"),
    ]
    # An administrator is in no team: an id tells nothing about who stands behind it.
    assert owners(desk.head, also=str(desk.administrator.uuid)) == [(str(desk.owner.uuid), "Olive Owner")]


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 9, 16), 2, date(2026, 9, 18)),
        (date(2026, 9, 18), 2, date(2026, 9, 22)),
        (date(2026, 9, 19), 1, date(2026, 9, 21)),
        # Christmas Day and Boxing Day's substitute are the table's.
        (date(2026, 12, 24), 2, date(2026, 12, 30)),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(day: date, count: int, expected: date) -> None:
    assert after_working_days(day, count, {date(2026, 12, 25), date(2026, 12, 28)}) == expected


def test_weeks_begin_on_monday() -> None:
    assert start_of_week(date(2026, 9, 14)) == date(2026, 9, 14)
    assert start_of_week(date(2026, 9, 20)) == date(2026, 9, 14)
    assert last_weeks(2, AS_OF) == [(date(2026, 9, 7), date(2026, 9, 13)), (date(2026, 9, 14), date(2026, 9, 20))]
