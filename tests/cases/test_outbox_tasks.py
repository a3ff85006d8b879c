"""The kernel's tasks: they may run twice or late, and find what nothing else touched."""

from __future__ import annotations

import pytest

from cases.actions import reminders
from cases.models import Deadline, Event
from cases.tasks import nightly_sweep
from ledger import outbox
from ledger.models import OutboxMessage
from schools.models import CalendarEntry
from tests.factories.cases import AS_OF, ErrandDesk


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "ring", lambda _message_id: None)


def do_everything() -> int:
    """Do what waits in the outbox but reminders, and what that puts there; gives the number of messages done."""
    done = 0
    others = OutboxMessage.objects.filter(done_recorded_at=None).exclude(task_name=reminders.TASK)
    while waiting := list(others.values_list("pk", flat=True)):
        done += sum(outbox.perform(message_id) for message_id in waiting)
    return done


def test_the_nightly_sweep_changes_nothing_when_nothing_changed(desk: ErrandDesk) -> None:
    before = list(Deadline.objects.order_by("pk").values())
    events = Event.objects.count()
    nightly_sweep()
    assert do_everything() == 1
    nightly_sweep()
    do_everything()
    assert before == list(Deadline.objects.order_by("pk").values())
    assert Event.objects.count() == events


def test_the_nightly_sweep_finds_a_calendar_that_changed_unnoticed(desk: ErrandDesk) -> None:
    before = Deadline.objects.get(case=desk.case).due_on
    CalendarEntry.objects.create(kind="closure", starts_on=AS_OF, ends_on=before, note="Flood")
    nightly_sweep()
    do_everything()
    moved = Event.objects.get(case=desk.case, code="deadline_moved")
    assert moved.facts["was"] == before.isoformat()
    assert moved.by is None


def test_a_calendar_that_changed_is_two_steps_and_each_is_done_once(desk: ErrandDesk) -> None:
    outbox.enqueue("cases.recompute_calendar", school_id=desk.school.pk)
    assert do_everything() == 2
    for message in OutboxMessage.objects.exclude(task_name=reminders.TASK):
        assert outbox.perform(message.pk) is False
