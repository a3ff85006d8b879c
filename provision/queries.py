"""Reads of this room: the placements of a case, of many cases, of a child; providers; what the bookings amount to."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import User
from cases.models import Case, Child
from provision.education import Education
from provision.models import OPEN_PLACEMENTS, Extent, Placement, Provider
from provision.permissions import providers_visible_to
from schools.models import School


def placements_of(case: Case) -> list[Placement]:
    """Every placement of the case with provider and sessions: open ones first, then what is over."""
    rows = (
        Placement.objects.filter(case=case)
        .select_related("provider", "booked_by")
        .prefetch_related("sessions")
        .order_by("starts_on", "pk")
    )
    return sorted(rows, key=lambda each: each.state not in OPEN_PLACEMENTS)


def open_placements(case: Case) -> list[Placement]:
    """Placements of the case that are booked or have started and are not recorded as ended."""
    return list(
        Placement.objects.filter(case=case, state__in=OPEN_PLACEMENTS)
        .select_related("provider")
        .order_by("starts_on", "pk")
    )


def education_of(case: Case) -> Education:
    """What the bookings of this case amount to."""
    return education_of_cases([case.pk]).get(case.pk, Education())


def education_of_cases(case_ids: Iterable[int]) -> dict[int, Education]:
    """What the bookings of each case amount to, by the case's id, in two queries. A case without any is left out."""
    rows = (
        Placement.objects.filter(case__in=list(case_ids))
        .exclude(state=Placement.State.CANCELLED)
        .select_related("provider")
        .prefetch_related("sessions")
        .order_by("starts_on", "pk")
    )
    by_case: dict[int, list[Placement]] = {}
    for placement in rows:
        by_case.setdefault(placement.case_id, []).append(placement)
    return {case_id: Education(tuple(placements)) for case_id, placements in by_case.items()}


def placements_of_child(child: Child, as_of: date) -> list[Placement]:
    """What the child has or will have: placements of every case that are booked or go on."""
    rows = Placement.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=as_of), child=child, state__in=OPEN_PLACEMENTS
    )
    return list(rows.select_related("provider").prefetch_related("sessions").order_by("starts_on", "pk"))


def placement_with(placement_uuid: uuid.UUID) -> Placement | None:
    """The placement with this id, whoever asks: the caller authorises by its case."""
    return (
        Placement.objects.filter(uuid=placement_uuid)
        .select_related("case", "provider")
        .prefetch_related("sessions")
        .first()
    )


def full_time_elsewhere(provider: Provider, case: Case) -> int:
    """How many other children are booked full-time with this provider."""
    rows = Placement.objects.filter(provider=provider, state__in=OPEN_PLACEMENTS, extent=Extent.FULL_TIME)
    return rows.exclude(child=case.child_id).values("child").distinct().count()


def providers_to_list(user: User, text: str, *, with_unused: bool) -> QuerySet[Provider]:
    """Providers by name, each with the number of children who are booked or go there."""
    found = providers_visible_to(user)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(address__icontains=text))
    if not with_unused:
        found = found.filter(is_active=True)
    children = Count("placements__child", filter=Q(placements__state__in=OPEN_PLACEMENTS), distinct=True)
    return found.annotate(children=children).select_related("school").order_by("name", "pk")


def provider_for(user: User, provider_uuid: uuid.UUID) -> Provider | None:
    """The provider, if the user may see providers."""
    return providers_visible_to(user).filter(uuid=provider_uuid).select_related("school").first()


def providers_to_choose(current: Provider | None = None) -> dict[str, Provider]:
    """Providers in use by their ids, by name, with the one that is booked now even when it is out of use."""
    condition = Q(is_active=True) | Q(pk=current.pk if current else None)
    return {str(each.uuid): each for each in Provider.objects.filter(condition).order_by("name")}


def school_with_urn(urn: int) -> School | None:
    """The school with this URN, when it is known."""
    return School.objects.filter(urn=urn).first()
