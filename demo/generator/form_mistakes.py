"""Mistakes that schools made in the web form in the last months: wrong answers, and the form’s own refusals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from accounts.models import User
from demo.generator.acting_clock import OFFICE_OPENS
from demo.generator.authority import ACADEMY, PRIMARY, SPECIAL, DemonstrationRefused
from demo.generator.exclusion_acts import Act
from demo.generator.form_answers import FORM, Data, query, typed
from exclusions.reasons import Reason
from exclusions.school_form.reading import CONTACT, EXAMS, REASONS, SPAN, START, TOLD
from portal.actions.mistakes import record_mistakes
from portal.contexts import context_for
from portal.mistakes import errors_without_values
from portal.step_forms import sent_form
from portal.webforms import PUPIL, get_webform
from schools.models import School

_ORDER = 90
_DAYS_BETWEEN = 3


@dataclass(frozen=True)
class Mistake:
    """Wrong answers to a step, and how often which schools gave them."""

    step: str
    data: Data
    times: int
    schools: tuple[str, ...]


def _mistakes(as_of: date) -> tuple[Mistake, ...]:
    day, ahead = as_of.isoformat(), (as_of + timedelta(days=400)).isoformat()
    no_sessions: Data = {"decided_on": day, "first_on": day, "last_on": day, "is_lunchtime_only": "no"}
    no_such_day: Data = {"decided_on": "31 6 2026", "excluded_on": day, "pm_began": "no"}
    too_many: Data = {"reasons": [str(each) for each in (Reason.DB, Reason.VA, Reason.VP, Reason.DM)]}
    wrong_number = typed("Sam", "Example", as_of, upn="B12345678901Z")
    return (
        Mistake(SPAN, no_sessions, 9, (ACADEMY, PRIMARY)),
        Mistake(TOLD, {"parents_told_on": ahead}, 7, (ACADEMY, SPECIAL)),
        Mistake(START, no_such_day, 6, (ACADEMY,)),
        Mistake(REASONS, too_many, 5, (PRIMARY, SPECIAL)),
        Mistake(PUPIL, wrong_number, 4, (ACADEMY, PRIMARY, SPECIAL)),
        Mistake(EXAMS, {"misses_exam": "yes"}, 3, (ACADEMY,)),
        Mistake(CONTACT, {"contact_name": "", "contact_telephone": ""}, 2, (PRIMARY,)),
    )


def mistake_acts(schools: Mapping[str, School], by: User, as_of: date) -> Iterator[Act]:
    """One act for each time, some days apart, the latest some days ago."""
    day = as_of
    for mistake in _mistakes(as_of):
        for number in range(mistake.times):
            day -= timedelta(days=_DAYS_BETWEEN)
            school = schools[mistake.schools[number % len(mistake.schools)]]
            yield Act(day, OFFICE_OPENS, _ORDER, by, partial(_make, mistake, school, as_of))


def _make(mistake: Mistake, school: School, as_of: date) -> None:
    step = get_webform(FORM).step(mistake.step)
    if step is None:
        raise DemonstrationRefused(f"The form has no step {mistake.step} any more.")
    form = sent_form(step, context_for(school, {}, as_of), query(mistake.data), ())
    if form.is_valid():
        raise DemonstrationRefused(f"The form’s step {mistake.step} takes answers that were meant to be wrong.")
    record_mistakes(form=FORM, step=mistake.step, school=school, errors=errors_without_values(form))
