"""The document of the columns is made from the form, and the one in docs/ is fresh."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command

from exclusions.webforms import FORM
from portal.columns_document import columns_document

DOCUMENT = Path(__file__).parents[3] / "docs/sending_exclusions.md"


def test_the_document_is_fresh() -> None:
    """Regenerate: ./run manage write_columns exclusion > docs/sending_exclusions.md"""
    assert DOCUMENT.read_text() == columns_document(FORM)


def test_the_command_prints_it(capsys: object) -> None:
    call_command("write_columns", FORM.code)
    assert capsys.readouterr().out == columns_document(FORM)  # type: ignore[attr-defined]
