"""Acts on people: create, give and end roles, join teams, disable. Each leaves an administrative event."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction

from accounts.models import RoleHolding, Team, TeamMembership, User
from accounts.permissions import roles_of
from accounts.roles import Role
from ledger.administrative import record_event


class AccountRefused(Exception):
    """The act on an account is not possible; the text says why."""


def check_may_administer(by: User | None) -> None:
    """Only an administrator acts on people; the machine (None) sets up the first one. Raises PermissionDenied."""
    if by is not None and Role.ADMINISTRATOR not in roles_of(by):
        raise PermissionDenied("Only an administrator can change people and their roles.")


@transaction.atomic
def create_user(
    *,
    email: str,
    name: str,
    password: str,
    by: User | None,
    as_of: date,
    job_title: str = "",
    telephone: str = "",
    is_demonstration: bool = False,
) -> User:
    """Create a person who can sign in. Raises AccountRefused when the address is malformed or taken."""
    check_may_administer(by)
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise AccountRefused(f"“{email}” is not an e-mail address. Enter one such as name@example.org.") from error
    if User.objects.filter(email__iexact=email).exists():
        raise AccountRefused(f"{email} already has an account.")
    user = User(
        email=email,
        name=name.strip(),
        job_title=job_title,
        telephone=telephone,
        is_demonstration=is_demonstration,
    )
    user.set_password(password)
    user.save()
    _record("accounts.user_created", user, by, as_of)
    return user


@transaction.atomic
def give_role(*, user: User, role: Role, by: User | None, as_of: date) -> RoleHolding:
    """Give a role from `as_of` on. Giving a role that is held changes nothing."""
    check_may_administer(by)
    held = RoleHolding.objects.filter(RoleHolding.in_force(as_of), user=user, role=role).first()
    if held is not None:
        return held
    holding = RoleHolding.objects.create(user=user, role=role, starts_on=as_of)
    _record("accounts.role_given", user, by, as_of, role=role.value)
    return holding


@transaction.atomic
def join_team(*, user: User, team: Team, by: User | None, as_of: date, is_manager: bool = False) -> TeamMembership:
    """Put a person into a team from `as_of` on."""
    check_may_administer(by)
    membership = TeamMembership.objects.create(user=user, team=team, starts_on=as_of, is_manager=is_manager)
    _record("accounts.team_joined", user, by, as_of, team=team.pk, is_manager=is_manager)
    return membership


@transaction.atomic
def create_team(*, name: str, kinds: list[str], by: User | None, as_of: date) -> Team:
    """Create a team for the kinds of case named by their codes."""
    check_may_administer(by)
    team = Team.objects.create(name=name, kinds=sorted(kinds))
    record_event(
        code="accounts.team_created",
        happened_on=as_of,
        by_user_id=by.pk if by else None,
        subject=f"accounts.Team:{team.pk}",
        facts={"kinds": team.kinds},
    )
    return team


@transaction.atomic
def disable_user(*, user: User, by: User, as_of: date) -> User:
    """Disable a person: the next request of every session of theirs is refused. Nothing they did is removed."""
    check_may_administer(by)
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    _record("accounts.user_disabled", user, by, as_of)
    return user


def _record(code: str, user: User, by: User | None, as_of: date, **facts: object) -> None:
    record_event(
        code=code,
        happened_on=as_of,
        by_user_id=by.pk if by else None,
        subject=f"accounts.User:{user.pk}",
        facts=facts,
    )
