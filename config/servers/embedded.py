"""Both servers of a data folder, started and stopped together."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from config.servers import credentials, process
from config.servers.postgresql import PostgreSQL
from config.servers.valkey import Valkey

READY_SECONDS = 60


class EmbeddedServers:
    """PostgreSQL and Valkey of one data folder."""

    def __init__(self, data: Path, *, is_durable: bool = True) -> None:
        self.data = credentials.make_private_folder(data)
        self.credentials = credentials.load_or_make(data)
        logs = data / "logs"
        self.postgresql = PostgreSQL(data / "postgresql", self.credentials, logs, is_durable)
        self.valkey = Valkey(data / "valkey", self.credentials, logs, is_durable)
        self.running: list[process.Running] = []

    def start(self) -> None:
        """Start both and wait until they answer. Raises StartFailed; then neither runs."""
        try:
            for server in (self.postgresql, self.valkey):
                server.prepare()
                self.running.append(process.start(server.program()))
            for server, running in zip((self.postgresql, self.valkey), self.running, strict=True):
                process.wait_until_ready(running, server.is_ready, READY_SECONDS)
            credentials.save(self.data, self.credentials)
            self.postgresql.make_roles_and_database()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop Valkey, then PostgreSQL."""
        for running in reversed(self.running):
            running.stop()
        self.running.clear()

    def addresses(self) -> dict[str, str]:
        """The variables of the environment that name the servers."""
        return self.credentials.addresses()


@contextmanager
def embedded_servers(data: Path, *, is_durable: bool = True) -> Iterator[EmbeddedServers]:
    """Both servers for the length of a block."""
    servers = EmbeddedServers(data, is_durable=is_durable)
    servers.start()
    try:
        yield servers
    finally:
        servers.stop()
