"""The kernel's Celery tasks."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from cases.actions import recompute


@shared_task(name="cases.nightly_sweep", ignore_result=True)
def nightly_sweep(**_: object) -> None:
    """Work every open case's dates out again: a date that nothing touched must not change, and if it does, it shows."""
    recompute.recompute_open_cases(as_of=timezone.localdate())
