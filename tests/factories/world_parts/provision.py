"""A provider, and a booking in the world's case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories.provision import book, make_provider

if TYPE_CHECKING:
    from tests.factories.world import World


def add_to(world: World) -> None:
    """A provider and a placement."""
    case = world.desk.child.cases.get(reference=world.arguments["reference"])
    provider = make_provider()
    world.arguments["provider_uuid"] = provider.uuid
    world.arguments["placement_uuid"] = book(case, world.desk.officer, provider=provider).uuid
