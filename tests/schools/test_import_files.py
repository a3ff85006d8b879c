"""Files as people send them: cut off, in another encoding, with other marks, with quotation marks that never close."""

from __future__ import annotations

import pytest

from schools.actions.import_batches import ImportTaken, register_import
from schools.import_files import FileRefused, read_rows

COLUMNS = ("urn", "name")


def values(content: bytes) -> list[tuple[str, ...]]:
    return [tuple(row.values.values()) for row in read_rows(content, COLUMNS)[0]]


def errors(content: bytes) -> list[tuple[int, str]]:
    return [(error.line, error.column) for error in read_rows(content, COLUMNS)[1]]


@pytest.mark.parametrize(
    "content",
    [
        "urn,name\r\n1,St Mary’s café\r\n".encode("cp1252"),
        "urn,name\n1,St Mary’s café\n".encode(),
        "\ufeffurn,name\n1,St Mary’s café\n".encode(),
        "urn,name\n1,St Mary’s café\n".encode("utf-16"),
        "name,extra,urn\nSt Mary’s café,x,1\n".encode(),
        "urn,name\r1,St Mary’s café".encode(),
        '\n"urn","name"\n\n1,"St Mary’s café"\n,\n'.encode(),
    ],
    ids=["windows", "utf-8", "byte-order mark", "utf-16", "moved columns", "old line ends", "quotes and blank rows"],
)
def test_a_good_row_is_read_however_the_file_was_saved(content: bytes) -> None:
    assert values(content) == [("1", "St Mary’s café")]
    assert errors(content) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "The file is empty"),
        (b"\0\0 \r\n", "The file is empty"),
        (b"urn,name\n", "nothing under it"),
        (b"urn;name\n1;A\n", "semicolons"),
        (b"urn\tname\n1\tA\n", "tabs"),
        (b"urn,title\n1,A\n", "lacks a column: name"),
        (b"1,A\n2,B\n", "lacks columns: urn, name"),
        (b"urn,name,name\n1,A,B\n", "a column twice: name"),
        (b'"urn,name\n', "cannot be read"),
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (bytes(range(128, 256)) * 10, "lacks columns"),
    ],
)
def test_a_file_that_is_no_use_is_refused_in_words(content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        read_rows(content, COLUMNS)


def test_bad_rows_are_told_by_line_and_the_good_ones_go_in() -> None:
    content = b"urn,name\n1,A\n2\n3,C,extra\n4,D\x00D\n5,E\x81E\n6,F\n"
    assert values(content) == [("1", "A"), ("6", "F")]
    assert errors(content) == [(3, ""), (4, ""), (5, "name"), (6, "name")]


def test_a_quotation_mark_that_never_closes_costs_one_row() -> None:
    content = b'urn,name\n1,"A\n2,B\n3,"C, of D"\n4,"E\n'
    assert values(content) == [("2", "B"), ("3", "C, of D")]
    assert errors(content) == [(2, ""), (5, "")]


def test_a_value_over_two_lines_in_a_column_that_is_not_used_is_no_fault() -> None:
    content = b'urn,name,notes\n1,A,"first\nsecond"\n2,B,\n'
    assert values(content) == [("1", "A"), ("2", "B")]


def test_utf_8_cut_off_inside_its_last_letter_spoils_that_row_only() -> None:
    content = "urn,name\n1,é\n2,é".encode()[:-1]
    assert values(content) == [("1", "é")]
    assert errors(content) == [(3, "name")]


def test_thousands_of_stray_quotation_marks_take_no_long_time() -> None:
    content = b"urn,name\n" + b'1,"A\n' * 5000
    assert len(read_rows(content, COLUMNS)[1]) == 5000


def test_a_kind_of_file_is_read_by_one_room() -> None:
    with pytest.raises(ImportTaken):
        register_import("schools", lambda **_: None)
