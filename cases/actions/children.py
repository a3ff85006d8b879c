"""Acts on a child's record: create, change, enrol."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

import statute
from accounts.models import User
from accounts.permissions import check_permission
from cases.actions.events import record_event
from cases.models import Child, Enrolment, FormerUpn
from cases.names import sort_key
from cases.permissions import Permission, check_user_can_change_child
from ledger.versions import update_at_version
from schools.models import School


class ChildRefused(Exception):
    """The act on the child's record is not possible. `field` is the field at fault."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


# The same words whether the record may be seen or is hidden: they must not tell the two apart.
UPN_IS_TAKEN = "This UPN belongs to a record already. Search for it. If nothing is found, ask information governance."


def checked_upn(typed: str) -> str:
    """The UPN in capitals without spaces; empty stays empty. Raises ChildRefused with the reason."""
    upn = "".join(typed.split()).upper()
    if not upn:
        return ""
    result = statute.calculate("people.upn_valid", facts={"upn": upn})
    if str(result.outcome) == "refused":
        reasons = [result.because] if isinstance(result.because, str) else result.because
        raise ChildRefused("UPN: " + " ".join(reasons), field="upn")
    return upn


@transaction.atomic
def create_child(
    *,
    given_names: str,
    surname: str,
    born_on: date,
    by: User,
    as_of: date,
    upn: str = "",
    sex: str = "U",
    source: str = "officer",
) -> Child:
    """Create a child's record. Raises ChildRefused (UPN wrong or in use, born in the future), PermissionDenied."""
    check_permission(by, Permission.CHANGE_CHILDREN, "You may not create a child's record.")
    upn = checked_upn(upn)
    if born_on > as_of:
        raise ChildRefused("Date of birth must be in the past.", field="born_on")
    try:
        with transaction.atomic():
            child = Child.objects.create(
                given_names=given_names,
                surname=surname,
                sort_key=sort_key(surname, given_names),
                born_on=born_on,
                upn=upn,
                sex=sex,
                source=source,
            )
    except IntegrityError as error:
        raise ChildRefused(UPN_IS_TAKEN, field="upn") from error
    record_event(child=child, code="child_created", by=by, happened_on=as_of, source=source)
    return child


@transaction.atomic
def change_child(*, child: Child, version: int, by: User, as_of: date, **changes: object) -> Child:
    """Change a child's names, date of birth, sex or UPN. Raises ChildRefused, StaleEdit, PermissionDenied.

    A UPN that is replaced is kept as a former UPN. The event names the fields, never their values: the history table
    has those.
    """
    check_user_can_change_child(by, child)
    if "upn" in changes:
        changes["upn"] = checked_upn(str(changes["upn"]))
    if "surname" in changes or "given_names" in changes:
        changes["sort_key"] = sort_key(
            str(changes.get("surname", child.surname)), str(changes.get("given_names", child.given_names))
        )
    old_upn = child.upn
    try:
        with transaction.atomic():
            fresh = update_at_version(child, version=version, **changes)
    except IntegrityError as error:
        raise ChildRefused(UPN_IS_TAKEN, field="upn") from error
    if old_upn and fresh.upn != old_upn:
        FormerUpn.objects.create(child=fresh, upn=old_upn, replaced_on=as_of)
    record_event(
        child=fresh, code="child_changed", by=by, happened_on=as_of, fields=sorted(set(changes) - {"sort_key"})
    )
    return fresh


@transaction.atomic
def enrol_child(
    *,
    child: Child,
    school: School,
    starts_on: date,
    by: User,
    as_of: date,
    kind: str = Enrolment.Kind.MAIN,
    year_group: int | None = None,
    ends_on: date | None = None,
) -> Enrolment:
    """Record that a child is on a school's roll. Raises PermissionDenied, and ChildRefused when the days do not fit or
    the child would be on two main rolls at once."""
    check_user_can_change_child(by, child)
    if ends_on is not None and ends_on < starts_on:
        raise ChildRefused("Enrolled to must be on or after enrolled from.", field="ends_on")
    Child.objects.select_for_update().get(pk=child.pk)
    if kind == Enrolment.Kind.MAIN:
        check_no_other_main_roll(child, school, starts_on, ends_on)
    enrolment, is_new = Enrolment.objects.get_or_create(
        child=child,
        school=school,
        kind=kind,
        starts_on=starts_on,
        defaults={"year_group": year_group, "ends_on": ends_on},
    )
    if is_new:
        record_event(
            child=child, code="child_enrolled", by=by, happened_on=starts_on, school=school.urn, enrolment_kind=kind
        )
    return enrolment


def check_no_other_main_roll(
    child: Child, school: School, starts_on: date, ends_on: date | None, *, besides: Enrolment | None = None
) -> None:
    """Refuse a main registration in those days while the child is on another main roll; `besides` is no other one."""
    others = Enrolment.objects.filter(child=child, kind=Enrolment.Kind.MAIN).exclude(school=school, starts_on=starts_on)
    if besides is not None:
        others = others.exclude(pk=besides.pk)
    others = others.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on))
    if ends_on is not None:
        others = others.filter(starts_on__lte=ends_on)
    other = others.select_related("school").first()
    if other is not None:
        raise ChildRefused(
            f"The child is on the main roll of {other.school} in that time. Record when they left it first.",
            field="kind",
        )


@transaction.atomic
def end_enrolment(*, enrolment: Enrolment, ends_on: date, version: int, by: User, as_of: date) -> Enrolment:
    """Record the last day of a child on a school's roll. Raises ChildRefused, StaleEdit, PermissionDenied."""
    check_user_can_change_child(by, enrolment.child)
    if ends_on < enrolment.starts_on:
        raise ChildRefused("Last day must be on or after the first day on the roll.", field="ends_on")
    if ends_on > as_of:
        raise ChildRefused("Last day must be today or earlier.", field="ends_on")
    ended = update_at_version(enrolment, version=version, ends_on=ends_on)
    record_event(
        child=ended.child,
        code="enrolment_ended",
        by=by,
        happened_on=ends_on,
        school=ended.school.urn,
        enrolment_kind=ended.kind,
    )
    return ended
