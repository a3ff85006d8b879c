"""The day of these tests, and a school's office."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from django.test import Client

from accounts.models import User
from tests.factories.exclusions import Desk
from tests.factories.people import make_school_user
from tests.factories.school_api import Api
from tests.factories.school_rows import TODAY


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Requests of these tests are made on TODAY."""
    with mock.patch("ledger.middleware.timezone.localdate", return_value=TODAY):
        yield


@pytest.fixture
def user(desk: Desk) -> User:
    """A person of the school's office."""
    return make_school_user(desk.school)


@pytest.fixture
def client(user: User, sign_in: Callable[[User], Client]) -> Client:
    """That person's browser."""
    return sign_in(user)


@pytest.fixture
def api(desk: Desk) -> Api:
    """The school’s own system."""
    return Api(desk.school)
