"""Questions about people that pages ask."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet

from accounts.models import DatedHolding, RoleHolding, Team, User
from accounts.roles import Role

# People who were invited and have not set a password.
WITHOUT_PASSWORD = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def teams_of(user: User, as_of: date) -> list[str]:
    """Names of the teams that the person is in today."""
    mine = Team.objects.filter(DatedHolding.in_force(as_of, "memberships__"), memberships__user=user, is_active=True)
    return list(mine.distinct().order_by("name").values_list("name", flat=True))


def administrators_besides(user: User, as_of: date) -> QuerySet[User]:
    """People other than this one who can sign in and are administrators today without an end."""
    holdings = RoleHolding.objects.filter(RoleHolding.in_force(as_of), role=Role.ADMINISTRATOR, ends_on__isnull=True)
    return User.objects.filter(pk__in=holdings.values("user"), is_active=True).exclude(WITHOUT_PASSWORD | Q(pk=user.pk))
