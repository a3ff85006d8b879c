"""A request for help with a line of support."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exclusions.models import SupportLine
from tests.factories.support import make_support_at

if TYPE_CHECKING:
    from tests.factories.world import World


def add_to(world: World) -> None:
    """The request and the line that the addresses name."""
    case = make_support_at(world.desk, "support_agreed")
    world.arguments["support_reference"] = case.reference
    world.arguments["support_line_uuid"] = SupportLine.objects.get(request__case=case).uuid
