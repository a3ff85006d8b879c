"""A pupil changes the main school on a day: off one roll and on another, in one transaction."""

from __future__ import annotations

from datetime import date, timedelta

from accounts.models import User
from cases.actions.children import ChildRefused, end_enrolment, enrol_child
from cases.actions.enrolments import change_enrolment
from cases.models import Child, Enrolment
from components.words import spelled_date
from exclusions.actions.refusals import ExclusionRefused
from schools.models import School

Kind = Enrolment.Kind


def change_main_school(
    *, child: Child, old_school: School, new_school: School, starts_on: date, by: User, as_of: date
) -> None:
    """End the main registration at the old school on the day before, and begin it at the new one. A registration (dual)
    at the new school, from a direction off site, ends with it. Raises ExclusionRefused; then nothing has changed."""
    last_day = starts_on - timedelta(days=1)
    old = _main_at(child, old_school, starts_on)
    for dual in Enrolment.objects.filter(child=child, school=new_school, kind=Kind.DUAL, starts_on__lte=last_day):
        if dual.ends_on is None or dual.ends_on > last_day:
            change_enrolment(
                enrolment=dual, school=new_school, starts_on=dual.starts_on, ends_on=last_day, by=by, as_of=as_of
            )
    try:
        end_enrolment(enrolment=old, ends_on=last_day, version=old.version, by=by, as_of=as_of)
        enrol_child(
            child=child,
            school=new_school,
            starts_on=starts_on,
            kind=Kind.MAIN,
            year_group=old.year_group,
            by=by,
            as_of=as_of,
        )
    except ChildRefused as refused:
        raise ExclusionRefused(str(refused), field="moved_on") from refused


def _main_at(child: Child, school: School, starts_on: date) -> Enrolment:
    rows = Enrolment.objects.filter(child=child, school=school, kind=Kind.MAIN, starts_on__lt=starts_on)
    known = next((each for each in rows.order_by("-starts_on") if not each.ends_on or each.ends_on >= starts_on), None)
    if known is None:
        raise ExclusionRefused(
            f"The child is not on the main roll of {school} on {spelled_date(starts_on)}. Correct the child’s schools "
            "first.",
            field="moved_on",
        )
    return known
