"""Keeps the programs of one instance running, and stops them so that nothing is left."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from config.servers import process
from config.servers.process import Program, Running, StartFailed

# All stages together end within 30 s: what the operating system and Docker give before they kill.
STOP_SECONDS = 27.0
FIRST_WAIT, LONGEST_WAIT = 1.0, 30.0
# A program that ran this long is taken to have recovered.
STEADY_SECONDS = 60.0
WATCH_SECONDS = 0.3

Say = Callable[[str], None]


class Service(Protocol):
    """Something that can be started again and again: a server of its own, or a program of the application."""

    def prepare(self) -> None:
        """Clear away what stands in the way of a start."""

    def program(self) -> Program:
        """What to run."""

    def is_ready(self) -> bool:
        """True when it does its work."""


@dataclass
class ApplicationService:
    """A program of the application: nothing to prepare, ready when `check` says so."""

    what: Program
    check: Callable[[], bool] = lambda: True

    def prepare(self) -> None:
        """Nothing stands in its way."""

    def program(self) -> Program:
        """What to run."""
        return self.what

    def is_ready(self) -> bool:
        """True when it does its work."""
        return self.check()


@dataclass
class Watched:
    """A service, its process, and how often it has ended by itself."""

    service: Service
    stage: int
    running: Running
    wait: float = FIRST_WAIT
    start_again_at: float | None = None


@dataclass
class Supervisor:
    """The running services, in the order they were started. Those of one stage are stopped together, last first."""

    say: Say
    watched: list[Watched] = field(default_factory=list)

    def start(self, *services: Service, ready_seconds: float = 60) -> None:
        """Start the services of the next stage together and wait until each is ready. Raises StartFailed."""
        stage = self.watched[-1].stage + 1 if self.watched else 0
        begun = []
        for service in services:
            service.prepare()
            begun.append(Watched(service, stage, process.start(service.program())))
            self.watched.append(begun[-1])
        for one in begun:
            process.wait_until_ready(one.running, one.service.is_ready, ready_seconds)

    def watch(self) -> None:
        """Start again what ends by itself, waiting longer each time. Does not return."""
        while True:
            self.look_around()
            time.sleep(WATCH_SECONDS)

    def look_around(self) -> None:
        """Look at each program once: note what has ended, start what has waited long enough."""
        for one in self.watched:
            self._look_at(one)

    def _look_at(self, one: Watched) -> None:
        now = time.monotonic()
        if one.start_again_at is not None:
            if now >= one.start_again_at:
                self._start_again(one)
            return
        if one.running.is_alive():
            if now - one.running.started > STEADY_SECONDS:
                one.wait = FIRST_WAIT
            return
        # Its children would hold on to the port or the queue.
        one.running.kill_group()
        one.start_again_at = now + one.wait
        self.say(
            f"{one.running.program.name} ended with {one.running.process.returncode}; "
            f"starting it again in {one.wait:.0f} s. Its log: {one.running.program.log}"
        )
        one.wait = min(one.wait * 2, LONGEST_WAIT)

    def _start_again(self, one: Watched) -> None:
        one.start_again_at = None
        try:
            one.service.prepare()
            one.running = process.start(one.service.program())
        except (StartFailed, OSError) as error:
            self.say(f"{one.running.program.name} could not be started: {error}")
            one.start_again_at = time.monotonic() + one.wait

    def running(self, name: str) -> Running:
        """The running program of that name. Raises LookupError."""
        for one in self.watched:
            if one.running.program.name == name:
                return one.running
        raise LookupError(name)

    def stop(self) -> None:
        """Stop everything, the last stage first; what does not stop in its time is killed with its children."""
        end = time.monotonic() + STOP_SECONDS
        stages = sorted({one.stage for one in self.watched}, reverse=True)
        for left, stage in zip(range(len(stages), 0, -1), stages, strict=True):
            together = [one.running for one in self.watched if one.stage == stage]
            # A stage may use what its successors leave: at least 3 s each.
            _stop_together(together, end - 3 * (left - 1))
        self.watched.clear()


def _stop_together(programs: Sequence[Running], end: float) -> None:
    for running in programs:
        running.ask_to_stop()
    for running in programs:
        running.wait(end - time.monotonic())
        running.kill_group()


def interrupt_on_termination() -> None:
    """Let SIGTERM and a closed terminal end this process as Ctrl-C does; and Ctrl-C too, which a shell has told what
    it starts in the background to ignore."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)


def ignore_further_interrupts() -> None:
    """While everything is being stopped, a second Ctrl-C must not cut that off."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
