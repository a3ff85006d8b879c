"""Roles, teams and the acts on people."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

import pytest
from django.core.exceptions import PermissionDenied

from accounts import permissions
from accounts.actions.users import AccountRefused, create_team, create_user, disable_user, give_role, join_team
from accounts.models import RoleHolding, User
from accounts.permissions import has_permission, is_school_user, kinds_worked_by, roles_of
from accounts.roles import Role
from cases.permissions import Permission
from ledger.models import AdministrativeEvent
from tests.factories.people import make_team, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 16)


def test_a_role_is_in_force_from_its_first_to_its_last_day() -> None:
    user = make_user()
    RoleHolding.objects.create(
        user=user, role=Role.HEAD_OF_SERVICE, starts_on=date(2026, 9, 1), ends_on=date(2026, 9, 30)
    )
    held = {day: bool(roles_of(user, date(2026, *day))) for day in ((8, 31), (9, 1), (9, 30), (10, 1))}
    assert held == {(8, 31): False, (9, 1): True, (9, 30): True, (10, 1): False}


def test_a_disabled_person_has_no_role() -> None:
    user = make_user(Role.HEAD_OF_SERVICE)
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert not roles_of(User.objects.get(pk=user.pk))


def test_roles_add_up() -> None:
    user = make_user(Role.ADMINISTRATOR)
    assert not has_permission(user, Permission.VIEW_CHILDREN)
    RoleHolding.objects.create(user=user, role=Role.EXCLUSIONS_OFFICER, starts_on=date(2020, 1, 1))
    assert has_permission(User.objects.get(pk=user.pk), Permission.VIEW_CHILDREN)


def test_who_works_for_a_school_and_for_the_council_is_no_school_user() -> None:
    user = make_user(Role.SCHOOL_OFFICE)
    assert is_school_user(user)
    RoleHolding.objects.create(user=user, role=Role.EDUCATION_OFFICER, starts_on=date(2020, 1, 1))
    assert not is_school_user(User.objects.get(pk=user.pk))


def test_kinds_come_from_active_teams_in_force() -> None:
    user = make_user(team=make_team("a", "b"))
    assert kinds_worked_by(user) == {"a", "b"}
    user.team_memberships.update(ends_on=date(2020, 2, 1))
    assert kinds_worked_by(User.objects.get(pk=user.pk)) == set()


def test_permissions_are_registered_once() -> None:
    class Again(StrEnum):
        VIEW = "cases.view_children"

    for app in ("cases", "elsewhere"):
        with pytest.raises(permissions.DuplicatePermission):
            permissions.register_grants(app, Again, {})


def test_an_administrator_makes_people_and_each_act_leaves_an_event() -> None:
    by = make_user(Role.ADMINISTRATOR)
    user = create_user(email=" New@Example.org ", name=" New Person ", password="x" * 12, by=by, as_of=TODAY)
    assert (user.email, user.name) == ("new@example.org", "New Person")
    give_role(user=user, role=Role.EDUCATION_OFFICER, by=by, as_of=TODAY)
    give_role(user=user, role=Role.EDUCATION_OFFICER, by=by, as_of=TODAY)
    team = create_team(name="North", kinds=["b", "a"], by=by, as_of=TODAY)
    join_team(user=user, team=team, by=by, as_of=TODAY)
    disable_user(user=user, by=by, as_of=TODAY)
    codes = list(AdministrativeEvent.objects.order_by("pk").values_list("code", flat=True))
    assert codes == [
        "accounts.user_created",
        "accounts.role_given",
        "accounts.team_created",
        "accounts.team_joined",
        "accounts.user_disabled",
    ]
    assert set(AdministrativeEvent.objects.values_list("by_user_id", flat=True)) == {by.pk}


@pytest.mark.parametrize("email", ["nobody", "TAKEN@example.org"])
def test_an_address_that_is_malformed_or_taken_is_refused(email: str) -> None:
    by = make_user(Role.ADMINISTRATOR)
    create_user(email="taken@example.org", name="One", password="x" * 12, by=by, as_of=TODAY)
    with pytest.raises(AccountRefused):
        create_user(email=email, name="Two", password="x" * 12, by=by, as_of=TODAY)


def test_nobody_else_acts_on_people() -> None:
    by = make_user(Role.HEAD_OF_SERVICE)
    with pytest.raises(PermissionDenied):
        create_user(email="new@example.org", name="New", password="x" * 12, by=by, as_of=TODAY)
    assert not AdministrativeEvent.objects.exists()
