"""Reading the CSV files that people bring in: decoding, columns by name, and bad rows told apart from good ones.

Nothing here knows schools or calendars. A row that cannot be read is reported by line, column and reason; the rows
around it are read all the same.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, cast

from django.db import models

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Stands for bytes that the encoding does not have.
UNREADABLE = "\N{REPLACEMENT CHARACTER}"
WHOLE_ROW = ""
# A page and a stored report hold this many bad rows; the count is always of all.
MOST_ERRORS_KEPT = 500


class FileRefused(Exception):
    """The file as a whole cannot be read; the text says why and what to do."""


@dataclass(frozen=True, order=True)
class RowError:
    """One thing wrong with one row. `column` is empty when it is the row as a whole."""

    line: int
    column: str
    reason: str


class RowRefused(Exception):
    """A row that was read cannot be used."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass(frozen=True)
class Row:
    """One row by the names of its columns. `line` is the line of the file on which it begins, the header being 1."""

    line: int
    values: dict[str, str]

    def refused(self, refusal: RowRefused) -> RowError:
        """The error to report for this row."""
        return RowError(self.line, refusal.column, refusal.reason)


@dataclass
class ImportReport:
    """What an import did, or would do: how many rows of each outcome, and every bad row."""

    counts: dict[str, int]
    errors: list[RowError] = field(default_factory=list)
    # What somebody should know before they bring the rows in, in the words and ids of the import itself.
    notices: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """For keeping: all counts, and the first bad rows in the order of the file."""
        errors = sorted(self.errors)
        return {
            "counts": {**self.counts, "bad": len({error.line for error in errors})},
            "errors": [asdict(error) for error in errors[:MOST_ERRORS_KEPT]],
            "errors_count": len(errors),
            "notices": self.notices,
        }


def most_characters(model: type[models.Model], field: str) -> int:
    """How many characters a text field of a model holds."""
    return cast("models.CharField[str, str]", model._meta.get_field(field)).max_length or 0


def check_length(column: str, text: str, model: type[models.Model], field: str) -> str:
    """The text, if the field holds it. Raises RowRefused."""
    most = most_characters(model, field)
    if len(text) > most:
        raise RowRefused(column, f"There are {len(text)} characters where at most {most} are expected.")
    return text


def read_rows(
    content: bytes,
    required: Sequence[str],
    optional: Sequence[str] = (),
    *,
    name_of: Callable[[str], str] = str.strip,
    words_of: Callable[[str], str] = str,
    takes_semicolons: bool = False,
    is_complete: bool = False,
) -> tuple[list[Row], list[RowError]]:
    """The good rows of a CSV file and the errors of the bad ones. Columns are found by name, in any order.

    `name_of` gives the name of a column from its heading, `words_of` the heading that people know from its name;
    `takes_semicolons` reads a file whose values have semicolons between them as well; `is_complete` refuses a column
    that nobody knows, so that nothing in it is lost unseen. Raises FileRefused when the file is empty, is not
    comma-separated text, lacks a column or has an unknown one.
    """
    lines = _lines(content)
    separator = _separator(lines[0]) if takes_semicolons else ","
    records = _records(lines, separator)
    written = _header(records, lines)
    header = [name_of(name) for name in written]
    _check_header(header, required, words_of)
    if is_complete:
        _check_known(header, written, (*required, *optional), words_of)
    wanted = [name for name in (*required, *optional) if name in header]
    rows: list[Row] = []
    errors: list[RowError] = []
    for line, cells in records:
        try:
            rows.append(Row(line, _values(cells, header, wanted)))
        except RowRefused as refusal:
            errors.append(RowError(line, refusal.column, refusal.reason))
    if not rows and not errors:
        raise FileRefused("The file has a heading row and nothing under it. Choose the file that has the rows.")
    return rows, errors


def _lines(content: bytes) -> list[str]:
    if not content.strip(b"\0\r\n\t ,"):
        raise FileRefused("The file is empty. Choose the file that was downloaded or saved.")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise FileRefused("The file is a workbook or a zip file. Open it and save the sheet as CSV (comma delimited).")
    return list(io.StringIO(_decoded(content), newline=""))


