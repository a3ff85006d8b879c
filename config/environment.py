"""Every setting that comes from the environment, in one typed list.

A missing or malformed value stops the start with exit 1 and a text that names every wrong variable, its purpose and
an example. Nothing else in the project reads `os.environ`.
"""

from __future__ import annotations

import base64
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any, Generic, TypeVar
from urllib.parse import urlsplit

Value = TypeVar("Value")

PROJECT_DIR = Path(__file__).resolve().parent.parent

# Commands of manage.py that change the schema, so they act as the owner of the database (docs/adr/0011).
OWNER_COMMANDS = frozenset({"migrate"})

_TRUE, _FALSE = ("yes", "true", "on", "1"), ("no", "false", "off", "0")


class SettingError(Exception):
    """A setting from the environment is missing or malformed; the text says which, why and how to mend it."""


@dataclass(frozen=True)
class Variable(Generic[Value]):
    """One setting: its name, what it is for, an example, how its text is read, and its text when absent.

    A variable without `absent` must be given.
    """

    name: str
    purpose: str
    example: str
    read: Callable[[str], Value]
    absent: str | None = None

    def value(self, environment: Mapping[str, str]) -> Value:
        """The value in `environment`. Raises SettingError when it is missing or malformed."""
        text = environment.get(self.name, "").strip() or self.absent
        if text is None:
            raise SettingError(self._complaint("is not set"))
        try:
            return self.read(text)
        except ValueError as error:
            raise SettingError(self._complaint(f"is malformed: {error}")) from error

    def _complaint(self, what: str) -> str:
        return f"{self.name} {what}.\n  Purpose: {self.purpose}\n  Example: {self.name}={self.example}"


def read_yes_or_no(text: str) -> bool:
    """True for yes, False for no."""
    if text.lower() in _TRUE:
        return True
    if text.lower() in _FALSE:
        return False
    raise ValueError("yes or no is expected")


def read_count(text: str) -> int:
    """A whole number, zero or more."""
    if not text.isdecimal():
        raise ValueError("a whole number is expected")
    return int(text)


def read_one_of(*allowed: str) -> Callable[[str], str]:
    """A reader that takes one of these words only."""

    def read(text: str) -> str:
        if text not in allowed:
            raise ValueError(f"one of {', '.join(allowed)} is expected")
        return text

    return read


def read_secret_key(text: str) -> str:
    """Django's secret key: long and varied enough that `check --deploy` is content with it."""
    if len(text) < 50 or len(set(text)) < 10 or text.startswith(("django-insecure-", "$(")):
        raise ValueError("at least 50 random characters are expected")
    return text


def read_fernet_keys(text: str) -> list[str]:
    """Keys of 32 random bytes in URL-safe base64, with commas between them."""
    keys = [part.strip() for part in text.split(",") if part.strip()]
    for key in keys:
        if len(key) != 44 or len(base64.urlsafe_b64decode(key)) != 32 or len(set(key)) < 10:
            raise ValueError("32 random bytes in URL-safe base64 are expected; several keys have commas between them")
    if not keys:
        raise ValueError("at least one key is expected")
    return keys


def read_hosts(text: str) -> list[str]:
    """Host names with commas between them; a star for every host is refused."""
    hosts = [part.strip() for part in text.split(",") if part.strip()]
    if not hosts:
        raise ValueError("at least one host name is expected")
    for host in hosts:
        if host == "*" or "/" in host or " " in host:
            raise ValueError("host names with commas between them are expected, without scheme, path or *")
    return hosts


def read_base_url(text: str) -> str:
    """The address people type: scheme and host, without a path."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValueError("https:// and a host name are expected, without a path")
    return text.rstrip("/")


def read_database_url(text: str) -> dict[str, Any]:
    """Django's dictionary for a PostgreSQL address."""
    import dj_database_url  # imported here so that tools which only list the variables need no packages

    if urlsplit(text).scheme not in ("postgresql", "postgres"):
        raise ValueError("an address that begins with postgresql:// is expected")
    database = dict(dj_database_url.parse(text))
    if not database.get("NAME") or not database.get("USER"):
        raise ValueError("a user and the name of a database are expected")
    return database


def read_redis_url(text: str) -> str:
    """The address of a Valkey or Redis server, checked as its client reads it."""
    from redis.connection import parse_url  # see read_database_url

    parse_url(text)
    return text


def read_email_url(text: str) -> dict[str, Any]:
    """Django's EMAIL_ settings for an address such as submission://user:password@host:587."""
    import dj_email_url  # see read_database_url

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        settings: dict[str, Any] = dj_email_url.parse(text)
    if "EMAIL_BACKEND" not in settings:
        raise ValueError(f"one of {', '.join(sorted(dj_email_url.SCHEMES))} is expected before ://")
    settings.pop("SERVER_EMAIL", None)
    settings.pop("DEFAULT_FROM_EMAIL", None)
    return settings


def read_sender(text: str) -> str:
    """An e-mail address, with or without a name before it."""
    address = parseaddr(text)[1]
    if address.count("@") != 1 or address.startswith("@") or address.endswith("@"):
        raise ValueError("an e-mail address is expected")
    return text


def read_folder(text: str) -> Path:
    """A folder by its full path, so that it does not depend on where the process was started."""
    folder = Path(text).expanduser()
    if not folder.is_absolute():
        raise ValueError("a full path is expected")
    return folder


