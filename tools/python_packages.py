"""The environment .venv: exactly the packages of the lock files, each checked by its hash."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

from steps import PROJECT, StepFailed, fingerprint, is_stamped, reported, succeeds, write_stamp

VENV = PROJECT / ".venv"
PYTHON = VENV / "bin" / "python"
UV = VENV / "bin" / "uv"

INSTALLER = PROJECT / "requirements-installer.txt"
APPLICATION = PROJECT / "requirements.txt"
EMBEDDED = PROJECT / "requirements-embedded.txt"
DEVELOPMENT = PROJECT / "requirements-dev.txt"
NODE = PROJECT / "requirements-node.txt"

# Lock file -> group of pyproject.toml it is made from (None: the dependencies themselves).
LOCKS = {APPLICATION: None, EMBEDDED: "embedded", DEVELOPMENT: "dev", INSTALLER: "installer", NODE: "node"}

OLDEST_PYTHON = "3.11"


def install(*, with_development: bool) -> None:
    """Make .venv where it is missing and install what the lock files say."""
    _make_environment()
    _install_lock([APPLICATION, EMBEDDED], "application", "Installing Python packages")
    if with_development:
        _install_lock([DEVELOPMENT], "development", "Installing Python packages for tests")


def install_node() -> None:
    """Install node from its wheel."""
    _install_lock([NODE], "node", "Installing node, for the front-end build")


def _make_environment() -> None:
    works, _ = succeeds([PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"])
    if works:
        return
    with reported("Making the Python environment .venv"):
        made, said = succeeds([sys.executable, "-m", "venv", "--clear", VENV])
        if not made:
            raise StepFailed(f"{said}\nMaking .venv failed.")


def _install_lock(locks: list[Path], name: str, what: str) -> None:
    stamp = VENV / f".{name}-stamp"
    content = fingerprint(locks, sysconfig.get_python_version(), sysconfig.get_platform())
    if is_stamped(stamp, content):
        return
    with reported(what):
        said = "\n".join(_try_in_turn(locks))
        if said:
            raise StepFailed(f"{said}\n\nInstalling Python packages failed; is there a network?")
    write_stamp(stamp, content)


def _try_in_turn(locks: list[Path]) -> list[str]:
    """uv, uv with the system's certificates, pip. Gives what each said when all of them fail."""
    files = [part for lock in locks for part in ("--requirement", lock)]
    pip = [PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    uv = [UV, "pip", "install", "--quiet", "--python", PYTHON, "--require-hashes", "--compile-bytecode", *files]
    complaints = []
    has_uv, said = succeeds([*pip, "--requirement", INSTALLER]) if not UV.exists() else (True, "")
    complaints.append(said)
    attempts = [(uv, {}), (uv, {"UV_SYSTEM_CERTS": "1"})] if has_uv else []
    for arguments, environment in [*attempts, ([*pip, *files], {})]:
        succeeded, said = succeeds(arguments, environment)
        if succeeded:
            return []
        complaints.append(said)
    return [complaint for complaint in complaints if complaint]


def make_locks() -> None:
    """Make the lock files anew: names, versions, markers and hashes for every system; no address of any server."""
    _install_lock([INSTALLER], "installer", "Installing uv")
    for lock, group in LOCKS.items():
        source = ["pyproject.toml"] if group is None else ["--group", group]
        together = ["--constraint", APPLICATION.name] if lock in (EMBEDDED, DEVELOPMENT) else []
        with reported(f"Resolving {lock.name}"):
            resolved, said = succeeds(
                [
                    UV,
                    "pip",
                    "compile",
                    "--quiet",
                    "--universal",
                    "--generate-hashes",
                    "--no-header",
                    "--no-annotate",
                    "--no-emit-index-url",
                    "--no-emit-find-links",
                    "--python-version",
                    OLDEST_PYTHON,
                    "--output-file",
                    lock.name,
                    *source,
                    *together,
                ]
            )
            if not resolved:
                raise StepFailed(said)
