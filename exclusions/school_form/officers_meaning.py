"""What a school's form would mean for the child whom an officer compares, before it is accepted: the days over all
schools, day six and the governors' duty, as the form itself said while it was filled in; and care, social worker and
plan as the school states them, beside the record. While no child is found, as far as the form alone tells, with what is
not known."""

from __future__ import annotations

from collections.abc import Iterator

from exclusions.doubts import lasting_into_exclusion, objections_beside_exclusion, starting_in_suspension
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.same_days import Days, Entered, sentences_about_same_days
from exclusions.school_form.meaning import (
    NO_DATE,
    cautions_about_totals,
    date_of,
    day,
    governors_of_permanent,
    governors_of_suspension,
    this_suspension,
    total_rows,
    whose_duty,
)
from exclusions.school_form.reckoning import Reckoning, reckon
from exclusions.stated_beside import stated_beside_record
from portal.webforms import FormContext, Meaning

_NOBODY_FOUND = "No child on record is found, so this is worked out from the form alone"
_AGE_NOT_KNOWN = "the pupil is taken to be of compulsory school age"
_EARLIER_NOT_KNOWN = (
    "Earlier suspensions are not in the numbers: with them the governors’ duty may be stricter, and day six earlier. "
)
_HOME_NOT_KNOWN = "It is not known where the child lives, and whether the council has this already."


def officers_meaning(context: FormContext) -> Meaning | None:
    """The totals of the child of the context with this form in them, the band and day six; None before the dates are
    there."""
    reckoning = reckon(context, counts_waiting=False)
    reported, lost = reckoning.reported, reckoning.lost
    if reported.is_permanent:
        if reported.excluded_on is None or reported.pm_began is None:
            return None
        rows = [
            ("Education is due from", date_of(reckoning.sixth_day)),
            *governors_of_permanent(reckoning),
            *_circumstances(reckoning),
        ]
        return Meaning("Permanent exclusion", rows=rows, warnings=(*_not_known(reckoning), *_beside(reckoning)))
    if lost is None:
        return None
    if lost.unknown_because:
        unknown = f"The number of days, and every date, {NO_DATE}"
        return Meaning("Suspension", warnings=(unknown, *_not_known(reckoning), *_beside(reckoning)))
    rows = [
        this_suspension(lost),
        *total_rows(reckoning, lost),
        *governors_of_suspension(reckoning),
        *_education(reckoning),
        *_circumstances(reckoning),
    ]
    warnings = (*_not_known(reckoning), *cautions_about_totals(reckoning, lost), *_beside(reckoning))
    return Meaning("Suspension", rows=rows, warnings=warnings)


def _education(reckoning: Reckoning) -> Iterator[tuple[str, str]]:
    """The run that it goes on with; day six of it, and whose duty that is, where one is owed."""
    if reckoning.run.earlier:
        began_on = reckoning.run.earlier[0].first_on
        yield "It follows directly on the suspension from", f"{day(began_on)}: the days count on"
    if reckoning.has_sixth_day:
        yield "Education is due from", date_of(reckoning.sixth_day)
        yield "Whose duty that is", whose_duty(reckoning)


def _circumstances(reckoning: Reckoning) -> Iterator[tuple[str, str]]:
    """Care, social worker and plan: the school's word beside the record of the child on the day of the decision."""
    child, reported = reckoning.context.child, reckoning.reported
    if child is None:
        return
    on = reported.decided_on or reckoning.context.as_of
    yield from stated_beside_record(child, reckoning.context.school, on, reported.circumstances)


def _not_known(reckoning: Reckoning) -> tuple[str, ...]:
    """What the record of a child would add, while nobody on record is found."""
    if reckoning.counts_earlier:
        return ()
    born_on = reckoning.reported.born_on
    age = "the date of birth is the one that the school gave" if born_on else _AGE_NOT_KNOWN
    earlier = "" if reckoning.reported.is_permanent else _EARLIER_NOT_KNOWN
    return (f"{_NOBODY_FOUND}: {age}. {earlier}{_HOME_NOT_KNOWN}",)


def _beside(reckoning: Reckoning) -> tuple[str, ...]:
    """What is on record for the same days: it bars the form, or is to be looked at before it is accepted."""
    span = reckoning.reported.span
    barred = [each.text for each in objections_beside_exclusion(reckoning.exclusions_reached, span)] if span else []
    return tuple(barred or (f"{text} Ask the school before you accept." for text in unlikely_days(reckoning)))


def unlikely_days(reckoning: Reckoning) -> list[str]:
    """The days that what is reported shares with another of the child's cases, from this school or any other, in
    words."""
    reached, within = reckoning.exclusions_reached, reckoning.suspensions_within
    return [*lasting_into_exclusion(reached), *starting_in_suspension(within), *_days_of_other_cases(reckoning)]


def _days_of_other_cases(reckoning: Reckoning) -> list[str]:
    context, reported = reckoning.context, reckoning.reported
    if context.child is None or context.reader is None or reported.starts_on is None:
        return []
    days = Days(reported.starts_on, reported.span.last_on if reported.span else None)
    kind = PERMANENT_EXCLUSION if reported.is_permanent else SUSPENSION
    # The case into which it was accepted is no surprise, as one is not from which another follows.
    entered = Entered(kind, context.school, days, follows=context.case)
    return sentences_about_same_days(context.child, entered, context.reader, context.as_of)
