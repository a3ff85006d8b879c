"""The kernel's tests know one kind of case, which exists only here."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from django.template import engines

from cases import kinds, letter_kinds
from tests.factories.cases import AS_OF, KIND, ErrandDesk
from tests.factories.letters import TEST_LETTERS


@pytest.fixture(autouse=True)
def _errand_is_a_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(kinds._kinds, KIND.code, KIND)


@pytest.fixture(autouse=True)
def _errands_have_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    for kind in TEST_LETTERS:
        monkeypatch.setitem(letter_kinds._letter_kinds, kind.code, kind)
    engine = engines["django"].engine
    monkeypatch.setattr(engine, "dirs", [*engine.dirs, Path(__file__).parents[1] / "templates"])


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    """Requests of these tests are made on AS_OF."""
    with mock.patch("ledger.middleware.timezone.localdate", return_value=AS_OF):
        yield


@pytest.fixture
def desk(db: None) -> ErrandDesk:
    """A team with a case."""
    return ErrandDesk()
