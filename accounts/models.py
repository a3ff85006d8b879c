"""Users, the roles and teams they hold, and failed sign-ins."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from accounts.roles import Role
from ledger.history import tracked


class UserManager(BaseUserManager["User"]):
    """Looks a user up by e-mail address, whatever its case."""

    def get_by_natural_key(self, email: str | None) -> User:
        return self.get(email__iexact=email)


@tracked(exclude=["password", "last_login"])
class User(AbstractBaseUser):
    """A person who signs in, known by e-mail address."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=120)
    job_title = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(
        default=False, help_text="Signs in only where the server answers this machine alone."
    )
    version = models.PositiveIntegerField(default=1)
    created_recorded_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once_in_any_case")]

    def __str__(self) -> str:
        return self.name

    @property
    def short_name(self) -> str:
        """Initial and surname: what a crowded table has room for."""
        first, _, last = self.name.rpartition(" ")
        return f"{first[:1]}. {last}" if first else last


class DatedHolding(models.Model):
    """Something held from a day on, to a day or for good. Both days are included."""

    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    @staticmethod
    def in_force(as_of: date, prefix: str = "") -> Q:
        """The condition for rows in force on `as_of`."""
        return Q(**{f"{prefix}starts_on__lte": as_of}) & (
            Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": as_of})
        )


@tracked()
class RoleHolding(DatedHolding):
    """A role that a person holds."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_holdings")
    role = models.CharField(max_length=40, choices=[(role.value, role.label) for role in Role])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "starts_on"], name="role_held_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="role_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {Role(self.role).label}"


@tracked()
class Team(models.Model):
    """A team of officers and the kinds of case that it works (codes; accounts knows no kind)."""

    name = models.CharField(max_length=80, unique=True)
    kinds = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    is_active = models.BooleanField(default=True)

    def __str__(self) -> str:
        return self.name


@tracked()
class TeamMembership(DatedHolding):
    """A person's place in a team."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="team_memberships")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="memberships")
    is_manager = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "team", "starts_on"], name="team_membership_once"),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="team_membership_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} in {self.team}"


@tracked(exclude=["token_hash"])
class Invitation(models.Model):
    """A link by which a new person sets a password: sent once, used once, for 72 hours from when it was sent.

    The token of the link is made when the e-mail is sent and kept as a SHA-256 only.
    """

    LASTS = timedelta(hours=72)

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField()
    invited_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    token_hash = models.CharField(max_length=64, blank=True, help_text="Empty until the e-mail was sent.")
    sent_recorded_at = models.DateTimeField(null=True, blank=True)
    used_recorded_at = models.DateTimeField(null=True, blank=True)
    superseded_recorded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(used_recorded_at__isnull=True, superseded_recorded_at__isnull=True),
                name="invitation_open_once",
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def expires_at(self) -> datetime | None:
        """The end of the 72 hours; None until the e-mail was sent."""
        return self.sent_recorded_at + self.LASTS if self.sent_recorded_at else None


class SignInFailure(models.Model):
    """A sign-in that was refused. The address typed is kept as a hash: it may be somebody's password by mistake."""

    append_only = True

    email_hash = models.CharField(max_length=64)
    network_address = models.GenericIPAddressField(null=True)
    failed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["email_hash", "failed_at"], name="sign_in_failure_email")]

    def __str__(self) -> str:
        return f"{self.failed_at:%Y-%m-%d %H:%M}"
