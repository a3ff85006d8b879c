"""The lines of a file of term dates: `urn,from,to,kind,session,note`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from components.dates import NotADate, parse_text
from schools.import_files import Row, RowError, RowRefused, read_rows
from schools.models import CalendarEntry, School

COLUMNS = ("urn", "from", "to", "kind", "session", "note")

Meaning = TypeVar("Meaning")

Kind, Session = CalendarEntry.Kind, CalendarEntry.Session
# What people write -> what it means. Case, hyphens and underscores do not matter.
KINDS = {
    "term": Kind.TERM,
    "half term": Kind.HALF_TERM,
    "holiday": Kind.HALF_TERM,
    "inset": Kind.INSET,
    "inset day": Kind.INSET,
    "closure": Kind.CLOSURE,
    "closed": Kind.CLOSURE,
    "half day": Kind.HALF_DAY,
}
SESSIONS = {
    "": "",
    "am": Session.MORNING,
    "morning": Session.MORNING,
    "pm": Session.AFTERNOON,
    "afternoon": Session.AFTERNOON,
}


@dataclass(frozen=True)
class Line:
    """One good line of the file. `urn` is None for the default calendar."""

    line: int
    urn: int | None
    starts_on: date
    ends_on: date
    kind: CalendarEntry.Kind
    open_session: str
    note: str

    def order(self) -> tuple[int, int]:
        """Terms, then what lies inside them, in the order of the file."""
        return list(Kind).index(self.kind), self.line

    def is_same_span(self, entry: CalendarEntry) -> bool:
        """True when the entry is of this kind and has these days."""
        return (entry.kind, entry.starts_on, entry.ends_on) == (self.kind, self.starts_on, self.ends_on)

    def entry(self, school: School | None) -> CalendarEntry:
        """The entry, not saved."""
        return CalendarEntry(
            school=school,
            kind=self.kind,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            open_session=self.open_session,
            note=self.note,
        )


def read_lines(content: bytes) -> tuple[list[Line], list[RowError]]:
    """The good lines, and the errors of the bad ones. Raises FileRefused."""
    rows, errors = read_rows(content, COLUMNS)
    lines: list[Line] = []
    for row in rows:
        try:
            lines.append(_line(row))
        except RowRefused as refusal:
            errors.append(row.refused(refusal))
    return lines, errors


def _line(row: Row) -> Line:
    values = row.values
    starts_on = _date("from", values["from"])
    return Line(
        line=row.line,
        urn=_urn(values["urn"]),
        starts_on=starts_on,
        ends_on=_date("to", values["to"]) if values["to"] else starts_on,
        kind=_word("kind", values["kind"], KINDS),
        open_session=_word("session", values["session"], SESSIONS),
        note=values["note"],
    )


def _urn(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{5,6}", text):
        raise RowRefused("urn", f"“{text[:20]}” is not a URN, which has five or six digits. Empty is the default.")
    return int(text)


def _date(column: str, text: str) -> date:
    try:
        return parse_text(text)
    except NotADate as error:
        raise RowRefused(column, f"“{text[:20]}” is not a date such as 2026-09-02 or 02/09/2026.") from error


def _word(column: str, text: str, words: Mapping[str, Meaning]) -> Meaning:
    plain = re.sub(r"[\s_-]+", " ", text.casefold()).strip()
    if plain not in words:
        known = ", ".join(word for word in words if word)
        raise RowRefused(column, f"“{text[:20]}” is not known. Use one of: {known}.")
    return words[plain]
