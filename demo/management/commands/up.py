"""`manage.py up` (which `./run` calls): everything of one instance, until Ctrl-C or SIGTERM."""

from __future__ import annotations

import shutil
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, CommandError, get_commands

from config.servers.binaries import ProgramMissing
from config.servers.lock import AlreadyRunning, InstanceLock, instance_lock
from config.servers.process import StartFailed
from demo.sign_ins import FILE_NAME as SIGN_INS
from demo.sign_ins import sign_in_lines
from demo.stack import CommandFailed, Stack
from demo.supervisor import Supervisor, ignore_further_interrupts, interrupt_on_termination

FIRST_PORT = 8000
# What belongs to the data that `--start-over` throws away, beside the database.
FOLDERS_OF_DATA = ("files", "mail")


class Command(BaseCommand):
    """Start PostgreSQL, Valkey, web, worker and beat; print the address; stop them all again."""

    help = "Start everything on this machine, print the address and the demo sign-ins, run until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of `./run`."""
        parser.add_argument("--data", type=Path, default=settings.DATA_DIR, help="the data folder")
        parser.add_argument("--port", type=int, default=FIRST_PORT, help="the first port to try")
        parser.add_argument("--host", default="127.0.0.1", help="listen there; beyond loopback no demo sign-in works")
        parser.add_argument("--no-demo", action="store_true", help="start without the demonstration's data")
        parser.add_argument("--start-over", action="store_true", help="throw the data away first")
        parser.add_argument("--yes", action="store_true", help="with --start-over: do not ask")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run until told to stop."""
        data = options["data"].resolve()
        if options["start_over"] and not options["yes"]:
            self._ask_before_throwing_away(data)
        interrupt_on_termination()
        stack = Stack(data, Supervisor(self._say), host=options["host"], port=options["port"])
        try:
            with instance_lock(data) as lock:
                try:
                    self._start(stack, lock, options)
                    stack.supervisor.watch()
                finally:
                    ignore_further_interrupts()
                    if stack.supervisor.watched:
                        self._say("Stopping …")
                    stack.supervisor.stop()
        except KeyboardInterrupt:
            self._say("Stopped.")
        except (AlreadyRunning, CommandFailed, ProgramMissing, StartFailed) as error:
            raise CommandError(str(error)) from error

    def _start(self, stack: Stack, lock: InstanceLock, options: dict[str, Any]) -> None:
        stack.choose_port()
        self._say("Starting PostgreSQL and Valkey …")
        stack.start_servers()
        if options["start_over"]:
            self._throw_away(stack)
        self._say("Bringing the database up to date …")
        stack.migrate()
        if not options["no_demo"]:
            self._load_demonstration(stack)
        stack.start_application()
        lock.announce(f"it answers at {stack.base_url}")
        self._announce(stack)

    def _load_demonstration(self, stack: Stack) -> None:
        """Load it where the command exists and nothing has been set up yet."""
        if "load_demo" not in get_commands():
            return
        if not stack.has_rows(apps.get_model("schools", "Authority")._meta.db_table):
            self._say("Loading the demonstration …")
            stack.manage_visibly("load_demo")

    def _announce(self, stack: Stack) -> None:
        self._say(f"OnRoll is ready at {stack.base_url}")
        self._say(f"E-mails become files in {stack.data / 'mail'}; logs are in {stack.data / 'logs'}.")
        for line in sign_in_lines(stack.data, is_loopback=stack.is_loopback):
            self._say(line)
        self._say("Ctrl-C stops everything.")

    def _throw_away(self, stack: Stack) -> None:
        """Make the database anew, and remove the files that belong to it."""
        stack.throw_away_database()
        for folder in FOLDERS_OF_DATA:
            shutil.rmtree(stack.data / folder, ignore_errors=True)
        (stack.data / SIGN_INS).unlink(missing_ok=True)

    def _ask_before_throwing_away(self, data: Path) -> None:
        if not sys.stdin.isatty():
            raise CommandError("This throws away all data of the folder; say --yes to confirm.")
        if input(f"Throw away everything in {data}? Type yes: ").strip() != "yes":
            raise CommandError("Nothing was changed.")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()
