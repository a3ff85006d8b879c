"""A pupil changes the main school on a day: off one roll and on another, in one transaction."""

from __future__ import annotations

from datetime import date, timedelta

from accounts.models import User
from cases.actions.children import end_enrolment, enrol_child
from cases.actions.enrolments import change_enrolment, correct_admission, correct_leaving, take_back_admission
from cases.models import Child, Enrolment
from components.words import spelled_date
from exclusions.actions.refusals import ExclusionRefused, refused_at
from schools.models import School

Kind = Enrolment.Kind
_ONE_DAY = timedelta(days=1)


def change_main_school(
    *, child: Child, old_school: School, new_school: School, starts_on: date, by: User, as_of: date
) -> None:
    """End the main registration at the old school on the day before, and begin it at the new one. A registration (dual)
    at the new school, from a direction off site, ends with it. Raises ExclusionRefused; then nothing has changed."""
    last_day = starts_on - _ONE_DAY
    old = _main_at(child, old_school, starts_on)
    for dual in Enrolment.objects.filter(child=child, school=new_school, kind=Kind.DUAL, starts_on__lte=last_day):
        if dual.ends_on is None or dual.ends_on > last_day:
            change_enrolment(
                enrolment=dual, school=new_school, starts_on=dual.starts_on, ends_on=last_day, by=by, as_of=as_of
            )
    with refused_at("moved_on"):
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


def correct_change(
    *, child: Child, old_school: School, new_school: School, was_on: date, starts_on: date, by: User, as_of: date
) -> None:
    """The pupil changed the school on another day than `was_on`: both main registrations move, and those (dual) at the
    new school that ended with the change. Raises ExclusionRefused, with the reason where the rolls have changed
    since; then nothing has changed."""
    old, new = _both(child, old_school, new_school, was_on)
    last_day, was_last_day = starts_on - _ONE_DAY, was_on - _ONE_DAY
    with refused_at("moved_on"):
        # Never on two main rolls at once, on the way there either.
        if starts_on > was_on:
            correct_admission(enrolment=new, starts_on=starts_on, by=by, as_of=as_of)
        correct_leaving(enrolment=old, ends_on=last_day, by=by, as_of=as_of)
        if starts_on < was_on:
            correct_admission(enrolment=new, starts_on=starts_on, by=by, as_of=as_of)
        for dual in Enrolment.objects.filter(child=child, school=new_school, kind=Kind.DUAL, ends_on=was_last_day):
            change_enrolment(
                enrolment=dual, school=new_school, starts_on=dual.starts_on, ends_on=last_day, by=by, as_of=as_of
            )


def take_back_change(
    *, child: Child, old_school: School, new_school: School, was_on: date, by: User, as_of: date
) -> None:
    """The pupil did not change the school: off the new roll, and on the old one as before. Raises ExclusionRefused,
    with the reason where the rolls have changed since; then nothing has changed."""
    old, new = _both(child, old_school, new_school, was_on)
    with refused_at("is_mistake"):
        take_back_admission(enrolment=new, by=by, as_of=as_of)
        correct_leaving(enrolment=old, ends_on=None, by=by, as_of=as_of)


def _both(child: Child, old_school: School, new_school: School, was_on: date) -> tuple[Enrolment, Enrolment]:
    rows = Enrolment.objects.filter(child=child, kind=Kind.MAIN).select_related("child", "school")
    old = rows.filter(school=old_school, ends_on=was_on - _ONE_DAY).first()
    new = rows.filter(school=new_school, starts_on=was_on).first()
    if old is None or new is None:
        raise ExclusionRefused(
            f"The child’s record no longer says that the child left {old_school} and came to {new_school} on "
            f"{spelled_date(was_on)}: the rolls have changed since. Correct the child’s schools first.",
            field="is_mistake",
        )
    return old, new


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
