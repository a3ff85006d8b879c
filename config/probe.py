"""`python -m config.probe web|worker|beat`: whether this container's process works; exit 0 or 1. Starts no Django."""

from __future__ import annotations

import http.client
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

from config.environment import given

WEB_PORT = 8000
# The worker's heartbeat comes every 2 s, beat's every 60 s (the sweep of the outbox).
OLDEST_HEARTBEAT_SECONDS = {"worker": 60, "beat": 180}


def heartbeat_file(data_dir: Path, process: str) -> Path:
    """Where this process leaves its sign of life."""
    return data_dir / "heartbeats" / process


def does_web_answer(base_url: str, port: int = WEB_PORT) -> bool:
    """True when /healthz says that web, database and Valkey work, asked under the host name that people type."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": urlsplit(base_url).hostname or ""})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def is_alive(data_dir: Path, process: str) -> bool:
    """True when the process has left a sign of life lately."""
    try:
        age = time.time() - heartbeat_file(data_dir, process).stat().st_mtime
    except OSError:
        return False
    return age <= OLDEST_HEARTBEAT_SECONDS[process]


def main(arguments: list[str]) -> int:
    """Gives the exit code."""
    if arguments == ["web"]:
        return 0 if does_web_answer(given("BASE_URL") or "") else 1
    if len(arguments) == 1 and arguments[0] in OLDEST_HEARTBEAT_SECONDS:
        return 0 if is_alive(Path(given("DATA_DIR") or ""), arguments[0]) else 1
    sys.stderr.write("python -m config.probe web|worker|beat\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
