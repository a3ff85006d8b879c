"""The Celery application, and what it does by the clock as one table."""

from __future__ import annotations

from celery import Celery
from celery.schedules import crontab, schedule

from config import heartbeats

application = Celery("onroll")
application.config_from_object("django.conf:settings", namespace="CELERY")
application.autodiscover_tasks()

# Name of the task -> when. Times are London's (CELERY_TIMEZONE). Each may run twice or late without harm.
BEAT: dict[str, crontab | schedule] = {
    "ledger.sweep_outbox": schedule(60),
    "ledger.seal": schedule(5 * 60),
    "cases.nightly_sweep": crontab(hour=2, minute=10),
    "ledger.clear_expired": crontab(hour=3, minute=40),
}

application.conf.beat_schedule = {name: {"task": name, "schedule": when} for name, when in BEAT.items()}

heartbeats.connect()
