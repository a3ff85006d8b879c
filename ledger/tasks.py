"""The ledger's Celery tasks: explicit names, ids only, one call each."""

from __future__ import annotations

from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from ledger import outbox, sealing
from ledger.models import UsedKey

# A form may stay open over a weekend; a key older than this has no form left that could repeat it.
KEYS_ARE_KEPT = timedelta(days=30)


@shared_task(name="ledger.perform", acks_late=True, ignore_result=True)
def perform(*, message_id: int, **_: object) -> None:
    """Do one outbox message."""
    outbox.perform(message_id)


@shared_task(name="ledger.sweep_outbox", ignore_result=True)
def sweep_outbox(**_: object) -> None:
    """Ring again for messages that are due and not done."""
    outbox.sweep()


@shared_task(name="ledger.clear_expired", ignore_result=True)
def clear_expired(**_: object) -> None:
    """Forget the keys of POSTs that no open form can still hold."""
    UsedKey.objects.filter(used_recorded_at__lt=timezone.now() - KEYS_ARE_KEPT).delete()


@shared_task(name="ledger.seal", ignore_result=True)
def seal(**_: object) -> None:
    """Seal what was written since the last seal."""
    sealing.seal_everything()
