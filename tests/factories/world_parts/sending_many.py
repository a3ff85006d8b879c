"""A school's file of many forms, and a key of its API. The world's person of a school is its head teacher as well:
who works there and may not manage keys is in tests/portal/school/test_api_keys.py."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.models import RoleHolding
from accounts.roles import Role
from exclusions.webforms import FORM
from portal.actions.api_keys import make_key
from portal.actions.batches import receive_batch
from tests.factories.exclusions import EXCLUDED_ON
from tests.factories.people import LONG_AGO
from tests.factories.school_rows import file_of, row

if TYPE_CHECKING:
    from tests.factories.world import World


def add_to(world: World) -> None:
    """Names for the pages of files and of keys."""
    by, school = world.people["school_office"], world.desk.school
    RoleHolding.objects.create(user=by, role=Role.HEAD_TEACHER, starts_on=LONG_AGO)
    by.__dict__.pop("_roles_in_force", None)
    batch = receive_batch(
        webform=FORM,
        school=school,
        file_name="file.csv",
        content=file_of(row(world.desk.child)),
        by=by,
        as_of=EXCLUDED_ON,
    )
    key = make_key(school=school, label="Our system", by=by, as_of=EXCLUDED_ON).key
    world.arguments |= {"many_code": FORM.code, "rows_uuid": batch.uuid, "key_uuid": key.uuid}
