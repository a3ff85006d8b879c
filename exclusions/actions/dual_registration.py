"""The registration at the other school that a direction off site brings: made, corrected and ended with it."""

from __future__ import annotations

from datetime import date, timedelta

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
    before: OffsiteDirection,
    *,
    school: School | None,
    first_on: date,
    until_on: date | None,
    ended_on: date | None,
    how: str,
    by: User,
    as_of: date,
) -> Enrolment | None:
    """The registration as a direction that was put right asks for it: to its end, else to the day that is fixed, and
    never beside the main roll of that school. One that is no longer asked for is left for `drop_registration`, once no
    direction points at it."""
    registration, child = before.dual_registration, before.case.child
    if ended_on is not None and _never_was(first_on, ended_on, how):
        school = None
    last_on = _last_day(child, school, first_on, ended_on or until_on)
    if registration is None or school is None:
        return registration_for(child, school, first_on, last_on, by=by, as_of=as_of)
    _check_not_there(child, school, first_on, last_on, besides=registration)
    return change_enrolment(
        enrolment=registration, school=school, starts_on=first_on, ends_on=last_on, by=by, as_of=as_of
    )


def settle_registrations(child: Child, school: School, *, by: User, as_of: date) -> None:
    """The registrations at this school that directions of the child brought, as they are beside its main roll now."""
    directions = OffsiteDirection.objects.filter(case__child=child, dual_registration__school=school)
    for each in directions.select_related("case__child", "dual_registration__child", "destination_school"):
        registration_after_correcting(
            each,
            school=each.destination_school,
            first_on=each.first_on,
            until_on=each.until_on,
            ended_on=each.ended_on,
            how=each.how_ended,
            by=by,
            as_of=as_of,
        )


def drop_registration(registration: Enrolment | None, *, by: User, as_of: date) -> None:
    """Take a registration back to which no direction points any more."""
    if registration is not None:
        take_back_enrolment(enrolment=registration, by=by, as_of=as_of)


def is_to_be_dropped(direction: OffsiteDirection, ended_on: date, how: str) -> bool:
    """True when the registration never began, or was recorded by mistake with the direction."""
    return _never_was(direction.first_on, ended_on, how)


def _never_was(first_on: date, ended_on: date, how: str) -> bool:
    return how == DirectionEnd.RECORDED_IN_ERROR or ended_on < first_on


def _last_day(child: Child, school: School | None, first_on: date, last_on: date | None) -> date | None:
    """The last day of the registration: the day before the pupil is on the main roll of that school at the latest."""
    main = Enrolment.objects.filter(child=child, school=school, kind=Enrolment.Kind.MAIN, starts_on__gt=first_on)
    days = [each.starts_on - timedelta(days=1) for each in main]
    return min([*days, last_on] if last_on else days, default=None)


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
