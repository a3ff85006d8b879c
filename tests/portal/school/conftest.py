"""The school's pages are tested with a form that exists only here."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from django.test import Client

from accounts.models import User
from portal import webforms
from tests.factories.webforms import AS_OF, FORM, Office


@pytest.fixture(autouse=True)
def _outing_is_a_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(webforms._forms, FORM.code, FORM)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Requests of these tests are made on AS_OF."""
    with mock.patch("ledger.middleware.timezone.localdate", return_value=AS_OF):
        yield


@pytest.fixture
def office(db: None) -> Office:
    """A school with its people."""
    return Office()


@pytest.fixture
def client(office: Office, sign_in: Callable[[User], Client]) -> Client:
    """The browser of the school's office."""
    return sign_in(office.user)
