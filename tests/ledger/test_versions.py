"""Of two editors one wins, and the other is told."""

from __future__ import annotations

import pytest

from ledger.versions import StaleEdit, update_at_version
from tests.factories.children import make_child

pytestmark = pytest.mark.django_db


def test_an_edit_at_its_version_raises_it() -> None:
    child = make_child("Hughes")
    fresh = update_at_version(child, version=1, preferred_name="Mira")
    assert (fresh.preferred_name, fresh.version) == ("Mira", 2)


def test_a_stale_edit_changes_nothing_and_brings_what_is_there_now() -> None:
    child = make_child("Hughes")
    update_at_version(child, version=1, preferred_name="Mira")
    with pytest.raises(StaleEdit) as raised:
        update_at_version(child, version=1, preferred_name="Amy")
    assert (raised.value.current.preferred_name, raised.value.current.version) == ("Mira", 2)
