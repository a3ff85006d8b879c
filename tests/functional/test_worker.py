"""Kill -9 of the worker in the middle of a task: the effect is there afterwards, once."""

from __future__ import annotations

from datetime import timedelta

import psycopg
from django.utils import timezone

from accounts.models import User
from cases.models import Case, Deadline, Event
from exclusions.actions.recording import record_permanent_exclusion
from ledger import outbox
from ledger.models import OutboxMessage
from schools.actions.calendars import add_entry
from tests.functional.desk import StoryDesk, make_desk
from tests.support.live_stack import LiveStack

WAITS_FOR_THE_CASE = "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%%cases_case%%'"


def record(desk: StoryDesk) -> Case:
    """A permanent exclusion of the last school day."""
    day = desk.last_school_day()
    return record_permanent_exclusion(
        child=desk.child,
        school=desk.school,
        decided_on=day,
        excluded_on=day,
        pm_began=False,
        reasons=["DB"],
        by=User.objects.get(email=desk.email),
        as_of=desk.today,
    )


def test_a_worker_killed_in_mid_task_leaves_its_effect_once(live_stack: LiveStack) -> None:
    with live_stack.own_models():
        desk = make_desk("Killworker")
        case = record(desk)
        before = Deadline.objects.get(case=case, code="exclusions.sixth_day").due_on
    live_stack.wait_for_outbox()

    with psycopg.connect(live_stack.stack.addresses["DATABASE_URL"]) as blocker:
        # Somebody holds the case, so the worker stops in the middle of its transaction …
        blocker.execute("SELECT 1 FROM cases_case WHERE id = %s FOR UPDATE", [case.pk])
        with live_stack.own_models():
            closed_on = desk.school_day_after(desk.last_school_day(), 2)
            add_entry(
                school=desk.school,
                kind="closure",
                starts_on=closed_on,
                ends_on=closed_on,
                note="Snow",
                by=User.objects.get(email=desk.email),
                as_of=desk.today,
            )
        live_stack.wait_for(lambda: bool(live_stack.query(WAITS_FOR_THE_CASE)), "the worker waits for the case")
        # … and is killed there.
        live_stack.kill_worker()
        blocker.rollback()

    with live_stack.own_models():
        assert Deadline.objects.get(case=case, code="exclusions.sixth_day").due_on == before
        assert OutboxMessage.objects.filter(task_name="cases.recompute_cases", done_recorded_at=None).exists()

    live_stack.start_worker()
    with live_stack.own_models():
        # What beat does each minute, when the message may be rung again.
        outbox.sweep(now=timezone.now() + outbox.RING_AGAIN_AFTER + timedelta(seconds=1))
    live_stack.wait_for_outbox()
    with live_stack.own_models():
        moved = Deadline.objects.get(case=case, code="exclusions.sixth_day")
        assert moved.due_on == desk.school_day_after(desk.last_school_day(), 6)
        events = Event.objects.filter(case=case, code="deadline_moved", facts__deadline_code="exclusions.sixth_day")
        assert events.count() == 1


def test_a_message_that_rings_twice_is_done_once(live_stack: LiveStack) -> None:
    with live_stack.own_models():
        desk = make_desk("Ringtwice")
        case = record(desk)
        message = outbox.enqueue("cases.recompute_cases", case_ids=[case.pk])
        for _ in range(5):
            outbox.ring(message.pk)
    live_stack.wait_for_outbox()
    with live_stack.own_models():
        message.refresh_from_db()
        assert (message.attempts_count, message.last_error) == (1, "")
