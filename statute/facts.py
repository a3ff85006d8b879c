"""The types a fact may have, and how a value given for it is read.

Every reader takes the field's name and the value, and returns the value in Python's own type or raises
`StatuteError` naming the field and the fix. Values may come from JSON or from Python (dates, Decimals).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeGuard
from zoneinfo import ZoneInfo

from statute.errors import StatuteError

LONDON = ZoneInfo("Europe/London")
# Wide enough for every living person and every limit, and far from the ends of what a date can hold.
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONEY = re.compile(r"[0-9]{1,9}(\.[0-9]{1,2})?")


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of fact: its name for people, and its reader."""

    name: str
    read: Callable[[str, object], object]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact that a rule asks for. One that is not required has a default; null stands for no default."""

    name: str
    kind: Kind
    meaning: str
    required: bool = True
    default: object = None

    def read(self, value: object) -> object:
        """The value in Python's own type."""
        if value is None and not self.required and self.default is None:
            return None
        return self.kind.read(self.name, value)

    def to_json(self) -> dict[str, object]:
        """The declaration as `rules --json` lists it."""
        out: dict[str, object] = {
            "name": self.name,
            "type": self.kind.name,
            "required": self.required,
            "meaning": self.meaning,
        }
        return out if self.required else {**out, "default": self.default}


def required(name: str, kind: Kind, meaning: str) -> Fact:
    """A fact that must be given."""
    return Fact(name, kind, meaning)


def optional(name: str, kind: Kind, meaning: str, default: object = None) -> Fact:
    """A fact that may be left out."""
    return Fact(name, kind, meaning, required=False, default=default)


def read_date(field: str, value: object) -> date:
    """A date, from a `datetime.date` or an ISO string."""
    if isinstance(value, date) and not isinstance(value, datetime):
        day = value
    elif isinstance(value, str) and _ISO_DATE.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise StatuteError(field, f"there is no such day as {value}") from None
    else:
        raise StatuteError(field, f"must be a date such as 2026-09-15, not {_shown(value)}")
    if not EARLIEST <= day <= LATEST:
        raise StatuteError(field, f"must be between {EARLIEST} and {LATEST}, not {day}")
    return day


def read_moment(field: str, value: object) -> datetime:
    """A moment, from a `datetime` or an ISO string; without an offset it is Europe/London time."""
    moment = value
    if isinstance(value, str) and _ISO_DATE.fullmatch(value[:10]) and value[10:11] == "T":
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            raise StatuteError(field, f"there is no such moment as {value}") from None
    if not isinstance(moment, datetime):
        raise StatuteError(field, f"must be a date and time such as 2026-11-16T09:00, not {_shown(value)}")
    read_date(field, moment.date())
    return moment.replace(tzinfo=LONDON) if moment.tzinfo is None else moment.astimezone(LONDON)


def read_flag(field: str, value: object) -> bool:
    """True or false, and nothing that merely resembles them."""
    if isinstance(value, bool):
        return value
    raise StatuteError(field, f"must be true or false, not {_shown(value)}")


def read_whole(field: str, value: object) -> int:
    """A whole number, 0 or more."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
        return value
    raise StatuteError(field, f"must be a whole number, 0 or more, not {_shown(value)}")


def read_positive(field: str, value: object) -> int:
    """A whole number, 1 or more."""
    if read_whole(field, value) == 0:
        raise StatuteError(field, "must be 1 or more, not 0")
    return read_whole(field, value)


def read_text(field: str, value: object) -> str:
    """Words: a string that is not blank."""
    if isinstance(value, str) and value.strip():
        return value
    raise StatuteError(field, f"must be text that is not blank, not {_shown(value)}")


def read_anything_written(field: str, value: object) -> str:
    """Any string, even an empty one: for a fact whose rule itself says what is wrong with it."""
    if isinstance(value, str):
        return value
    raise StatuteError(field, f"must be text, not {_shown(value)}")


def read_money(field: str, value: object) -> Decimal:
    """Pounds and pence, from a string such as "6000.00" or a `Decimal`; never a binary fraction."""
    written = str(value) if isinstance(value, str | Decimal) else ""
    if not _MONEY.fullmatch(written):
        raise StatuteError(field, f'must be pounds and pence in a string such as "6000.00", not {_shown(value)}')
    return Decimal(written)


def read_span(field: str, value: object) -> tuple[date, date]:
    """Two dates [from, to], ends included, in order."""
    if not _is_list(value) or len(value) != 2:
        raise StatuteError(field, f"must be [from, to], two dates, not {_shown(value)}")
    first, last = read_date(f"{field}[0]", value[0]), read_date(f"{field}[1]", value[1])
    if first > last:
        raise StatuteError(field, f"starts on {first}, after it ends on {last}: put the earlier date first")
    return first, last


def read_spans(field: str, value: object) -> tuple[tuple[date, date], ...]:
    """One or more [from, to] pairs, returned earliest first."""
    if not _is_list(value) or not value:
        raise StatuteError(field, f"must be a list of one or more [from, to] pairs, not {_shown(value)}")
    return tuple(sorted(read_span(f"{field}[{place}]", pair) for place, pair in enumerate(value)))


def read_sessions_by_term(field: str, value: object) -> dict[str, int]:
    """Whole sessions by the name of the term, such as {"autumn": 4}."""
    if not isinstance(value, Mapping):
        raise StatuteError(field, f'must be sessions by term such as {{"autumn": 4}}, not {_shown(value)}')
    return {read_text(f"{field} (a term)", term): read_whole(f"{field}.{term}", n) for term, n in value.items()}


def choice(*options: str) -> Kind:
    """One of a few words."""

    def read(field: str, value: object) -> str:
        if isinstance(value, str) and value in options:
            return value
        raise StatuteError(field, f"must be one of {', '.join(options)}, not {_shown(value)}")

    return Kind(" or ".join(options), read)


DATE = Kind("date", read_date)
MOMENT = Kind("date and time", read_moment)
FLAG = Kind("true or false", read_flag)
WHOLE = Kind("whole number", read_whole)
POSITIVE = Kind("whole number from 1", read_positive)
WRITTEN = Kind("text", read_anything_written)
MONEY = Kind("pounds and pence", read_money)
SPANS = Kind("list of [from, to]", read_spans)
SESSIONS_BY_TERM = Kind("sessions by term", read_sessions_by_term)


def _is_list(value: object) -> TypeGuard[Sequence[object]]:
    return isinstance(value, list | tuple)


def _shown(value: object) -> str:
    # A wrong value may be of any size; an error message may not.
    text = "null" if value is None else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
