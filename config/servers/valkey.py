"""The embedded Valkey (Redis protocol): loopback, with a password, keeping what it was told."""

from __future__ import annotations

import signal
from dataclasses import dataclass
from pathlib import Path

import redis

from config.servers import binaries, process
from config.servers.credentials import Credentials, make_private_folder, write_private


@dataclass
class Valkey:
    """One server with its data folder."""

    folder: Path
    credentials: Credentials
    logs: Path
    is_durable: bool = True

    def prepare(self) -> None:
        """Write the configuration; end a server that an earlier run left behind."""
        make_private_folder(self.folder)
        self._end_leftover()
        self.credentials.valkey_port = process.free_port(self.credentials.valkey_port)
        # In a file, so that the password is not in the list of processes.
        write_private(
            self._configuration,
            f"bind 127.0.0.1\nport {self.credentials.valkey_port}\n"
            f"requirepass {self.credentials.valkey_password}\n"
            f"dir {self.folder}\npidfile {self._pid_file}\ndaemonize no\n"
            f'appendonly {"yes" if self.is_durable else "no"}\nsave ""\n',
        )

    def program(self) -> process.Program:
        """What to run."""
        return process.Program(
            name="Valkey",
            arguments=[binaries.valkey_server(), self._configuration],
            log=self.logs / "valkey.log",
            folder=self.folder,
        )

    def is_ready(self) -> bool:
        """True when the server answers to the password."""
        client = redis.Redis.from_url(self.credentials.valkey_address(), socket_timeout=1)
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    @property
    def _configuration(self) -> Path:
        return self.folder / "valkey.conf"

    @property
    def _pid_file(self) -> Path:
        return self.folder / "valkey.pid"

    def _end_leftover(self) -> None:
        try:
            process_id = int(self._pid_file.read_text())
        except (FileNotFoundError, ValueError):
            return
        # Valkey puts its address in place of its command line: the name of the program is what stays.
        if not process.end_leftover(process_id, "valkey", signal.SIGTERM):
            raise process.StartFailed(f"An earlier Valkey (process {process_id}) does not stop.")
        self._pid_file.unlink(missing_ok=True)
