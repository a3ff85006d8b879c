"""`./run check`: everything that is not a test. Runs all of it, says which parts failed, exit 1 when any did."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from steps import PROJECT, succeeds

BIN = PROJECT / ".venv" / "bin"
PYTHON = BIN / "python"
MANAGE = (PYTHON, "-W", "ignore::RuntimeWarning:django.core.management.commands.makemigrations", "manage.py")

# No server runs during a check: these settings need none.
TEST_SETTINGS = {"DJANGO_SETTINGS_MODULE": "config.settings.test"}


@dataclass(frozen=True)
class Check:
    """One part: what it makes sure of, and the command that fails when it is not so."""

    what: str
    command: Sequence[str | Path]
    environment: Mapping[str, str] = field(default_factory=dict)


def typed_modules() -> list[str]:
    """What mypy reads: the law, and every room's actions."""
    rooms = [path.parent.name for path in sorted(PROJECT.glob("*/apps.py"))]
    actions = [
        f"{room}/{name}" for room in rooms for name in ("actions", "actions.py") if (PROJECT / room / name).exists()
    ]
    return ["statute", *actions]


def templates() -> list[Path]:
    """Every template of ours."""
    return sorted(path for pattern in ("*.html", "*.txt") for path in (PROJECT / "templates").rglob(pattern))


def production_environment() -> dict[str, str]:
    """The environment that production needs, from the examples of its own list."""
    sys.path.insert(0, str(PROJECT))
    from config.environment import VARIABLES

    examples = {variable.name: variable.example for variable in VARIABLES}
    examples["SECRET_KEY"] = "only-for-the-check-of-settings-0123456789-abcdefghijklmnopqrstuvwxyz"
    examples["TOTP_KEY"] = "b25seS1mb3ItdGhlLWNoZWNrLW9mLXNldHRpbmdzISE="
    return {**examples, "DJANGO_SETTINGS_MODULE": "config.settings.production"}


def checks() -> list[Check]:
    """All parts, the quickest first."""
    html = [path for path in templates() if path.suffix == ".html"]
    return [
        Check("style (ruff check)", [BIN / "ruff", "check", "--quiet", "--output-format", "concise", "."]),
        Check(
            "format (ruff format)", [BIN / "ruff", "format", "--check", "--quiet", "--output-format", "concise", "."]
        ),
        Check("template style (djade)", [BIN / "djade", "--check", "--target-version", "5.2", *html]),
        Check("layers (import-linter)", [BIN / "lint-imports"]),
        Check("lock files hold no address", [PYTHON, "tools/check_locks.py"]),
        Check("templates compile", [PYTHON, "tools/check_templates.py"], TEST_SETTINGS),
        Check("models and migrations agree", [*MANAGE, "makemigrations", "--check", "--dry-run"], TEST_SETTINGS),
        Check("settings of tests", [*MANAGE, "check", "--fail-level", "WARNING"], TEST_SETTINGS),
        Check(
            "settings of production (check --deploy)",
            [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            production_environment(),
        ),
        Check("types (mypy)", [BIN / "mypy", *typed_modules()]),
    ]


def main() -> int:
    """Gives the exit code."""
    os.chdir(PROJECT)
    failed = []
    for check in checks():
        begun = time.monotonic()
        succeeded, said = succeeds(check.command, check.environment)
        print(f"  {'ok    ' if succeeded else 'FAILED'} {check.what} ({time.monotonic() - begun:.1f} s)", flush=True)
        if not succeeded:
            failed.append(check.what)
            print(said, flush=True)
    if failed:
        print(f"\n{len(failed)} of {len(checks())} checks failed: {', '.join(failed)}.")
        return 1
    print("Everything is in order.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
