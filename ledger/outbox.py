"""The outbox: tasks are marked in the transaction that needs them, rung after commit, swept if they were lost.

A task claims its row with SELECT … FOR UPDATE SKIP LOCKED and writes its effect and `done` in one transaction, so a
worker that is killed leaves the row as it was and the sweep rings again. There is no ceiling on attempts.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import pghistory
from celery import current_app
from django.db import transaction
from django.utils import timezone

from ledger.administrative import record_event
from ledger.models import OutboxMessage

log = logging.getLogger(__name__)

# A ring may be lost with the broker; a message that is due is rung again after this long.
RING_AGAIN_AFTER = timedelta(seconds=45)
# A failing message is tried at growing intervals, at last every hour, for ever.
LONGEST_WAIT = timedelta(hours=1)
# At this many failures a person is told (the event `outbox.failing`); the sweep goes on.
FAILURES_BEFORE_A_PERSON = 5

Handler = Callable[..., None]


@dataclass(frozen=True)
class Task:
    """A task by its explicit name and what does it."""

    name: str
    handler: Handler


class OutboxError(Exception):
    """The outbox was asked for a task that nobody has registered, or two rooms registered the same name."""


_tasks: dict[str, Task] = {}


def register(name: str, handler: Handler) -> None:
    """Register the handler of `name`. Raises OutboxError when the name is taken by another."""
    known = _tasks.get(name)
    if known is not None and known.handler is not handler:
        raise OutboxError(f"The task {name} is registered twice.")
    _tasks[name] = Task(name, handler)


def registered_names() -> list[str]:
    """Names of all registered tasks, sorted."""
    return sorted(_tasks)


def enqueue(
    task_name: str,
    *,
    due_at: datetime | None = None,
    by_user_id: int | None = None,
    **arguments: object,
) -> OutboxMessage:
    """Write the message now, ring the worker after commit. Arguments are ids and codes (JSON), nothing else."""
    if task_name not in _tasks:
        raise OutboxError(f"Nobody has registered the task {task_name}.")
    now = timezone.now()
    due_at = due_at or now
    message = OutboxMessage.objects.create(
        task_name=task_name,
        arguments=arguments,
        context={"user": by_user_id},
        due_at=due_at,
        enqueued_recorded_at=now,
        next_attempt_recorded_at=max(due_at, now + RING_AGAIN_AFTER) if due_at <= now else due_at,
    )
    if due_at <= now:
        transaction.on_commit(lambda: ring(message.pk), robust=True)
    return message


def ring(message_id: int) -> None:
    """Tell a worker that the message waits. A broker that is down costs nothing but time: the sweep rings again."""
    try:
        current_app.send_task("ledger.perform", kwargs={"message_id": message_id}, retry=False)
    except Exception as error:  # noqa: BLE001 - whatever the broker's client raises, the row is safe
        log.warning("outbox_ring_failed", extra={"message_id": message_id, "error": type(error).__name__})


def perform(message_id: int, as_of: datetime | None = None) -> bool:
    """Do the message's task once. True when this call did it; False when it was done or is being done elsewhere."""
    try:
        with transaction.atomic():
            message = (
                OutboxMessage.objects.select_for_update(skip_locked=True)
                .filter(pk=message_id, done_recorded_at__isnull=True)
                .first()
            )
            if message is None:
                return False
            now = as_of or timezone.now()
            handler = _tasks[message.task_name].handler
            with pghistory.context(task=message.task_name, outbox=message.pk, **_caused_by(message.context)):
                handler(**message.arguments, as_of=timezone.localdate(now))
            message.done_recorded_at = timezone.now()
            message.attempts_count += 1
            message.last_error = ""
            message.save(update_fields=["done_recorded_at", "attempts_count", "last_error"])
            return True
    except Exception as error:
        note_failure(message_id, error)
        raise


def _caused_by(context: Mapping[str, object]) -> dict[str, object]:
    return {"user": context["user"]} if context.get("user") else {}


def note_failure(message_id: int, error: Exception) -> None:
    """Count a failed attempt and put the next one off. Only the kind of error is kept: a text could hold a name."""
    with transaction.atomic():
        message = OutboxMessage.objects.select_for_update().get(pk=message_id)
        message.attempts_count += 1
        message.last_error = type(error).__name__[:300]
        wait = min(timedelta(seconds=60) * 2 ** min(message.attempts_count - 1, 10), LONGEST_WAIT)
        message.next_attempt_recorded_at = timezone.now() + wait
        message.save(update_fields=["attempts_count", "last_error", "next_attempt_recorded_at"])
    log.error(
        "outbox_attempt_failed",
        extra={"message_id": message_id, "task": message.task_name, "attempts": message.attempts_count},
    )
    if message.attempts_count == FAILURES_BEFORE_A_PERSON:
        record_event(
            code="outbox.failing",
            happened_on=timezone.localdate(),
            subject=f"ledger.OutboxMessage:{message_id}",
            facts={"task": message.task_name, "attempts": message.attempts_count, "error": message.last_error},
        )


def sweep(*, now: datetime | None = None, limit: int = 500) -> int:
    """Ring every message that is due and not done. Gives the number rung."""
    now = now or timezone.now()
    with transaction.atomic():
        waiting = list(
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(done_recorded_at__isnull=True, next_attempt_recorded_at__lte=now)
            .order_by("next_attempt_recorded_at")
            .values_list("pk", flat=True)[:limit]
        )
        OutboxMessage.objects.filter(pk__in=waiting).update(next_attempt_recorded_at=now + RING_AGAIN_AFTER)
    for message_id in waiting:
        ring(message_id)
    return len(waiting)
