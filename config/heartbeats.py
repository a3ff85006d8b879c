"""The sign of life that worker and beat leave: a file that each touches while it does its work.

The worker touches it with each heartbeat that it sends over the broker (every two seconds), beat with each task that it
has put on the broker (every minute at least). `python -m config.probe` asks how old it is; starting a whole
`celery inspect ping` twice a minute would cost more than the work itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from celery import signals
from django.conf import settings

from config.probe import heartbeat_file


def connect() -> None:
    """Listen to Celery's signals. Called once, by config.celery."""
    signals.heartbeat_sent.connect(beat_of_worker, dispatch_uid="config.heartbeats.worker")
    signals.beat_init.connect(begin_beat, dispatch_uid="config.heartbeats.beat")


def beat_of_worker(**_: Any) -> None:
    """Receiver of heartbeat_sent: the worker's main loop runs and is connected."""
    touch("worker")


def begin_beat(**_: Any) -> None:
    """Receiver of beat_init. Only in beat's own process does a sent task say that beat works."""
    touch("beat")
    signals.after_task_publish.connect(beat_of_beat, dispatch_uid="config.heartbeats.published")


def beat_of_beat(**_: Any) -> None:
    """Receiver of after_task_publish: the broker has taken a task from beat."""
    touch("beat")


def touch(process: str) -> None:
    """Make the file as old as this moment."""
    file = heartbeat_file(Path(settings.DATA_DIR), process)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.touch(mode=0o600)
