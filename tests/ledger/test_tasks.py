"""The ledger's Celery tasks, called as functions."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from ledger import outbox, tasks
from ledger.models import OutboxMessage, UsedKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, object]]:
    """What the handler of “test.note” was called with."""
    calls: list[dict[str, object]] = []
    monkeypatch.setattr(outbox, "_tasks", dict(outbox._tasks))
    outbox.register("test.note", lambda **arguments: calls.append(arguments))
    return calls


def test_a_message_is_performed_once_whatever_an_old_worker_adds(done: list[dict[str, object]]) -> None:
    message = outbox.enqueue("test.note", case_ids=[1])
    tasks.perform(message_id=message.pk, something_of_a_newer_release=True)
    tasks.perform(message_id=message.pk)
    assert [call["case_ids"] for call in done] == [[1]]


def test_the_sweep_rings_what_is_due(done: list[dict[str, object]], monkeypatch: pytest.MonkeyPatch) -> None:
    rung: list[int] = []
    monkeypatch.setattr(outbox, "ring", rung.append)
    message = outbox.enqueue("test.note")
    tasks.sweep_outbox()
    assert rung == []
    OutboxMessage.objects.update(next_attempt_recorded_at=timezone.now() - timedelta(seconds=1))
    tasks.sweep_outbox()
    assert rung == [message.pk]


def test_keys_that_no_open_form_can_hold_are_forgotten() -> None:
    for days in (1, 31):
        UsedKey.objects.create(
            key=uuid.uuid4(), form_name="x", content_hash="", used_recorded_at=timezone.now() - timedelta(days=days)
        )
    tasks.clear_expired()
    assert UsedKey.objects.count() == 1
