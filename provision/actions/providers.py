"""Acts on providers: add one, change one. Each leaves an administrative event."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date

from django.db import IntegrityError, transaction

from accounts.models import User
from ledger.administrative import record_event
from ledger.versions import update_at_version
from provision.models import KINDS_OF_SCHOOL, Provider
from provision.permissions import check_user_can_change_providers
from provision.refusals import ProvisionRefused
from schools.models import School


@dataclass(frozen=True)
class ProviderFacts:
    """What is kept of a provider. `school` is its entry in the national register, where it has one."""

    name: str
    kind: str
    school: School | None = None
    registration: str = Provider.Registration.UNKNOWN
    address: str = ""
    reports_to: str = ""
    telephone: str = ""
    email: str = ""


@transaction.atomic
def add_provider(*, facts: ProviderFacts, by: User, as_of: date) -> Provider:
    """Add a provider. What is left empty is taken from its entry in the national register.

    Raises PermissionDenied, or ProvisionRefused naming the field.
    """
    check_user_can_change_providers(by)
    facts = _completed(facts)
    _check(facts, None)
    try:
        with transaction.atomic():
            provider = Provider.objects.create(**_columns(facts))
    except IntegrityError:
        # Somebody added the same provider between the check and here.
        raise ProvisionRefused(f"{facts.name} is already a provider here.", field="name") from None
    _record("provision.provider_added", provider, by, as_of)
    return provider


@transaction.atomic
def change_provider(
    *, provider: Provider, facts: ProviderFacts, is_active: bool, version: int, by: User, as_of: date
) -> Provider:
    """Change a provider, or take it out of use: then nothing new is booked there, and what is booked stays.

    Raises PermissionDenied, ProvisionRefused naming the field, StaleEdit.
    """
    check_user_can_change_providers(by)
    facts = _completed(facts)
    _check(facts, provider)
    provider = update_at_version(provider, version=version, is_active=is_active, **_columns(facts))
    _record("provision.provider_changed", provider, by, as_of)
    return provider


def _columns(facts: ProviderFacts) -> dict[str, object]:
    return {**asdict(replace(facts, school=None)), "school": facts.school}


def _completed(facts: ProviderFacts) -> ProviderFacts:
    """With a school's entry: its name, address and telephone where none was typed; it is registered by being there."""
    school = facts.school
    if school is None:
        return facts
    parts = (school.street, school.locality, school.town, school.county, school.postcode)
    return replace(
        facts,
        name=facts.name or school.name,
        address=facts.address or "\n".join(part for part in parts if part),
        telephone=facts.telephone or school.telephone,
        registration=Provider.Registration.YES,
    )


def _check(facts: ProviderFacts, provider: Provider | None) -> None:
    if not facts.name:
        raise ProvisionRefused("Enter the name of the provider.", field="name")
    others = Provider.objects.exclude(pk=provider.pk) if provider else Provider.objects.all()
    if others.filter(name__iexact=facts.name).exists():
        raise ProvisionRefused(f"{facts.name} is already a provider here.", field="name")
    if facts.school is not None and others.filter(school=facts.school).exists():
        raise ProvisionRefused("The school with this URN is already a provider here.", field="urn")
    if facts.kind in KINDS_OF_SCHOOL and facts.school is None:
        raise ProvisionRefused(
            "Enter the URN: a provider of this kind is a school of the national register.", field="urn"
        )
    if facts.kind not in Provider.Kind.values:
        raise ProvisionRefused("Kind: choose one of the list.", field="kind")


def _record(code: str, provider: Provider, by: User, as_of: date) -> None:
    facts = {"kind": provider.kind, "registration": provider.registration, "is_active": provider.is_active}
    record_event(code=code, happened_on=as_of, by_user_id=by.pk, subject=f"provider:{provider.uuid}", facts=facts)
