"""What became of a booking: the child started, did not start, or it ended."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from ledger.versions import update_at_version
from provision.actions.placements import begin, finish
from provision.booking import LONGEST_AHEAD, placement_use
from provision.models import OPEN_PLACEMENTS, EndReason, NotStartedReason, Placement
from provision.refusals import ProvisionRefused

State = Placement.State


@transaction.atomic
def record_started(
    *, placement: Placement, started_on: date, version: int, by: User, as_of: date, is_early: bool = False
) -> Placement:
    """Record, or correct, the day on which the child really started.

    A day before the booked one is taken only with `is_early`, said by whoever records it. Raises PermissionDenied,
    ProvisionRefused naming the field, StaleEdit.
    """
    placement = begin(placement, version, by)
    if placement.state not in OPEN_PLACEMENTS:
        raise ProvisionRefused(f"This placement is “{placement.get_state_display()}”: its start no longer changes.")
    _check_day(started_on, "Started on", "started_on", placement, as_of)
    if placement.ends_on is not None and started_on > placement.ends_on:
        raise ProvisionRefused("Started on must be on or before the last day that was booked.", field="started_on")
    if started_on < placement.starts_on and not is_early:
        booked = placement.starts_on
        raise ProvisionRefused(
            f"It is booked to start on {booked.day} {booked:%B %Y}. Check the day, or tick “It started before the "
            "booked day”.",
            field="is_early",
        )
    placement = update_at_version(placement, version=version, state=State.STARTED, started_on=started_on)
    return finish(placement, "provision.started", by, as_of, started_on)


@transaction.atomic
def record_not_started(
    *, placement: Placement, reason: str, version: int, by: User, as_of: date, moved_to: date | None = None
) -> Placement:
    """Record that the child did not start: the start moves to another day, or without one the booking is called off.

    Also takes back a start that was recorded by mistake. Raises PermissionDenied, ProvisionRefused, StaleEdit.
    """
    placement = begin(placement, version, by)
    if placement.state not in OPEN_PLACEMENTS:
        raise ProvisionRefused(f"This placement is “{placement.get_state_display()}”: nothing more can start.")
    if reason not in NotStartedReason.values:
        raise ProvisionRefused("Why: choose one of the list.", field="reason")
    changes: dict[str, object] = {"started_on": None, "not_started_reason": reason}
    if moved_to is None:
        placement = update_at_version(placement, version=version, state=State.CANCELLED, **changes)
        return finish(placement, "provision.cancelled", by, as_of, as_of, reason=reason)
    _check_moved(placement, moved_to)
    placement = update_at_version(placement, version=version, state=State.BOOKED, starts_on=moved_to, **changes)
    return finish(placement, "provision.start_moved", by, as_of, as_of, reason=reason, moved_to=moved_to.isoformat())


@transaction.atomic
def end_placement(
    *, placement: Placement, ended_on: date, reason: str, version: int, by: User, as_of: date
) -> Placement:
    """Record the last day of education that had started, and why. Raises PermissionDenied, ProvisionRefused,
    StaleEdit."""
    placement = begin(placement, version, by)
    if placement.state not in (State.STARTED, State.ENDED) or placement.started_on is None:
        raise ProvisionRefused("The child has not started here. Record that it did not start instead.")
    if ended_on > as_of:
        raise ProvisionRefused(
            "Last day must be today or earlier. For a day ahead, change the booking’s last day.", field="ended_on"
        )
    if ended_on < placement.started_on:
        raise ProvisionRefused("Last day must be on or after the day the child started.", field="ended_on")
    if reason not in EndReason.values:
        raise ProvisionRefused("Why: choose one of the list.", field="reason")
    placement = update_at_version(placement, version=version, state=State.ENDED, ends_on=ended_on, end_reason=reason)
    return finish(placement, "provision.ended", by, as_of, ended_on, reason=reason)


def _check_day(day: date, label: str, field: str, placement: Placement, as_of: date) -> None:
    if day > as_of:
        raise ProvisionRefused(f"{label} must be today or earlier.", field=field)
    earliest = placement_use(placement.case).earliest(placement.case)
    if day < earliest:
        raise ProvisionRefused(f"{label} must be on or after {earliest.day} {earliest:%B %Y}.", field=field)


def _check_moved(placement: Placement, moved_to: date) -> None:
    earliest = placement_use(placement.case).earliest(placement.case)
    if not earliest <= moved_to <= earliest + LONGEST_AHEAD:
        raise ProvisionRefused(
            f"New start must be from {earliest.day} {earliest:%B %Y}, and within a year of it.", field="moved_to"
        )
    if placement.ends_on is not None and moved_to > placement.ends_on:
        raise ProvisionRefused("New start must be on or before the last day that was booked.", field="moved_to")
