"""The Change links of a group of the case page."""

from __future__ import annotations

from django.urls import reverse

from exclusions.facts import Facts, GovernedFacts
from exclusions.gathering import step_of
from exclusions.states import TRANSITIONS


def change_link(url_name: str, facts: Facts, label: str) -> tuple[str, str]:
    """The Change link of a group while a step of its page is in the table for this state; no link otherwise."""
    if not any(facts.case.state in step.from_states for step in TRANSITIONS if step.url_name == url_name):
        return "", label
    return reverse(url_name, args=[facts.case.reference]), label


def step_link(step: str, facts: GovernedFacts, reasons: list[str], label: str) -> tuple[str, str]:
    """The link of a step of either kind (by its code) while nothing speaks against it; no link otherwise."""
    if reasons:
        return "", label
    return reverse(step_of(step, facts).url_name, args=[facts.case.reference]), label
