"""A prompt that somebody should deal with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exclusions.models import Prompt

if TYPE_CHECKING:
    from tests.factories.world import World


def add_to(world: World) -> None:
    """The prompt that the addresses name: a child with a plan was excluded."""
    case = world.desk.child.cases.order_by("pk").first()
    prompt = Prompt.objects.create(
        child=world.desk.child, case=case, code=Prompt.Code.PLAN, period=case.reference, raised_on=case.opened_on
    )
    world.arguments["prompt_uuid"] = prompt.uuid
