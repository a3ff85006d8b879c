"""Acts on people: create, change, give and end roles and teams, disable. Each leaves an administrative event."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import models, transaction

from accounts.actions.holdings import check_days, days, end_holding, overlapping
from accounts.models import RoleHolding, Team, TeamMembership, User
from accounts.permissions import roles_of
from accounts.queries import administrators_besides
from accounts.refusals import AccountRefused
from accounts.roles import Role
from accounts.sessions import delete_sessions
from ledger.administrative import record_event
from ledger.versions import update_at_version

OF_A_PERSON = ("email", "name", "job_title", "telephone")


class DisableReason(models.TextChoices):
    """Why somebody is disabled: codes, so that the event holds nothing about the person's life."""

    LEFT = "left", "Left the job"
    MOVED = "moved", "Moved to work that does not need this system"
    AWAY = "away", "Away for a long time"
    SECURITY = "security", "The account may be in somebody else’s hands"
    MISTAKE = "mistake", "Invited by mistake"


def check_may_administer(by: User | None) -> None:
    """Only an administrator acts on people; the machine (None) sets up the first one. Raises PermissionDenied."""
    if by is not None and Role.ADMINISTRATOR not in roles_of(by):
        raise PermissionDenied("Only an administrator can change people and their roles.")


@transaction.atomic
def create_user(
    *,
    email: str,
    name: str,
    password: str | None,
    by: User | None,
    as_of: date,
    job_title: str = "",
    telephone: str = "",
    is_demonstration: bool = False,
) -> User:
    """Create a person; without a password they cannot sign in until an invitation is used.

    Raises AccountRefused when the address is malformed or taken.
    """
    check_may_administer(by)
    user = User(
        email=_free_address(email),
        name=name.strip(),
        job_title=job_title,
        telephone=telephone,
        is_demonstration=is_demonstration,
    )
    user.set_password(password)
    user.save()
    record_of_user("accounts.user_created", user, by, as_of)
    return user


@transaction.atomic
def change_user(*, user: User, version: int, by: User, as_of: date, **changes: Any) -> User:
    """Change some of name, e-mail address, job and telephone.

    Raises PermissionDenied, AccountRefused (malformed or taken address, no name) or StaleEdit.
    """
    check_may_administer(by)
    if "email" in changes:
        changes["email"] = _free_address(changes["email"], besides=user)
    if not changes.get("name", "-").strip():
        raise AccountRefused("Enter the person's name.", field="name")
    changed = [name for name in OF_A_PERSON if name in changes and changes[name] != getattr(user, name)]
    fresh = update_at_version(user, version=version, **{name: changes[name] for name in changed})
    record_of_user("accounts.user_changed", fresh, by, as_of, fields=changed)
    return fresh


def _free_address(email: str, besides: User | None = None) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise AccountRefused(
            f"“{email}” is not an e-mail address. Enter one such as name@example.org.", field="email"
        ) from error
    if User.objects.filter(email__iexact=email).exclude(pk=besides.pk if besides else 0).exists():
        raise AccountRefused(f"{email} already has an account.", field="email")
    return email


