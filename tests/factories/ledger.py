"""Rows of the view log, and a hand that can do what the application's role cannot. All invented."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.utils import timezone

from ledger.models import ViewRecord


def make_look(
    user_id: int = 1,
    child_ids: Iterable[int] = (1,),
    what: str = "child",
    *,
    seen_at: datetime | None = None,
    **more: object,
) -> ViewRecord:
    """One look, just now unless said otherwise."""
    return ViewRecord.objects.create(
        user_id=user_id,
        what=what,
        child_ids=list(child_ids),
        request_id=uuid.uuid4(),
        seen_at=seen_at or timezone.now(),
        **more,
    )


@contextmanager
def owner_of_the_database() -> Iterator[None]:
    """Act as the owner, whom no missing privilege stops: somebody who tampers."""
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET ROLE onroll_app")
