"""A CSV file of pupils: which columns it has, and each row as values or as what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cases.actions.children import ChildRefused, checked_upn
from cases.models.child import Sex
from cases.names import sort_key
from components.dates import NotADate, parse_text
from schools.import_files import Row, RowError, RowRefused, read_rows

UPN, GIVEN_NAMES, SURNAME, BORN_ON = "UPN", "given names", "surname", "date of birth"
SEX, YEAR_GROUP, URN, STARTS_ON, ENDS_ON = "sex", "year group", "URN", "enrolled from", "to"
REQUIRED = (UPN, GIVEN_NAMES, SURNAME, BORN_ON, SEX, YEAR_GROUP, URN, STARTS_ON, ENDS_ON)

_LONGEST_NAME = 120
_SEXES: Mapping[str, str] = {
    "f": Sex.FEMALE,
    "female": Sex.FEMALE,
    "m": Sex.MALE,
    "male": Sex.MALE,
    "u": Sex.UNKNOWN,
    "": Sex.UNKNOWN,
}
_LOWEST_YEAR, _HIGHEST_YEAR = -2, 14


@dataclass(frozen=True)
class Pupil:
    """One good row. `name_key` and `born_on` find a child without a UPN."""

    line: int
    upn: str
    given_names: str
    surname: str
    born_on: date
    sex: str
    year_group: int | None
    urn: int
    starts_on: date
    ends_on: date | None

    @property
    def name_key(self) -> str:
        """The name as children are sorted and found by."""
        return sort_key(self.surname, self.given_names)


def read_pupils(content: bytes, as_of: date) -> tuple[list[Pupil], list[RowError]]:
    """The good rows and the errors of the bad ones. Raises FileRefused when the file as a whole cannot be read."""
    rows, errors = read_rows(content, REQUIRED)
    pupils = []
    for row in rows:
        try:
            pupils.append(_pupil(row, as_of))
        except RowRefused as refusal:
            errors.append(row.refused(refusal))
    return pupils, errors


def _pupil(row: Row, as_of: date) -> Pupil:
    values = row.values
    pupil = Pupil(
        line=row.line,
        upn=_upn(values[UPN]),
        given_names=_name(GIVEN_NAMES, values[GIVEN_NAMES]),
        surname=_name(SURNAME, values[SURNAME]),
        born_on=_day(BORN_ON, values[BORN_ON]),
        sex=_sex(values[SEX]),
        year_group=_year_group(values[YEAR_GROUP]),
        urn=_urn(values[URN]),
        starts_on=_day(STARTS_ON, values[STARTS_ON]),
        ends_on=_day(ENDS_ON, values[ENDS_ON]) if values[ENDS_ON] else None,
    )
    if pupil.born_on > as_of:
        raise RowRefused(BORN_ON, "The date of birth is in the future.")
    if pupil.starts_on < pupil.born_on:
        raise RowRefused(STARTS_ON, "The first day at the school is before the date of birth.")
    if pupil.ends_on is not None and pupil.ends_on < pupil.starts_on:
        raise RowRefused(ENDS_ON, "The last day at the school is before the first.")
    return pupil


def _upn(text: str) -> str:
    try:
        return checked_upn(text)
    except ChildRefused as refusal:
        raise RowRefused(UPN, str(refusal)) from refusal


def _name(column: str, text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise RowRefused(column, f"There are no {column}." if column == GIVEN_NAMES else f"There is no {column}.")
    if len(name) > _LONGEST_NAME:
        raise RowRefused(column, f"It is longer than {_LONGEST_NAME} characters.")
    return name


def _day(column: str, text: str) -> date:
    try:
        return parse_text(text)
    except NotADate as error:
        raise RowRefused(column, f"“{text[:30]}” is not a date such as 2013-03-14 or 14/03/2013.") from error


def _sex(text: str) -> str:
    try:
        return str(_SEXES[text.casefold()])
    except KeyError:
        raise RowRefused(SEX, f"“{text[:30]}” is not F, M or U.") from None


def _year_group(text: str) -> int | None:
    words = text.casefold().removeprefix("year").strip()
    if not words:
        return None
    if words in ("r", "reception"):
        return 0
    digits = words.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) < 3 and _LOWEST_YEAR <= int(words) <= _HIGHEST_YEAR:
        return int(words)
    raise RowRefused(YEAR_GROUP, f"“{text[:30]}” is not a year group such as 9 or R.")


def _urn(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) == 6:
        return int(text)
    raise RowRefused(URN, f"“{text[:30]}” is not a URN of six digits.")
