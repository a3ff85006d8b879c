"""Unique pupil numbers that are well formed and belong to no child."""

from __future__ import annotations

import statute
from statute.people import UPN_LETTERS

# The authority's code with establishment numbers that are not in use (law pack, attendance §4.2).
LA_CODE = "331"
ESTABLISHMENT_NUMBERS = tuple(f"{number:04}" for number in range(1, 9))
UNUSED_STARTS = tuple(LA_CODE + number for number in ESTABLISHMENT_NUMBERS)


def pupil_number(serial: int, *, entered_in: int, is_temporary: bool = False) -> str:
    """The `serial`-th invented UPN (from 0) for a child who entered school in that calendar year.

    A temporary one ends in a letter. Different serials below 8,000 give different numbers in the same year.
    """
    establishment = ESTABLISHMENT_NUMBERS[serial % len(ESTABLISHMENT_NUMBERS)]
    number = serial // len(ESTABLISHMENT_NUMBERS)
    end = f"{number % 100:02}{UPN_LETTERS[number // 100]}" if is_temporary else f"{number:03}"
    body = f"{LA_CODE}{establishment}{entered_in % 100:02}{end}"
    return next(letter + body for letter in UPN_LETTERS if is_valid(letter + body))


def is_valid(upn: str) -> bool:
    """Whether the statute engine finds the number well formed."""
    return str(statute.calculate("people.upn_valid", facts={"upn": upn}).outcome) == "value"


def is_unused(upn: str) -> bool:
    """Whether a well-formed number lies in the range of establishments that do not exist."""
    return upn[1:8] in UNUSED_STARTS
