"""Two kinds of case that exist only here, and requests that are made on AS_OF."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from django.test import Client

from accounts.models import User
from cases import kinds
from tests.factories.cases import AS_OF
from tests.factories.managing import KINDS, ManagedWorld


@pytest.fixture(autouse=True)
def _two_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in KINDS:
        monkeypatch.setitem(kinds._kinds, kind.code, kind)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with mock.patch("ledger.middleware.timezone.localdate", return_value=AS_OF):
        yield


@pytest.fixture
def world(db: None) -> ManagedWorld:
    """Two teams without a case."""
    return ManagedWorld()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browser in which this person is signed in; who must give a reason for lists has given one."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        session = client.session
        session["reasons"] = {"lists": ["Audit of the managers' page", 2**40]}
        session.save()
        return client

    return signed_in
