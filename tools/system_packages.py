"""What the operating system must have, why, and how it gets it: apt on Debian and Ubuntu, brew on macOS."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from steps import StepFailed, reported

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass(frozen=True)
class Need:
    """Something of the system's: why it is needed, whether it is there, and its packages."""

    why: str
    is_there: Callable[[], bool]
    apt: tuple[str, ...]
    brew: tuple[str, ...]


def _can_make_environments() -> bool:
    """Debian ships the module venv without ensurepip until python3-venv is installed."""
    asked = [sys.executable, "-c", "import venv, ensurepip"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0


def _has_chromium() -> bool:
    return any(shutil.which(program) for program in CHROMIUM)


def _has_atomic_library() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return True


def _has_text_layout() -> bool:
    libraries = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
    if not sys.platform.startswith("linux"):
        return shutil.which("pango-view") is not None
    try:
        for library in libraries:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _has_fonts() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
    families = ("LiberationSans-Regular*", "NotoSansArabic-Regular*")
    return all(any(found for folder in folders for found in folder.rglob(family)) for family in families)


ALWAYS = (
    Need("to make the Python environment .venv", _can_make_environments, ("python3-venv",), ("python3",)),
    Need(
        "to lay out letters as PDF",
        _has_text_layout,
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"),
        ("pango",),
    ),
    Need("to print names in every script", _has_fonts, ("fonts-liberation", "fonts-noto-core"), ()),
)
FOR_TESTS = (
    Need("to test pages as people meet them", _has_chromium, ("chromium",), ("chromium",)),
    Need("by the node that playwright brings", _has_atomic_library, ("libatomic1",), ()),
)


def install(*, with_browser: bool) -> None:
    """Install what is missing. Raises StepFailed with the line to type where this process may not."""
    missing = [need for need in (*ALWAYS, *(FOR_TESTS if with_browser else ())) if not need.is_there()]
    if not missing:
        return
    for need in missing:
        print(f"  This machine lacks {', '.join(_packages([need]))}: needed {need.why}.", flush=True)
    packages = _packages(missing)
    prefix = _prefix()
    commands = _commands(packages)
    line = " && ".join(" ".join([*_typed_prefix(), *command]) for command in commands)
    if prefix is None:
        raise StepFailed(f"Type this, then start again:\n  {line}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with reported(f"Installing {', '.join(packages)}"):
        for command in commands:
            done = subprocess.run(
                [*prefix, *command],
                env=environment,
                stdin=subprocess.DEVNULL if prefix != ["sudo"] else None,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
            )
            if done.returncode != 0:
                last = "\n".join(done.stdout.splitlines()[-15:])
                raise StepFailed(f"{last}\n\nThat failed. Type this, then start again:\n  {line}")
    still = [need for need in missing if not need.is_there()]
    if still:
        raise StepFailed(f"{', '.join(_packages(still))} was installed but is not found on the PATH.")


def _is_apt() -> bool:
    return shutil.which("apt-get") is not None


def _packages(needs: list[Need]) -> list[str]:
    return [package for need in needs for package in (need.apt if _is_apt() or not _is_brew() else need.brew)]


def _is_brew() -> bool:
    return shutil.which("brew") is not None


def _commands(packages: list[str]) -> list[list[str]]:
    if not _is_apt() and _is_brew():
        return [["brew", "install", *packages]]
    return [["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", *packages]]


def _prefix() -> list[str] | None:
    """What goes before the command here and now; None where this process may not install."""
    if not _is_apt():
        return [] if _is_brew() else None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") is None:
        return None
    if subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0:
        return ["sudo", "-n"]
    return ["sudo"] if sys.stdin.isatty() else None


def _typed_prefix() -> list[str]:
    return ["sudo"] if _is_apt() and os.geteuid() != 0 else []
