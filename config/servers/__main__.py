"""`python -m config.servers --data DIR`: both servers in the foreground, until Ctrl-C or SIGTERM.

With `--during COMMAND …` they run for the length of a command; where an instance already runs with that data folder,
or the environment names servers, the command uses those.
"""

from __future__ import annotations

import argparse
import signal
import subprocess
import sys
from pathlib import Path

from config.environment import PROJECT_DIR, for_child, given
from config.servers.binaries import ProgramMissing
from config.servers.embedded import embedded_servers
from config.servers.lock import AlreadyRunning, instance_lock
from config.servers.process import StartFailed


def main() -> int:
    """Run until told to stop; gives the exit code."""
    parser = argparse.ArgumentParser(prog="python -m config.servers", description=__doc__)
    parser.add_argument("--data", type=Path, default=PROJECT_DIR / ".data", help="the data folder")
    parser.add_argument("--during", nargs=argparse.REMAINDER, metavar="COMMAND", help="run this, then stop")
    options = parser.parse_args()
    data = options.data.resolve()
    try:
        if options.during:
            return run_during(data, options.during)
        run_until_told(data)
    except (AlreadyRunning, ProgramMissing, StartFailed) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def run_until_told(data: Path) -> None:
    """Both servers, until Ctrl-C or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with instance_lock(data) as lock, embedded_servers(data) as servers:
            lock.announce("its servers run without the application")
            for name, address in servers.addresses().items():
                print(f"{name}={address}", flush=True)
            signal.pause()
    except KeyboardInterrupt:
        return


def run_during(data: Path, command: list[str]) -> int:
    """The command's exit code; the servers run while it does."""
    if given("DATABASE_URL") and given("REDIS_URL"):
        return run_command(command, {})
    try:
        with instance_lock(data) as lock:
            lock.announce(f"a command runs ({' '.join(command[1:4])})")
            with embedded_servers(data) as servers:
                return run_command(command, servers.addresses())
    except AlreadyRunning:
        # The local settings find the servers of the running instance by the data folder.
        return run_command(command, {})


def run_command(command: list[str], addresses: dict[str, str]) -> int:
    """Run in this terminal; Ctrl-C is the command's to answer."""
    missing = {name: address for name, address in addresses.items() if not given(name)}
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return subprocess.run(
            command,
            env=for_child(missing),
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler) and None,
            check=False,
        ).returncode
    finally:
        signal.signal(signal.SIGINT, signal.default_int_handler)


if __name__ == "__main__":
    sys.exit(main())
