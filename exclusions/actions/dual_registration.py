"""The registration at the other school that a direction off site brings: made, corrected and ended with it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from accounts.models import User
from cases.actions.children import enrol_child
from cases.actions.enrolments import change_enrolment, take_back_enrolment
from cases.models import Child, Enrolment
from components.words import spelled_date
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import DirectionEnd, OffsiteDirection
from schools.models import School


def registration_for(
    child: Child, school: School | None, first_on: date, until_on: date | None, *, by: User, as_of: date
) -> Enrolment | None:
    """Register the child (dual) at the school from the first day on; None for a provider that is no school.

    Raises ExclusionRefused when the child is registered there already in that time.
    """
    if school is None:
        return None
    _check_not_there(child, school, first_on, until_on)
    kind = Enrolment.Kind.DUAL
    return enrol_child(child=child, school=school, starts_on=first_on, ends_on=until_on, kind=kind, by=by, as_of=as_of)


def registration_after_correcting(
    before: OffsiteDirection, school: School | None, first_on: date, until_on: date | None, *, by: User, as_of: date
) -> Enrolment | None:
    """The registration as a corrected direction asks for it. One that is no longer asked for is left for
    `drop_registration`, once no direction points at it."""
    registration, child = before.dual_registration, before.case.child
    if registration is None or school is None:
        return registration_for(child, school, first_on, until_on, by=by, as_of=as_of)
    _check_not_there(child, school, first_on, until_on, besides=registration)
    return change_enrolment(
        enrolment=registration, school=school, starts_on=first_on, ends_on=until_on, by=by, as_of=as_of
    )


def drop_registration(registration: Enrolment | None, *, by: User, as_of: date) -> None:
    """Take a registration back to which no direction points any more."""
    if registration is not None:
        take_back_enrolment(enrolment=registration, by=by, as_of=as_of)


def is_to_be_dropped(direction: OffsiteDirection, ended_on: date, how: str) -> bool:
    """True when the registration never began, or was recorded by mistake with the direction."""
    return how == DirectionEnd.RECORDED_IN_ERROR or ended_on < direction.first_on


def end_registration(registration: Enrolment, ended_on: date, how: str, *, by: User, as_of: date) -> None:
    """End it with the direction. When the child moved to that school for good, the move has ended it before."""
    known = registration.ends_on if how == DirectionEnd.MANAGED_MOVE else None
    ends_on = min(ended_on, known) if known else ended_on
    change_enrolment(
        enrolment=registration,
        school=registration.school,
        starts_on=registration.starts_on,
        ends_on=ends_on,
        by=by,
        as_of=as_of,
    )


def _check_not_there(
    child: Child, school: School, first_on: date, until_on: date | None, besides: Enrolment | None = None
) -> None:
    there = Enrolment.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=first_on), child=child, school=school)
    if until_on is not None:
        there = there.filter(starts_on__lte=until_on)
    known = next((each for each in there if each != besides), None)
    if known is not None:
        raise ExclusionRefused(
            f"The child is already registered at {school} from {spelled_date(known.starts_on)}. End or correct that "
            "registration first.",
            field="destination_urn",
        )
