"""A separation, a direction and a managed move: of three other children, each on the school's roll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.factories.children import enrol, make_child
from tests.factories.directions import make_direction
from tests.factories.moves import make_move
from tests.factories.separations import make_separation

if TYPE_CHECKING:
    from cases.models import Child
    from tests.factories.world import World


def add_to(world: World) -> None:
    """The cases that the addresses name."""
    world.arguments["separation_reference"] = make_separation(world.desk, child=_pupil(world)).reference
    world.arguments["direction_reference"] = make_direction(world.desk, child=_pupil(world)).reference
    world.arguments["move_reference"] = make_move(world.desk, child=_pupil(world)).reference


def _pupil(world: World) -> Child:
    child = make_child()
    enrol(child, world.desk.school)
    return child
