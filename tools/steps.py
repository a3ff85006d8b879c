"""A step of setting up: what it was made from, whether it is done, and how it is reported."""

from __future__ import annotations

import hashlib
import os
import subprocess
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
STAMPS = PROJECT / ".cache" / "set-up"


class StepFailed(Exception):
    """A step did not succeed; the text says what to do about it."""


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    """A hash of files (folders: of all files in them) and words."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        files = sorted(part for part in path.rglob("*") if part.is_file()) if path.is_dir() else [path]
        for file in files:
            digest.update(str(file.relative_to(PROJECT)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def is_stamped(stamp: Path, content: str) -> bool:
    """True when the step was done from just this."""
    return stamp.exists() and stamp.read_text() == content


def write_stamp(stamp: Path, content: str) -> None:
    """Remember that the step was done from this."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(content)


@contextmanager
def reported(what: str) -> Iterator[None]:
    """One line for a step: what it does, then how long it took."""
    print(f"  {what} …", end="", flush=True)
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" {time.monotonic() - begun:.1f} s", flush=True)


def succeeds(arguments: Iterable[str | Path], environment: Mapping[str, str] | None = None) -> tuple[bool, str]:
    """Run a program. Whether it succeeded, and what it said."""
    try:
        done = subprocess.run(
            [str(argument) for argument in arguments],
            cwd=PROJECT,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as error:
        return False, str(error)
    return done.returncode == 0, done.stdout
