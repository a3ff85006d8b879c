"""What a direction off site must satisfy to be possible at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from components.words import spelled_date
from exclusions.decisions import LONGEST_TO_THE_START, Objection
from exclusions.doubts import CONFIRM, doubts_about_age, doubts_about_day
from exclusions.first_days import school_days_between
from exclusions.models import DirectionEnd
from provision.models import Provider
from schools.models import School

# No limit of the law, which lets a direction run past the school year: longer than this is a slip of the pen.
LONGEST = timedelta(days=2 * 366)


@dataclass(frozen=True)
class Directed:
    """What is asked of a direction: by whom it leads where, from when, until when, why and what for."""

    decided_on: date
    first_on: date
    reasons: str
    objectives: str
    destination_school: School | None = None
    destination_provider: Provider | None = None
    days_count: int | None = None
    until_on: date | None = None
    next_review_on: date | None = None
    is_for_behaviour: bool = True
    # What is unlikely about the school or the days is meant.
    is_confirmed: bool = False

    def columns(self) -> dict[str, object]:
        """As the row keeps it."""
        asked_only = ("is_for_behaviour", "is_confirmed")
        return {name: value for name, value in vars(self).items() if name not in asked_only}


def objections_to_direction(
    directed: Directed, *, school: School | None, born_on: date, as_of: date
) -> list[Objection]:
    """Everything that cannot be true of a direction, or that the law forbids."""
    return [
        *_to_the_purpose(directed),
        *_to_the_start(directed, born_on, as_of),
        *_to_the_place(directed, school),
        *objections_to_the_end(directed.first_on, directed.until_on, directed.next_review_on, directed.decided_on),
    ]


def doubts_about_direction(directed: Directed, school: School, born_on: date) -> list[Objection]:
    """What is probably a mistake in a direction of this school's. Nobody keeps the days of a provider: there the
    calendar of the school that directs is asked."""
    to_school = directed.destination_school
    return [
        *doubts_about_age(to_school, born_on, directed.first_on),
        *([] if to_school else doubts_about_day("First day", school, directed.first_on)),
        *doubts_about_day("Until", to_school or school, directed.until_on),
        *_doubts_about_the_number(directed, to_school or school),
    ]


def _doubts_about_the_number(directed: Directed, school: School) -> Iterator[Objection]:
    """Whether the number of days that the notice gives is that of the school days. A part of the week may be meant."""
    days_count, until_on = directed.days_count, directed.until_on
    if days_count is None or until_on is None:
        return
    school_days = school_days_between(school, directed.first_on, until_on)
    if school_days is not None and school_days != days_count:
        yield Objection(
            CONFIRM,
            f"Number of days is {days_count}, but from {spelled_date(directed.first_on)} to {spelled_date(until_on)} "
            f"there are {school_days} school days in the calendar of {school.name}. Check the number and the dates, or "
            "tick that it is right, for example for some days of each week.",
        )


def _to_the_purpose(directed: Directed) -> Iterator[Objection]:
    if not directed.is_for_behaviour:
        yield Objection(
            "is_for_behaviour",
            "A direction off site is to improve behaviour and for nothing else (Education Act 2002 s29A). Education "
            "elsewhere for another reason is not a direction.",
        )
    for field, text in (("reasons", directed.reasons), ("objectives", directed.objectives)):
        if not text.strip():
            yield Objection(field, f"Enter the {field} that the school gave.")


def _to_the_start(directed: Directed, born_on: date, as_of: date) -> Iterator[Objection]:
    """The first thing that is wrong with the days: the others often follow from it."""
    if directed.decided_on > as_of:
        yield Objection("decided_on", "Decided on must be today or earlier.")
    elif directed.first_on < directed.decided_on:
        yield Objection("first_on", "First day must be on or after the day of the decision.")
    elif directed.first_on > directed.decided_on + LONGEST_TO_THE_START:
        yield Objection("first_on", "First day must be within a year of the decision. Check the year.")
    elif directed.first_on < born_on:
        yield Objection("first_on", "First day must be after the child’s date of birth.")


def _to_the_place(directed: Directed, school: School | None) -> Iterator[Objection]:
    if (directed.destination_school is None) == (directed.destination_provider is None):
        yield Objection("destination", "Choose the school or the provider that the pupil is directed to.")
    elif directed.destination_school == school:
        yield Objection("destination_urn", "The pupil cannot be directed to the school that directs.")


def objections_to_last_day(first_on: date, ended_on: date, how: str) -> Iterator[Objection]:
    """A direction cannot end before it began. One that never began has no last day off site: it was a mistake, or ended
    another way, which a note explains."""
    never_began = (DirectionEnd.RECORDED_IN_ERROR, DirectionEnd.OTHER)
    if ended_on < first_on and how not in never_began:
        choices = " or ".join(f"“{each.label}”" for each in never_began)
        yield Objection(
            "ended_on",
            f"Last day off site must be on or after {spelled_date(first_on)}, the first day. If it never began, choose "
            f"{choices}.",
        )


def objections_to_the_end(
    first_on: date, until_on: date | None, next_review_on: date | None, decided_on: date
) -> Iterator[Objection]:
    """What cannot be true of the last day and of the next review."""
    if until_on is not None and until_on < first_on:
        yield Objection("until_on", f"Until must be on or after {spelled_date(first_on)}, the first day.")
    elif until_on is not None and until_on > first_on + LONGEST:
        yield Objection("until_on", "Until must be within two years of the first day. Check the year.")
    if next_review_on is not None and next_review_on < decided_on:
        yield Objection("next_review_on", "Next review on must be on or after the day of the decision.")
    elif next_review_on is not None and next_review_on > decided_on + LONGEST:
        yield Objection("next_review_on", "Next review on must be within two years of the decision. Check the year.")
