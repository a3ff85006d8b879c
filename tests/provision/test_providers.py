"""Providers: adding, changing, and who may."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from ledger.models import AdministrativeEvent
from ledger.versions import StaleEdit
from provision.actions.providers import ProviderFacts, add_provider, change_provider
from provision.models import Provider
from provision.refusals import ProvisionRefused
from tests.factories.children import make_school
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.people import make_team, make_user
from tests.factories.provision import make_provider

TUTOR = ProviderFacts(name="Maple Tuition (invented)", kind=Provider.Kind.TUTOR, telephone="024 7600 0000")


def add(desk: Desk, facts: ProviderFacts = TUTOR) -> Provider:
    return add_provider(facts=facts, by=desk.officer, as_of=EXCLUDED_ON)


def change(
    desk: Desk, provider: Provider, *, version: int | None = None, is_active: bool = True, **more: str
) -> Provider:
    facts = ProviderFacts(**{"name": provider.name, "kind": provider.kind, **more})  # type: ignore[arg-type]
    return change_provider(
        provider=provider,
        facts=facts,
        is_active=is_active,
        version=version or provider.version,
        by=desk.officer,
        as_of=EXCLUDED_ON,
    )


def test_adding_keeps_the_facts_and_leaves_an_event(desk: Desk) -> None:
    provider = add(desk)
    assert (provider.registration, provider.is_active) == ("unknown", True)
    event = AdministrativeEvent.objects.get(code="provision.provider_added")
    assert event.subject == f"provider:{provider.uuid}"
    assert event.facts == {"kind": "tutor", "registration": "unknown", "is_active": True}


def test_a_school_brings_its_own_name_address_and_registration(desk: Desk) -> None:
    school = make_school("Oak Unit (invented)", street="2 Oak Road", town="Coventry", telephone="024 7600 1111")
    provider = add(desk, ProviderFacts(name="", kind=Provider.Kind.PUPIL_REFERRAL_UNIT, school=school))
    assert provider.name == "Oak Unit (invented)"
    assert provider.address == "2 Oak Road\nCoventry"
    assert (provider.telephone, provider.registration) == ("024 7600 1111", "yes")


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (ProviderFacts(name="", kind=Provider.Kind.TUTOR), "name"),
        (ProviderFacts(name="maple tuition (INVENTED)", kind=Provider.Kind.TUTOR), "name"),
        (ProviderFacts(name="A unit", kind=Provider.Kind.PUPIL_REFERRAL_UNIT), "urn"),
        (ProviderFacts(name="A thing", kind="nothing known"), "kind"),
    ],
)
def test_a_provider_that_cannot_be_is_refused(desk: Desk, facts: ProviderFacts, field: str) -> None:
    add(desk)
    with pytest.raises(ProvisionRefused) as refused:
        add(desk, facts)
    assert refused.value.field == field
    assert Provider.objects.count() == 1


def test_one_school_is_one_provider(desk: Desk) -> None:
    add(desk, ProviderFacts(name="Here", kind=Provider.Kind.SCHOOL, school=desk.school))
    with pytest.raises(ProvisionRefused) as refused:
        add(desk, ProviderFacts(name="There", kind=Provider.Kind.SCHOOL, school=desk.school))
    assert refused.value.field == "urn"


def test_two_people_who_add_the_same_at_once_add_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    add(desk)
    monkeypatch.setattr("provision.actions.providers._check", lambda *_: None)
    with pytest.raises(ProvisionRefused) as refused:
        add(desk)
    assert refused.value.field == "name"


def test_changing_and_taking_out_of_use(desk: Desk) -> None:
    provider = change(desk, make_provider(), is_active=False, registration="no")
    assert (provider.is_active, provider.registration, provider.version) == (False, "no", 2)
    assert AdministrativeEvent.objects.get(code="provision.provider_changed").facts["is_active"] is False


def test_a_stale_change_is_refused(desk: Desk) -> None:
    with pytest.raises(StaleEdit):
        change(desk, make_provider(), version=7)


@pytest.mark.parametrize("role", [Role.HEAD_OF_SERVICE, Role.EDUCATION_OFFICER, Role.ADMINISTRATOR])
def test_only_teams_that_book_education_change_providers(desk: Desk, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        add_provider(facts=TUTOR, by=make_user(role), as_of=EXCLUDED_ON)
    other = make_user(Role.TEAM_MANAGER, team=make_team("another_kind"))
    with pytest.raises(PermissionDenied, match="Only a team that books education"):
        add_provider(facts=TUTOR, by=other, as_of=EXCLUDED_ON)
    assert not Provider.objects.exists()
