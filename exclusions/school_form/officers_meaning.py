"""What a school's form would mean for the child whom an officer compares, before it is accepted: the days over all
schools and the governors' duty, as the form itself said while it was filled in."""

from __future__ import annotations

from exclusions.school_form.meaning import (
    NO_DATE,
    cautions,
    date_of,
    governors_of_permanent,
    governors_of_suspension,
    this_suspension,
    total_rows,
)
from exclusions.school_form.reckoning import reckon
from portal.webforms import FormContext, Meaning


def officers_meaning(context: FormContext) -> Meaning | None:
    """The totals of the child of the context with this form in them, and the band; None before the dates are there."""
    reckoning = reckon(context)
    reported, lost = reckoning.reported, reckoning.lost
    if reported.is_permanent:
        if reported.excluded_on is None or reported.pm_began is None:
            return None
        rows = [("Education is due from", date_of(reckoning.sixth_day)), *governors_of_permanent(reckoning)]
        return Meaning("Permanent exclusion", rows=rows)
    if lost is None:
        return None
    if lost.unknown_because:
        return Meaning("Suspension", warnings=(f"The number of days, and every date, {NO_DATE}",))
    rows = [this_suspension(lost), *total_rows(reckoning, lost), *governors_of_suspension(reckoning)]
    return Meaning("Suspension", rows=rows, warnings=tuple(cautions(reckoning, lost)))
