"""A case in which education may be booked: a permanent exclusion, the only kind that registers its use so far."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case
from tests.factories.exclusions import Desk

TODAY = date(2026, 9, 25)


@pytest.fixture
def desk(db: None) -> Desk:
    """A team, a school with the calendar of the worked examples, and a child on its roll."""
    return Desk()


@pytest.fixture
def case(desk: Desk) -> Case:
    """X1 of the law pack: excluded on 15 September 2026, so that day six is 22 September."""
    return desk.record()


@pytest.fixture
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' own day."""
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TODAY)
