"""The engine stands alone: standard library only, no clock, and the same answer in every zone and locale."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "statute").rglob("*.py"))
REQUEST = (
    '{"id":1,"rule":"exclusions.sixth_day_permanent","facts":{"excluded_on":"2026-10-22","pm_began":true},'
    '"calendar":{"open":[["2026-09-02","2026-10-22"],["2026-11-02","2026-12-18"]]}}\n'
    '{"id":2,"rule":"exclusions.provision_notice","facts":{"provision_starts_at":"2026-10-26T00:30"}}\n'
    '{"id":"3","rule":"exclusions.adjustment_payment","facts":{"ordered_on":"2027-01-25","school_type":"academy"}}\n'
)


def _imports(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} imports relatively"
            yield node.module


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_only_the_standard_library(path):
    allowed = {*sys.stdlib_module_names, "statute"}
    assert {name.partition(".")[0] for name in _imports(path)} <= allowed


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_reads_no_clock_and_no_locale(path):
    named = {node.attr for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Attribute)}
    assert not named & {
        "today",
        "now",
        "utcnow",
        "time",
        "strftime",
        "strptime",
        "environ",
        "getenv",
        "getlocale",
    }


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_over_400_lines(path):
    assert len(path.read_text("utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_is_over_40_lines(path):
    functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    assert all(each.end_lineno - each.lineno < 40 for each in functions)


def _answers(**environment):
    done = subprocess.run(
        [sys.executable, "-m", "statute", "calculate"],
        input=REQUEST.encode(),
        capture_output=True,
        check=True,
        cwd=ROOT,
        env={"PATH": os.environ.get("PATH", ""), **environment},
    )
    return done.stdout


def test_zone_and_locale_change_nothing():
    usual = _answers(TZ="Europe/London", LC_ALL="C.UTF-8")
    assert b'"due_at": "2026-10-24T01:30:00+01:00"' in usual
    assert _answers(TZ="Pacific/Auckland", LC_ALL="POSIX", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") == usual
    assert _answers(TZ="America/Los_Angeles", PYTHONHASHSEED="7", PYTHONIOENCODING="latin-1") == usual
