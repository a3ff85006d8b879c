"""A file of comparison figures that was looked through, and a table to download."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.actions.bring_in import COMPARISONS
from schools.actions.import_batches import receive
from tests.factories.exclusions import EXCLUDED_ON

if TYPE_CHECKING:
    from tests.factories.world import World

CONTENT = (
    b"measure,phase,area kind,academic year,value,source,part year\n"
    b"suspension_rate,all,national,2023/24,11.3,DfE statistics,no\n"
)


def add_to(world: World) -> None:
    """The manager's file, not brought in yet."""
    batch = receive(
        kind=COMPARISONS,
        file_name="figures.csv",
        content=CONTENT,
        by=world.people["team_manager"],
        as_of=EXCLUDED_ON,
    )
    world.arguments |= {
        "table_code": "suspensions",
        "figures_kind": COMPARISONS,
        "figures_batch_uuid": batch.uuid,
    }
