"""A suspension of a pupil who has a permanent exclusion too."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from tests.factories.suspensions import make_suspension

if TYPE_CHECKING:
    from tests.factories.world import World

BEFORE = date(2026, 9, 10)


def add_to(world: World) -> None:
    """The suspension that the addresses name."""
    world.arguments["suspension_reference"] = make_suspension(world.desk, BEFORE).reference
