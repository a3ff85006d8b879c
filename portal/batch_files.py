"""The file of many forms: its template, reading it, and writing out the rows that were not sent."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from portal.columns import INCIDENT, key_of
from portal.rows import columns_of
from portal.webforms import WebForm
from schools.import_files import FileRefused, Row, RowError, read_rows

MOST_ROWS = 500
MOST_BYTES = 2 * 1024 * 1024
# The last column of the file of rows that were not sent; it is left out when that file is read again.
TO_CORRECT = "what to correct"
# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_EXAMPLE = ("given_names", "surname", "date_of_birth")


class BatchRefused(FileRefused):
    """The file as a whole cannot be taken; the text says why and what to do."""

    field = "file"


def template(webform: WebForm) -> str:
    """The file to begin with: the heading row and one example."""
    columns = columns_of(webform).columns
    return _written([[*(column.name for column in columns), INCIDENT], [*(column.example for column in columns), ""]])


def is_example(webform: WebForm, written: Mapping[str, str]) -> bool:
    """True for the example of the template, which is about nobody."""
    examples = {column.key: column.example for column in columns_of(webform).columns}
    return all(written.get(key) == examples.get(key) for key in _EXAMPLE)


def read_batch(webform: WebForm, content: bytes) -> tuple[list[Row], list[RowError]]:
    """The rows of a file by the keys of the columns, and the lines that cannot be read. Raises BatchRefused."""
    if len(content) > MOST_BYTES:
        raise BatchRefused("The file has more than 2 MB. Split it into smaller files.")
    columns = columns_of(webform).columns
    needed = [column.key for column in columns if column.is_needed]
    others = [column.key for column in columns if not column.is_needed]
    known = [*others, INCIDENT, key_of(TO_CORRECT)]
    words = {column.key: column.name for column in columns}
    try:
        rows, errors = read_rows(
            content,
            needed,
            known,
            name_of=key_of,
            words_of=lambda key: words.get(key, key.replace("_", " ")),
            takes_semicolons=True,
            is_complete=True,
        )
    except FileRefused as refused:
        raise BatchRefused(str(refused)) from refused
    count = len(rows) + len(errors)
    if count > MOST_ROWS:
        raise BatchRefused(f"The file has {count} rows. It can have {MOST_ROWS}: split it into smaller files.")
    return [Row(row.line, _plain(row.values)) for row in rows], errors


def _plain(values: Mapping[str, str]) -> dict[str, str]:
    plain = {
        name: value[1:] if value.startswith("'") and value[1:].startswith(_FORMULA) else value
        for name, value in values.items()
    }
    plain.pop(key_of(TO_CORRECT), None)
    return plain


def rows_to_correct(webform: WebForm, rows: Iterable[tuple[Mapping[str, str], str]]) -> str:
    """A file of rows as they were written, each with what to correct: to be corrected and sent as a new file."""
    columns = columns_of(webform).columns
    keys = [*(column.key for column in columns), INCIDENT]
    lines = [[*(column.name for column in columns), INCIDENT, TO_CORRECT]]
    lines += [[*(written.get(key, "") for key in keys), why] for written, why in rows]
    return _written(lines)


def _written(lines: Sequence[Sequence[str]]) -> str:
    # The mark at the beginning lets Excel read the letters right.
    out = io.StringIO("\ufeff")
    out.seek(1)
    writer = csv.writer(out)
    writer.writerows([[_harmless(cell) for cell in line] for line in lines])
    return out.getvalue()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
