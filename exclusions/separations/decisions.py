"""What a separation must satisfy to be possible at all."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import statute
from components.words import spelled_date
from exclusions.decisions import LONGEST_TO_THE_START, Objection


def objections_to_separation(
    *, born_on: date, began_on: date, expected_until_on: date | None, next_review_on: date | None, as_of: date
) -> list[Objection]:
    """Everything that cannot be true of a separation, or that the law does not know."""
    return [
        *_to_the_beginning(born_on, began_on, as_of),
        *_to_a_day_ahead("expected_until_on", "Expected until", expected_until_on, began_on),
        *_to_a_day_ahead("next_review_on", "Next review on", next_review_on, began_on),
    ]


def _to_the_beginning(born_on: date, began_on: date, as_of: date) -> Iterator[Objection]:
    if began_on > as_of:
        yield Objection("began_on", "Began on must be today or earlier.")
    elif began_on < born_on:
        yield Objection("began_on", "Began on must be after the child’s date of birth.")
    else:
        known = statute.calculate("exclusions.safeguarding_separation", facts={"began_on": began_on})
        if known.outcome == statute.Outcome.REFUSED:
            yield from (Objection("began_on", text) for text in known.because)


def _to_a_day_ahead(field: str, label: str, day: date | None, began_on: date) -> Iterator[Objection]:
    """A day that is set for later; no limit of the law: further away than a year is a slip of the pen."""
    if day is None:
        return
    if day < began_on:
        yield Objection(field, f"{label} must be on or after {spelled_date(began_on)}, when it began.")
    elif day > began_on + LONGEST_TO_THE_START:
        yield Objection(field, f"{label} must be within a year of the beginning. Check the year.")
