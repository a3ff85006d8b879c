"""How a step of a case finds its way by the case's kind: each kind says how its facts are gathered, and why a step of
its table may not be possible now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.models import Case
from exclusions.facts import CaseFacts


class DuplicateSteps(Exception):
    """Two kinds registered their steps under the same code."""


@dataclass(frozen=True)
class KindSteps:
    """What every step of a kind asks first. `reasons_against(step, facts, as_of)` gives all reasons; empty when it is
    possible. The facts are those that `gather` gives."""

    gather: Callable[[Case], CaseFacts]
    reasons_against: Callable[[str, Any, date], list[str]]


_steps: dict[str, KindSteps] = {}


def register_steps(kind: str, steps: KindSteps) -> None:
    """Register the steps of a kind of this cohort. Raises DuplicateSteps."""
    if kind in _steps:
        raise DuplicateSteps(f"The steps of {kind} are registered twice.")
    _steps[kind] = steps


def steps_of(case: Case) -> KindSteps:
    """The steps of this case's kind. Raises KeyError for a kind of another cohort."""
    return _steps[case.kind]
