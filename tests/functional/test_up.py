"""`manage.py up` from start to stop, as `./run` calls it."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.environment import PROJECT_DIR
from config.servers import process

READY = re.compile(r"^OnRoll is ready at (\S+)$")


def ignore_interrupts() -> None:
    """As a shell does for what it starts in the background: `up` must hear the signal all the same."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


class Up:
    """A running `up` and what it has printed."""

    def __init__(self, data: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up", "--no-demo", "--data", str(data), *arguments],
            cwd=PROJECT_DIR,
            env={name: text for name, text in os.environ.items() if not name.startswith("DJANGO_")},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            preexec_fn=ignore_interrupts,
        )
        self.lines: list[str] = []
        self.reader = threading.Thread(target=self._read)
        self.reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as output:
            for line in output:
                self.lines.append(line.rstrip())

    def address(self, seconds: float = 240) -> str:
        """The address it says it is ready at. The patience is that of a busy machine: all migrations run first."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for line in list(self.lines):
                if found := READY.match(line):
                    return found.group(1)
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        pytest.fail("It did not become ready:\n" + "\n".join(self.lines))

    def end(self, number: signal.Signals, seconds: float = 120) -> int:
        """Send a signal and wait. Fails the test after `seconds`: the patience that a busy machine needs."""
        self.process.send_signal(number)
        try:
            return self.process.wait(timeout=seconds)
        finally:
            self.reader.join(timeout=5)


@contextlib.contextmanager
def up(data: Path, *arguments: str) -> Iterator[Up]:
    """A running `up`, ended with the block whatever happens in it."""
    started = Up(data, *arguments)
    try:
        yield started
    finally:
        if started.process.poll() is None:
            started.end(signal.SIGTERM)


def left_of(data: Path) -> list[str]:
    """Command lines of processes that name the data folder."""
    if not Path("/proc/self").exists():
        asked = subprocess.run(["ps", "-axo", "command="], capture_output=True, text=True, check=True)
        return [line for line in asked.stdout.splitlines() if str(data) in line]
    lines = [process.command_of(int(path.name)) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [line for line in lines if str(data) in line]


def test_one_instance_starts_answers_and_stops_with_nothing_left(tmp_path: Path) -> None:
    with up(tmp_path, "--port", str(process.free_port())) as first:
        address = first.address()
        with urllib.request.urlopen(f"{address}/healthz") as answer:
            assert answer.status == 200
        with up(tmp_path) as second:
            assert second.process.wait(timeout=30) == 1
            second.reader.join(timeout=5)
            assert any(address in line for line in second.lines)
            assert not any("Traceback" in line for line in second.lines)
        assert len(left_of(tmp_path)) > 0
        assert first.end(signal.SIGINT) == 0
        assert left_of(tmp_path) == []


def test_what_crashes_is_started_again_and_data_survives_kill_9_of_everything(tmp_path: Path) -> None:
    port = process.free_port()
    with up(tmp_path, "--port", str(port)) as first:
        first.address()
        secret = (tmp_path / "secret_key").read_text()
        postgresql = int((tmp_path / "postgresql" / "postmaster.pid").read_text().split("\n")[0])
        os.kill(postgresql, signal.SIGKILL)
        wait_until_healthy(port)
        first.process.kill()
        first.process.wait()
        first.reader.join(timeout=30)
    with up(tmp_path, "--port", str(port)) as second:
        assert second.address().startswith("http://127.0.0.1:")
        assert (tmp_path / "secret_key").read_text() == secret
        assert second.end(signal.SIGTERM) == 0
        assert left_of(tmp_path) == []


def wait_until_healthy(port: int, seconds: float = 40) -> None:
    """Wait until /healthz answers 200 again after it did not."""
    end = time.monotonic() + seconds
    was_ill = False
    while time.monotonic() < end:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                if was_ill:
                    return
        except OSError:
            was_ill = True
        time.sleep(0.05)
    pytest.fail("It did not become healthy again.")
