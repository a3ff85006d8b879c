"""The exclusions team's desk."""

from __future__ import annotations

import pytest

from tests.factories.exclusions import Desk


@pytest.fixture
def desk(db: None) -> Desk:
    """A team, a school with the calendar of the worked examples, and a child on its roll."""
    return Desk()
