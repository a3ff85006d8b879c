"""Putting right an admission to the next school that was recorded wrongly, or that never was."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.cases import move_case
from cases.actions.enrolments import correct_admission as correct_enrolment
from cases.actions.enrolments import take_back_admission as take_back_enrolment
from cases.models import Case
from components.words import spelled_date
from exclusions.actions.corrections import keep_reason
from exclusions.actions.next_school import check_admission
from exclusions.actions.refusals import ExclusionRefused, refused_at
from exclusions.actions.steps import finish
from exclusions.actions.tracks import begin_track, keep
from exclusions.leaving.next_school import CORRECTION, reasons_against
from exclusions.leaving.records import admission_of, leaving_of
from exclusions.models import SCHOOL_DESTINATIONS, NextSchool
from exclusions.states import OFF_ROLL, PLACED
from schools.models import School

_WHAT = "The admission to the next school"


@transaction.atomic
def correct_admission(
    *,
    case: Case,
    admitted_on: date,
    because: str,
    is_confirmed: bool = False,
    version: int,
    by: User,
    as_of: date,
) -> Case:
    """Correct the day of the admission: the child's record at the school follows, and so does the share of the money
    that follows the pupil. A payment that was made stays. Another day, without school, is refused until `is_confirmed`
    says that it is right."""
    facts = begin_track(case, CORRECTION, version, by, as_of, reasons_against)
    way = leaving_of(case).next_school
    check_admission(facts, way, admitted_on, as_of, is_confirmed=is_confirmed)
    if way.placed_on is not None and admitted_on > way.placed_on:
        raise ExclusionRefused(
            f"Admitted on must be on or before {spelled_date(way.placed_on)}, since when the child is recorded as "
            "placed.",
            field="admitted_on",
        )
    keep_reason(case, _WHAT, because, by, as_of)
    enrolment = admission_of(case, way)
    if enrolment is not None:
        with refused_at("admitted_on"):
            correct_enrolment(enrolment=enrolment, starts_on=admitted_on, by=by, as_of=as_of)
    was, school = cast(date, way.admitted_on), cast(School, way.school)
    keep(NextSchool, case, admitted_on=admitted_on)
    before = {"school": school.urn, "was_on": was.isoformat()}
    return finish(case, "exclusions.admission_corrected", by, as_of, admitted_on, **before)


@transaction.atomic
def take_back_admission(*, case: Case, because: str, version: int, by: User, as_of: date) -> Case:
    """Take back an admission that never was: the place is agreed as before, and may become another. The child leaves
    the roll of that school in the record, and a case that was placed by it is placed no more."""
    begin_track(case, CORRECTION, version, by, as_of, reasons_against)
    way = leaving_of(case).next_school
    keep_reason(case, _WHAT, because, by, as_of)
    enrolment = admission_of(case, way)
    if enrolment is not None:
        with refused_at("is_mistake"):
            take_back_enrolment(enrolment=enrolment, by=by, as_of=as_of)
    was, school = cast(date, way.admitted_on), cast(School, way.school)
    if case.state == PLACED and way.destination in SCHOOL_DESTINATIONS:
        keep(NextSchool, case, admitted_on=None, destination="", placed_on=None)
        case = move_case(case=case, transition="placed_corrected", to_state=OFF_ROLL, by=by, as_of=as_of)
    else:
        keep(NextSchool, case, admitted_on=None)
    before = {"school": school.urn, "was_on": was.isoformat()}
    return finish(case, "exclusions.admission_taken_back", by, as_of, as_of, **before)