def _decoded(content: bytes) -> str:
    """UTF-8 or UTF-16 where the file says so or is nothing else, otherwise Windows-1252.

    UTF-8 that was cut off inside its last character is still UTF-8.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        encoding = "utf-8" if error.reason == "unexpected end of data" else "cp1252"
        return content.decode(encoding, "replace")


def _header(records: Iterator[tuple[int, list[str] | None]], lines: Sequence[str]) -> list[str]:
    first = next(records, (1, None))[1]
    if first is None:
        raise FileRefused("The first row, with the names of the columns, cannot be read. Save the file as CSV again.")
    for mark, word in ((";", "semicolons"), ("\t", "tabs")):
        if len(first) == 1 and lines[0].count(mark) > 0:
            raise FileRefused(
                f"The file has {word} between its values. Save it with commas: in Excel choose CSV (comma delimited)."
            )
    return first


def _check_header(header: Sequence[str], required: Sequence[str], words_of: Callable[[str], str]) -> None:
    missing = [words_of(name) for name in required if name not in header]
    if missing:
        raise FileRefused(
            f"The heading row lacks {'a column' if len(missing) == 1 else 'columns'}: {', '.join(missing)}. "
            "Columns may be in any order, but their names must be in the first row."
        )
    _check_once(header, required, words_of)


def _check_once(header: Sequence[str], names: Sequence[str], words_of: Callable[[str], str]) -> None:
    doubled = sorted({words_of(name) for name in names if header.count(name) > 1})
    if doubled:
        raise FileRefused(f"The heading row has a column twice: {', '.join(doubled)}. Remove one of the two.")


def _separator(heading: str) -> str:
    return ";" if heading.count(";") > heading.count(",") else ","


def _check_known(
    header: Sequence[str], written: Sequence[str], known: Sequence[str], words_of: Callable[[str], str]
) -> None:
    unknown = [heading.strip() for name, heading in zip(header, written, strict=True) if name and name not in known]
    if unknown:
        shown = ", ".join(f"“{heading[:40]}”" for heading in unknown[:5])
        raise FileRefused(
            f"The heading row has {'a column' if len(unknown) == 1 else 'columns'} that we do not know: {shown}. Use "
            "the names of the template, and take out what does not belong to it."
        )
    _check_once(header, known, words_of)


def _values(cells: list[str] | None, header: Sequence[str], wanted: Sequence[str]) -> dict[str, str]:
    if cells is None:
        raise RowRefused(WHOLE_ROW, "A quotation mark is opened and not closed. Close it or take it out.")
    if len(cells) != len(header):
        raise RowRefused(
            WHOLE_ROW,
            f"The row has {len(cells)} values and the heading row {len(header)}. "
            "Look for a comma or semicolon that is missing or too many, or a row that is cut off.",
        )
    by_name = dict(zip(header, cells, strict=True))
    values = {name: by_name[name].strip() for name in wanted}
    for name, value in values.items():
        if UNREADABLE in value or any(ord(letter) < 32 or ord(letter) == 127 for letter in value):
            raise RowRefused(name, "There is a character that cannot be read. Type the value again.")
    return values


def _records(lines: Sequence[str], separator: str) -> Iterator[tuple[int, list[str] | None]]:
    """Each record with the number of its first line; None for one whose quotation mark never closes.

    A stray quotation mark would swallow the rows after it: reading then begins again on the next line.
    """
    start, width = 0, 0
    while start < len(lines):
        cells, used = _record(lines, start, separator)
        is_runaway = used > 1 and (cells is None or len(cells) != width)
        if is_runaway:
            cells, used = None, 1
        width = width or len(cells or ())
        if cells is None or any(cell.strip() for cell in cells):
            yield start + 1, cells
        start += used


def _record(lines: Sequence[str], start: int, separator: str) -> tuple[list[str] | None, int]:
    """The record that begins on a line, and how many lines it takes."""
    reader = csv.reader((lines[number] for number in range(start, len(lines))), delimiter=separator, strict=True)
    try:
        cells = next(reader)
    except (csv.Error, StopIteration):
        return None, max(reader.line_num, 1)
    return cells, reader.line_num
