"""People, schools and calendars of this room's tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from accounts.models import RoleHolding, User
from accounts.roles import Role
from ledger import outbox
from ledger.models import OutboxMessage
from schools.actions.calendar_import import import_calendars
from schools.effects import RECOMPUTE_TASK
from schools.models import CalendarEntry, LocalAuthority, School, SchoolStaff
from schools.names import sort_key
from tests.schools.published_dates import YEAR_2025, YEAR_2026, calendar_file

TODAY = date(2026, 9, 22)


@pytest.fixture(autouse=True)
def _recompute_task(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no room that keeps deadlines is there, the task is registered all the same."""
    monkeypatch.setattr(outbox, "_tasks", dict(outbox._tasks))
    if RECOMPUTE_TASK not in outbox.registered_names():
        outbox.register(RECOMPUTE_TASK, lambda **_: None)


@pytest.fixture
def as_of() -> date:
    return TODAY


@pytest.fixture
def make_person(db: None) -> Callable[..., User]:
    """Makes a person who holds a role."""

    def make(role: Role | None, email: str = "") -> User:
        name = (role or "nobody").replace("_", " ").title()
        person = User.objects.create(email=email or f"{role or 'nobody'}@example.org", name=name)
        if role:
            RoleHolding.objects.create(user=person, role=role, starts_on=date(2020, 1, 1))
        return person

    return make


@pytest.fixture
def administrator(make_person: Callable[..., User]) -> User:
    return make_person(Role.ADMINISTRATOR)


@pytest.fixture
def officer(make_person: Callable[..., User]) -> User:
    return make_person(Role.EXCLUSIONS_OFFICER)


@pytest.fixture
def reader(make_person: Callable[..., User]) -> User:
    """May look at calendars and schools and change nothing."""
    return make_person(Role.INFORMATION_GOVERNANCE)


@pytest.fixture
def head_teacher(make_person: Callable[..., User], school: School) -> User:
    """Of the school: an outsider to these pages."""
    person = make_person(Role.HEAD_TEACHER)
    SchoolStaff.objects.create(user=person, school=school, job="Head teacher", starts_on=date(2020, 9, 1))
    return person


@pytest.fixture
def make_school(db: None) -> Callable[..., School]:
    """Makes a school of Coventry; the URN goes up with each."""
    coventry = LocalAuthority.objects.get(code="331")

    def make(name: str = "Ashgrove Academy (invented)", **fields: Any) -> School:
        urn = fields.pop("urn", 900001 + School.objects.count())
        return School.objects.create(
            urn=urn, name=name, name_sort_key=sort_key(name), local_authority=coventry, **fields
        )

    return make


@pytest.fixture
def school(make_school: Callable[..., School]) -> School:
    return make_school()


@pytest.fixture
def published(db: None, as_of: date) -> None:
    """CAL-K as the default calendar, 2025/26 and 2026/27."""
    report = import_calendars(content=calendar_file(YEAR_2025, YEAR_2026), by=None, as_of=as_of)
    assert report.errors == []
    OutboxMessage.objects.all().delete()


@pytest.fixture
def recomputed(db: None) -> Callable[[], list[int | None]]:
    """The schools (None: all) whose deadlines were marked to be worked out again, in order."""

    def schools() -> list[int | None]:
        messages = OutboxMessage.objects.filter(task_name=RECOMPUTE_TASK).order_by("pk")
        return [message.arguments["school_id"] for message in messages]

    return schools


@pytest.fixture
def sign_in(client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[[User], Client]:
    """A browser in which somebody is signed in, on the day of the tests."""
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)

    def sign(person: User) -> Client:
        client.force_login(person)
        return client

    return sign


@pytest.fixture
def entry(published: None, school: School) -> CalendarEntry:
    return CalendarEntry.objects.create(
        school=school, kind="closure", starts_on=date(2026, 9, 17), ends_on=date(2026, 9, 17)
    )
