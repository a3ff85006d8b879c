"""The three rings' common ground: throw-away servers, a database that acts as production's role, closed sockets.

Ring 1 (tests/statute alone) starts no server at all. See docs/operations.md for how to run each.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client, TransactionTestCase

from config.servers.embedded import EmbeddedServers
from tests.support import databases

if TYPE_CHECKING:
    from accounts.models import User

pytest_plugins = ["tests.support.browser", "tests.support.live_stack"]

# Folders of tests that need neither database nor broker.
WITHOUT_SERVERS = ("tests/statute",)

SERVERS = pytest.StashKey[EmbeddedServers]()
FOLDER = pytest.StashKey[Path]()


def needs_servers(config: pytest.Config) -> bool:
    """False when every path that was asked for is in a folder of tests without servers."""
    roots = [config.rootpath / folder for folder in WITHOUT_SERVERS]
    asked = [(config.invocation_params.dir / argument.split("::")[0]).resolve() for argument in config.args]
    return not all(any(path.is_relative_to(root) for root in roots) for path in asked)


def is_controller(config: pytest.Config) -> bool:
    """True in the process that was started, False in the processes that xdist starts from it."""
    return not hasattr(config, "workerinput")


def pytest_configure(config: pytest.Config) -> None:
    """Start the servers once a run; tell every process where they are."""
    if not is_controller(config):
        config.stash[FOLDER] = Path(config.workerinput["onroll_folder"])
        use_servers(config, json.loads(config.workerinput["onroll_addresses"]))
        return
    config.stash[FOLDER] = Path(tempfile.mkdtemp(prefix="onroll-tests-"))
    if needs_servers(config) and not config.option.collectonly:
        config.stash[SERVERS] = EmbeddedServers(config.stash[FOLDER] / "servers", is_durable=False)
        config.stash[SERVERS].start()
        use_servers(config, config.stash[SERVERS].addresses())


def use_servers(config: pytest.Config, addresses: dict[str, str]) -> None:
    """Let the database and the broker of this process be on these servers; nothing when there are none."""
    config.stash[databases.ADDRESSES] = addresses
    if addresses:
        databases.point_at(addresses)
        settings.CELERY_BROKER_URL = addresses["REDIS_URL"]


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: object) -> None:
    """Hook of xdist: what a process that tests is told."""
    node.workerinput["onroll_folder"] = str(node.config.stash[FOLDER])
    node.workerinput["onroll_addresses"] = json.dumps(node.config.stash.get(databases.ADDRESSES, {}))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop the servers and remove everything of the run."""
    if not is_controller(config):
        return
    servers = config.stash.get(SERVERS, None)
    if servers:
        servers.stop()
    if FOLDER in config.stash:
        shutil.rmtree(config.stash[FOLDER], ignore_errors=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark ring 3 by its folder."""
    for item in items:
        if "functional" in item.path.parts:
            item.add_marker(pytest.mark.functional)


@pytest.fixture(scope="session")
def process_name(request: pytest.FixtureRequest) -> str:
    """gw0, gw1 … under xdist, else main."""
    return getattr(request.config, "workerinput", {}).get("workerid", "main")


@pytest.fixture(scope="session")
def run_folder(pytestconfig: pytest.Config, process_name: str) -> Path:
    """A folder of this process that the run removes at its end."""
    folder = pytestconfig.stash[FOLDER] / process_name
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None,
    django_db_blocker: pytest.FixtureRequest,
    process_name: str,
) -> Iterator[None]:
    """In place of pytest-django's: a clone of one migrated template, in which tests act as the application's role."""
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock():
        databases.use_clone(process_name)
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: databases.renew())
        yield
        databases.connections.close_all()


@pytest.fixture(autouse=True)
def _each_test_alone(run_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Uploads go to the run's folder; nothing cached (rate limits) comes from another test."""
    monkeypatch.setattr(settings, "FILES_DIR", run_folder / "files")
    monkeypatch.setattr(settings, "MEDIA_ROOT", run_folder / "files")
    yield
    cache.clear()


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """A browser in which this person is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in
