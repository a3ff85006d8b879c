"""The list of cases: filters, chips, sorting over all pages, and the number of queries."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.models import Case
from cases.queries.case_list import CaseFilter, find_cases, next_deadlines
from tests.factories.cases import AS_OF, CUT_SHORT, ErrandDesk, set_clock
from tests.factories.children import make_child

SignIn = Callable[..., Client]
MOST_QUERIES = 12


def references(page: str) -> list[str]:
    return re.findall(r">(ER-2026-\d{4})<", page)


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_25_rows_and_100_rows_cost_the_same_few_queries(
    desk: ErrandDesk, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(24):
        desk.open_case(make_child(f"Child{number:02}"))
    client = sign_in(desk.owner)
    few = queries_of(client, "/cases/")
    for number in range(75):
        desk.open_case(make_child(f"More{number:02}"))
    monkeypatch.setattr("cases.views.desk.page_of.__defaults__", (100,))
    page = client.get("/cases/").content.decode()
    assert "Showing 1 to 100 of 100 cases" in page
    assert queries_of(client, "/cases/") == few <= MOST_QUERIES


def test_pages_of_25_say_which_rows_they_show(desk: ErrandDesk, sign_in: SignIn) -> None:
    for _ in range(26):
        desk.open_case(make_child(), clock=False)
    client = sign_in(desk.owner)
    assert "Showing 1 to 25 of 27 cases" in client.get("/cases/").content.decode()
    assert "Showing 26 to 27 of 27 cases" in client.get("/cases/?page=2").content.decode()


@pytest.mark.parametrize("sort", ["reference", "child", "kind", "state", "school", "owner", "opened", "next"])
def test_every_column_sorts_both_ways_over_all_pages(desk: ErrandDesk, sign_in: SignIn, sort: str) -> None:
    desk.open_case(make_child("Abbott", "Zoe"))
    client = sign_in(desk.owner)
    up = client.get(f"/cases/?sort={sort}").content.decode()
    down = client.get(f"/cases/?sort=-{sort}").content.decode()
    assert references(up) == references(down)[::-1]
    assert up.count('aria-sort="ascending"') == 1
    assert down.count('aria-sort="descending"') == 1


def test_by_child_the_folded_surname_counts(desk: ErrandDesk) -> None:
    desk.open_case(make_child("Álvarez", "Ana"))
    found = find_cases(desk.owner, CaseFilter(sort="child"), AS_OF)
    assert [case.child.surname for case in found] == ["Álvarez", "Hughes"]


def test_a_case_without_a_date_comes_last_either_way(desk: ErrandDesk) -> None:
    bare = desk.open_case(make_child(), clock=False)
    for sort in ("next", "-next"):
        assert list(find_cases(desk.owner, CaseFilter(sort=sort), AS_OF))[-1] == bare


def test_our_own_date_is_the_next_one_before_an_earlier_one_of_another(desk: ErrandDesk) -> None:
    deadline = next_deadlines([desk.case], AS_OF)[desk.case.pk]
    assert deadline.due_on == date(2026, 9, 22)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("owner=me", 1),
        ("owner=nobody", 1),
        ("kind=errand", 2),
        ("kind=unheard", 2),
        ("state=open", 2),
        ("state=over", 0),
        ("standing=closed", 0),
        ("standing=all", 2),
        ("overdue=on", 0),
        ("owner=99999", 2),
    ],
)
def test_filters(desk: ErrandDesk, sign_in: SignIn, query: str, expected: int) -> None:
    unowned = desk.open_case(make_child(), clock=False)
    Case.objects.filter(pk=unowned.pk).update(owner=None)
    page = sign_in(desk.owner).get(f"/cases/?{query}").content.decode()
    assert len(references(page)) == expected


def test_overdue_means_ours(desk: ErrandDesk) -> None:
    late = CaseFilter(is_overdue=True)
    after = date(2026, 9, 23)
    assert find_cases(desk.owner, late, after).count() == 1
    set_clock(desk.case, is_ours=False)
    assert find_cases(desk.owner, late, after).count() == 0


def test_a_duty_without_a_date_is_with_the_overdue_ones_and_comes_first(desk: ErrandDesk, sign_in: SignIn) -> None:
    lost = desk.open_case(make_child())
    set_clock(lost, calendar=CUT_SHORT)
    assert list(find_cases(desk.owner, CaseFilter(is_overdue=True), AS_OF)) == [lost]
    assert list(find_cases(desk.owner, CaseFilter(), AS_OF)) == [lost, desk.case]
    client = sign_in(desk.owner)
    for page in ("/cases/?overdue=on", f"/children/{lost.child.uuid}/", f"/children/{lost.child.uuid}/cases/"):
        assert re.search(r"onroll-lozenge--overdue.*?No date", client.get(page).content.decode(), re.DOTALL), page


def test_a_chip_takes_its_filter_away_and_keeps_the_rest(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = sign_in(desk.owner).get("/cases/?owner=me&kind=errand&sort=child").content.decode()
    links = re.findall(r'class="onroll-chip" href="([^"]+)"', page)
    assert links == ["?owner=me&amp;sort=child", "?kind=errand&amp;sort=child"]


def test_cases_of_other_teams_are_not_listed(desk: ErrandDesk, sign_in: SignIn) -> None:
    assert "No open cases" in sign_in(desk.other_team).get("/cases/").content.decode()


def test_a_senseless_page_or_order_gives_the_list(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = sign_in(desk.owner).get("/cases/?page=abc&sort=drop").content.decode()
    assert references(page) == [desk.case.reference]
