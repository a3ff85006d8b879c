"""A person with a role, a team and a school, invited and not yet here; the link has no owner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accounts.roles import Role
from schools.actions.staff import invite_person
from tests.factories.exclusions import EXCLUDED_ON

if TYPE_CHECKING:
    from tests.factories.world import World


def add_to(world: World) -> None:
    """Somebody for an administrator's pages."""
    person = invite_person(
        email="newcomer@example.org",
        name="Newcomer Example",
        roles=[Role.SCHOOL_OFFICE],
        team=world.desk.team,
        schools=[world.desk.school],
        by=world.people["administrator"],
        as_of=EXCLUDED_ON,
    )
    world.arguments |= {
        "user_uuid": person.uuid,
        "role_holding_id": person.role_holdings.get().pk,
        "team_membership_id": person.team_memberships.get().pk,
        "school_place_id": person.school_places.get().pk,
        "invitation_token": "abc",
    }