@transaction.atomic
def give_role(
    *,
    user: User,
    role: Role,
    by: User | None,
    as_of: date,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> RoleHolding:
    """Give a role from `starts_on` (today when absent) to `ends_on` or for good. Giving one that is held changes
    nothing. Raises AccountRefused for days in the past or in the wrong order, or that overlap with a later holding."""
    check_may_administer(by)
    first = check_days(starts_on, ends_on, as_of)
    held = RoleHolding.objects.filter(RoleHolding.in_force(first), user=user, role=role).first()
    if held is not None:
        return held
    if overlapping(RoleHolding.objects.filter(user=user, role=role), first, ends_on):
        raise AccountRefused("This role is given for later days already. End that first.", field="starts_on")
    holding = RoleHolding.objects.create(user=user, role=role, starts_on=first, ends_on=ends_on)
    record_of_user("accounts.role_given", user, by, as_of, role=role.value, **days(first, ends_on))
    return holding


@transaction.atomic
def end_role(*, holding: RoleHolding, by: User, as_of: date, last_day: date | None = None) -> None:
    """End a role after `last_day`, or without one now. Raises AccountRefused for the last administrator's role."""
    check_may_administer(by)
    if holding.role == Role.ADMINISTRATOR:
        _check_not_last_administrator(holding.user, as_of, "be without this role")
    end_holding(holding, last_day, as_of)
    record_of_user(
        "accounts.role_ended", holding.user, by, as_of, role=holding.role, last_day=str(last_day) if last_day else None
    )


@transaction.atomic
def join_team(
    *,
    user: User,
    team: Team,
    by: User | None,
    as_of: date,
    is_manager: bool = False,
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> TeamMembership:
    """Put a person into a team from `starts_on` (today when absent) on. Raises AccountRefused when they are in it."""
    check_may_administer(by)
    first = check_days(starts_on, ends_on, as_of)
    if overlapping(TeamMembership.objects.filter(user=user, team=team), first, ends_on):
        raise AccountRefused(f"{user} is in this team already on some of these days. End that first.", field="team")
    membership = TeamMembership.objects.create(
        user=user, team=team, starts_on=first, ends_on=ends_on, is_manager=is_manager
    )
    record_of_user("accounts.team_joined", user, by, as_of, team=team.pk, is_manager=is_manager, **days(first, ends_on))
    return membership


@transaction.atomic
def leave_team(*, membership: TeamMembership, by: User, as_of: date, last_day: date | None = None) -> None:
    """Take a person out of a team after `last_day`, or without one now. Raises AccountRefused."""
    check_may_administer(by)
    end_holding(membership, last_day, as_of)
    record_of_user(
        "accounts.team_left",
        membership.user,
        by,
        as_of,
        team=membership.team_id,
        last_day=str(last_day) if last_day else None,
    )


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
def disable_user(*, user: User, by: User, as_of: date, reason: DisableReason = DisableReason.LEFT) -> User:
    """Disable a person: their sessions end, and the next request of each is refused. Nothing they did is removed.

    Raises AccountRefused for oneself and for the last administrator.
    """
    check_may_administer(by)
    if user.pk == by.pk:
        raise AccountRefused("You cannot disable your own account. Ask another administrator.")
    _check_not_last_administrator(user, as_of, "be disabled")
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    ended = delete_sessions(user)
    record_of_user("accounts.user_disabled", user, by, as_of, reason=DisableReason(reason).value, sessions=ended)
    return user


@transaction.atomic
def enable_user(*, user: User, by: User, as_of: date) -> User:
    """Let a disabled person in again, with the roles that are still in force. Old sessions stay ended."""
    check_may_administer(by)
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    record_of_user("accounts.user_enabled", user, by, as_of)
    return user


def _check_not_last_administrator(user: User, as_of: date, what: str) -> None:
    # Locked first and asked after, so that of two administrators who end each other one is refused.
    list(RoleHolding.objects.select_for_update().filter(role=Role.ADMINISTRATOR).order_by("pk"))
    is_administrator = RoleHolding.objects.filter(
        RoleHolding.in_force(as_of), user=user, role=Role.ADMINISTRATOR
    ).exists()
    if is_administrator and user.is_active and not administrators_besides(user, as_of).exists():
        raise AccountRefused(f"{user} is the only administrator and cannot {what}. Give somebody else the role first.")


def record_of_user(code: str, user: User, by: User | None, as_of: date, **facts: object) -> None:
    """Write the event of an act on a person."""
    record_event(
        code=code,
        happened_on=as_of,
        by_user_id=by.pk if by else None,
        subject=f"accounts.User:{user.pk}",
        facts=facts,
    )
