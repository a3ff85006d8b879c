"""What a school's form would mean for the child whom an officer compares, before it is accepted: the days over all
schools and the governors' duty, as the form itself said while it was filled in."""

from __future__ import annotations

from exclusions.doubts import lasting_into_exclusion, objections_beside_exclusion, starting_in_suspension
from exclusions.school_form.meaning import (
    NO_DATE,
    cautions,
    date_of,
    governors_of_permanent,
    governors_of_suspension,
    this_suspension,
    total_rows,
)
from exclusions.school_form.reckoning import Reckoning, reckon
from portal.webforms import FormContext, Meaning


def officers_meaning(context: FormContext) -> Meaning | None:
    """The totals of the child of the context with this form in them, and the band; None before the dates are there."""
    reckoning = reckon(context)
    reported, lost = reckoning.reported, reckoning.lost
    if reported.is_permanent:
        if reported.excluded_on is None or reported.pm_began is None:
            return None
        rows = [("Education is due from", date_of(reckoning.sixth_day)), *governors_of_permanent(reckoning)]
        return Meaning("Permanent exclusion", rows=rows, warnings=_beside(reckoning))
    if lost is None:
        return None
    if lost.unknown_because:
        unknown = f"The number of days, and every date, {NO_DATE}"
        return Meaning("Suspension", warnings=(unknown, *_beside(reckoning)))
    rows = [this_suspension(lost), *total_rows(reckoning, lost), *governors_of_suspension(reckoning)]
    return Meaning("Suspension", rows=rows, warnings=(*cautions(reckoning, lost), *_beside(reckoning)))


def _beside(reckoning: Reckoning) -> tuple[str, ...]:
    """What is on record for the same days: it bars the form, or is to be looked at before it is accepted."""
    span = reckoning.reported.span
    barred = [each.text for each in objections_beside_exclusion(reckoning.exclusions_reached, span)] if span else []
    return tuple(barred or (f"{text} Ask the school before you accept." for text in unlikely_days(reckoning)))


def unlikely_days(reckoning: Reckoning) -> list[str]:
    """The days that a suspension and a permanent exclusion from the same school share, in words."""
    reached, within = reckoning.exclusions_reached, reckoning.suspensions_within
    return [*lasting_into_exclusion(reached), *starting_in_suspension(within)]
