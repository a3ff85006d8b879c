"""Dockerfile, docker-compose.yml and .dockerignore: what can be checked where there is no Docker."""

from __future__ import annotations

import http.server
import os
import re
import subprocess
import sys
import threading
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
import yaml

from config import heartbeats, probe
from config.celery import application
from config.environment import PROJECT_DIR, VARIABLES, read_environment
from config.servers.binaries import postgresql_binaries
from config.servers.embedded import EmbeddedServers
from config.servers.postgresql import INITDB_ARGUMENTS, SILENT_ABOUT_ROWS, SUPERUSER

COMPOSE_TEXT = (PROJECT_DIR / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(COMPOSE_TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
DOCKERFILE = (PROJECT_DIR / "Dockerfile").read_text()
OURS = ("migrate", "web", "worker", "beat")

KNOWN = {variable.name for variable in VARIABLES}
REQUIRED = {variable.name for variable in VARIABLES if variable.absent is None}
# Settings of Python, Django and the fonts' cache, not of OnRoll.
OF_THE_IMAGE = {"PATH", "PYTHONUNBUFFERED", "DJANGO_SETTINGS_MODULE", "XDG_CACHE_HOME"}
# Of the images of PostgreSQL and Valkey, and of deploy/postgresql.
OF_THE_SERVERS = {
    "postgres": {"POSTGRES_PASSWORD", "POSTGRES_INITDB_ARGS", "ONROLL_OWNER_PASSWORD", "ONROLL_APP_PASSWORD"},
    "valkey": {"VALKEY_PASSWORD"},
}
SECRETS = {
    "SECRET_KEY",
    "TOTP_KEY",
    "EMAIL_URL",
    "POSTGRES_PASSWORD",
    "ONROLL_OWNER_PASSWORD",
    "ONROLL_APP_PASSWORD",
    "VALKEY_PASSWORD",
}
# What a person would write into .env.
ENV_FILE = {
    **{variable.name: variable.example for variable in VARIABLES},
    **dict.fromkeys(SECRETS, "0123456789abcdef"),
    "SECRET_KEY": "0123456789abcdef" * 4,
    "TOTP_KEY": "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_AbCdE=",
    "EMAIL_URL": "submission://user:password@mail.example.gov.uk:587",
}


def filled_in(text: str) -> str:
    """The text with ${NAME…} replaced as docker compose would."""
    return re.sub(r"\$\{(\w+)(?::[-?][^}]*)?\}", lambda found: ENV_FILE[found[1]], text)


def dockerfile_variables() -> set[str]:
    """Names that ENV gives values to, and that a RUN sets for its command."""
    joined = DOCKERFILE.replace("\\\n", " ")
    return {
        name
        for line in re.findall(r"^(?:ENV|ARG|RUN) (.*)$", joined, re.M)
        for name in re.findall(r"\b([A-Z_]{3,})=", line)
    }


@pytest.mark.parametrize("name", OURS)
def test_every_variable_is_a_setting_and_every_required_setting_is_there(name: str) -> None:
    variables = set(SERVICES[name]["environment"])
    assert variables <= KNOWN
    assert variables | dockerfile_variables() >= REQUIRED


def test_the_image_sets_nothing_unknown() -> None:
    assert dockerfile_variables() <= KNOWN | OF_THE_IMAGE


@pytest.mark.parametrize("name", sorted(OF_THE_SERVERS))
def test_the_servers_variables_are_known(name: str) -> None:
    assert set(SERVICES[name]["environment"]) == OF_THE_SERVERS[name]


def test_every_name_that_has_to_be_filled_in_is_known_and_explained() -> None:
    asked = set(re.findall(r"\$\{(\w+)", COMPOSE_TEXT))
    assert asked <= KNOWN | set().union(*OF_THE_SERVERS.values())
    manual = (PROJECT_DIR / "docs" / "operations.md").read_text()
    for name in asked:
        assert f"`{name}`" in manual, name


@pytest.mark.parametrize("name", OURS)
def test_what_compose_gives_is_what_the_settings_take(name: str) -> None:
    given = {key: filled_in(value) for key, value in SERVICES[name]["environment"].items()}
    environment = read_environment(given)
    assert environment.database_url["USER"] == "onroll_app"
    assert environment.database_owner_url["USER"] == "onroll_owner"
    # Only the migrations can act as the owner.
    assert bool(environment.database_owner_url["PASSWORD"]) == (name == "migrate")
    assert (environment.database_role == "owner") == (name == "migrate")


def test_no_secret_has_a_value_or_a_default() -> None:
    for name in SECRETS & set(re.findall(r"\$\{(\w+)", COMPOSE_TEXT)):
        assert not re.search(rf"\${{{name}(?!:\?)", COMPOSE_TEXT), f"{name} starts without being given"
    for service in SERVICES.values():
        for key, value in service.get("environment", {}).items():
            if key in SECRETS:
                assert re.fullmatch(r"\$\{\w+:\?[^}]*\}", value), key
            assert not re.search(r"://[^/@$]*:[^$@][^@]*@", value), f"{key} holds a password"
    assert not re.search(r"(SECRET|PASSWORD|TOTP_KEY|TOKEN)\w*=", DOCKERFILE)
    assert ".env" not in [line.lstrip("!") for line in ignore_file() if line.startswith("!")]
    assert "/.env" in (PROJECT_DIR / ".gitignore").read_text().splitlines()


def test_no_registry_and_no_address_of_a_server_is_named() -> None:
    for text in (COMPOSE_TEXT, DOCKERFILE):
        assert not re.search(r"https?://", text)
    images = [service["image"] for service in SERVICES.values()] + re.findall(r"^FROM (\S+)", DOCKERFILE, re.M)
    assert not [image for image in images if "." in image.partition("/")[0].partition(":")[0]]


def test_nobody_is_root_and_nobody_writes_where_he_need_not() -> None:
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.M)[-1] == "10001:10001"
    for name, service in SERVICES.items():
        assert service["user"].split(":")[0] not in ("", "0", "root"), name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name


def test_every_service_is_watched_and_waits_for_what_it_needs() -> None:
    for name in ("web", "worker", "beat", "postgres", "valkey"):
        assert SERVICES[name]["healthcheck"]["test"], name
    for name in ("web", "worker", "beat"):
        conditions = {on: how["condition"] for on, how in SERVICES[name]["depends_on"].items()}
        assert conditions == {
            "migrate": "service_completed_successfully",
            "postgres": "service_healthy",
            "valkey": "service_healthy",
        }
    assert SERVICES["migrate"]["restart"] == "no"
    assert "HEALTHCHECK" in DOCKERFILE


def test_only_this_machine_reaches_the_web_and_nothing_else_has_a_door() -> None:
    assert SERVICES["web"]["ports"] == ["127.0.0.1:8000:8000"]
    assert not [name for name, service in SERVICES.items() if name != "web" and "ports" in service]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    for name in ("postgres", "valkey", "migrate"):
        assert SERVICES[name]["networks"] == ["inside"]


def test_data_is_in_named_volumes() -> None:
    used = {mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])}
    assert {name for name in used if not name.startswith("./")} == set(COMPOSE["volumes"])
    for name in ("web", "worker"):
        assert "files:/var/lib/onroll/files" in SERVICES[name]["volumes"]
    for name in used:
        assert not name.startswith("./") or (PROJECT_DIR / name).exists()


