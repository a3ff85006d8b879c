"""Reading dates the way people in England type them. Pure Python: no Django, no clock."""

import re
from dataclasses import dataclass
from datetime import date

MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

EARLIEST_YEAR = 1900
LATEST_YEAR = 2199

# A two-digit year below this is in the 2000s, any other in the 1900s: 26 is 2026, 84 is 1984.
TWO_DIGIT_YEAR_TURNS_AT = 50

PART_NAMES = ("day", "month", "year")

_ISO = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_NUMBERS = re.compile(r"([0-9]{1,2})\s*[-/.\s]\s*([0-9]{1,2})\s*[-/.\s]\s*([0-9]{1,4})")
_RUN_TOGETHER = re.compile(r"([0-9]{2})([0-9]{2})([0-9]{4})")
_DAY_MONTH_YEAR = re.compile(r"([0-9]{1,2})(?:st|nd|rd|th)?[\s\-/.,]*(?:of\s+)?([a-z]+)[\s\-/.,]*([0-9]{1,4})")
_MONTH_DAY_YEAR = re.compile(r"([a-z]+)[\s\-/.]*([0-9]{1,2})(?:st|nd|rd|th)?[\s\-/.,]+([0-9]{1,4})")
_WEEKDAY = re.compile(r"([a-z]+)[.,]?\s+(.+)")


class NotADate(ValueError):
    """What was typed cannot be read as a date of the calendar. `part` names the part at fault, or is empty."""

    def __init__(self, part: str = "") -> None:
        super().__init__(part)
        self.part = part


class WrongWeekday(NotADate):
    """A weekday was typed that is not the weekday of the date typed with it."""

    def __init__(self, value: date, typed: str) -> None:
        super().__init__("day")
        self.value = value
        self.typed = typed


@dataclass(frozen=True)
class DateParts:
    """A day, a month and a year just as they were typed, each perhaps empty."""

    day: str = ""
    month: str = ""
    year: str = ""

    def missing(self) -> tuple[str, ...]:
        """The names of the parts that are empty, in the order day, month, year."""
        return tuple(name for name in PART_NAMES if not getattr(self, name).strip())


def parse_parts(parts: DateParts) -> date:
    """The date of three boxes, none of them empty. Raises `NotADate`."""
    month = _month(parts.month.strip())
    year = _year(parts.year.strip())
    return _real_date(_number(parts.day.strip(), "day"), month, year)


def parse_text(text: str) -> date:
    """The date of one line such as 3/9/2026, 03 Sep 2026, Thursday 3rd September 2026 or 2026-09-03.

    The day comes before the month unless the month is a word or the year comes first. Raises `NotADate`.
    """
    typed = " ".join(text.split()).lower()
    weekday, typed = _split_weekday(typed)
    value = _parse_without_weekday(typed)
    if weekday and not WEEKDAYS[value.weekday()].startswith(weekday):
        raise WrongWeekday(value, next(name for name in WEEKDAYS if name.startswith(weekday)))
    return value


def _split_weekday(typed: str) -> tuple[str, str]:
    found = _WEEKDAY.fullmatch(typed)
    if found and _is_beginning(found[1], WEEKDAYS):
        return found[1], found[2]
    return "", typed


def _parse_without_weekday(typed: str) -> date:
    if found := _ISO.fullmatch(typed):
        return _real_date(int(found[3]), int(found[2]), _year(found[1]))
    for pattern in (_NUMBERS, _RUN_TOGETHER, _DAY_MONTH_YEAR):
        if found := pattern.fullmatch(typed):
            return _real_date(int(found[1]), _month(found[2]), _year(found[3]))
    if found := _MONTH_DAY_YEAR.fullmatch(typed):
        return _real_date(int(found[2]), _month(found[1]), _year(found[3]))
    raise NotADate


def _is_beginning(word: str, names: tuple[str, ...]) -> bool:
    return len(word) >= 3 and any(name.startswith(word) for name in names)


def _number(typed: str, part: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", typed):
        raise NotADate(part)
    return int(typed)


def _month(typed: str) -> int:
    word = "sep" if typed.lower() == "sept" else typed.lower()
    if _is_beginning(word, MONTHS):
        return next(number for number, name in enumerate(MONTHS, start=1) if name.startswith(word))
    number = _number(typed, "month")
    if not 1 <= number <= 12:
        raise NotADate("month")
    return number


def _year(typed: str) -> int:
    year = _number(typed, "year")
    if len(typed) == 2:
        year += 2000 if year < TWO_DIGIT_YEAR_TURNS_AT else 1900
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise NotADate("year")
    return year


def _real_date(day: int, month: int, year: int) -> date:
    if not 1 <= month <= 12:
        raise NotADate("month")
    try:
        return date(year, month, day)
    except ValueError as error:
        raise NotADate("day") from error
