"""What is booked in a case, as a few rows: for kinds whose education has no sixth day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from cases.kinds import Row
from exclusions.facts import CaseFacts
from exclusions.rows import spelled
from provision.presenters import hours_words


def education_rows(facts: CaseFacts, as_of: date, *, is_owed: bool) -> Iterator[Row]:
    """What is given or booked; where something is owed, also what is missing."""
    education = facts.education
    yield Row("Education", _going_on(facts, as_of), needs=_missing(facts, as_of) if is_owed else "")
    for placement in education.open_on(as_of):
        begun = "Since" if placement.started_on else "Booked from"
        day = spelled(placement.started_on or placement.starts_on)
        how_much = f"{hours_words(placement.hours_a_week)} a week. {placement.get_extent_display()}"
        yield Row(str(placement.provider), f"{begun} {day}, {how_much}")
        if placement.ends_on:
            yield Row(f"Last day at {placement.provider}", spelled(placement.ends_on))


def _going_on(facts: CaseFacts, as_of: date) -> str:
    if facts.education.stands_on(as_of):
        return f"Full-time, since {spelled(facts.education.started_on)}"
    return "Booked" if facts.education.open_on(as_of) else "None"


def _missing(facts: CaseFacts, as_of: date) -> str:
    education = facts.education
    if education.stands_on(as_of):
        return ""
    if education.is_too_little(as_of):
        return "What is booked is less than full-time education."
    starts_on = education.booked_from(as_of)
    if starts_on is not None:
        late = "The booked day has come: record that the child started, or did not."
        return late if starts_on <= as_of else ""
    if education.ended_on is not None:
        return f"The education ended on {spelled(education.ended_on)}. Nothing is booked now: the duty goes on."
    return "No education is booked."
