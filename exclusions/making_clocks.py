"""How a clock of this cohort is made: with the label that its table of labels has for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cases.clocks import Clock


def clock(labels: Mapping[str, str], code: str, rule: str, facts: Mapping[str, object] | None, **more: Any) -> Clock:
    """A clock under its code, with its label; `more` as Clock takes it."""
    return Clock(code=code, label=labels[code], rule=rule, facts=facts, **more)
