"""The columns of the national register's download (Get Information about Schools, "establishment fields").

The file is CSV in Windows-1252 with dates dd/mm/yyyy. Columns are found by name. Source of the code lists: the
register's own guidance; only what tells a school's standing in law, its phase and its status is used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from schools.import_files import Row, RowError, RowRefused, check_length, most_characters, read_rows
from schools.models import School
from schools.names import sort_key

URN, NAME = "URN", "EstablishmentName"
LA_CODE, LA_NAME = "LA (code)", "LA (name)"
STATUS, PHASE = "EstablishmentStatus (code)", "PhaseOfEducation (code)"
TYPE, TYPE_GROUP = "TypeOfEstablishment (code)", "EstablishmentTypeGroup (code)"
OPENED, CLOSED = "OpenDate", "CloseDate"
LOW_AGE, HIGH_AGE = "StatutoryLowAge", "StatutoryHighAge"
# Column of the file -> field of School, for values that are taken over as they are.
TEXTS = {
    "EstablishmentNumber": "establishment_number",
    "Street": "street",
    "Locality": "locality",
    "Town": "town",
    "County (name)": "county",
    "Postcode": "postcode",
    "TelephoneNum": "telephone",
}
COLUMNS = (
    *(URN, NAME, LA_CODE, LA_NAME, STATUS, PHASE, TYPE, TYPE_GROUP, OPENED, CLOSED, LOW_AGE, HIGH_AGE),
    *TEXTS,
)

STATUSES = {
    "1": School.Status.OPEN,
    "2": School.Status.CLOSED,
    "3": School.Status.CLOSING,
    "4": School.Status.PROPOSED,
}
PHASES = {
    "": School.Phase.NOT_APPLICABLE,
    "0": School.Phase.NOT_APPLICABLE,
    "1": School.Phase.NURSERY,
    "2": School.Phase.PRIMARY,
    "3": School.Phase.MIDDLE,  # deemed primary
    "4": School.Phase.SECONDARY,
    "5": School.Phase.MIDDLE,  # deemed secondary
    "6": School.Phase.SIXTEEN_PLUS,
    "7": School.Phase.ALL_THROUGH,
}
_MAINTAINED, _ACADEMY = School.LegalType.MAINTAINED, School.LegalType.ACADEMY
_INDEPENDENT = School.LegalType.INDEPENDENT
# The type decides where the file has it. City technology colleges, studio schools, university technical colleges
# and free schools of every sort are academies in law; so is an alternative provision academy, which is no PRU.
LEGAL_TYPES = {
    **dict.fromkeys(("1", "2", "3", "5", "7", "12", "15"), _MAINTAINED),
    **dict.fromkeys(("6", "28", "33", "34", "35", "36", "38", "39"), _ACADEMY),
    **dict.fromkeys(("40", "41", "42", "43", "44", "45", "46", "57"), _ACADEMY),
    **dict.fromkeys(("10", "11"), _INDEPENDENT),
    "14": School.LegalType.PUPIL_REFERRAL_UNIT,
}
# Without a type the group decides. Group 5 (special schools) holds maintained and non-maintained ones: not guessed.
LEGAL_TYPES_OF_GROUPS = {"3": _INDEPENDENT, "4": _MAINTAINED, "10": _ACADEMY, "11": _ACADEMY}
SPECIAL_TYPES = frozenset({"7", "8", "10", "12", "33", "36", "44"})
SPECIAL_GROUP = "5"

_DIGITS = re.compile(r"[0-9]+")


@dataclass(frozen=True)
class RegisteredSchool:
    """One school of the file, in the fields of School and with its local authority's code and name."""

    line: int
    la_code: str
    la_name: str
    fields: dict[str, Any]

    @property
    def urn(self) -> int:
        """The unique reference number."""
        return int(self.fields["urn"])


def read_register(content: bytes) -> tuple[list[RegisteredSchool], list[RowError]]:
    """The schools of the file, and the errors of its bad rows. Raises FileRefused."""
    rows, errors = read_rows(content, COLUMNS)
    schools: dict[int, RegisteredSchool] = {}
    for row in rows:
        try:
            school = _school(row)
            if school.urn in schools:
                raise RowRefused(URN, f"URN {school.urn} is in line {schools[school.urn].line} already. Remove one.")
            schools[school.urn] = school
        except RowRefused as refusal:
            errors.append(row.refused(refusal))
    return list(schools.values()), errors


def _school(row: Row) -> RegisteredSchool:
    values = row.values
    la_code = _la_code(values[LA_CODE])
    name = _name(values[NAME])
    fields: dict[str, Any] = {
        "urn": _urn(values[URN]),
        "name": name,
        "name_sort_key": sort_key(name)[: most_characters(School, "name_sort_key")],
        "status": _code(STATUS, values[STATUS], STATUSES),
        "phase": _code(PHASE, values[PHASE], PHASES),
        "legal_type": legal_type(values[TYPE], values[TYPE_GROUP]),
        "is_special": values[TYPE] in SPECIAL_TYPES or values[TYPE_GROUP] == SPECIAL_GROUP,
        "opened_on": _date(OPENED, values[OPENED]),
        "closed_on": _date(CLOSED, values[CLOSED]),
        "lowest_age": _age(LOW_AGE, values[LOW_AGE]),
        "highest_age": _age(HIGH_AGE, values[HIGH_AGE]),
        **{field: check_length(column, values[column], School, field) for column, field in TEXTS.items()},
    }
    return RegisteredSchool(row.line, la_code, values[LA_NAME][:120], fields)


def legal_type(type_code: str, group_code: str) -> School.LegalType:
    """A school's standing in law by its type, or by its group where the type is not given."""
    if type_code:
        return LEGAL_TYPES.get(type_code, School.LegalType.OTHER)
    return LEGAL_TYPES_OF_GROUPS.get(group_code, School.LegalType.OTHER)


def _urn(text: str) -> int:
    if not re.fullmatch(r"[1-9][0-9]{4,5}", text):
        raise RowRefused(URN, f"“{text[:20]}” is not a URN. It has five or six digits.")
    return int(text)


def _la_code(text: str) -> str:
    if not re.fullmatch(r"[0-9]{3}", text):
        raise RowRefused(LA_CODE, f"“{text[:20]}” is not a local authority's code. It has three digits.")
    return text


def _name(text: str) -> str:
    if not text:
        raise RowRefused(NAME, "The school has no name. Enter it.")
    return check_length(NAME, text, School, "name")


def _code(column: str, text: str, codes: dict[str, Any]) -> Any:
    if text not in codes:
        known = ", ".join(code for code in codes if code)
        raise RowRefused(column, f"“{text[:20]}” is not one of the register's codes ({known}).")
    return codes[text]


def _date(column: str, text: str) -> date | None:
    if not text:
        return None
    for layout in ("%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, layout).date()  # noqa: DTZ007 - a day, in no zone
        except ValueError:
            continue
    raise RowRefused(column, f"“{text[:20]}” is not a date such as 31/08/2026.")


def _age(column: str, text: str) -> int | None:
    if not text:
        return None
    if not _DIGITS.fullmatch(text) or len(text) > 2:
        raise RowRefused(column, f"“{text[:20]}” is not an age in whole years.")
    return int(text)
