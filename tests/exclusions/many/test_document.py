"""The document of the columns is made from the form, and the one in docs/ is fresh."""

from __future__ import annotations

from pathlib import Path

from django.core.management import call_command

from exclusions.webforms import FORM
from portal.columns_document import columns_document
from portal.rows import columns_of
from tests.factories.exclusions import Desk
from tests.factories.school_rows import fill, permanent_row, row

DOCUMENT = Path(__file__).parents[3] / "docs/sending_exclusions.md"


def test_the_document_is_fresh() -> None:
    """Regenerate: ./run manage write_columns exclusion > docs/sending_exclusions.md"""
    assert DOCUMENT.read_text() == columns_document(FORM)


def test_the_command_prints_it(capsys: object) -> None:
    call_command("write_columns", FORM.code)
    assert capsys.readouterr().out == columns_document(FORM)  # type: ignore[attr-defined]


def test_it_says_which_doubt_everything_raises_and_where_it_is_confirmed(desk: Desk) -> None:
    always = set(columns_of(FORM).always_asked)
    for written in (row(desk.child), permanent_row(desk.child)):
        assert {each.code for each in fill(desk, written).doubts} == always, "and nothing but it"
    document = DOCUMENT.read_text()
    assert "Asked of everything that is sent by file or by API: `no_notice_file`." in document
    assert '"confirmed_doubts": ["no_notice_file"]' in document
    assert "in `confirm_in` the name of the field that confirms it" in document


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
