"""Acts on a registration that turns out otherwise than it was recorded. Enrolling and leaving are in `children`."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from cases.actions.children import ChildRefused, check_no_other_main_roll
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
    _record(changed, "enrolment_changed", by, as_of)
    return changed


@transaction.atomic
def take_back_enrolment(*, enrolment: Enrolment, by: User, as_of: date) -> None:
    """Take back a registration that never began; the history keeps it. Raises PermissionDenied, ChildRefused."""
    check_user_can_change_child(by, enrolment.child)
    _check_is_not_main(enrolment)
    enrolment.delete()
    _record(enrolment, "enrolment_taken_back", by, as_of)


@transaction.atomic
def correct_admission(*, enrolment: Enrolment, starts_on: date, by: User, as_of: date) -> Enrolment:
    """Correct the first day of a main registration: the school admitted the child on another day. Raises
    PermissionDenied, and ChildRefused when the days do not fit or the child was on another main roll then."""
    check_user_can_change_child(by, enrolment.child)
    if enrolment.starts_on == starts_on:
        return enrolment
    if enrolment.ends_on is not None and enrolment.ends_on < starts_on:
        raise ChildRefused("First day on the roll must be on or before the last day there.", field="starts_on")
    check_no_other_main_roll(enrolment.child, enrolment.school, starts_on, enrolment.ends_on, besides=enrolment)
    changed = update_at_version(enrolment, version=enrolment.version, starts_on=starts_on)
    _record(changed, "enrolment_changed", by, as_of)
    return changed


@transaction.atomic
def take_back_admission(*, enrolment: Enrolment, by: User, as_of: date) -> None:
    """Take back a main registration at a school that never admitted the child; the history keeps it. Raises
    PermissionDenied, and ChildRefused when the child's record says that the child left that school again."""
    check_user_can_change_child(by, enrolment.child)
    if enrolment.ends_on is not None:
        raise ChildRefused(
            f"The child’s record says that the child left {enrolment.school} again, so there was an admission. Correct "
            "its day instead.",
            field="ends_on",
        )
    enrolment.delete()
    _record(enrolment, "enrolment_taken_back", by, as_of)


@transaction.atomic
def correct_leaving(*, enrolment: Enrolment, ends_on: date | None, by: User, as_of: date) -> Enrolment:
    """Correct the last day of a main registration, or take it back (None): the child is on that roll still. Raises
    PermissionDenied, and ChildRefused when the days do not fit or the child is on another main roll then."""
    check_user_can_change_child(by, enrolment.child)
    if enrolment.ends_on == ends_on:
        return enrolment
    if ends_on is not None and ends_on < enrolment.starts_on:
        raise ChildRefused("Last day must be on or after the first day on the roll.", field="ends_on")
    if ends_on is not None and ends_on > as_of:
        raise ChildRefused("Last day must be today or earlier.", field="ends_on")
    check_no_other_main_roll(enrolment.child, enrolment.school, enrolment.starts_on, ends_on, besides=enrolment)
    changed = update_at_version(enrolment, version=enrolment.version, ends_on=ends_on)
    _record(changed, "enrolment_changed", by, as_of)
    return changed


def _record(enrolment: Enrolment, code: str, by: User, as_of: date) -> None:
    urn, kind = enrolment.school.urn, enrolment.kind
    record_event(child=enrolment.child, code=code, by=by, happened_on=as_of, school=urn, enrolment_kind=kind)


def _check_is_not_main(enrolment: Enrolment) -> None:
    if enrolment.kind == Enrolment.Kind.MAIN:
        raise ChildRefused("A main registration is ended, never taken back.", field="kind")
