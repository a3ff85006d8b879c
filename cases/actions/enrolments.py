"""Acts on a registration that turns out otherwise than it was recorded. Enrolling and leaving are in `children`."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from cases.actions.children import ChildRefused
from cases.actions.events import record_event
from cases.models import Enrolment
from cases.permissions import check_user_can_change_child
from ledger.versions import update_at_version
from schools.models import School


@transaction.atomic
def change_enrolment(
    *, enrolment: Enrolment, school: School, starts_on: date, ends_on: date | None, by: User, as_of: date
) -> Enrolment:
    """Correct the school or the days of a registration that is not the main one. An end may lie ahead: it was fixed
    beforehand. Raises PermissionDenied, and ChildRefused when the days do not fit or the registration is a main one."""
    check_user_can_change_child(by, enrolment.child)
    _check_is_not_main(enrolment)
    if ends_on is not None and ends_on < starts_on:
        raise ChildRefused("Last day must be on or after the first day on the roll.", field="ends_on")
    if (enrolment.school_id, enrolment.starts_on, enrolment.ends_on) == (school.pk, starts_on, ends_on):
        return enrolment
    changed = update_at_version(
        enrolment, version=enrolment.version, school=school, starts_on=starts_on, ends_on=ends_on
    )
    record_event(
        child=changed.child,
        code="enrolment_changed",
        by=by,
        happened_on=as_of,
        school=school.urn,
        enrolment_kind=changed.kind,
    )
    return changed


@transaction.atomic
def take_back_enrolment(*, enrolment: Enrolment, by: User, as_of: date) -> None:
    """Take back a registration that never began; the history keeps it. Raises PermissionDenied, ChildRefused."""
    check_user_can_change_child(by, enrolment.child)
    _check_is_not_main(enrolment)
    child, urn, kind = enrolment.child, enrolment.school.urn, enrolment.kind
    enrolment.delete()
    record_event(child=child, code="enrolment_taken_back", by=by, happened_on=as_of, school=urn, enrolment_kind=kind)


def _check_is_not_main(enrolment: Enrolment) -> None:
    if enrolment.kind == Enrolment.Kind.MAIN:
        raise ChildRefused("A main registration is ended, never taken back.", field="kind")