@dataclass(frozen=True)
class Environment:
    """The values of all the variables, by the lower-case of their names."""

    secret_key: str
    totp_key: list[str]
    allowed_hosts: list[str]
    base_url: str
    database_url: dict[str, Any]
    database_owner_url: dict[str, Any]
    database_role: str
    redis_url: str
    email_url: dict[str, Any]
    sender_address: str
    data_dir: Path
    files_dir: Path
    log_level: str
    trusted_proxy_count: int
    are_demo_sign_ins_allowed: bool
    debug: bool
    pg_bin: str


VARIABLES: tuple[Variable[Any], ...] = (
    Variable(
        "SECRET_KEY",
        "signs sessions, tokens and the keys of forms; changing it signs everybody out",
        "$(python3 -c 'import secrets; print(secrets.token_urlsafe(48))')",
        read_secret_key,
    ),
    Variable(
        "TOTP_KEY",
        "encrypts the secrets of security codes; without it nobody with codes can sign in. To replace it, put the new "
        "key before the old one, with a comma",
        "$(python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())')",
        read_fernet_keys,
    ),
    Variable("ALLOWED_HOSTS", "host names that are answered; any other gets 400", "onroll.example.gov.uk", read_hosts),
    Variable(
        "BASE_URL",
        "the address people type; links in letters and e-mails begin with it",
        "https://onroll.example.gov.uk",
        read_base_url,
    ),
    Variable(
        "DATABASE_URL",
        "PostgreSQL as the application's role, which owns nothing",
        "postgresql://onroll_app:password@database.internal:5432/onroll",
        read_database_url,
    ),
    Variable(
        "DATABASE_OWNER_URL",
        "PostgreSQL as the owner of the tables: migrations only; the other processes get it without a password",
        "postgresql://onroll_owner:password@database.internal:5432/onroll",
        read_database_url,
    ),
    Variable(
        "DATABASE_ROLE",
        "as which of the two roles this process acts; `manage.py migrate` says owner by itself",
        "app",
        read_one_of("app", "owner"),
        absent="app",
    ),
    Variable(
        "REDIS_URL",
        "Valkey (Redis protocol): cache, rate limits and the tasks' broker",
        "redis://:password@valkey.internal:6379/0",
        read_redis_url,
    ),
    Variable(
        "EMAIL_URL",
        "how e-mail leaves",
        "submission://user:password@mail.example.gov.uk:587",
        read_email_url,
    ),
    Variable(
        "SENDER_ADDRESS",
        "the sender of e-mails that the authority has not given one of its own",
        "OnRoll <onroll@example.gov.uk>",
        read_sender,
    ),
    Variable(
        "DATA_DIR",
        "where this installation keeps its own files",
        "/var/lib/onroll",
        read_folder,
    ),
    Variable("FILES_DIR", "where uploads and letters are kept", "/var/lib/onroll/files", read_folder),
    Variable(
        "LOG_LEVEL",
        "the least serious log record that is written",
        "INFO",
        read_one_of("DEBUG", "INFO", "WARNING", "ERROR"),
        absent="INFO",
    ),
    Variable(
        "TRUSTED_PROXY_COUNT",
        "how many proxies of your own stand before the web server; their X-Forwarded headers are believed",
        "1",
        read_count,
        absent="0",
    ),
    Variable(
        "ARE_DEMO_SIGN_INS_ALLOWED",
        "whether the invented people of the demonstration may sign in; `./run` says yes on loopback only",
        "no",
        read_yes_or_no,
        absent="no",
    ),
    Variable(
        "DEBUG",
        "Django's error pages, for developers; production settings do not look at it",
        "no",
        read_yes_or_no,
        absent="no",
    ),
    Variable(
        "PG_BIN",
        "where initdb and postgres of your own are, for `./run` on a machine that the wheel does not fit",
        "/usr/lib/postgresql/18/bin",
        str,
        absent="",
    ),
)


def read_environment(environment: Mapping[str, str]) -> Environment:
    """Read all the variables. Raises SettingError with one complaint for each that is wrong."""
    values: dict[str, Any] = {}
    complaints: list[str] = []
    for variable in VARIABLES:
        try:
            values[variable.name.lower()] = variable.value(environment)
        except SettingError as error:
            complaints.append(str(error))
    if complaints:
        raise SettingError("\n".join(complaints))
    return Environment(**values)


def environment_or_exit(defaults: Mapping[str, str] | None = None) -> Environment:
    """The process's environment over `defaults`; complaints go to standard error and end the process with 1."""
    given = {name: text for name, text in os.environ.items() if text.strip()}
    try:
        return read_environment({**(defaults or {}), **given})
    except SettingError as error:
        print(f"OnRoll cannot start: settings in the environment are wrong.\n\n{error}", file=sys.stderr)
        raise SystemExit(1) from None


def given(name: str) -> str | None:
    """The text of a variable that the person who started the process gave, None when absent or empty."""
    return os.environ.get(name, "").strip() or None


def for_child(values: Mapping[str, str]) -> dict[str, str]:
    """The environment of a process that this one starts: its own, with `values` over it."""
    return {**os.environ, **values}


def choose_role_for_command(arguments: list[str]) -> None:
    """Let `manage.py migrate` and its like act as the owner, unless the environment says otherwise."""
    if len(arguments) > 1 and arguments[1] in OWNER_COMMANDS:
        os.environ.setdefault("DATABASE_ROLE", "owner")
