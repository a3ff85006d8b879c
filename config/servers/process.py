"""Starting and stopping a program so that nothing of it is left: its own process group, ended with its parent."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1
LONGEST_LOG_BYTES = 20 * 1024 * 1024

_libc = ctypes.CDLL(None, use_errno=True)


class StartFailed(Exception):
    """A program ended, or was not ready in time; the text has the last lines of its log."""


@dataclass(frozen=True)
class Program:
    """What to run: arguments, environment, where its output goes, and the signal that stops it in order."""

    name: str
    arguments: Sequence[str | Path]
    log: Path
    environment: Mapping[str, str] | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    before_exec: Callable[[], None] | None = None
    folder: Path | None = None


@dataclass
class Running:
    """A program that was started."""

    program: Program
    process: subprocess.Popen[bytes]
    started: float = field(default_factory=time.monotonic)

    def is_alive(self) -> bool:
        """True until the program has ended."""
        return self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Send the stop signal; does not wait."""
        if self.is_alive():
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(self.program.stop_signal)

    def wait(self, seconds: float) -> bool:
        """Wait for the end. True when it has ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=max(seconds, 0.01))
        return not self.is_alive()

    def kill_group(self) -> None:
        """End whatever is left of the program and its children, at once."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(timeout=5)

    def stop(self, seconds: float = 10) -> None:
        """Stop in order, by force after `seconds`."""
        self.ask_to_stop()
        self.wait(seconds)
        self.kill_group()

    def last_words(self, lines: int = 15) -> str:
        """The end of the program's log."""
        try:
            return "\n".join(self.program.log.read_text(errors="replace").splitlines()[-lines:])
        except FileNotFoundError:
            return ""


def start(program: Program) -> Running:
    """Start a program in its own process group; on Linux it gets its stop signal when this process dies."""
    _make_room(program.log)
    parent = os.getpid()

    def prepare() -> None:
        if program.before_exec:
            program.before_exec()
        if sys.platform.startswith("linux"):
            # After the change of user, which clears it.
            _libc.prctl(PR_SET_PDEATHSIG, int(program.stop_signal), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    with open(program.log, "ab", opener=_private) as log:
        process = subprocess.Popen(
            [str(argument) for argument in program.arguments],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=dict(program.environment) if program.environment is not None else None,
            cwd=program.folder,
            start_new_session=True,
            preexec_fn=prepare,
        )
    return Running(program, process)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _make_room(log: Path) -> None:
    """Make the log's folder; a log that has grown long is kept once, beside the new one."""
    log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if log.exists() and log.stat().st_size > LONGEST_LOG_BYTES:
        log.replace(log.with_suffix(".old.log"))


def wait_until_ready(running: Running, is_ready: Callable[[], bool], seconds: float) -> None:
    """Wait until `is_ready` says so. Raises StartFailed when the program ends first or takes longer."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not running.is_alive():
            raise StartFailed(f"{running.program.name} ended as it started:\n{running.last_words()}")
        if is_ready():
            return
        time.sleep(0.02)
    running.stop()
    raise StartFailed(f"{running.program.name} was not ready after {seconds:.0f} s:\n{running.last_words()}")


def is_port_free(port: int, host: str = "127.0.0.1") -> bool:
    """True when nothing listens on the port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError:
            return False
        return True


def free_port(preferred: int | None = None) -> int:
    """A free port on loopback: the preferred one when it is free, else one that the system chooses."""
    if preferred and is_port_free(preferred):
        return preferred
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def command_of(process_id: int) -> str:
    """The command line of a process, empty when there is none."""
    try:
        return Path(f"/proc/{process_id}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return ""
    asked = ["ps", "-o", "command=", "-p", str(process_id)]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout


def end_leftover(process_id: int, sign: str, stop_signal: signal.Signals, seconds: float = 15) -> bool:
    """End a process that an earlier run left behind, if its command line has `sign`. False when it will not end."""
    if sign not in command_of(process_id):
        return True
    with contextlib.suppress(ProcessLookupError):
        os.kill(process_id, stop_signal)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if sign not in command_of(process_id):
            return True
        time.sleep(0.05)
    return False
