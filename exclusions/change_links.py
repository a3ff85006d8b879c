"""The Change link of a group of the case page."""

from __future__ import annotations

from django.urls import reverse

from exclusions.facts import Facts
from exclusions.states import TRANSITIONS


def change_link(url_name: str, facts: Facts, label: str) -> tuple[str, str]:
    """The Change link of a group while its step is in the table for this state; no link otherwise."""
    step = next(each for each in TRANSITIONS if each.url_name == url_name)
    if facts.case.state not in step.from_states:
        return "", label
    return reverse(url_name, args=[facts.case.reference]), label
