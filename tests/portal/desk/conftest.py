"""An office that sends errands, and the team that runs them; form and kind exist only here."""

from __future__ import annotations

from collections.abc import Iterator
from unittest import mock

import pytest

# The API's addresses are made once, from the forms that are really there: before these tests put theirs in their place.
import config.urls  # noqa: F401
from cases import kinds
from portal import webforms
from tests.factories.cases import AS_OF, KIND, ErrandDesk
from tests.factories.submissions import ERRAND_FORM, Office


@pytest.fixture(autouse=True)
def _errands_are_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds._kinds, KIND.code, KIND)
    monkeypatch.setattr(webforms, "_forms", {ERRAND_FORM.code: ERRAND_FORM})


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Requests of these tests are made on AS_OF."""
    with mock.patch("ledger.middleware.timezone.localdate", return_value=AS_OF):
        yield


@pytest.fixture
def desk(db: None) -> ErrandDesk:
    """The team."""
    return ErrandDesk()


@pytest.fixture
def office(desk: ErrandDesk) -> Office:
    """The school that sends."""
    return Office(desk.school)
