"""What a managed move must satisfy to be possible at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import statute
from components.words import spelled_date
from exclusions.decisions import LONGEST_TO_THE_START, Objection
from exclusions.doubts import CONFIRM
from schools.models import School


@dataclass(frozen=True)
class Proposed:
    """What is proposed: to which school, from when; and a trial or an end, which only earlier moves could have."""

    proposed_on: date
    new_school: School
    starts_on: date
    has_trial: bool = False
    ends_on: date | None = None
    # What is unlikely about the school or the days is meant.
    is_confirmed: bool = False

    def columns(self) -> dict[str, object]:
        """As the row keeps it."""
        return {name: value for name, value in vars(self).items() if name != "is_confirmed"}


def objections_to_move(proposed: Proposed, *, school: School | None, born_on: date, as_of: date) -> list[Objection]:
    """Everything that cannot be true of a managed move, or that the law does not know."""
    return [
        *_to_the_days(proposed, born_on, as_of),
        *_to_the_terms(proposed),
        *(
            [Objection("new_urn", "The new school is the one that the pupil is at. Enter another one.")]
            if proposed.new_school == school
            else []
        ),
    ]


def doubts_about_look(reviewed_on: date, planned_on: date) -> list[Objection]:
    """Whether our look, which closes the case, is meant before its day: it is too soon to say how the move goes."""
    if reviewed_on >= planned_on:
        return []
    return [
        Objection(
            CONFIRM,
            f"Looked at on is {spelled_date(reviewed_on)}, and the move is to be looked at on "
            f"{spelled_date(planned_on)}. Recording it closes the case. Write a note and look again then, or tick that "
            "it is right.",
        )
    ]


def _to_the_days(proposed: Proposed, born_on: date, as_of: date) -> Iterator[Objection]:
    """The first thing that is wrong with the days: the others often follow from it."""
    proposed_on, starts_on, ends_on = proposed.proposed_on, proposed.starts_on, proposed.ends_on
    if proposed_on > as_of:
        yield Objection("proposed_on", "Proposed on must be today or earlier.")
    elif starts_on < proposed_on:
        yield Objection("starts_on", "Starts on must be on or after the day of the proposal.")
    elif starts_on > proposed_on + LONGEST_TO_THE_START:
        yield Objection("starts_on", "Starts on must be within a year of the proposal. Check the year.")
    elif starts_on < born_on:
        yield Objection("starts_on", "Starts on must be after the child’s date of birth.")
    elif ends_on is not None and ends_on < starts_on:
        yield Objection("ends_on", f"Ends on must be on or after {spelled_date(starts_on)}, when it starts.")


def _to_the_terms(proposed: Proposed) -> Iterator[Objection]:
    """Each term that makes it refused, at its own field."""
    for field, term in (("has_trial", proposed.has_trial), ("ends_on", proposed.ends_on is not None)):
        result = statute.calculate(
            "exclusions.managed_move_terms",
            facts={
                "starts_on": proposed.starts_on,
                "has_trial": field == "has_trial" and term,
                "has_end": field == "ends_on" and term,
            },
        )
        if result.outcome == statute.Outcome.REFUSED:
            yield from (Objection(field, text) for text in result.because)
