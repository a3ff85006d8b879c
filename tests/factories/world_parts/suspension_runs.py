"""A suspension that closed by itself, for the page that opens it again."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.factories.children import enrol, make_child
from tests.factories.suspensions import make_suspension

if TYPE_CHECKING:
    from tests.factories.world import World

LONG_AGO, TODAY = date(2026, 9, 3), date(2026, 9, 15)


def add_to(world: World) -> None:
    """Of another child, so that no page of the world's own child changes."""
    child = make_child("Lewis", "Noah")
    enrol(child, world.desk.school)
    closed = make_suspension(world.desk, LONG_AGO, child=child, as_of=TODAY)
    assert closed.state == "closed"
    world.arguments["closed_suspension_reference"] = closed.reference
