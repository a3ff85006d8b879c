"""The outbox: done once, whoever rings and however often; a failure puts it off and never loses it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from unittest import mock

import pghistory
import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Team
from ledger import outbox
from ledger.models import AdministrativeEvent, OutboxMessage

pytestmark = pytest.mark.django_db
TASK = "tests.errand"


class Errand:
    """A task that makes a team, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.failures = 0
        self.contexts: list[dict] = []

    def __call__(self, *, name: str, **_: object) -> None:
        Team.objects.create(name=name)
        self.contexts.append(dict(Team.objects.get(name=name).history.get().pgh_context))
        if self.failures:
            self.failures -= 1
            raise ConnectionError("a text that could hold a name")


@pytest.fixture
def errand(monkeypatch: pytest.MonkeyPatch) -> Iterator[Errand]:
    """The task, registered for one test; the bell is not rung."""
    handler = Errand()
    monkeypatch.setitem(outbox._tasks, TASK, outbox.Task(TASK, handler))
    with mock.patch("ledger.outbox.ring"):
        yield handler


def test_a_task_is_done_once_however_often_it_is_rung(errand: Errand) -> None:
    message = outbox.enqueue(TASK, name="North")
    assert outbox.perform(message.pk) is True
    assert outbox.perform(message.pk) is False
    assert Team.objects.filter(name="North").count() == 1
    message.refresh_from_db()
    assert (message.attempts_count, message.done_recorded_at is not None) == (1, True)


def test_what_it_writes_carries_who_caused_it(errand: Errand) -> None:
    outbox.perform(outbox.enqueue(TASK, by_user_id=7, name="North").pk)
    assert errand.contexts[0] == {"task": TASK, "outbox": mock.ANY, "user": 7}


def test_a_failed_attempt_leaves_nothing_but_its_count_and_the_kind_of_error(errand: Errand) -> None:
    errand.failures = 1
    message = outbox.enqueue(TASK, name="North")
    with pytest.raises(ConnectionError):
        outbox.perform(message.pk)
    assert not Team.objects.exists()
    message.refresh_from_db()
    assert (message.attempts_count, message.last_error, message.done_recorded_at) == (1, "ConnectionError", None)
    assert outbox.perform(message.pk) is True


def test_the_wait_grows_to_an_hour_and_has_no_end(errand: Errand) -> None:
    errand.failures = 20
    message = outbox.enqueue(TASK, name="North")
    waits = []
    for _ in range(20):
        before = timezone.now()
        with pytest.raises(ConnectionError):
            outbox.perform(message.pk)
        message.refresh_from_db()
        waits.append(round((message.next_attempt_recorded_at - before).total_seconds() / 60))
    assert waits[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert set(waits[7:]) == {60}


def test_a_person_is_told_once_at_the_fifth_failure(errand: Errand) -> None:
    errand.failures = 7
    message = outbox.enqueue(TASK, name="North")
    for _ in range(7):
        with pytest.raises(ConnectionError):
            outbox.perform(message.pk)
    event = AdministrativeEvent.objects.get(code="outbox.failing")
    assert event.facts == {"task": TASK, "attempts": 5, "error": "ConnectionError"}
    assert event.by_user_id is None


def test_the_sweep_rings_for_what_is_due_and_not_done(errand: Errand) -> None:
    due, done, later = (outbox.enqueue(TASK, name=name) for name in ("due", "done", "later"))
    outbox.perform(done.pk)
    OutboxMessage.objects.filter(pk=later.pk).update(next_attempt_recorded_at=timezone.now() + timedelta(hours=1))
    now = timezone.now() + outbox.RING_AGAIN_AFTER
    with mock.patch("ledger.outbox.ring") as ring:
        assert outbox.sweep(now=now) == 1
        ring.assert_called_once_with(due.pk)
        # It was just rung: it is not rung again at once.
        assert outbox.sweep(now=now) == 0


def test_a_task_for_later_is_not_rung_before(errand: Errand) -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    with mock.patch("ledger.outbox.ring") as ring:
        outbox.enqueue(TASK, due_at=tomorrow, name="North")
        assert outbox.sweep() == 0
        ring.assert_not_called()
        assert outbox.sweep(now=tomorrow) == 1


def test_it_is_rung_after_the_commit_and_not_when_nothing_was_kept(
    errand: Errand, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, pytest.raises(ZeroDivisionError), transaction.atomic():
        outbox.enqueue(TASK, name="North")
        raise ZeroDivisionError
    assert callbacks == []
    with django_capture_on_commit_callbacks() as callbacks:
        outbox.enqueue(TASK, name="North")
    assert len(callbacks) == 1


def test_a_broker_that_is_down_costs_nothing_but_time() -> None:
    with mock.patch("ledger.outbox.current_app.send_task", side_effect=OSError) as send:
        outbox.ring(1)
    send.assert_called_once_with("ledger.perform", kwargs={"message_id": 1}, retry=False)


def test_a_task_that_nobody_registered_is_refused() -> None:
    with pytest.raises(outbox.OutboxError, match=r"tests\.unheard"):
        outbox.enqueue("tests.unheard")


def test_a_name_is_taken_once(errand: Errand) -> None:
    with pytest.raises(outbox.OutboxError, match="registered twice"):
        outbox.register(TASK, print)


def test_the_context_of_history_is_not_the_requests(errand: Errand) -> None:
    with pghistory.context(user=3, request="r"):
        message = outbox.enqueue(TASK, name="North")
    outbox.perform(message.pk)
    assert "user" not in errand.contexts[0]
