"""A letter that was issued, a copy of it that went, and a kind of letter to write."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.actions.letters import record_copy
from cases.letter_kinds import letter_kind_for
from cases.models import Case
from exclusions.letters import ACKNOWLEDGEMENT
from tests.factories.exclusions import EXCLUDED_ON
from tests.factories.letters import give_address, issue

if TYPE_CHECKING:
    from tests.factories.world import World


def add_to(world: World) -> None:
    """The acknowledgement to the school, posted."""
    desk = world.desk
    give_address(desk.school)
    case = Case.objects.get(reference=world.arguments["reference"])
    kind = letter_kind_for(case, ACKNOWLEDGEMENT)
    (letter,) = issue(case, kind, "school", by=desk.officer, as_of=EXCLUDED_ON)
    record_copy(letter=letter, method="first_class_post", sent_on=EXCLUDED_ON, by=desk.officer, as_of=EXCLUDED_ON)
    world.arguments["letter_uuid"] = letter.uuid
    world.arguments["letter_kind"] = kind.code
