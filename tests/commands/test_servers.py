"""The embedded servers: one instance a folder, data that survives, nothing left of a start that was cut off."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from config.environment import PROJECT_DIR
from config.servers import credentials, process
from config.servers.binaries import ProgramMissing, postgresql_binaries
from config.servers.credentials import APP_ROLE, OWNER_ROLE
from config.servers.embedded import embedded_servers
from config.servers.lock import AlreadyRunning, instance_lock, is_locked


def rows(address: str, statement: str) -> list[tuple[object, ...]]:
    with psycopg.connect(address) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []


def test_data_survives_a_restart_and_kill_9(tmp_path: Path) -> None:
    with embedded_servers(tmp_path) as servers:
        rows(servers.addresses()["DATABASE_OWNER_URL"], "CREATE TABLE kept (n int)")
        rows(servers.addresses()["DATABASE_OWNER_URL"], "INSERT INTO kept VALUES (7)")
        for running in servers.running:
            os.killpg(running.process.pid, signal.SIGKILL)
    assert (tmp_path / "postgresql" / "postmaster.pid").exists()
    # The pid of a process that is somebody else's by now must neither be believed nor be killed.
    pid_file = tmp_path / "postgresql" / "postmaster.pid"
    pid_file.write_text(pid_file.read_text().replace(pid_file.read_text().split("\n")[0], str(os.getpid()), 1))
    with embedded_servers(tmp_path) as servers:
        assert rows(servers.addresses()["DATABASE_OWNER_URL"], "SELECT n FROM kept") == [(7,)]


def test_what_a_refused_statement_holds_is_in_no_log(tmp_path: Path) -> None:
    """It may be a child's name, and the row that it met another child's."""
    with embedded_servers(tmp_path) as servers:
        owner = servers.addresses()["DATABASE_OWNER_URL"]
        rows(owner, "CREATE TABLE children (upn text UNIQUE, name text)")
        rows(owner, "INSERT INTO children VALUES ('J331', 'Amber')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            rows(owner, "INSERT INTO children VALUES ('J331', 'Hughes')")
    logged = "".join(each.read_text() for each in tmp_path.rglob("postgresql.log"))
    assert "duplicate key value" in logged, "that it was refused is said"
    assert not [word for word in ("J331", "Amber", "Hughes") if word in logged]


def test_a_server_that_outlived_its_starter_is_ended(tmp_path: Path) -> None:
    with embedded_servers(tmp_path) as first:
        leftovers = [running.process for running in first.running]
        with embedded_servers(tmp_path) as second:
            assert [left.wait(timeout=20) for left in leftovers] == [0, 0]
            assert rows(second.addresses()["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_the_roles_are_what_production_has(tmp_path: Path) -> None:
    with embedded_servers(tmp_path) as servers:
        owner, application = servers.addresses()["DATABASE_OWNER_URL"], servers.addresses()["DATABASE_URL"]
        for extension in ("pg_trgm", "btree_gist", "unaccent"):
            rows(owner, f"CREATE EXTENSION {extension}")
        assert rows(owner, f"SET ROLE {APP_ROLE}; SELECT current_user") == []
        rows(owner, "CREATE TABLE records (n int)")
        for refused in ("CREATE TABLE mine (n int)", "SELECT * FROM records", f"SET ROLE {OWNER_ROLE}"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                rows(application, refused)


def test_what_is_secret_is_for_its_owner_alone(tmp_path: Path) -> None:
    data = tmp_path / "data"
    credentials.save(data, credentials.load_or_make(data))
    credentials.secret_key(str(data))
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    for name in (credentials.FILE_NAME, "secret_key"):
        assert stat.S_IMODE((data / name).stat().st_mode) == 0o600
    assert credentials.secret_key(str(data)) == credentials.secret_key(str(data))


def test_one_instance_a_folder(tmp_path: Path) -> None:
    with instance_lock(tmp_path) as lock:
        lock.announce("it answers at http://127.0.0.1:8000")
        assert is_locked(tmp_path)
        with (
            pytest.raises(AlreadyRunning, match=r"it answers at http://127\.0\.0\.1:8000"),
            instance_lock(tmp_path),
        ):
            pytest.fail("the second one got the lock")
    assert not is_locked(tmp_path)


def test_servers_run_for_the_length_of_a_command(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import os; print(os.environ['DATABASE_URL']); raise SystemExit(3)"]
    done = subprocess.run(
        [sys.executable, "-m", "config.servers", "--data", tmp_path, "--during", *command],
        cwd=PROJECT_DIR,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert done.stdout.startswith("postgresql://onroll_app:")
    assert not is_locked(tmp_path)


def test_nothing_is_left_when_the_starter_is_killed(tmp_path: Path) -> None:
    if not sys.platform.startswith("linux"):
        pytest.skip("the parent-death signal is Linux's; elsewhere the next start ends what was left")
    starter = subprocess.Popen(
        [sys.executable, "-m", "config.servers", "--data", tmp_path],
        cwd=PROJECT_DIR,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert starter.stdout is not None
    assert starter.stdout.readline().startswith("DATABASE_URL")
    pids = [
        int((tmp_path / "postgresql" / "postmaster.pid").read_text().split("\n")[0]),
        int((tmp_path / "valkey" / "valkey.pid").read_text()),
    ]
    starter.kill()
    starter.communicate()
    end = time.monotonic() + 20
    while any(process.command_of(pid) for pid in pids):
        assert time.monotonic() < end, "the servers outlived their starter by 20 s"
        time.sleep(0.05)


def test_an_old_postgresql_is_named_and_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("postgres", "initdb"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.9'\n")
        program.chmod(0o755)
    monkeypatch.setattr("config.servers.binaries.package_folder", lambda _package: None)
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(ProgramMissing, match=f"{tmp_path} has version 15, which is too old"):
        postgresql_binaries()


def test_a_program_that_ends_as_it_starts_says_why(tmp_path: Path) -> None:
    program = process.Program("web", [sys.executable, "-c", "raise SystemExit('no port')"], tmp_path / "web.log")
    with pytest.raises(process.StartFailed, match="web ended as it started:\nno port"):
        process.wait_until_ready(process.start(program), lambda: False, 20)
