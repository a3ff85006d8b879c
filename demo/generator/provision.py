"""The invented providers of education, and the bookings of the plan as acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal

from accounts.models import User
from cases.models import Case
from demo.generator.authority import UNIT
from provision.actions.placements import book_placement
from provision.actions.progress import end_placement, record_started
from provision.actions.providers import ProviderFacts, add_provider
from provision.booking import Booking, SessionTime
from provision.models import EndReason, Extent, LegalBasis, Placement, Provider
from schools.models import School

CENTRE, WORKSHOP, TUITION = "centre", "workshop", "tuition"
Kind, Registration = Provider.Kind, Provider.Registration


@dataclass(frozen=True)
class InventedProvider:
    """Somebody who gives education and does not exist. `school` is the key of an invented school."""

    key: str
    kind: str
    name: str = ""
    school: str = ""
    registration: str = Registration.UNKNOWN
    address: str = ""
    reports_to: str = ""
    telephone: str = ""
    email: str = ""


PROVIDERS = (
    InventedProvider(CENTRE, Kind.PUPIL_REFERRAL_UNIT, school=UNIT, reports_to="The duty manager at reception"),
    InventedProvider(
        WORKSHOP,
        Kind.INDEPENDENT,
        name="Millrace Workshop School (invented)",
        registration=Registration.YES,
        address="The Old Mill\n7 Millrace Walk\nCoventry\nCV0 5AA",
        reports_to="The lead tutor",
        telephone="01632 960205",
        email="office@example.org",
    ),
    InventedProvider(
        TUITION,
        Kind.TUTOR,
        name="Stepping Stones Tuition (invented)",
        address="Room 3\n18 Canal Street\nCoventry\nCV0 6AA",
        reports_to="The tutor of the day",
        telephone="01632 960206",
        email="tuition@example.org",
    ),
)
_HALVES = (("am", time(9, 30), time(12, 0)), ("pm", time(12, 45), time(15, 15)))
_WEEK = tuple(SessionTime(weekday, *half) for weekday in range(1, 6) for half in _HALVES)
_HOURS = Decimal(25)


def add_providers(schools: dict[str, School], by: User, as_of: date) -> dict[str, Provider]:
    """Add the providers; gives them by their keys."""
    return {each.key: add_provider(facts=_facts(each, schools), by=by, as_of=as_of) for each in PROVIDERS}


def _facts(each: InventedProvider, schools: dict[str, School]) -> ProviderFacts:
    return ProviderFacts(
        name=each.name,
        kind=each.kind,
        school=schools[each.school] if each.school else None,
        registration=each.registration,
        address=each.address,
        reports_to=each.reports_to,
        telephone=each.telephone,
        email=each.email,
    )


def book(
    case: Case,
    provider: Provider,
    starts_on: date,
    by: User,
    as_of: date,
    legal_basis: str = LegalBasis.SECTION_19_EXCLUDED,
) -> Placement:
    """Book full-time education with the provider from that day on."""
    booking = Booking(
        provider=provider,
        legal_basis=legal_basis,
        extent=Extent.FULL_TIME,
        starts_on=starts_on,
        hours_a_week=_HOURS,
        reports_to=provider.reports_to,
        sessions=_WEEK,
    )
    is_checked = provider.registration != Registration.YES
    return book_placement(case=case, booking=booking, by=by, as_of=as_of, is_registration_checked=is_checked)


def start(case: Case, by: User, as_of: date) -> None:
    """Record that what was booked began that day."""
    placement = _placement_of(case)
    record_started(placement=placement, started_on=as_of, version=placement.version, by=by, as_of=as_of)


def end(case: Case, by: User, as_of: date) -> None:
    """Record that it ended that day, because the child went back to the school."""
    placement = _placement_of(case)
    end_placement(
        placement=placement,
        ended_on=as_of,
        reason=EndReason.BACK_AT_SCHOOL,
        version=placement.version,
        by=by,
        as_of=as_of,
    )


def _placement_of(case: Case) -> Placement:
    return Placement.objects.select_related("case", "provider").get(case=case)
