"""Giving and ending roles and teams, disabling, changing: each with its event, refused for the last administrator."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.test import Client

from accounts.actions.second_step import end_sessions
from accounts.actions.users import (
    DisableReason,
    change_user,
    disable_user,
    enable_user,
    end_role,
    give_role,
    join_team,
    leave_team,
)
from accounts.models import RoleHolding, TeamMembership, User
from accounts.permissions import roles_of
from accounts.refusals import AccountRefused
from accounts.roles import Role
from ledger.models import AdministrativeEvent
from ledger.versions import StaleEdit
from tests.factories.people import make_team, make_user

pytestmark = pytest.mark.django_db
TODAY = date(2026, 9, 16)
DAY = timedelta(days=1)


@pytest.fixture
def by() -> User:
    return make_user(Role.ADMINISTRATOR, name="Ada Administrator")


def events() -> list[str]:
    return list(AdministrativeEvent.objects.order_by("pk").values_list("code", flat=True))


def fresh(user: User) -> User:
    return User.objects.get(pk=user.pk)


def test_a_role_for_days_to_come(by: User) -> None:
    user = make_user()
    first, last = TODAY + DAY, TODAY + 9 * DAY
    give_role(user=user, role=Role.TEAM_MANAGER, starts_on=first, ends_on=last, by=by, as_of=TODAY)
    assert [bool(roles_of(user, day)) for day in (TODAY, first, last, last + DAY)] == [False, True, True, False]
    assert AdministrativeEvent.objects.get().facts == {
        "role": "team_manager",
        "starts_on": str(first),
        "ends_on": str(last),
    }


@pytest.mark.parametrize(
    ("first", "last", "field"), [(-1, None, "starts_on"), (0, -1, "ends_on"), (5, 4, "ends_on"), (0, None, "starts_on")]
)
def test_days_that_make_no_sense(by: User, first: int, last: int | None, field: str) -> None:
    user = make_user()
    RoleHolding.objects.create(user=user, role=Role.TEAM_MANAGER, starts_on=TODAY + 3 * DAY)
    ends_on = None if last is None else TODAY + last * DAY
    with pytest.raises(AccountRefused) as refusal:
        give_role(user=user, role=Role.TEAM_MANAGER, starts_on=TODAY + first * DAY, ends_on=ends_on, by=by, as_of=TODAY)
    assert refusal.value.field == field
    assert events() == []


def test_days_before_a_later_holding_are_free(by: User) -> None:
    user = make_user()
    RoleHolding.objects.create(user=user, role=Role.TEAM_MANAGER, starts_on=TODAY + 3 * DAY)
    give_role(user=user, role=Role.TEAM_MANAGER, ends_on=TODAY + 2 * DAY, by=by, as_of=TODAY)
    assert RoleHolding.objects.filter(user=user).count() == 2


def test_ending_a_role_now_takes_it_away_today(by: User) -> None:
    user = make_user(Role.TEAM_MANAGER)
    end_role(holding=user.role_holdings.get(), by=by, as_of=TODAY)
    assert not roles_of(fresh(user), TODAY)
    assert roles_of(fresh(user), TODAY - DAY)
    assert AdministrativeEvent.objects.get().facts == {"role": "team_manager", "last_day": None}


def test_ending_now_what_began_today_leaves_its_history(by: User) -> None:
    user = make_user()
    holding = give_role(user=user, role=Role.TEAM_MANAGER, by=by, as_of=TODAY)
    end_role(holding=holding, by=by, as_of=TODAY)
    assert not RoleHolding.objects.filter(user=user).exists()
    history = apps.get_model("accounts", "RoleHoldingHistory").objects.filter(user=user)
    assert list(history.order_by("pgh_id").values_list("pgh_label", flat=True)) == ["insert", "delete"]
    assert events() == ["accounts.role_given", "accounts.role_ended"]


def test_ending_a_role_after_a_day(by: User) -> None:
    user = make_user(Role.TEAM_MANAGER)
    end_role(holding=user.role_holdings.get(), last_day=TODAY, by=by, as_of=TODAY)
    assert roles_of(fresh(user), TODAY)
    assert not roles_of(fresh(user), TODAY + DAY)
    with pytest.raises(AccountRefused) as refusal:
        end_role(holding=user.role_holdings.get(), last_day=TODAY - DAY, by=by, as_of=TODAY)
    assert refusal.value.field == "last_day"


def test_into_a_team_and_out_again(by: User) -> None:
    user, team = make_user(), make_team("x")
    membership = join_team(user=user, team=team, is_manager=True, by=by, as_of=TODAY)
    with pytest.raises(AccountRefused, match="in this team already"):
        join_team(user=user, team=team, by=by, as_of=TODAY)
    leave_team(membership=membership, last_day=TODAY + DAY, by=by, as_of=TODAY)
    join_team(user=user, team=team, starts_on=TODAY + 2 * DAY, by=by, as_of=TODAY)
    leave_team(membership=TeamMembership.objects.latest("pk"), by=by, as_of=TODAY)
    assert TeamMembership.objects.get().ends_on == TODAY + DAY
    assert events() == ["accounts.team_joined", "accounts.team_left"] * 2


def test_disabling_ends_sessions_and_enabling_does_not_bring_them_back(by: User) -> None:
    user, stranger = make_user(Role.HEAD_OF_SERVICE), make_user(Role.HEAD_OF_SERVICE)
    theirs, other = Client(), Client()
    theirs.force_login(user)
    other.force_login(stranger)
    assert theirs.get("/").status_code == 200
    disable_user(user=user, by=by, as_of=TODAY, reason=DisableReason.AWAY)
    assert theirs.get("/").headers["Location"].startswith("/account/sign-in/")
    assert other.get("/").status_code == 200
    enable_user(user=user, by=by, as_of=TODAY)
    assert theirs.get("/").headers["Location"].startswith("/account/sign-in/")
    assert roles_of(fresh(user))
    disabled, enabled = AdministrativeEvent.objects.order_by("pk")
    assert disabled.facts == {"reason": "away", "sessions": 1}
    assert (enabled.code, enabled.by_user_id) == ("accounts.user_enabled", by.pk)


def test_ending_a_persons_sessions(by: User) -> None:
    user = make_user(Role.HEAD_OF_SERVICE)
    browser = Client()
    browser.force_login(user)
    assert end_sessions(user=user, by=by, as_of=TODAY) == 1
    assert browser.get("/").status_code == 302
    assert AdministrativeEvent.objects.get().facts == {"count": 1}


def test_the_last_administrator_stays(by: User) -> None:
    other = make_user(Role.ADMINISTRATOR, name="Olu Other")
    with pytest.raises(AccountRefused, match="your own account"):
        disable_user(user=by, by=by, as_of=TODAY)
    disable_user(user=other, by=by, as_of=TODAY)
    with pytest.raises(AccountRefused, match="Ada Administrator is the only administrator"):
        end_role(holding=by.role_holdings.get(), by=by, as_of=TODAY)
    with pytest.raises(AccountRefused, match="cannot be disabled"):
        disable_user(user=by, by=make_last(), as_of=TODAY)
    assert roles_of(fresh(by)) == {Role.ADMINISTRATOR}


def make_last() -> User:
    """Somebody whose right to administer ends today: they leave nobody behind."""
    leaving = make_user(Role.ADMINISTRATOR)
    leaving.role_holdings.update(ends_on=TODAY)
    leaving._roles_in_force = frozenset({Role.ADMINISTRATOR})
    return leaving


@pytest.mark.parametrize("made", ["disabled", "without password", "ending", "later"])
def test_who_cannot_sign_in_for_good_does_not_count_as_an_administrator(by: User, made: str) -> None:
    other = make_user(Role.ADMINISTRATOR)
    changes = {"disabled": {"is_active": False}, "without password": {"password": make_password(None)}}
    User.objects.filter(pk=other.pk).update(**changes.get(made, {"telephone": ""}))
    dates = {"ending": {"ends_on": TODAY + DAY}, "later": {"starts_on": TODAY + DAY}}
    other.role_holdings.update(**dates.get(made, {"role": Role.ADMINISTRATOR}))
    with pytest.raises(AccountRefused):
        end_role(holding=by.role_holdings.get(), by=by, as_of=TODAY)


def test_with_another_administrator_the_role_can_go(by: User) -> None:
    make_user(Role.ADMINISTRATOR)
    end_role(holding=by.role_holdings.get(), by=by, as_of=TODAY)
    assert not roles_of(fresh(by), TODAY)


def test_changing_who_somebody_is(by: User) -> None:
    user = make_user(name="Old Name")
    changed = change_user(user=user, version=1, name="New Name", email=user.email, by=by, as_of=TODAY)
    assert (changed.name, changed.version) == ("New Name", 2)
    assert AdministrativeEvent.objects.get().facts == {"fields": ["name"]}
    with pytest.raises(StaleEdit):
        change_user(user=user, version=1, name="Other", by=by, as_of=TODAY)
    for changes, field in (({"name": " "}, "name"), ({"email": by.email.upper()}, "email"), ({"email": "x"}, "email")):
        with pytest.raises(AccountRefused) as refusal:
            change_user(user=changed, version=2, by=by, as_of=TODAY, **changes)
        assert refusal.value.field == field


def test_a_disabled_administrator_acts_on_nobody(by: User) -> None:
    User.objects.filter(pk=by.pk).update(is_active=False)
    user, disabled = make_user(), fresh(by)
    for act in (disable_user, enable_user, end_sessions):
        with pytest.raises(PermissionDenied):
            act(user=user, by=disabled, as_of=TODAY)
    assert events() == []
