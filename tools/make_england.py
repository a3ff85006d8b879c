"""Write statute/england.py: England's bank holidays, from the `holidays` package.

Run `python tools/make_england.py` after the Government publishes another year, with LAST_YEAR moved on.
Weekend days are left out: on them the substitute weekday is the bank holiday.
"""

from datetime import date
from pathlib import Path

import holidays

FIRST_YEAR = 2007
LAST_YEAR = 2028  # the last year whose bank holidays have been published; later ones may still be moved
TARGET = Path(__file__).resolve().parent.parent / "statute" / "england.py"

HEAD = '''\
"""England's bank holidays from Monday to Friday. Written by tools/make_england.py: do not edit by hand."""

from datetime import date

PUBLISHED_FROM = date({first}, 1, 1)
PUBLISHED_UNTIL = date({last}, 12, 31)
SOURCE = "Banking and Financial Dealings Act 1971 s1 and proclamations, by way of the package holidays"

BANK_HOLIDAYS = frozenset(
    {{
'''


def weekday_bank_holidays(first: int = FIRST_YEAR, last: int = LAST_YEAR) -> dict[date, str]:
    """Each weekday bank holiday in England with its name, by date."""
    found = holidays.country_holidays("GB", subdiv="ENG", years=range(first, last + 1))
    return {day: found[day] for day in sorted(found) if day.weekday() < 5}


def text() -> str:
    """The whole of statute/england.py."""
    lines = [
        f"        date({day.year}, {day.month}, {day.day}),  # {name}" for day, name in weekday_bank_holidays().items()
    ]
    return HEAD.format(first=FIRST_YEAR, last=LAST_YEAR) + "\n".join(lines) + "\n    }\n)\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
