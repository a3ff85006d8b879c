"""What an installation under `./run` keeps to itself: its key, the servers' passwords and their last ports (0600)."""

from __future__ import annotations

import base64
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

FILE_NAME = "servers.json"
DATABASE_NAME = "onroll"
APP_ROLE, OWNER_ROLE, SUPERUSER = "onroll_app", "onroll_owner", "postgres"

# Nobody answers on port 1: what needs a server fails at once, what needs none (--help, makemigrations) works.
NO_PORT = 1


@dataclass
class Credentials:
    """Passwords made at the first start; ports of the last start."""

    superuser_password: str
    owner_password: str
    app_password: str
    valkey_password: str
    postgresql_port: int | None = None
    valkey_port: int | None = None

    def database_address(self, role: str = APP_ROLE, database: str = DATABASE_NAME) -> str:
        """The address of a database for one of the three roles."""
        password = {
            APP_ROLE: self.app_password,
            OWNER_ROLE: self.owner_password,
            SUPERUSER: self.superuser_password,
        }[role]
        return f"postgresql://{role}:{password}@127.0.0.1:{self.postgresql_port or NO_PORT}/{database}"

    def valkey_address(self, number: int = 0) -> str:
        """The address of Valkey."""
        return f"redis://:{self.valkey_password}@127.0.0.1:{self.valkey_port or NO_PORT}/{number}"

    def addresses(self) -> dict[str, str]:
        """The three variables of the environment that name the servers."""
        return {
            "DATABASE_URL": self.database_address(APP_ROLE),
            "DATABASE_OWNER_URL": self.database_address(OWNER_ROLE),
            "REDIS_URL": self.valkey_address(),
        }


def make_private_folder(folder: Path) -> Path:
    """Make a folder that only its owner may enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def write_private(path: Path, text: str) -> None:
    """Write a file for its owner's eyes only, whole or not at all."""
    new = path.with_name(f".{path.name}.{os.getpid()}")
    with open(new, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(text)
    new.replace(path)


def load(data: Path) -> Credentials | None:
    """The installation's credentials; None before the first start."""
    try:
        return Credentials(**json.loads((data / FILE_NAME).read_text()))
    except FileNotFoundError:
        return None


def load_or_make(data: Path) -> Credentials:
    """The installation's credentials, made now if this is the first start."""
    known = load(data)
    if known:
        return known
    made = Credentials(*(secrets.token_urlsafe(24) for _ in range(4)))
    save(data, made)
    return made


def save(data: Path, credentials: Credentials) -> None:
    """Keep the credentials."""
    make_private_folder(data)
    write_private(data / FILE_NAME, json.dumps(asdict(credentials), indent=2) + "\n")


def secret_key(data: str) -> str:
    """The installation's secret key, made at the first call."""
    path = make_private_folder(Path(data)) / "secret_key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


def totp_key(data: str) -> str:
    """The key that encrypts the secrets of security codes, made at the first call."""
    path = make_private_folder(Path(data)) / "totp_key"
    if not path.exists():
        write_private(path, base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    return path.read_text().strip()


def addresses_for_local_settings(data: str) -> dict[str, str]:
    """Where the embedded servers of a data folder answer, or did when they last ran."""
    credentials = load(Path(data)) or Credentials("unset", "unset", "unset", "unset")
    return credentials.addresses()
