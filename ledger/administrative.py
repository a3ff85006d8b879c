"""Administrative events: the record of acts outside any case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils import timezone

from ledger.models import AdministrativeEvent


def record_event(
    *,
    code: str,
    happened_on: date,
    by_user_id: int | None = None,
    subject: str = "",
    facts: Mapping[str, object] | None = None,
) -> AdministrativeEvent:
    """Write one administrative event in the caller's transaction. `facts` holds codes, ids, dates and settings only."""
    return AdministrativeEvent.objects.create(
        code=code,
        happened_on=happened_on,
        recorded_at=timezone.now(),
        by_user_id=by_user_id,
        subject=subject,
        facts=dict(facts or {}),
    )
