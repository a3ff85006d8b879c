"""The event of an act: written last, in the act's own transaction."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from accounts.models import User
from cases.models import Case, Child, Event


def record_event(
    *, child: Child, code: str, by: User | None, happened_on: date, case: Case | None = None, **facts: object
) -> Event:
    """Write one event. `facts` holds codes, ids and dates; a text or a name belongs in a note."""
    return Event.objects.create(
        case=case,
        child=child,
        code=code,
        by=by,
        happened_on=happened_on,
        recorded_at=timezone.now(),
        facts=facts,
    )
