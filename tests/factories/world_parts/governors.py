"""What the parents of the excluded child say to the governors, and who represents the council."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.models import Case
from tests.factories.exclusions import EXCLUDED_ON
from tests.factories.governors import name, represent

if TYPE_CHECKING:
    from tests.factories.world import World


def add_to(world: World) -> None:
    """On the permanent exclusion that the addresses name."""
    case = Case.objects.get(reference=world.arguments["reference"])
    represent(world.desk, case, EXCLUDED_ON)
    name(world.desk, case, EXCLUDED_ON)
