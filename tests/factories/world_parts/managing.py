"""An act of allocating, by the world's team manager."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.actions.allocating import allocate_cases
from cases.allocation import Chosen
from tests.factories.children import enrol, make_child
from tests.factories.exclusions import EXCLUDED_ON

if TYPE_CHECKING:
    from tests.factories.world import World


def add_to(world: World) -> None:
    """A case of the officer's that the manager took over."""
    child = make_child()
    enrol(child, world.desk.school)
    case = world.desk.record(child=child)
    manager = world.people["team_manager"]
    chosen = [Chosen(case.reference, case.version)]
    act = allocate_cases(chosen=chosen, to=manager, by=manager, as_of=EXCLUDED_ON)
    world.arguments["allocation_uuid"] = act.uuid
