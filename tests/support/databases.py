"""Databases of a test run: one template that is migrated once, and a clone of it for each process that tests.

Tests connect as the owner and act as the application's role (SET ROLE), so that a privilege that is missing in
production is missing here. Making the database, and nothing else, is done as the owner.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.sql import emit_post_migrate_signal
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from config.environment import read_database_url
from tests.support import template_cache

# Where the run's servers answer, for every process that tests (set by tests/conftest.py; empty without servers).
ADDRESSES = pytest.StashKey[dict[str, str]]()

TEMPLATE = "onroll_template"
MIGRATING = "onroll_template_being_made"
# Any number: the processes of one run agree on it, so that only one of them makes the template.
TEMPLATE_LOCK = 1996_0056


class _Role:
    """As whom new connections act."""

    is_application = True


def act_as_application(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Receiver of connection_created: from the first statement on, act as the application's role."""
    if _Role.is_application:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {settings.DATABASE_APP_ROLE}")


connection_created.connect(act_as_application, dispatch_uid="tests.act_as_application")


@contextmanager
def acting_as_owner() -> Iterator[None]:
    """New connections act as the owner within the block."""
    connections.close_all()
    _Role.is_application = False
    try:
        yield
    finally:
        connections.close_all()
        _Role.is_application = True


def point_at(addresses: Mapping[str, str]) -> None:
    """Let Django's one database be on this server (as its owner); the name comes with `use_clone`."""
    address = read_database_url(addresses["DATABASE_OWNER_URL"])
    use_database(address["NAME"], {key: address[key] for key in ("USER", "PASSWORD", "HOST", "PORT")})


def use_database(name: str, more: Mapping[str, Any] | None = None) -> None:
    """Let Django's one database be this one of the server."""
    connections.close_all()
    database = connections.settings["default"]
    database.update(more or {}, NAME=name)
    connections["default"].settings_dict.update(database)


def use_clone(process_name: str) -> None:
    """Make this process its own database from the template and use it."""
    make_template()
    name = f"onroll_test_{process_name}"
    clone(name)
    use_database(name)


def make_template() -> None:
    """Migrate the template, once a run; a second process waits for the first."""
    with server() as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [TEMPLATE_LOCK])
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            return
        connection.execute(f"CREATE DATABASE {MIGRATING}")
        before = connections.settings["default"]["NAME"]
        use_database(MIGRATING)
        with acting_as_owner():
            fill()
        use_database(before)
        connection.execute(f"ALTER DATABASE {MIGRATING} RENAME TO {TEMPLATE}")


def fill() -> None:
    """Bring the empty template to what the migrations make: from the last run's dump, else by migrating."""
    database = connections.settings["default"]
    if template_cache.restore(database):
        emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
        return
    call_command("migrate", verbosity=0, interactive=False, run_syncdb=True)
    connections.close_all()
    template_cache.keep(database)


def clone(name: str) -> None:
    """Make (or make anew) a database from the template."""
    with server() as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")


def renew() -> None:
    """Put the database of this process back to what the migrations made. In place of flush: nothing is truncated,
    so neither triggers nor privileges stand in the way, and rows that migrations wrote are there again."""
    name = connections.settings["default"]["NAME"]
    connections.close_all()
    clone(name)


@contextmanager
def server() -> Iterator[psycopg.Connection]:
    """A connection of the owner to the server, outside every test's database."""
    database = connections.settings["default"]
    with psycopg.connect(
        host=database["HOST"],
        port=database["PORT"],
        user=database["USER"],
        password=database["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as connection:
        yield connection
