"""The house rules that a machine can read from the source."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    "config",
    "demo",
    "reports",
    "exclusions",
    "portal",
    "provision",
    "cases",
    "schools",
    "accounts",
    "ledger",
    "components",
    "statute",
)
SOURCES = sorted(
    path
    for room in ROOMS
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts and "__pycache__" not in path.parts
)
THIN = re.compile(r"(/views/|/views\.py|/forms\.py|/presenters|/templatetags/|/api\.py)")
COHORTS = ("attendance", "cme", "exclusions", "ehe", "eotas", "medical", "participation")
LONGEST_FILE = 400


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", [*SOURCES, *sorted((ROOT / "tests").rglob("*.py"))], ids=named)
def test_files_stay_short(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", [path for path in SOURCES if THIN.search("/" + named(path))], ids=named)
def test_views_forms_and_presenters_neither_query_nor_write(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            assert node.attr not in {"objects", "_default_manager", "bulk_create"}, f"line {node.lineno}"
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in {"save", "create", "delete"}, f"line {node.lineno}"
        if isinstance(node, ast.ImportFrom) and node.module == "django.db":
            assert "transaction" not in {name.name for name in node.names}
        if isinstance(node, ast.Name):
            assert node.id != "timedelta", f"date arithmetic in line {node.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_task_is_only_sent_through_the_outbox(path: Path) -> None:
    if named(path) != "ledger/outbox.py":
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"delay", "apply_async", "send_task"}, f"line {node.lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_an_import_inside_a_function_says_why(path: Path) -> None:
    lines = path.read_text().splitlines()
    for function in ast.walk(ast.parse(path.read_text())):
        if isinstance(function, ast.FunctionDef):
            imports = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            if imports:
                assert "#" in lines[imports[0].lineno - 1], f"line {imports[0].lineno}"


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_only_the_settings_read_the_environment(path: Path) -> None:
    if not named(path).startswith(("config/", "demo/")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute):
                assert node.attr not in {"environ", "getenv"}, f"line {node.lineno}"


def test_the_kernel_names_no_cohort() -> None:
    word = re.compile(rf"\b({'|'.join(COHORTS)})\b")
    for room in ("cases", "portal", "provision", "schools", "accounts", "ledger", "components"):
        for path in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Import | ast.ImportFrom):
                    assert not word.search(ast.unparse(node)), f"{named(path)}:{node.lineno}"
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and "." in node.value:
                    first = node.value.split(".")[0]
                    assert first not in COHORTS, f"{named(path)}:{node.lineno} {node.value}"
    for path in [*(ROOT / "templates/cases").rglob("*.html"), *(ROOT / "templates/portal").rglob("*.html")]:
        assert not re.search(rf"(include|extends) \"({'|'.join(COHORTS)})/", path.read_text()), named(path)


def test_the_clock_is_read_in_few_places() -> None:
    """`timezone.localdate()` belongs to the request's middleware, to tasks and commands, and to what has no as_of."""
    allowed = {
        "ledger/middleware.py",
        "ledger/outbox.py",
        "cases/tasks.py",
        "accounts/permissions.py",
        "exclusions/prompts/queries.py",
    }
    for path in SOURCES:
        if "localdate(" in path.read_text() and "management/commands" not in named(path):
            assert named(path) in allowed, named(path)