def test_the_database_is_made_as_the_embedded_one_is() -> None:
    assert set(INITDB_ARGUMENTS) <= set(SERVICES["postgres"]["environment"]["POSTGRES_INITDB_ARGS"].split())
    command = SERVICES["postgres"]["command"]
    assert all(f"{name}={value}" in command for name, value in SILENT_ABOUT_ROWS.items())


def test_the_image_has_the_locked_packages_and_no_embedded_server() -> None:
    assert "--require-hashes --requirement requirements.txt" in DOCKERFILE
    for other in ("embedded", "dev", "node", "installer"):
        assert f"requirements-{other}" not in DOCKERFILE
    for package in (
        "libpango-1.0-0",
        "libpangoft2-1.0-0",
        "libharfbuzz-subset0",
        "fonts-liberation",
        "fonts-noto-core",
    ):
        assert f" {package} " in DOCKERFILE


def ignore_file() -> list[str]:
    return (PROJECT_DIR / ".dockerignore").read_text().splitlines()


def test_only_what_is_named_goes_into_the_image() -> None:
    lines = ignore_file()
    taken = {line[1:] for line in lines if line.startswith("!")}
    assert next(line for line in lines if line and not line.startswith("#")) == "*"
    rooms = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text())["tool"]["importlinter"]["root_packages"]
    assert set(rooms) <= taken, "a room is missing in .dockerignore"
    assert not taken & {".git", ".env", ".data", ".venv", "tests", "node_modules", "deploy", "docs"}
    for name in taken:
        assert (PROJECT_DIR / name).exists(), name
    for source in re.findall(r"^COPY ((?!--)[^\n]+) \S+$", DOCKERFILE, re.M):
        for name in source.split():
            assert name == "." or name in taken, name


