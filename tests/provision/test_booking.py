"""Booking and changing: what is refused and why, and what a booking leaves behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.models import Address, Case, Event, Person, Relationship, RestrictedAddress
from ledger.versions import StaleEdit
from provision.actions.placements import book_placement, change_placement
from provision.booking import Booking, SessionTime
from provision.models import Placement
from provision.refusals import ProvisionRefused
from tests.factories.children import make_child
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.letters import safe_place
from tests.factories.people import make_team, make_user
from tests.factories.provision import EVERY_SESSION, SIXTH_DAY, book, booking, end, make_provider, start

BACKWARDS = (SessionTime(1, "pm", time(15), time(13)),)
TWO_MORNINGS = EVERY_SESSION[0:1] + EVERY_SESSION[2:3]


def refused(desk: Desk, case: Case, asked: Booking, **more: object) -> ProvisionRefused:
    with pytest.raises(ProvisionRefused) as error:
        book_placement(case=case, booking=asked, by=desk.officer, as_of=EXCLUDED_ON, **more)  # type: ignore[arg-type]
    assert not Placement.objects.exists()
    return error.value


def change(desk: Desk, placement: Placement, asked: Booking, *, version: int | None = None) -> Placement:
    return change_placement(
        placement=placement,
        booking=asked,
        version=version or placement.version,
        by=desk.officer,
        as_of=SIXTH_DAY,
    )


def test_a_booking_keeps_what_was_promised_and_leaves_an_event(desk: Desk, case: Case) -> None:
    placement = book(case, desk.officer)
    assert (placement.state, placement.child, placement.booked_on) == ("booked", desk.child, EXCLUDED_ON)
    assert placement.booked_by == desk.officer
    assert placement.sessions.count() == 10
    event = Event.objects.get(code="provision.booked")
    assert (event.case, event.happened_on) == (case, EXCLUDED_ON)
    assert event.facts == {
        "placement": str(placement.uuid),
        "starts_on": "2026-09-22",
        "checked_registration": False,
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"legal_basis": "section_100"}, "legal_basis"),
        ({"extent": "nothing"}, "extent"),
        ({"reports_to": ""}, "reports_to"),
        ({"starts_on": date(2026, 9, 14)}, "starts_on"),
        ({"starts_on": date(2027, 9, 22)}, "starts_on"),
        ({"ends_on": date(2026, 9, 21)}, "ends_on"),
        ({"hours_a_week": Decimal(0)}, "hours_a_week"),
        ({"hours_a_week": Decimal("50.5")}, "hours_a_week"),
        ({"sessions": BACKWARDS}, "afternoon_until"),
        ({"sessions": TWO_MORNINGS}, "hours_a_week"),
        ({"venue": "nowhere"}, "venue"),
        ({"venue": "elsewhere"}, "attends_at"),
        ({"attends_at": "2 Oak Road"}, "attends_at"),
    ],
)
def test_a_booking_that_cannot_be_right_names_the_field(desk: Desk, case: Case, wrong: dict, field: str) -> None:
    assert refused(desk, case, booking(**wrong)).field == field


def test_hours_may_fill_the_sessions_and_no_more(desk: Desk, case: Case) -> None:
    error = refused(desk, case, booking(sessions=TWO_MORNINGS, hours_a_week=Decimal("6.25"), extent="part_time"))
    assert "(6)" in str(error)
    assert book(case, desk.officer, sessions=TWO_MORNINGS, hours_a_week=Decimal(6), extent="part_time")


def test_a_provider_that_is_out_of_use_takes_nothing_new(desk: Desk, case: Case) -> None:
    provider = make_provider(is_active=False)
    assert refused(desk, case, booking(provider)).field == "provider"


def test_what_is_booked_stays_changeable_when_its_provider_goes_out_of_use(desk: Desk, case: Case) -> None:
    placement = book(case, desk.officer)
    placement.provider.is_active = False
    placement.provider.save()
    assert change(desk, placement, booking(placement.provider, hours_a_week=Decimal(20))).hours_a_week == 20


@pytest.mark.parametrize("registration", ["no", "unknown"])
def test_full_time_where_nobody_knows_a_registered_school_needs_a_check(
    desk: Desk, case: Case, registration: str
) -> None:
    provider = make_provider(registration=registration)
    error = refused(desk, case, booking(provider))
    assert error.field == "is_registration_checked"
    assert "No other child is booked there" in str(error)
    book_placement(
        case=case, booking=booking(provider), is_registration_checked=True, by=desk.officer, as_of=EXCLUDED_ON
    )
    assert Event.objects.get(code="provision.booked").facts["checked_registration"] is True


def test_less_than_full_time_there_needs_none(desk: Desk, case: Case) -> None:
    assert book(case, desk.officer, provider=make_provider(registration="no"), extent="combined")


@pytest.mark.parametrize("model", [Address, RestrictedAddress])
def test_an_address_of_the_family_is_never_written(desk: Desk, case: Case, model: type) -> None:
    """The same words for an open and a safe address, so that nobody learns which it is."""
    parent = Person.objects.create(given_names="Jo", surname="Hughes")
    Relationship.objects.create(child=desk.child, person=parent, kind="mother")
    safe = {"why": "x", "restricted_by": desk.officer, "restricted_at": "2026-09-01T00:00Z"}
    model.objects.create(
        person=parent,
        line_1="7 Elm Close",
        postcode="CV1 2AB",
        starts_on=date(2020, 1, 1),
        **(safe if model is RestrictedAddress else {}),
    )
    for written in ("7 elm close, Coventry cv1 2ab", "7, Elm Close", "7ElmClose", "The flat, CV12AB", "at cv1 2ab"):
        for asked in ({"venue": "elsewhere", "attends_at": written}, {"reports_to": f"Ms Okoro, {written}"}):
            error = refused(desk, case, booking(**asked))
            assert error.field == list(asked)[-1]
            assert str(error).startswith("An address of the child or the family is never written here.")
    assert book(case, desk.officer, venue="elsewhere", attends_at="17 Elm Close, Coventry CV1 2AD")


def test_a_safe_address_of_a_sister_is_never_written_into_a_change(desk: Desk, case: Case) -> None:
    parent = Person.objects.create(given_names="Jo", surname="Hughes")
    sister = make_child("Hughes", "Elin")
    for child in (desk.child, sister):
        Relationship.objects.create(child=child, person=parent, kind="mother", lives_with=True)
    placement = book(case, desk.officer)
    safe_place("7 Harbour View", "CV5 9SF", child=sister, by=desk.officer)
    with pytest.raises(ProvisionRefused, match="Enter a name or a desk") as error:
        change(desk, placement, booking(placement.provider, reports_to="Ask at cv59sf"))
    assert error.value.field == "reports_to"


def test_the_same_provider_is_not_booked_twice_for_the_same_days(desk: Desk, case: Case) -> None:
    first = book(case, desk.officer, ends_on=date(2026, 10, 2))
    with pytest.raises(ProvisionRefused) as error:
        book(case, desk.officer, provider=first.provider)
    assert error.value.field == "provider"
    assert book(case, desk.officer, provider=first.provider, starts_on=date(2026, 10, 5))
    assert book(case, desk.officer, provider=first.provider, starts_on=EXCLUDED_ON, ends_on=date(2026, 9, 21))
    assert book(case, desk.officer)


def test_a_case_that_is_over_or_of_another_kind_takes_no_booking(desk: Desk, case: Case) -> None:
    Case.objects.filter(pk=case.pk).update(kind="another_kind")
    desk.team.kinds = [*desk.team.kinds, "another_kind"]
    desk.team.save()
    desk.officer = make_user(Role.EXCLUSIONS_OFFICER, team=desk.team)
    case.refresh_from_db()
    assert "of this kind" in str(refused(desk, case, booking()))


def test_only_who_works_the_case_books(desk: Desk, case: Case) -> None:
    people = (
        make_user(Role.HEAD_OF_SERVICE),
        make_user(Role.EXCLUSIONS_OFFICER, team=make_team("another_kind")),
        make_user(Role.EDUCATION_OFFICER, team=desk.team),
        make_user(Role.ADMINISTRATOR),
    )
    placement = book(case, desk.officer)
    for somebody in people:
        with pytest.raises(PermissionDenied):
            book(case, somebody)
        with pytest.raises(PermissionDenied):
            change_placement(placement=placement, booking=booking(), version=1, by=somebody, as_of=EXCLUDED_ON)


def test_changing_replaces_the_sessions_and_leaves_an_event(desk: Desk, case: Case) -> None:
    placement = book(case, desk.officer)
    asked = booking(placement.provider, sessions=TWO_MORNINGS, hours_a_week=Decimal(6), extent="part_time")
    changed = change(desk, placement, asked)
    assert (changed.version, changed.extent, changed.sessions.count()) == (2, "part_time", 2)
    assert Event.objects.filter(code="provision.changed").count() == 1


def test_a_stale_change_changes_nothing(desk: Desk, case: Case) -> None:
    placement = book(case, desk.officer)
    with pytest.raises(StaleEdit):
        change(desk, placement, booking(placement.provider), version=9)
    assert Placement.objects.get().version == 1


def test_once_the_child_has_started_the_booked_day_stays(desk: Desk, case: Case) -> None:
    placement = start(book(case, desk.officer), desk.officer)
    same = booking(placement.provider)
    for asked, field in (
        (replace(same, starts_on=date(2026, 9, 23)), "starts_on"),
        (replace(same, starts_on=SIXTH_DAY, ends_on=date(2026, 9, 21)), "ends_on"),
    ):
        with pytest.raises(ProvisionRefused) as error:
            change(desk, placement, asked)
        assert error.value.field == field
    assert change(desk, placement, replace(same, ends_on=date(2026, 12, 18))).ends_on == date(2026, 12, 18)


def test_what_is_over_is_not_changed(desk: Desk, case: Case) -> None:
    placement = end(start(book(case, desk.officer), desk.officer), desk.officer, date(2026, 9, 24))
    with pytest.raises(ProvisionRefused, match="is over"):
        change(desk, placement, booking(placement.provider))
