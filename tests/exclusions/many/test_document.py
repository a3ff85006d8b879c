"""The document of the columns is made from the form, and the one in docs/ is fresh."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command

from exclusions.webforms import FORM
from portal.columns_document import columns_document
from portal.rows import columns_of

DOCUMENT = Path(__file__).parents[3] / "docs/sending_exclusions.md"


def test_the_document_is_fresh() -> None:
    """Regenerate: ./run manage write_columns exclusion > docs/sending_exclusions.md"""
    assert DOCUMENT.read_text() == columns_document(FORM)


def test_the_command_prints_it(capsys: object) -> None:
    call_command("write_columns", FORM.code)
    assert capsys.readouterr().out == columns_document(FORM)  # type: ignore[attr-defined]


def test_what_every_row_must_answer_is_called_needed() -> None:
    """Left empty, each of these sends the row back to be corrected, whatever else is in it."""
    needed = {column.name for column in columns_of(FORM).columns if column.is_needed}
    assert needed >= {
        "misses an exam",
        "looked after",
        "has a social worker",
        "has an EHC plan",
        "special educational needs",
        "work is set",
    }
