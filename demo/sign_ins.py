"""The demonstration's sign-ins, as `load_demo` wrote them and `up` prints them at each start."""

from __future__ import annotations

import json
import os
from pathlib import Path

FILE_NAME = "demo_sign_ins.json"


def sign_in_lines(data: Path, *, is_loopback: bool) -> list[str]:
    """What to print about demo sign-ins; nothing when there are none. Beyond loopback they are refused, not shown."""
    path = data / FILE_NAME
    if not path.exists():
        return []
    if not is_loopback:
        return ["Demo sign-ins are refused, because this server listens beyond loopback."]
    rows = json.loads(path.read_text())
    columns = ("role", "name", "email", "password")
    widths = {column: max(len(str(row[column])) for row in rows) for column in columns}
    lines = ["", "Demonstration: every child and event is invented. Sign in as:"]
    lines += ["  " + "  ".join(str(row[column]).ljust(widths[column]) for column in columns).rstrip() for row in rows]
    return [*lines, ""]


def write_sign_ins(data: Path, rows: list[dict[str, str]]) -> None:
    """Keep the sign-ins in the data folder, for its owner alone. Each row has role, name, email and password."""
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = data / FILE_NAME
    path.unlink(missing_ok=True)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(rows, file, ensure_ascii=False, indent=2)
