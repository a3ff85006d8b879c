"""A year of 10,000 suspensions: they load, and every list costs the same queries as with a handful."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.roles import Role
from cases.models import Case
from exclusions.models import Suspension
from tests.factories.a_year import write_suspensions
from tests.factories.exclusions import Desk
from tests.factories.people import make_user

A_HANDFUL, A_YEAR = 600, 10_000
LISTS = (
    "/",
    "/cases/",
    "/cases/?standing=all&kind=suspension&sort=child",
    "/exclusions/day-six/",
    "/exclusions/prompts/",
    "/exclusions/reviews/",
    "/exclusions/home-authority/",
    "/exclusions/support/",
    "/exclusions/finance/",
)
LISTS_OF_A_MANAGER = ("/manage/", "/reports/exclusions/")


def queries_of(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200, address
    return len(captured)


def queries(desk: Desk, manager: User) -> dict[str, int]:
    """How many queries each list takes, by its address."""
    counted = {}
    for user, addresses in ((desk.officer, LISTS), (manager, LISTS_OF_A_MANAGER)):
        client = Client()
        client.force_login(user)
        counted |= {address: queries_of(client, address) for address in addresses}
    return counted


@pytest.mark.django_db
def test_ten_thousand_suspensions_load_and_every_list_costs_the_same(desk: Desk) -> None:
    manager = make_user(Role.TEAM_MANAGER, team=desk.team, is_manager=True)
    write_suspensions(desk, A_HANDFUL)
    few = queries(desk, manager)
    write_suspensions(desk, A_YEAR - A_HANDFUL, first=A_HANDFUL + 1)
    assert Suspension.objects.count() == A_YEAR
    assert queries(desk, manager) == few
    assert Case.objects.filter(closed_on__isnull=False).count() == A_YEAR * 19 // 20
