"""What is asked of a booking, and every check that needs no state: shared by booking and changing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from cases.disclosure import names_address_of_the_family
from cases.models import Case, Child
from provision.models import MOST_HOURS_A_WEEK, Extent, Placement, Provider, Venue
from provision.queries import open_placements
from provision.refusals import ProvisionRefused
from provision.uses import PlacementUse, use_of

# No limit of the law: a start or an end further away than this is a slip of the pen.
LONGEST_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class SessionTime:
    """One half-day of the week: `weekday` 1 (Monday) to 5, `half` "am" or "pm", and its times."""

    weekday: int
    half: str
    from_time: time
    until_time: time

    @property
    def hours(self) -> Decimal:
        """How long it lasts, in hours."""
        day = date(2000, 1, 3)
        length = datetime.combine(day, self.until_time) - datetime.combine(day, self.from_time)
        return Decimal(int(length.total_seconds())) / Decimal(3600)


@dataclass(frozen=True)
class Booking:
    """What a placement promises."""

    provider: Provider
    legal_basis: str
    extent: str
    starts_on: date
    hours_a_week: Decimal
    reports_to: str
    ends_on: date | None = None
    venue: str = Venue.PROVIDER
    attends_at: str = ""
    sessions: tuple[SessionTime, ...] = ()


def placement_use(case: Case) -> PlacementUse:
    """How the case's kind books education. Raises ProvisionRefused for a kind that books none."""
    use = use_of(case)
    if use is None:
        raise ProvisionRefused("No education is booked in cases of this kind.")
    return use


def check_booking(case: Case, booking: Booking, placement: Placement | None = None) -> None:
    """Refuse a booking that cannot be right. Each refusal names the field and the fix."""
    use = placement_use(case)
    _check_words(booking, use, placement)
    _check_days(case, booking, use)
    _check_hours(booking)
    _check_venue(case.child, booking)
    _check_not_twice(case, booking, placement)


def _check_words(booking: Booking, use: PlacementUse, placement: Placement | None) -> None:
    is_kept = placement is not None and placement.provider_id == booking.provider.pk
    if not booking.provider.is_active and not is_kept:
        raise ProvisionRefused("This provider is no longer in use. Choose another.", field="provider")
    if booking.legal_basis not in use.legal_bases:
        raise ProvisionRefused("Legal basis: choose one that is lawful for this case.", field="legal_basis")
    if booking.extent not in Extent.values:
        raise ProvisionRefused("How much of the education: choose one of the list.", field="extent")
    if not booking.reports_to:
        raise ProvisionRefused("Enter whom the child reports to on the first day.", field="reports_to")


def _check_days(case: Case, booking: Booking, use: PlacementUse) -> None:
    earliest = use.earliest(case)
    if booking.starts_on < earliest:
        raise ProvisionRefused(
            f"Starts on must be on or after {earliest.day} {earliest:%B %Y}, when this case begins.", field="starts_on"
        )
    if booking.starts_on > earliest + LONGEST_AHEAD:
        raise ProvisionRefused("Starts on must be within a year. Check the year.", field="starts_on")
    if booking.ends_on is not None and booking.ends_on < booking.starts_on:
        raise ProvisionRefused("Last day must be on or after the day it starts.", field="ends_on")


def _check_hours(booking: Booking) -> None:
    if not 0 < booking.hours_a_week <= MOST_HOURS_A_WEEK:
        raise ProvisionRefused(
            f"Hours a week must be more than 0 and at most {MOST_HOURS_A_WEEK}.", field="hours_a_week"
        )
    for each in booking.sessions:
        if each.until_time <= each.from_time:
            name = "morning" if each.half == "am" else "afternoon"
            raise ProvisionRefused(f"The {name} must end after it begins.", field=f"{name}_until")
    in_sessions = sum((each.hours for each in booking.sessions), Decimal())
    if booking.sessions and booking.hours_a_week > in_sessions:
        raise ProvisionRefused(
            f"Hours a week is more than the sessions hold ({in_sessions.normalize():f}). Correct the one or the other.",
            field="hours_a_week",
        )


def _check_venue(child: Child, booking: Booking) -> None:
    if booking.venue not in Venue.values:
        raise ProvisionRefused("Where: choose one of the list.", field="venue")
    if booking.venue == Venue.ELSEWHERE and not booking.attends_at:
        raise ProvisionRefused("Enter the other address.", field="attends_at")
    if booking.venue != Venue.ELSEWHERE and booking.attends_at:
        raise ProvisionRefused("Take the other address out, or choose “Another address”.", field="attends_at")
    _check_names_no_home(child, booking.attends_at, "attends_at", "Choose “The child’s home” instead.")
    _check_names_no_home(child, booking.reports_to, "reports_to", "Enter a name or a desk.")


def _check_names_no_home(child: Child, text: str, field: str, instead: str) -> None:
    """A letter prints this text. The same words for an open and a safe address: nobody learns here which it is."""
    if text and names_address_of_the_family(child, text):
        raise ProvisionRefused(f"An address of the child or the family is never written here. {instead}", field=field)


def _check_not_twice(case: Case, booking: Booking, placement: Placement | None) -> None:
    for other in open_placements(case):
        if placement is not None and other.pk == placement.pk:
            continue
        begins_before_it_ends = other.ends_on is None or booking.starts_on <= other.ends_on
        ends_after_it_begins = booking.ends_on is None or booking.ends_on >= (other.started_on or other.starts_on)
        if other.provider_id == booking.provider.pk and begins_before_it_ends and ends_after_it_begins:
            raise ProvisionRefused(
                "This provider is already booked for these days. Change that booking instead.", field="provider"
            )


def registration_warning(booking: Booking, others_there: int) -> str:
    """Why somebody should look before this is booked; empty when there is nothing to warn of.

    A provider that gives full-time education to several children, or to one who is looked after or has an EHC plan,
    must be registered as a school (Education Act 1996 s463; law pack, exclusions §9).
    """
    if booking.provider.registration == Provider.Registration.YES or booking.extent != Extent.FULL_TIME:
        return ""
    known = (
        "is not registered" if booking.provider.registration == Provider.Registration.NO else "may not be registered"
    )
    others = {0: "No other child is", 1: "1 other child is"}.get(others_there, f"{others_there} other children are")
    return (
        f"{booking.provider.name} {known} as a school. A place that gives full-time education to several children, or "
        "to one child who is looked after or has an EHC plan, must be. "
        f"{others} booked there full-time by this council. Tick “I have checked” to book it all the same."
    )


def session_rows(sessions: Sequence[SessionTime]) -> list[dict[str, object]]:
    """The sessions as the columns of their table."""
    return [
        {
            "weekday": each.weekday,
            "half": each.half,
            "from_time": each.from_time,
            "until_time": each.until_time,
        }
        for each in sessions
    ]
