"""A plan for a return, a safeguarding file that went, and an amount for each pupil."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exclusions.actions.per_pupil import add_amount
from tests.factories.children import make_school
from tests.factories.exclusions import EXCLUDED_ON
from tests.factories.leaving import PER_PUPIL, pass_file, plan_return
from tests.factories.suspensions import make_suspension

if TYPE_CHECKING:
    from tests.factories.world import World

# Before the permanent exclusion, and in no other suspension.
BEFORE = date(2026, 9, 7)


def add_to(world: World) -> None:
    """What the addresses name, in a suspension of its own."""
    case = make_suspension(world.desk, BEFORE)
    plan = plan_return(world.desk, case)
    file = pass_file(world.desk, case, to_school=make_school())
    amount = add_amount(
        financial_year=2026,
        band="key_stage_3",
        amount=PER_PUPIL,
        source="Formula",
        by=world.people["team_manager"],
        as_of=EXCLUDED_ON,
    )
    world.arguments |= {
        "reintegration_uuid": plan.uuid,
        "file_uuid": file.uuid,
        "amount_id": amount.pk,
    }
