"""One real stack for ring 3: gunicorn, a Celery worker, PostgreSQL and Valkey, by the same code as `./run`.

Its database is a clone of the run's template, so that it starts as the migrations left it. Nothing in it is truncated:
each test makes its own school, people and children.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from celery import Celery
from django.conf import settings
from django.db import connections

from config.servers import process
from config.servers.credentials import secret_key
from demo.stack import Stack
from demo.supervisor import Supervisor
from ledger import outbox
from tests.support import databases


@dataclass
class LiveStack:
    """The running stack, and what a test may do to it."""

    stack: Stack
    database: str

    @property
    def base_url(self) -> str:
        """Where its web server answers."""
        return self.stack.base_url

    def manage(self, *arguments: str) -> str:
        """Run a command of manage.py on the stack; gives what it printed, raises CommandFailed."""
        return self.stack.manage(*arguments)

    def shell(self, code: str) -> str:
        """Run Python in the stack's Django shell (models are imported by name); gives what it printed."""
        return self.stack.manage("shell", "--no-imports", "--command", code).strip()

    def query(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        """Rows of the stack's database, read as the application's role."""
        with psycopg.connect(self.stack.addresses["DATABASE_URL"]) as connection:
            return connection.execute(statement, values).fetchall()

    def wait_for(self, is_so: Callable[[], bool], what: str, seconds: float = 30) -> None:
        """Wait until `is_so`. Fails the test after `seconds`, naming `what`. For outbox rows and the like."""
        end = time.monotonic() + seconds
        while not is_so():
            if time.monotonic() > end:
                pytest.fail(f"After {seconds:.0f} s still not: {what}\n{self.log('worker')}")
            time.sleep(0.05)

    def wait_for_outbox(self, seconds: float = 30) -> None:
        """Wait until no outbox message that is due is left."""
        left = "SELECT 1 FROM ledger_outboxmessage WHERE done_recorded_at IS NULL AND due_at <= now() LIMIT 1"
        self.wait_for(lambda: not self.query(left), "every outbox message that is due is done", seconds)

    def kill_worker(self) -> None:
        """Kill -9 the worker with its children, as a machine that loses power would."""
        self.kill("worker")

    def kill(self, name: str) -> None:
        """Kill -9 web or worker with its children."""
        killed = self.stack.supervisor.running(name)
        os.killpg(killed.process.pid, signal.SIGKILL)
        killed.process.wait(timeout=10)

    def wait_supervised(self, is_so: Callable[[], bool], what: str, seconds: float = 60) -> None:
        """`wait_for`, and meanwhile what has ended is started again as `./run` does it. In this thread, because a
        program ends with the thread that started it."""

        def look_and_ask() -> bool:
            self.stack.supervisor.look_around()
            return is_so()

        self.wait_for(look_and_ask, what, seconds)

    def is_up(self) -> bool:
        """True when web answers, and web and worker run: what a killed parent left behind answers too."""
        runs = all(self.stack.supervisor.running(name).is_alive() for name in ("web", "worker"))
        return runs and self.stack.is_healthy()

    def start_worker(self) -> None:
        """Start the worker again after `kill_worker`."""
        for one in self.stack.supervisor.watched:
            if one.running.program.name == "worker":
                one.running = process.start(one.service.program())

    def log(self, name: str) -> str:
        """The last lines of web's, worker's or a server's log."""
        return self.stack.supervisor.running(name).last_words()

    def _own_celery(self) -> Celery:
        own = Celery("onroll-live", set_as_current=False)
        own.config_from_object("django.conf:settings", namespace="CELERY")
        own.conf.broker_url = self.stack.addresses["REDIS_URL"]
        return own

    @contextlib.contextmanager
    def own_models(self) -> Iterator[None]:
        """Within the block the test's own process uses the stack's database: factories and actions write for real."""
        before = connections.settings["default"]["NAME"]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(settings, "FILES_DIR", self.stack.data / "files")
            patch.setattr(settings, "MEDIA_ROOT", self.stack.data / "files")
            # What is signed here (sessions, keys of forms) is to be read there.
            patch.setattr(settings, "SECRET_KEY", secret_key(str(self.stack.data)))
            # This process may have rung another broker before, and Celery keeps its connections.
            patch.setattr(outbox, "current_app", self._own_celery())
            databases.use_database(self.database)
            try:
                yield
            finally:
                databases.use_database(before)


@pytest.fixture(scope="session")
def live_stack(
    pytestconfig: pytest.Config,
    run_folder: Path,
    process_name: str,
    django_db_setup: None,
) -> Iterator[LiveStack]:
    """The stack of this process, started at its first use."""
    server = pytestconfig.stash[databases.ADDRESSES]
    database = f"onroll_live_{process_name}"
    databases.clone(database)
    stack = Stack(run_folder / "live", Supervisor(print), port=process.free_port())
    stack.addresses = {
        "DATABASE_URL": _named(server["DATABASE_URL"], database),
        "DATABASE_OWNER_URL": _named(server["DATABASE_OWNER_URL"], database),
        # A number of its own for each process that tests: their tasks do not mix.
        "REDIS_URL": _named(server["REDIS_URL"], str(valkey_number(process_name))),
    }
    try:
        stack.start_application(with_beat=False)
        yield LiveStack(stack, database)
    finally:
        stack.supervisor.stop()


def valkey_number(process_name: str) -> int:
    """The Valkey database of a live stack: 1 for main, 2 for gw0, 3 for gw1 …; tests outside a stack have 0."""
    return int(process_name.removeprefix("gw")) + 2 if process_name.startswith("gw") else 1


def _named(address: str, database: str) -> str:
    return address.rsplit("/", 1)[0] + f"/{database}"
