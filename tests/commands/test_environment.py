"""What the environment must say, and what is said when it does not."""

from __future__ import annotations

import subprocess
import sys

import pytest

from config.environment import OWNER_COMMANDS, PROJECT_DIR, VARIABLES, SettingError, read_environment

TOTP_KEY = "b25seS1mb3ItdGhlLWNoZWNrLW9mLXNldHRpbmdzISE="
RIGHT = {variable.name: variable.example for variable in VARIABLES} | {
    "SECRET_KEY": "0123456789abcdef" * 4,
    "TOTP_KEY": TOTP_KEY,
}


def production(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    """A command of manage.py under production settings, with this environment and nothing else."""
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=PROJECT_DIR,
        env={"DJANGO_SETTINGS_MODULE": "config.settings.production", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_example_is_right() -> None:
    environment = read_environment(RIGHT)
    assert environment.database_url["USER"] == "onroll_app"
    assert environment.database_owner_url["USER"] == "onroll_owner"
    assert environment.trusted_proxy_count == 1
    assert environment.are_demo_sign_ins_allowed is False


@pytest.mark.parametrize("variable", [one for one in VARIABLES if one.absent is None], ids=lambda one: one.name)
def test_a_missing_variable_is_named_with_purpose_and_example(variable) -> None:
    with pytest.raises(SettingError) as complaint:
        read_environment({**RIGHT, variable.name: ""})
    assert f"{variable.name} is not set" in str(complaint.value)
    assert variable.purpose in str(complaint.value)
    assert f"{variable.name}={variable.example}" in str(complaint.value)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("TOTP_KEY", "short"),
        ("TOTP_KEY", ","),
        ("TOTP_KEY", next(one.example for one in VARIABLES if one.name == "TOTP_KEY")),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 64),
        ("SECRET_KEY", "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz0123456789"),
        ("SECRET_KEY", next(one.example for one in VARIABLES if one.name == "SECRET_KEY")),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "https://onroll.example.gov.uk/"),
        ("ALLOWED_HOSTS", ","),
        ("BASE_URL", "onroll.example.gov.uk"),
        ("BASE_URL", "https://onroll.example.gov.uk/onroll"),
        ("DATABASE_URL", "mysql://onroll_app:password@host/onroll"),
        ("DATABASE_URL", "postgresql://host/"),
        ("DATABASE_ROLE", "root"),
        ("REDIS_URL", "amqp://host"),
        ("EMAIL_URL", "pigeon://host"),
        ("SENDER_ADDRESS", "OnRoll"),
        ("FILES_DIR", "files"),
        ("LOG_LEVEL", "LOUD"),
        ("TRUSTED_PROXY_COUNT", "-1"),
        ("ARE_DEMO_SIGN_INS_ALLOWED", "perhaps"),
    ],
)
def test_a_malformed_variable_is_named(name: str, text: str) -> None:
    with pytest.raises(SettingError, match=f"^{name} is malformed"):
        read_environment({**RIGHT, name: text})


def test_production_says_every_wrong_variable_at_once_and_ends_with_1() -> None:
    done = production({"DATABASE_URL": "mysql://host/onroll"}, "check")
    assert done.returncode == 1
    assert done.stdout == ""
    assert "DATABASE_URL is malformed" in done.stderr
    for variable in VARIABLES:
        if variable.absent is None and variable.name != "DATABASE_URL":
            assert f"{variable.name} is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_gunicorn_ends_with_1_when_production_is_set_up_wrongly() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "--config", "python:config.web_server", "config.wsgi:application"],
        cwd=PROJECT_DIR,
        env={"DJANGO_SETTINGS_MODULE": "config.settings.production"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr
    assert "Traceback" not in done.stderr


def test_migrations_act_as_the_owner_and_nothing_else_does() -> None:
    asked = ("shell", "--no-imports", "--command", "from django.conf import settings as s; print(s.DATABASES)")
    assert "onroll_app" in production(RIGHT, *asked).stdout
    assert "onroll_owner" in production({**RIGHT, "DATABASE_ROLE": "owner"}, *asked).stdout
    assert {"migrate"} == OWNER_COMMANDS


def test_nothing_else_reads_the_environment() -> None:
    found = [
        str(path.relative_to(PROJECT_DIR))
        for path in sorted(PROJECT_DIR.glob("*/**/*.py"))
        if path.relative_to(PROJECT_DIR).parts[0] not in (".venv", "node_modules", "tests", "tools")
        and any(word in path.read_text() for word in ("os.environ", "os.getenv"))
    ]
    assert found == ["config/environment.py"]
