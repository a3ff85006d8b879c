"""What is probably wrong with where a pupil is to go, or when: kept all the same once somebody has ticked that it is
meant."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from cases.due import age_on
from cases.models import Child, Enrolment
from components.words import spelled_date
from exclusions.decisions import Objection
from exclusions.first_days import is_open_on
from schools.models import School
from schools.school_years import SchoolYear

# The box in which it is ticked.
CONFIRM = "is_confirmed"


def doubts_about_age(school: School | None, born_on: date, first_on: date) -> list[Objection]:
    """Whether the school takes pupils of this age. None: a provider. A special school takes whom a plan names, and
    what is not known of a range is not guessed."""
    if school is None or school.is_special or not school.lowest_age or not school.highest_age:
        return []
    # A pupil turns a year older in each school year, so the highest age is that at the end of the last one.
    begins_on = date(SchoolYear.containing(first_on).begins_in, 8, 31)
    age = age_on(born_on, begins_on)
    if school.lowest_age <= age < school.highest_age:
        return []
    return [
        Objection(
            CONFIRM,
            f"{school.name} takes pupils from {school.lowest_age} to {school.highest_age}, who are "
            f"{school.lowest_age} to {school.highest_age - 1} when a school year begins. The child is {age} on "
            f"{spelled_date(begins_on)}. Check the school, or tick that it is right.",
        )
    ]


def doubts_about_roll(child: Child, school: School, on: date) -> list[Objection]:
    """Whether our record has the child on the roll of the school that decides, on that day."""
    on_roll = Q(ends_on__isnull=True) | Q(ends_on__gte=on)
    if Enrolment.objects.filter(on_roll, child=child, school=school, starts_on__lte=on).exists():
        return []
    return [
        Objection(
            CONFIRM,
            f"Our record does not have the child on the roll of {school.name} on {spelled_date(on)}. Check the school "
            "and the roll, or tick that it is right.",
        )
    ]


def doubts_about_day(label: str, school: School, day: date | None) -> list[Objection]:
    """Whether there is school on that day, by this school's calendar. None: no day is fixed."""
    if day is None or is_open_on(school, day):
        return []
    return [
        Objection(
            CONFIRM,
            f"{label} is {day:%A} {spelled_date(day)}, which is no school day in the calendar of {school.name}. Check "
            "the date, or tick that it is right.",
        )
    ]