def test_static_files_are_collected_without_a_secret(tmp_path: Path) -> None:
    """With the image's settings, where production looks for them."""
    built = PROJECT_DIR / "static" / "built"
    if not built.exists():
        pytest.skip("the front end has not been built")
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "config.settings.image",
        "DATA_DIR": str(tmp_path),
    }
    command = [sys.executable, "manage.py", "collectstatic", "--no-input"]
    subprocess.run(command, cwd=PROJECT_DIR, env=environment, check=True, capture_output=True)
    assert (tmp_path / "static" / "staticfiles.json").exists()
    settings = [(PROJECT_DIR / "config/settings" / name).read_text() for name in ("production.py", "image.py")]
    backends = [re.search(r"\"staticfiles\": .*", text)[0] for text in settings]
    assert backends[0] == backends[1]


# --- the database's first start


@pytest.fixture
def empty_server(tmp_path: Path) -> Iterator[EmbeddedServers]:
    """A PostgreSQL without our roles, as the image's is at its first start."""
    servers = EmbeddedServers(tmp_path, is_durable=False)
    servers.start()
    with psycopg.connect(superuser_address(servers), autocommit=True) as connection:
        connection.execute("DROP DATABASE onroll WITH (FORCE)")
        connection.execute("DROP ROLE onroll_owner")
        connection.execute("DROP ROLE onroll_app")
    yield servers
    servers.stop()


def superuser_address(servers: EmbeddedServers) -> str:
    return servers.credentials.database_address(SUPERUSER, "postgres")


def test_the_first_start_makes_both_roles_and_the_database(empty_server: EmbeddedServers) -> None:
    script = PROJECT_DIR / "deploy" / "postgresql" / "10-roles.sql"
    command = [postgresql_binaries() / "psql", "--no-psqlrc", f"--file={script}", superuser_address(empty_server)]
    without = subprocess.run(command, check=False, capture_output=True, text=True)
    assert without.returncode != 0, "without passwords it must stop"
    passwords = {"ONROLL_OWNER_PASSWORD": "it's one", "ONROLL_APP_PASSWORD": "another"}
    subprocess.run(command, env={**os.environ, **passwords}, check=True, capture_output=True)
    port = empty_server.credentials.postgresql_port
    for role, password in (("onroll_owner", "it's one"), ("onroll_app", "another")):
        with psycopg.connect(host="127.0.0.1", port=port, user=role, password=password, dbname="onroll") as connection:
            may_create = connection.execute("SELECT has_database_privilege('onroll', 'CREATE')").fetchone()
            assert may_create == (role == "onroll_owner",)
            assert connection.execute(
                "SELECT datcollate, datlocale FROM pg_database WHERE datname = 'onroll'"
            ).fetchone() == (
                "C",
                "C.UTF-8",
            )


# --- whether a process works


def test_worker_and_beat_are_alive_while_their_heartbeat_is_young(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    monkeypatch.setattr(heartbeats.settings, "DATA_DIR", tmp_path)
    for process, oldest in probe.OLDEST_HEARTBEAT_SECONDS.items():
        assert probe.main([process]) == 1
        heartbeats.touch(process)
        assert probe.main([process]) == 0
        long_ago = time.time() - oldest - 5
        os.utime(probe.heartbeat_file(tmp_path, process), (long_ago, long_ago))
        assert probe.main([process]) == 1


def test_celerys_own_signals_leave_the_heartbeat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from celery import signals  # only this test sends them

    monkeypatch.setattr(heartbeats.settings, "DATA_DIR", tmp_path)
    monkeypatch.setattr(signals.after_task_publish, "receivers", [])
    assert application.main == "onroll"
    signals.after_task_publish.send(sender="a web process")
    assert not probe.is_alive(tmp_path, "beat")
    signals.beat_init.send(sender=None)
    probe.heartbeat_file(tmp_path, "beat").unlink()
    signals.after_task_publish.send(sender="beat")
    assert probe.is_alive(tmp_path, "beat")
    assert not probe.is_alive(tmp_path, "worker")
    signals.heartbeat_sent.send(sender=None)
    assert probe.is_alive(tmp_path, "worker")


def test_web_is_asked_under_its_own_name(monkeypatch: pytest.MonkeyPatch) -> None:
    class Health(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_right = (self.path, self.headers["Host"]) == ("/healthz", "onroll.example.gov.uk")
            self.send_response(200 if is_right else 400)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Health) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        assert probe.does_web_answer("https://onroll.example.gov.uk", port)
        assert not probe.does_web_answer("https://another.example.gov.uk", port)
        monkeypatch.setenv("BASE_URL", "https://onroll.example.gov.uk")
        monkeypatch.setattr(probe.does_web_answer, "__defaults__", (port,))
        assert probe.main(["web"]) == 0
        server.shutdown()
    assert probe.main(["web"]) == 1


def test_the_probe_says_how_it_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    assert probe.main(["database"]) == 2
    assert "web|worker|beat" in capsys.readouterr().err
