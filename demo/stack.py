"""What one instance consists of: PostgreSQL, Valkey, web, worker and beat, and in which order they start."""

from __future__ import annotations

import http.client
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from config.environment import PROJECT_DIR, for_child, given
from config.servers import credentials, process
from config.servers.embedded import EmbeddedServers
from config.servers.process import Program, StartFailed
from demo.supervisor import ApplicationService, Supervisor

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PORTS_TRIED = 100
WORKER_PROCESSES = 2
SETTINGS = "config.settings.local"


class CommandFailed(Exception):
    """A command of manage.py that the start needs did not succeed; the text has what it said."""


@dataclass
class Stack:
    """One instance in a data folder, listening on `host`."""

    data: Path
    supervisor: Supervisor
    host: str = "127.0.0.1"
    port: int = 8000
    more_environment: Mapping[str, str] = field(default_factory=dict)
    addresses: dict[str, str] = field(default_factory=dict)
    servers: EmbeddedServers | None = None

    @property
    def is_loopback(self) -> bool:
        """True when nobody but this machine can reach the web server."""
        return self.host in LOOPBACK

    @property
    def base_url(self) -> str:
        """The address people type."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    def environment(self, **more: str) -> dict[str, str]:
        """The environment of the application's processes."""
        return for_child(
            {
                "DJANGO_SETTINGS_MODULE": SETTINGS,
                "DATA_DIR": str(self.data),
                "BASE_URL": given("BASE_URL") or self.base_url,
                # People invented for a demonstration have a password that stands on the screen.
                "ARE_DEMO_SIGN_INS_ALLOWED": "yes" if self.is_loopback else "no",
                **self.addresses,
                **self.more_environment,
                **more,
            }
        )

    def start_servers(self, *, is_durable: bool = True) -> None:
        """Start PostgreSQL and Valkey, each unless the environment names one. Raises StartFailed."""
        named = {name: given(name) for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")}
        self.addresses = {name: address for name, address in named.items() if address}
        has_database, has_valkey = bool(named["DATABASE_URL"]), bool(named["REDIS_URL"])
        if has_database and not named["DATABASE_OWNER_URL"]:
            raise StartFailed("DATABASE_URL is given, DATABASE_OWNER_URL is not: migrations need the owner.")
        if has_database and has_valkey:
            return
        self.servers = servers = EmbeddedServers(self.data, is_durable=is_durable)
        if not has_database:
            self.supervisor.start(servers.postgresql)
            servers.postgresql.make_roles_and_database()
        if not has_valkey:
            self.supervisor.start(servers.valkey)
        credentials.save(self.data, servers.credentials)
        self.addresses = {**servers.addresses(), **self.addresses}

    def throw_away_database(self) -> None:
        """Make the embedded database anew, empty. Raises StartFailed when the environment names another."""
        if self.servers is None or given("DATABASE_URL"):
            raise StartFailed("DATABASE_URL names a database that is not this folder's own; it is not thrown away.")
        self.servers.postgresql.drop_database()
        self.servers.postgresql.make_roles_and_database()

    def manage(self, *arguments: str, **environment: str) -> str:
        """Run a command of manage.py to its end and give what it printed. Raises CommandFailed."""
        done = subprocess.run(
            [sys.executable, str(PROJECT_DIR / "manage.py"), *arguments],
            env=self.environment(**environment),
            cwd=PROJECT_DIR,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise CommandFailed(f"manage.py {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def manage_visibly(self, *arguments: str) -> None:
        """Run a command of manage.py with its output on this terminal. Raises CommandFailed."""
        command = [sys.executable, str(PROJECT_DIR / "manage.py"), *arguments]
        done = subprocess.run(command, env=self.environment(), cwd=PROJECT_DIR, check=False)
        if done.returncode != 0:
            raise CommandFailed(f"manage.py {' '.join(arguments)} failed; what it said is above.")

    def migrate(self) -> None:
        """Bring the database's tables up to date, as their owner."""
        self.manage("migrate", "--no-input", "--verbosity=0", DATABASE_ROLE="owner")

    def has_rows(self, table: str) -> bool:
        """True when the table has a row."""
        with psycopg.connect(self.addresses["DATABASE_OWNER_URL"]) as connection:
            query = psycopg.sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(psycopg.sql.Identifier(table))
            row = connection.execute(query).fetchone()
            return bool(row and row[0])

    def choose_port(self) -> None:
        """Move on from a port that is taken. Raises StartFailed when a hundred are."""
        first = self.port
        while not process.is_port_free(self.port, self.host):
            self.port += 1
            if self.port >= first + PORTS_TRIED:
                raise StartFailed(f"Ports {first} to {self.port - 1} are all taken; name another with --port.")

    def start_application(self, *, with_beat: bool = True) -> None:
        """Start web, worker and beat together; returns when the web server says that it is healthy."""
        programs = [self._worker(), *([self._beat()] if with_beat else [])]
        self.supervisor.start(
            ApplicationService(self._web(), self.is_healthy), *(ApplicationService(program) for program in programs)
        )

    def is_healthy(self) -> bool:
        """True when /healthz answers 200: web, database and Valkey work together."""
        connection = http.client.HTTPConnection("127.0.0.1" if not self.is_loopback else self.host, self.port)
        try:
            connection.request("GET", "/healthz", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status == 200
        except OSError:
            return False
        finally:
            connection.close()

    def _web(self) -> Program:
        host = f"[{self.host}]" if ":" in self.host else self.host
        arguments = ["-m", "gunicorn", "--config", "python:config.web_server", "--bind", f"{host}:{self.port}"]
        return self._python("web", *arguments, "config.wsgi:application")

    def _worker(self) -> Program:
        return self._celery(
            "worker",
            f"--concurrency={WORKER_PROCESSES}",
            "--loglevel=WARNING",
            "--without-gossip",
            "--without-mingle",
        )

    def _beat(self) -> Program:
        folder = credentials.make_private_folder(self.data / "beat")
        return self._celery("beat", f"--schedule={folder / 'schedule'}", "--pidfile=", "--loglevel=WARNING")

    def _celery(self, name: str, *arguments: str) -> Program:
        return self._python(name, "-m", "celery", "--app=config.celery:application", name, *arguments)

    def _python(self, name: str, *arguments: str) -> Program:
        return Program(
            name=name,
            arguments=[sys.executable, *arguments],
            log=self.data / "logs" / f"{name}.log",
            environment=self.environment(PYTHONUNBUFFERED="1"),
            folder=PROJECT_DIR,
        )
