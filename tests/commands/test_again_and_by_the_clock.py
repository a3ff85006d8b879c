"""A start that has nothing to set up, and what beat does by the clock."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType

import pytest
from celery.schedules import crontab, schedule

from config.celery import BEAT, application

TOOLS = Path(__file__).parents[2] / "tools"


@pytest.fixture
def steps_that_run_nothing(monkeypatch: pytest.MonkeyPatch) -> tuple[ModuleType, ModuleType]:
    """The two steps that need the network the first time; an installer that they start now fails the test."""
    monkeypatch.syspath_prepend(str(TOOLS))
    modules = importlib.import_module("python_packages"), importlib.import_module("front_end")
    for module in modules:
        monkeypatch.setattr(module, "succeeds", only_ask_python)
    return modules


def only_ask_python(arguments: list[str | Path], *_: object) -> tuple[bool, str]:
    """Asking the environment's own Python for its version is all that is left; it needs no network."""
    assert arguments[1] == "-c", f"started {arguments}"
    return True, ""


def test_what_is_set_up_already_starts_no_installer_and_so_needs_no_network(
    steps_that_run_nothing: tuple[ModuleType, ModuleType], capsys: pytest.CaptureFixture[str]
) -> None:
    python_packages, front_end = steps_that_run_nothing
    python_packages.install(with_development=True)
    front_end.build()
    assert capsys.readouterr().out == ""


def test_the_clock_sweeps_each_minute_and_works_dates_out_again_each_night() -> None:
    assert BEAT["ledger.sweep_outbox"] == schedule(60)
    assert BEAT["cases.nightly_sweep"] == crontab(hour=2, minute=10)
    assert application.conf.timezone == "Europe/London"


def test_everything_on_the_clock_is_a_task_of_the_worker() -> None:
    application.loader.import_default_modules()
    assert set(BEAT) <= set(application.tasks)
    assert {entry["task"] for entry in application.conf.beat_schedule.values()} == set(BEAT)
