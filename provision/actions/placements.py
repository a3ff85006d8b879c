"""Acts on placements: book one, change one. The case's own dates follow at once."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from cases.actions.events import record_event
from cases.kinds import get_kind
from cases.models import Case
from ledger.versions import StaleEdit, update_at_version
from provision.booking import Booking, check_booking, placement_use, registration_warning, session_rows
from provision.models import OPEN_PLACEMENTS, Placement, PlacementSession
from provision.permissions import check_user_can_book
from provision.queries import full_time_elsewhere
from provision.refusals import ProvisionRefused

EVENT_LABELS = {
    "provision.booked": "Education booked",
    "provision.changed": "Booking of education changed",
    "provision.started": "Education started",
    "provision.start_moved": "Education did not start; moved to another day",
    "provision.cancelled": "Education never started; booking called off",
    "provision.ended": "Education ended",
}


@transaction.atomic
def book_placement(
    *, case: Case, booking: Booking, by: User, as_of: date, is_registration_checked: bool = False
) -> Placement:
    """Book education for the child of this case.

    Full-time education with a provider that is not known to be registered as a school is booked only once somebody
    says that it was checked. Raises PermissionDenied, ProvisionRefused naming the field.
    """
    check_user_can_book(by, case)
    case = lock_case(case)
    reasons = placement_use(case).reasons_against(case, as_of)
    if reasons:
        raise ProvisionRefused(*reasons)
    check_booking(case, booking)
    is_warned = _check_registration(case, booking, is_registration_checked)
    placement = Placement.objects.create(
        case=case, child_id=case.child_id, booked_on=as_of, booked_by=by, **_columns(booking)
    )
    _keep_sessions(placement, booking)
    return finish(
        placement,
        "provision.booked",
        by,
        as_of,
        as_of,
        starts_on=booking.starts_on.isoformat(),
        checked_registration=is_warned,
    )


@transaction.atomic
def change_placement(
    *,
    placement: Placement,
    booking: Booking,
    version: int,
    by: User,
    as_of: date,
    is_registration_checked: bool = False,
) -> Placement:
    """Change what was booked. Once the child has started, the booked day stays: the day of the start has its own page.

    Raises PermissionDenied, ProvisionRefused naming the field, StaleEdit.
    """
    placement = begin(placement, version, by)
    if placement.state not in OPEN_PLACEMENTS:
        raise ProvisionRefused("This placement is over. Book another one instead.")
    if placement.started_on is not None and booking.starts_on != placement.starts_on:
        raise ProvisionRefused("The child has started: the booked day no longer changes.", field="starts_on")
    if placement.started_on is not None and booking.ends_on is not None and booking.ends_on < placement.started_on:
        raise ProvisionRefused("Last day must be on or after the day the child started.", field="ends_on")
    check_booking(placement.case, booking, placement)
    is_warned = _check_registration(placement.case, booking, is_registration_checked)
    placement = update_at_version(placement, version=version, **_columns(booking))
    _keep_sessions(placement, booking)
    return finish(placement, "provision.changed", by, as_of, as_of, checked_registration=is_warned)


def begin(placement: Placement, version: int, by: User) -> Placement:
    """Permission first; then the case is locked, so that two acts on its placements follow each other; then the
    version that was shown. Raises PermissionDenied, StaleEdit."""
    check_user_can_book(by, placement.case)
    lock_case(placement.case)
    fresh = Placement.objects.select_related("case", "provider").get(pk=placement.pk)
    if fresh.version != version:
        raise StaleEdit(fresh)
    return fresh


def lock_case(case: Case) -> Case:
    """The case as it is now, locked to the end of the transaction."""
    return Case.objects.select_for_update(of=("self",)).select_related("child", "school").get(pk=case.pk)


def finish(placement: Placement, code: str, by: User, as_of: date, happened_on: date, **facts: object) -> Placement:
    """Let the case's kind work its dates out again, and leave the event on the case's timeline."""
    case = lock_case(placement.case)
    get_kind(case.kind).refresh(case=case, by=by, as_of=as_of)
    record_event(
        child=case.child, case=case, code=code, by=by, happened_on=happened_on, placement=str(placement.uuid), **facts
    )
    return placement


def _check_registration(case: Case, booking: Booking, is_checked: bool) -> bool:
    """True when there was something to check, and somebody says that they did."""
    warning = registration_warning(booking, full_time_elsewhere(booking.provider, case))
    if warning and not is_checked:
        raise ProvisionRefused(warning, field="is_registration_checked")
    return bool(warning)


def _columns(booking: Booking) -> dict[str, object]:
    return {
        "provider": booking.provider,
        "legal_basis": booking.legal_basis,
        "extent": booking.extent,
        "starts_on": booking.starts_on,
        "ends_on": booking.ends_on,
        "hours_a_week": booking.hours_a_week,
        "venue": booking.venue,
        "attends_at": booking.attends_at,
        "reports_to": booking.reports_to,
    }


def _keep_sessions(placement: Placement, booking: Booking) -> None:
    """The sessions as booked now; the history keeps those before."""
    PlacementSession.objects.filter(placement=placement).delete()
    PlacementSession.objects.bulk_create(
        PlacementSession(placement=placement, **row) for row in session_rows(booking.sessions)
    )
