"""The view log: who read which child or case. One plain row in the transaction of the read; sealed later by a job."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.http import HttpRequest
from django.utils import timezone

from ledger.models import ViewRecord


def record_view(
    request: HttpRequest,
    what: str,
    *,
    child_ids: Iterable[int] = (),
    case_ids: Iterable[int] = (),
    document_id: int | None = None,
    reason: str = "",
) -> None:
    """Write that the signed-in user read these. `what` is the page's name, never a text about a child."""
    ViewRecord.objects.create(
        user_id=request.user.pk,
        what=what,
        child_ids=sorted(set(child_ids)),
        case_ids=sorted(set(case_ids)),
        document_id=document_id,
        request_id=getattr(request, "request_id", None) or uuid.uuid4(),
        reason=reason,
        seen_at=timezone.now(),
    )
