"""The embedded PostgreSQL: made by initdb, on a free loopback port, with the two roles of the application."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

from config.environment import for_child
from config.servers import binaries, process, unprivileged
from config.servers.credentials import APP_ROLE, DATABASE_NAME, OWNER_ROLE, SUPERUSER, Credentials, write_private

# The same arguments as in the production container: ORDER BY is by code point everywhere.
INITDB_ARGUMENTS = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")

# What a statement that is refused holds may be a child's: neither it nor the row it met is written into the log.
SILENT_ABOUT_ROWS = {"log_error_verbosity": "terse", "log_min_error_statement": "panic"}
DURABLE = {"synchronous_commit": "on"}
# For servers that are thrown away: a crash may lose everything.
THROW_AWAY = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "1h",
    "max_wal_size": "4GB",
}


@dataclass
class PostgreSQL:
    """One server with its data folder."""

    folder: Path
    credentials: Credentials
    logs: Path
    is_durable: bool = True
    standing: unprivileged.Standing = field(init=False)

    def __post_init__(self) -> None:
        self.standing = unprivileged.standing(self.folder, binaries.postgresql_binaries())

    def prepare(self) -> None:
        """Make the data folder at the first start; clear away what a start that was cut off left."""
        if (self.standing.data / "PG_VERSION").exists():
            self._end_leftover()
        else:
            self._initialise()
        self.credentials.postgresql_port = process.free_port(self.credentials.postgresql_port)

    def program(self) -> process.Program:
        """What to run."""
        options = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.credentials.postgresql_port),
            "unix_socket_directories": "",
            "max_connections": "80",
            **SILENT_ABOUT_ROWS,
            **(DURABLE if self.is_durable else THROW_AWAY),
        }
        return process.Program(
            name="PostgreSQL",
            arguments=[
                self.standing.binaries / "postgres",
                "-D",
                self.standing.data,
                *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
            ],
            log=self.logs / "postgresql.log",
            environment=for_child({"LC_ALL": "C"}),
            stop_signal=signal.SIGINT,
            before_exec=self.standing.before_exec,
            folder=self.standing.data,
        )

    def is_ready(self) -> bool:
        """True when the server takes connections: it says so in its own pid file, as pg_ctl reads it."""
        try:
            lines = (self.standing.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        return len(lines) > 7 and lines[7].strip() == "ready"

    def make_roles_and_database(self) -> None:
        """Make the two roles and the database that the owner owns. Safe to repeat."""
        with psycopg.connect(self.credentials.database_address(SUPERUSER, "postgres"), autocommit=True) as server:
            self._make_role(server, OWNER_ROLE, self.credentials.owner_password)
            self._make_role(server, APP_ROLE, self.credentials.app_password)
            # So that the owner's process can act as the application: tests do, to meet every missing privilege.
            server.execute(f"GRANT {APP_ROLE} TO {OWNER_ROLE}")
            if not self.is_durable:
                server.execute(f"ALTER ROLE {OWNER_ROLE} CREATEDB")
            found = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]).fetchone()
            if not found:
                server.execute(f"CREATE DATABASE {DATABASE_NAME} OWNER {OWNER_ROLE}")
                server.execute(f"REVOKE ALL ON DATABASE {DATABASE_NAME} FROM PUBLIC")
                server.execute(f"GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE_NAME} TO {APP_ROLE}")

    def drop_database(self) -> None:
        """Throw the application's database away, whoever is connected."""
        with psycopg.connect(self.credentials.database_address(SUPERUSER, "postgres"), autocommit=True) as server:
            server.execute(f"DROP DATABASE IF EXISTS {DATABASE_NAME} WITH (FORCE)")

    def _make_role(self, server: psycopg.Connection, role: str, password: str) -> None:
        found = server.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
        verb = "ALTER" if found else "CREATE"
        server.execute(sql.SQL(f"{verb} ROLE {role} LOGIN PASSWORD {{}}").format(sql.Literal(password)))

    def _initialise(self) -> None:
        for leftover in self.standing.data.iterdir():
            # A first start that was cut off: initdb wants the folder empty, and nothing in it was ever used.
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        password = self._password_file()
        try:
            subprocess.run(
                [
                    self.standing.binaries / "initdb",
                    f"--pgdata={self.standing.data}",
                    f"--username={SUPERUSER}",
                    "--auth=scram-sha-256",
                    f"--pwfile={password}",
                    *INITDB_ARGUMENTS,
                    *([] if self.is_durable else ["--no-sync"]),
                ],
                stdin=subprocess.DEVNULL,
                check=True,
                capture_output=True,
                text=True,
                env=for_child({"LC_ALL": "C"}),
                preexec_fn=self.standing.before_exec,
                cwd=self.standing.data,
            )
        except subprocess.CalledProcessError as error:
            raise process.StartFailed(f"initdb failed:\n{error.stdout}{error.stderr}") from error
        finally:
            password.unlink()

    def _password_file(self) -> Path:
        """The superuser's password for initdb, readable by whoever owns the data."""
        path = self.standing.data.with_name(f".{self.standing.data.name}-password")
        write_private(path, f"{self.credentials.superuser_password}\n")
        owner = self.standing.data.stat()
        os.chown(path, owner.st_uid, owner.st_gid)
        return path

    def _end_leftover(self) -> None:
        """End a server that outlived the process that started it, and drop a pid file that names no server of ours.

        PostgreSQL itself trusts the pid, which after a kill -9 or a reboot may be somebody else's by now.
        """
        pid_file = self.standing.data / "postmaster.pid"
        try:
            process_id = int(pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            pid_file.unlink(missing_ok=True)
            return
        if not process.end_leftover(process_id, str(self.standing.data), signal.SIGINT):
            raise process.StartFailed(f"An earlier PostgreSQL (process {process_id}) does not stop.")
        pid_file.unlink(missing_ok=True)
