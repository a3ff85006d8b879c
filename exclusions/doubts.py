"""What is probably wrong with where a pupil is to go, or when: kept all the same once somebody has ticked that it is
meant. With it what cannot be beside a permanent exclusion, which is no doubt."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import cast

from django.db.models import Q

import statute
from cases.due import age_on
from cases.models import Child, Enrolment
from cases.presenters.words import year_group_words
from components.words import spelled_date
from exclusions.ages import year_group_on
from exclusions.decisions import Objection
from exclusions.first_days import is_open_on
from exclusions.suspensions.counting import Span
from exclusions.suspensions.overlaps import Overlapping, Reached
from schools.models import School
from schools.school_years import SchoolYear

# Only of this year do the public exams matter to the sixth day. Law pack, exclusions §5.
YEAR_OF_EXAMS = 11
# The box in which it is ticked.
CONFIRM = "is_confirmed"
_OR_TICK = ", or tick that it is right."
# Law pack, exclusions §1: no extending or converting.
NOT_CONVERTED = (
    "A suspension cannot be turned into a permanent exclusion: the exclusion may start when the suspension ends."
)


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


def doubts_about_exams(born_on: date, excluded_on: date) -> list[Objection]:
    """Whether the child has really finished the public exams of Year 11: then no education is owed from day six."""
    group = year_group_on(born_on, excluded_on)
    by_age = "" if group == YEAR_OF_EXAMS else f" By the date of birth the child is in {_year_in_words(group)}."
    return [
        Objection(
            CONFIRM,
            "With every public exam of Year 11 taken or missed, no education is owed from the sixth day."
            f"{by_age} Check that it is so{_OR_TICK}",
        )
    ]


def _year_in_words(group: int | None) -> str:
    return "no year group any more" if group is None else year_group_words(group)


def doubts_about_plan(school: School, *, has_plan: bool) -> list[Objection]:
    """Whether a special school can take the child: it admits through an EHC plan that names it."""
    if has_plan or not school.is_special:
        return []
    return [
        Objection(
            CONFIRM,
            f"{school.name} is a special school, which admits through an EHC plan, and none is recorded for the child. "
            "Check the school and the plan, or tick that it is right.",
        )
    ]


def doubts_about_unit(school: School) -> list[Objection]:
    """Whether a pupil moves for good to a unit, which is for a time."""
    if school.legal_type != School.LegalType.PUPIL_REFERRAL_UNIT:
        return []
    return [
        Objection(
            CONFIRM,
            f"{school.name} is a pupil referral unit, and a managed move is a permanent change of school. For a time "
            "a school directs the pupil there: record a direction off site instead. Check the school, or tick that it "
            "is right.",
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


def doubts_about_day(label: str, school: School, day: date | None, stood: date | None = None) -> list[Objection]:
    """Whether there is school on that day, by this school's calendar. None: no day is fixed. `stood` is the day that a
    correction replaces: one that stays is not asked about."""
    if day is None or day == stood or is_open_on(school, day):
        return []
    return [
        Objection(
            CONFIRM,
            f"{label} is {day:%A} {spelled_date(day)}, which is no school day in the calendar of {school.name}. Check "
            "the date, or tick that it is right.",
        )
    ]


def doubts_about_span(school: School, span: Span, stood: Span | None = None) -> list[Objection]:
    """Whether a suspension begins and ends on school days. `stood` is the span that a correction replaces."""
    last_on = span.last_on if span.last_on != span.first_on else None
    return [
        *doubts_about_day("First day", school, span.first_on, stood.first_on if stood else None),
        *doubts_about_day("Last day", school, last_on, stood.last_on if stood else None),
    ]


def objections_beside_exclusion(reached: Sequence[Reached], span: Span, stood: Span | None = None) -> list[Objection]:
    """Why a suspension cannot begin where it does: on a day of a permanent exclusion from the same school. `stood` is
    the span that a correction replaces: a first day that stays is not asked about."""
    if stood is not None and stood.first_on == span.first_on:
        return []
    return [
        Objection(
            "first_on",
            f"First day: this child has been permanently excluded from this school since "
            f"{spelled_date(each.away.excluded_on)}, case {each.case.reference}. No suspension can begin while that "
            "stands. Give a first day before it, or first record in that case that it was cancelled or the child "
            "reinstated.",
            each.case.reference,
        )
        for each in reached
        if each.away.holds_the_start_of(span)
    ]


def lasting_into_exclusion(reached: Sequence[Reached]) -> list[str]:
    """That a suspension goes on when a permanent exclusion from the same school has started, in words."""
    return [
        f"The suspension lasts into the permanent exclusion from {spelled_date(each.away.excluded_on)}, case "
        f"{each.case.reference}. {NOT_CONVERTED}"
        for each in reached
    ]


def starting_in_suspension(within: Sequence[Overlapping]) -> list[str]:
    """That a permanent exclusion starts while a suspension from the same school lasts, in words."""
    return [
        f"This child is suspended from this school {each.served.days_in_words}, case {each.case.reference}: on days of "
        f"this permanent exclusion. {NOT_CONVERTED}"
        for each in within
    ]


def doubts_about_last_day(reached: Sequence[Reached]) -> list[Objection]:
    """Whether a suspension ends when the permanent exclusion from the same school starts."""
    return [
        Objection(CONFIRM, f"{text} Check the last day{_OR_TICK}", each.case.reference)
        for each, text in zip(reached, lasting_into_exclusion(reached), strict=True)
    ]


def doubts_about_start(within: Sequence[Overlapping]) -> list[Objection]:
    """Whether a permanent exclusion starts when the suspensions from the same school are over."""
    return [
        Objection(CONFIRM, f"{text} Check the day on which it starts{_OR_TICK}", each.case.reference)
        for each, text in zip(within, starting_in_suspension(within), strict=True)
    ]


def is_far_from_decision(decided_on: date, first_on: date, policy: str) -> bool:
    """Whether a suspension begins longer after the decision than the authority's policy takes for meant."""
    latest = statute.calculate("exclusions.suspension_start", facts={"decided_on": decided_on}, policy=policy)
    return first_on > cast(date, latest.due_on)


def doubts_about_first_day(decided_on: date, first_on: date, policy: str) -> list[Objection]:
    """Whether a suspension really begins so long after the decision."""
    if not is_far_from_decision(decided_on, first_on, policy):
        return []
    return [
        Objection(
            CONFIRM,
            f"First day is {spelled_date(first_on)}, long after the decision on {spelled_date(decided_on)}. Check both "
            f"days{_OR_TICK}",
        )
    ]


def doubts_about_exam(
    exam_on: date | None, span: Span, stood: tuple[date | None, date] | None = None
) -> list[Objection]:
    """Whether an exam after the end of a suspension would really be missed. `stood` is the exam and the last day that a
    correction replaces: where both stay it is not asked about again."""
    if exam_on is None or exam_on <= span.last_on or (exam_on, span.last_on) == stood:
        return []
    return [
        Objection(
            CONFIRM,
            f"The exam is on {spelled_date(exam_on)}, after the suspension ends on {spelled_date(span.last_on)}, so it "
            f"would not be missed. Check both days{_OR_TICK}",
        )
    ]
