"""One instance a data folder: a lock that the system lets go when its holder dies, however it dies."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.servers.credentials import make_private_folder

FILE_NAME = "instance.lock"


class AlreadyRunning(Exception):
    """Another process uses the data folder; the text says which, and at what address it answers."""


class InstanceLock:
    """The lock of a data folder, held."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def announce(self, text: str) -> None:
        """Write what a second start shall be told."""
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)


@contextmanager
def instance_lock(data: Path) -> Iterator[InstanceLock]:
    """Hold the lock of `data` for the length of a block. Raises AlreadyRunning."""
    path = make_private_folder(data) / FILE_NAME
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            said = path.read_text().strip() or "it is still starting"
            raise AlreadyRunning(f"OnRoll already runs with the data folder {data}: {said}") from None
        lock = InstanceLock(descriptor)
        lock.announce("")
        yield lock
    finally:
        os.close(descriptor)


def is_locked(data: Path) -> bool:
    """True while another process holds the lock of `data`."""
    try:
        with instance_lock(data):
            return False
    except AlreadyRunning:
        return True
