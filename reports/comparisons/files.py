"""The lines of the two files that are brought in: comparison figures and headcounts.

A good line becomes a row of the model, not saved; what is wrong with a bad one is said by line, column and reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Generic, TypeVar

from django.db.models import TextChoices

from reports.models import BroughtIn, ComparisonFigure, FigurePhase, Headcount
from schools.import_files import Row, RowError, RowRefused, check_length, read_rows

MEASURE, PHASE, AREA_KIND, AREA, YEAR = "measure", "phase", "area kind", "area", "academic year"
VALUE, SOURCE, PART_YEAR, CENSUS, PUPILS = "value", "source", "part year", "census", "pupils"
COMPARISON_COLUMNS = (MEASURE, PHASE, AREA_KIND, YEAR, VALUE, SOURCE, PART_YEAR)
HEADCOUNT_COLUMNS = (CENSUS, YEAR, PHASE, PUPILS, SOURCE)
# A spreadsheet runs what begins with one of these.
FORMULA_MARKS = ("=", "+", "-", "@")

# Years that the model holds: 2000 to 2099.
_YEAR = re.compile(r"(20[0-9]{2})[/-](20)?([0-9]{2})")
_NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,3})?")
_YES_OR_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}

BroughtInRow = TypeVar("BroughtInRow", bound=BroughtIn)


class Line(Generic[BroughtInRow]):
    """A good line: which one of the file, and the row that it would become."""

    def __init__(self, line: int, row: BroughtInRow) -> None:
        self.line, self.row = line, row


def read_comparisons(content: bytes) -> tuple[list[Line[ComparisonFigure]], list[RowError]]:
    """The good lines of a file of comparison figures, and the errors of the bad ones. Raises FileRefused."""
    return _read(content, COMPARISON_COLUMNS, (AREA,), _comparison)


def read_headcounts(content: bytes) -> tuple[list[Line[Headcount]], list[RowError]]:
    """The good lines of a file of headcounts, and the errors of the bad ones. Raises FileRefused."""
    return _read(content, HEADCOUNT_COLUMNS, (), _headcount)


def _read(
    content: bytes,
    columns: tuple[str, ...],
    optional: tuple[str, ...],
    meaning: Callable[[Mapping[str, str]], BroughtInRow],
) -> tuple[list[Line[BroughtInRow]], list[RowError]]:
    rows, errors = read_rows(content, columns, optional)
    lines: list[Line[BroughtInRow]] = []
    for row in rows:
        try:
            lines.append(_line(row, meaning))
        except RowRefused as refusal:
            errors.append(row.refused(refusal))
    return lines, errors


def _line(row: Row, meaning: Callable[[Mapping[str, str]], BroughtInRow]) -> Line[BroughtInRow]:
    return Line(row.line, meaning(row.values))


def _comparison(values: Mapping[str, str]) -> ComparisonFigure:
    value = _number(VALUE, values[VALUE])
    figure = ComparisonFigure(
        measure=_choice(MEASURE, values[MEASURE], ComparisonFigure.Measure),
        phase=_choice(PHASE, values[PHASE], FigurePhase),
        area_kind=_choice(AREA_KIND, values[AREA_KIND], ComparisonFigure.AreaKind),
        area_name=_text(AREA, values.get(AREA, ""), ComparisonFigure, "area_name"),
        academic_year=_year(values[YEAR]),
        value=value,
        decimal_places=0 if value is None else -int(value.as_tuple().exponent),
        source=_source(values[SOURCE]),
        is_part_year=_yes_or_no(values[PART_YEAR]),
    )
    is_count = figure.measure in (ComparisonFigure.Measure.SUSPENSIONS, ComparisonFigure.Measure.PERMANENT_EXCLUSIONS)
    if is_count and figure.decimal_places:
        raise RowRefused(VALUE, "This measure is a number of cases: give a whole number.")
    return figure


def _headcount(values: Mapping[str, str]) -> Headcount:
    pupils = _number(PUPILS, values[PUPILS].replace(",", ""))
    if pupils is not None and pupils != pupils.to_integral_value():
        raise RowRefused(PUPILS, "Give a whole number of pupils.")
    return Headcount(
        census=_choice(CENSUS, values[CENSUS].removesuffix("census").strip(), Headcount.Census),
        academic_year=_year(values[YEAR]),
        phase=_choice(PHASE, values[PHASE], FigurePhase),
        pupils=None if pupils is None else int(pupils),
        source=_source(values[SOURCE]),
    )


def _choice(column: str, text: str, choices: type[TextChoices]) -> str:
    """A code or a label of the choices, whatever its case."""
    words = {_plain(code): code for code in choices.values} | {_plain(each.label): each.value for each in choices}
    if _plain(text) not in words:
        raise RowRefused(column, f"“{text[:40]}” is not known. Use one of: {', '.join(choices.values)}.")
    return str(words[_plain(text)])


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", " ", text.casefold()).strip()


def _year(text: str) -> int:
    found = _YEAR.fullmatch(text)
    if found is None or (int(found[1]) + 1) % 100 != int(found[3]):
        raise RowRefused(YEAR, f"“{text[:20]}” is not an academic year such as 2023/24.")
    return int(found[1])


def _number(column: str, text: str) -> Decimal | None:
    """The number, None for an empty cell: then the figure is taken out."""
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise RowRefused(
            column,
            f"“{text[:20]}” is not a number such as 11.3: digits, a point and at most three more digits, without a "
            "percent sign. Leave it empty to take a figure out.",
        )
    return Decimal(text)


def _source(text: str) -> str:
    if not text:
        raise RowRefused(SOURCE, "Say where the figure comes from, so that a reader can find it.")
    return _text(SOURCE, text, BroughtIn, "source")


def _text(column: str, text: str, model: type[BroughtIn], field: str) -> str:
    if text.startswith(FORMULA_MARKS):
        raise RowRefused(column, f"It begins with “{text[0]}”, which a spreadsheet would run. Begin with a letter.")
    return check_length(column, text, model, field)


def _yes_or_no(text: str) -> bool:
    if text.casefold() not in _YES_OR_NO:
        raise RowRefused(PART_YEAR, f"“{text[:20]}” is neither yes nor no.")
    return _YES_OR_NO[text.casefold()]
