"""Who gets which page: signed out, outsider, reader, officer, administrator."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role
from schools.models import BankHoliday, CalendarEntry, School
from schools.permissions import visible_to

READ = ("schools", "school", "calendar", "school_calendar", "bank_holidays")
CHANGE_CALENDARS = ("calendar_entry_add", "calendar_entry_change", "calendar_entry_remove", "calendar_import")
MANAGE = ("bank_holiday_add", "bank_holiday_remove", "schools_import")
POSTED = (*CHANGE_CALENDARS, *MANAGE)
SignIn = Callable[[User], Client]


@pytest.fixture
def address(school: School) -> Callable[[str], str]:
    """The address of a page by its name, for a school, entry and bank holiday that exist."""
    entry = CalendarEntry.objects.create(
        school=school, kind="inset", starts_on=date(2026, 11, 2), ends_on=date(2026, 11, 2)
    )
    arguments = {
        "school": [school.urn],
        "school_calendar": [school.urn],
        "calendar_entry_change": [entry.pk],
        "calendar_entry_remove": [entry.pk],
        "bank_holiday_remove": [BankHoliday.objects.order_by("day").last().pk],
    }
    return lambda name: reverse(name, args=arguments.get(name))


@pytest.mark.parametrize("name", [*READ, *POSTED])
def test_signed_out_is_sent_to_sign_in(client: Client, address: Callable[[str], str], name: str) -> None:
    for response in (client.get(address(name)), client.post(address(name))):
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("name", [*READ, *POSTED])
def test_a_schools_people_find_nothing_here(
    sign_in: SignIn, head_teacher: User, address: Callable[[str], str], name: str
) -> None:
    browser = sign_in(head_teacher)
    assert browser.get(address(name)).status_code == 404
    if name in POSTED:
        assert browser.post(address(name)).status_code == 404


def test_what_exists_and_what_does_not_look_the_same_to_an_outsider(
    sign_in: SignIn, head_teacher: User, address: Callable[[str], str]
) -> None:
    browser = sign_in(head_teacher)
    there = browser.get(address("school_calendar"))
    absent = browser.get(reverse("school_calendar", args=[999999]))
    assert there.content == absent.content


@pytest.mark.parametrize("name", READ)
def test_a_reader_reads(sign_in: SignIn, reader: User, address: Callable[[str], str], name: str) -> None:
    browser = sign_in(reader)
    assert browser.get(address(name)).status_code == 200
    assert browser.post(address(name)).status_code == 405


@pytest.mark.parametrize("name", POSTED)
def test_a_reader_changes_nothing(sign_in: SignIn, reader: User, address: Callable[[str], str], name: str) -> None:
    browser = sign_in(reader)
    assert browser.get(address(name)).status_code == 403
    assert browser.post(address(name)).status_code == 403


@pytest.mark.parametrize(("name", "status"), [*((n, 200) for n in READ), *((n, 403) for n in POSTED)])
def test_a_head_of_service_reads_and_changes_nothing(
    sign_in: SignIn, make_person: Callable[..., User], address: Callable[[str], str], name: str, status: int
) -> None:
    browser = sign_in(make_person(Role.HEAD_OF_SERVICE))
    assert browser.get(address(name)).status_code == status
    if name in POSTED:
        assert browser.post(address(name)).status_code == 403


@pytest.mark.parametrize(("name", "status"), [*((name, 200) for name in CHANGE_CALENDARS), *((n, 403) for n in MANAGE)])
def test_an_officer_changes_calendars_and_no_more(
    sign_in: SignIn, officer: User, address: Callable[[str], str], name: str, status: int
) -> None:
    assert sign_in(officer).get(address(name)).status_code == status


@pytest.mark.parametrize("name", [*READ, *POSTED])
def test_an_administrator_opens_all(
    sign_in: SignIn, administrator: User, address: Callable[[str], str], name: str
) -> None:
    assert sign_in(administrator).get(address(name)).status_code == 200


@pytest.mark.parametrize(
    ("name", "argument"),
    [
        ("school", 999999),
        ("school_calendar", 999999),
        ("calendar_entry_change", 0),
        ("calendar_entry_remove", 0),
        ("bank_holiday_remove", 0),
        ("schools_import_batch", uuid.uuid4()),
        ("calendar_import_batch", uuid.uuid4()),
    ],
)
def test_what_does_not_exist_is_404(sign_in: SignIn, administrator: User, name: str, argument: object) -> None:
    browser = sign_in(administrator)
    assert browser.get(reverse(name, args=[argument])).status_code == 404


@pytest.mark.parametrize("query", ["school=999999", "school=x", "school=99999999999"])
def test_adding_to_a_school_that_does_not_exist_is_404(sign_in: SignIn, officer: User, query: str) -> None:
    assert sign_in(officer).get(f"{reverse('calendar_entry_add')}?{query}").status_code == 404


def test_a_schools_people_see_no_school_in_any_list(head_teacher: User, reader: User, school: School) -> None:
    assert list(visible_to(head_teacher)) == []
    assert list(visible_to(reader)) == [school]
