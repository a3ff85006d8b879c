"""A dump of the migrated template, so that the next run does not migrate again when no migration has changed.

Kept in the ignored folder .cache under a hash of every migration and of the locked packages. What follows a migration
(grants, content types) is done anew each time, because it comes from the models.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
from pathlib import Path
from typing import Any

from config.environment import PROJECT_DIR
from config.servers.binaries import postgresql_binaries

FOLDER = PROJECT_DIR / ".cache" / "test-template"


def dump_file() -> Path:
    """Where the dump for the migrations as they are now is, or would be."""
    digest = hashlib.sha256()
    for path in [*sorted(PROJECT_DIR.glob("*/migrations/*.py")), *sorted(PROJECT_DIR.glob("requirements*.txt"))]:
        digest.update(str(path.relative_to(PROJECT_DIR)).encode() + path.read_bytes())
    return FOLDER / f"{digest.hexdigest()[:32]}.sql"


def restore(database: dict[str, Any]) -> bool:
    """Fill an empty database from the dump. False when there is none that fits."""
    dump = dump_file()
    if not dump.exists():
        return False
    _program("psql", database, "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", f"--file={dump}")
    return True


def keep(database: dict[str, Any]) -> None:
    """Dump the database in place of older dumps."""
    dump = dump_file()
    FOLDER.mkdir(parents=True, exist_ok=True)
    new = dump.with_suffix(f".{os.getpid()}")
    _program("pg_dump", database, f"--file={new}")
    for old in FOLDER.glob("*.sql"):
        old.unlink(missing_ok=True)
    new.replace(dump)


def _program(name: str, database: dict[str, Any], *arguments: str) -> None:
    """Run one of PostgreSQL's programs on the database. Raises CalledProcessError with what it said."""
    subprocess.run(
        [
            postgresql_binaries() / name,
            f"--host={database['HOST']}",
            f"--port={database['PORT']}",
            f"--username={database['USER']}",
            f"--dbname={database['NAME']}",
            *arguments,
        ],
        env={**os.environ, "PGPASSWORD": str(database["PASSWORD"])},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        check=True,
    )
