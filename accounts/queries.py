"""Questions about people that pages ask."""

from __future__ import annotations

from datetime import date

from accounts.models import DatedHolding, Team, User


def teams_of(user: User, as_of: date) -> list[str]:
    """Names of the teams that the person is in today."""
    mine = Team.objects.filter(DatedHolding.in_force(as_of, "memberships__"), memberships__user=user, is_active=True)
    return list(mine.distinct().order_by("name").values_list("name", flat=True))
