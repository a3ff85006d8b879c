"""Documents that are made from the code are fresh, and what they point at is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cases.states_document import states_document

ROOT = Path(__file__).parents[2]


def test_states_document_is_fresh() -> None:
    assert (ROOT / "docs/states.md").read_text() == states_document()


@pytest.mark.parametrize("path", sorted((ROOT / "docs").rglob("*.md")), ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text()):
        assert (path.parent / target).exists(), target


def test_decision_records_are_numbered_once() -> None:
    numbers = [path.name[:4] for path in (ROOT / "docs/adr").glob("*.md")]
    assert len(numbers) == len(set(numbers))
    assert all(number.isdigit() for number in numbers)
