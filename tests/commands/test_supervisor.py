"""The supervisor: what ends is started again, what is stopped leaves nothing."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from config.servers import process
from config.servers.process import Program, StartFailed
from demo import supervisor
from demo.supervisor import ApplicationService, Supervisor

SLEEPER = "import time; time.sleep(600)"
# Has a child of its own and is deaf to SIGTERM, and so is the child.
DEAF_PARENT = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


def service(folder: Path, name: str, code: str) -> ApplicationService:
    return ApplicationService(Program(name, [sys.executable, "-c", code], folder / f"{name}.log"))


def look_for(seconds: float, watching: Supervisor) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        for one in watching.watched:
            watching._look_at(one)
        time.sleep(0.02)


def test_a_program_that_ends_is_started_again_after_a_wait_that_grows(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_WAIT", 0.05)
    said: list[str] = []
    watching = Supervisor(said.append)
    watching.start(service(tmp_path, "worker", "raise SystemExit(7)"))
    watching.watched[0].wait = 0.05
    look_for(2, watching)
    watching.stop()
    assert len(said) >= 2
    assert all(text.startswith("worker ended with 7; starting it again in") for text in said)
    assert watching.watched == []


def test_stopping_leaves_no_process_however_deaf(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(supervisor, "STOP_SECONDS", 1.0)
    watching = Supervisor(print)
    watching.start(service(tmp_path, "deaf", DEAF_PARENT))
    deaf = watching.running("deaf")
    end = time.monotonic() + 10
    while not deaf.last_words().strip():
        assert time.monotonic() < end
        time.sleep(0.02)
    child = int(deaf.last_words())
    watching.stop()
    assert not deaf.is_alive()
    end = time.monotonic() + 5
    while "time.sleep" in process.command_of(child):
        assert time.monotonic() < end, "the child outlived its parent"
        time.sleep(0.02)


def test_stages_are_stopped_last_first(tmp_path) -> None:
    watching = Supervisor(print)
    watching.start(service(tmp_path, "database", SLEEPER))
    watching.start(service(tmp_path, "web", SLEEPER), service(tmp_path, "worker", SLEEPER))
    assert [one.stage for one in watching.watched] == [0, 1, 1]
    programs = [one.running for one in watching.watched]
    watching.stop()
    assert not any(running.is_alive() for running in programs)


def test_a_program_that_is_not_ready_in_time_is_stopped(tmp_path) -> None:
    watching = Supervisor(print)
    slow = service(tmp_path, "web", SLEEPER)
    slow.check = lambda: False
    with pytest.raises(StartFailed, match="web was not ready after 0 s"):
        watching.start(slow, ready_seconds=0.2)
    assert not watching.running("web").is_alive()
