"""A child who was seen in a public place."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.factories.exclusions import EXCLUDED_ON
from tests.factories.public_place import see
from tests.factories.suspensions import make_suspension

if TYPE_CHECKING:
    from tests.factories.world import World


def add_to(world: World) -> None:
    """What the addresses name, in a suspension of its own."""
    day = EXCLUDED_ON - timedelta(days=1)
    sighting = see(world.desk, make_suspension(world.desk, day), day)
    world.arguments |= {"sighting_uuid": sighting.uuid}
