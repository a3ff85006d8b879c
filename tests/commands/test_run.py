"""`./run`: its help, the data it starts over, its sign-ins, its ports, its lock files, its log lines."""

from __future__ import annotations

import io
import json
import logging
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import structlog
from django.core.management import CommandError, call_command

from config.environment import PROJECT_DIR
from config.logging import configure_logging
from demo.sign_ins import FILE_NAME, sign_in_lines
from demo.stack import Stack
from demo.supervisor import Supervisor

SIGN_INS = [{"role": "officer", "name": "Ada Example", "email": "ada@example.org", "password": "a-b-c"}]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [PROJECT_DIR / "run", *arguments], capture_output=True, text=True, cwd=PROJECT_DIR, check=False
    )


def test_help_lists_every_command_and_option() -> None:
    said = run("--help")
    assert said.returncode == 0
    for word in ("./run test", "./run check", "./run bench", "./run demo", "./run manage", "./run lock"):
        assert word in said.stdout
    for option in ("--port", "--no-demo", "--data", "--host"):
        assert option in said.stdout


@pytest.mark.parametrize("arguments", [("tset",), ("check", "everything"), ("--port", "many")])
def test_what_is_not_understood_is_refused_before_anything_is_installed(arguments: tuple[str, ...]) -> None:
    said = run(*arguments)
    assert said.returncode == 2
    assert "Traceback" not in said.stderr


def test_lock_files_and_commands_hold_no_address() -> None:
    checked = subprocess.run([sys.executable, "tools/check_locks.py"], cwd=PROJECT_DIR, capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    for path in [PROJECT_DIR / "run", *(PROJECT_DIR / "tools").glob("*.py")]:
        assert "http" not in path.read_text(), f"{path.name} names a server"


def test_sign_ins_are_printed_on_loopback(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps(SIGN_INS))
    said = "\n".join(sign_in_lines(tmp_path, is_loopback=True))
    assert "officer  Ada Example  ada@example.org  a-b-c" in said


def test_sign_ins_are_refused_and_not_printed_beyond_loopback(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_text(json.dumps(SIGN_INS))
    said = "\n".join(sign_in_lines(tmp_path, is_loopback=False))
    assert "refused" in said
    assert "a-b-c" not in said
    stack = Stack(tmp_path, Supervisor(print), host="0.0.0.0")
    assert stack.environment()["ARE_DEMO_SIGN_INS_ALLOWED"] == "no"
    assert Stack(tmp_path, Supervisor(print)).environment()["ARE_DEMO_SIGN_INS_ALLOWED"] == "yes"


def test_without_a_demonstration_there_are_no_sign_ins(tmp_path: Path) -> None:
    assert sign_in_lines(tmp_path, is_loopback=True) == []


def test_a_port_that_is_taken_moves_on_to_the_next(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        stack = Stack(tmp_path, Supervisor(print), port=port)
        stack.choose_port()
        assert port < stack.port < port + 100


def test_starting_over_asks_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(CommandError, match="say --yes to confirm"):
        call_command("up", "--start-over", "--data", str(tmp_path))


def test_starting_over_leaves_a_database_alone_that_is_not_the_folders_own(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://onroll_app@127.0.0.1:1/onroll")
    with pytest.raises(Exception, match="not this folder's own"):
        Stack(tmp_path, Supervisor(print)).throw_away_database()


def test_log_lines_carry_no_personal_data() -> None:
    settings = configure_logging("INFO")["formatters"]["line"]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=settings["foreign_pre_chain"], processors=settings["processors"]
    )
    try:
        raise ValueError("Key (email)=(ada@example.org) already exists")
    except ValueError:
        record = logging.getLogger("django.request").makeRecord(
            "django.request",
            logging.ERROR,
            __file__,
            1,
            "Internal Server Error: /children/?q=Lovelace",
            (),
            sys.exc_info(),
            extra={"request": "ada@example.org", "email": "ada@example.org", "status_code": 500},
        )
    line = formatter.format(record)
    assert "\n" not in line
    told = json.loads(line)
    assert told["event"] == "Internal Server Error: /children/"
    assert told["exception"] == "ValueError"
    assert told["status_code"] == 500
    assert "ada@example.org" not in line
    assert "Lovelace" not in line
