"""The only ways to one provider and one placement: they load and authorise. A placement's view is logged with its
case."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest

from cases.access import get_case_for
from cases.models import Case
from provision.models import Placement, Provider
from provision.permissions import check_may_open_providers, check_user_can_book, check_user_can_change_providers
from provision.queries import placement_with, provider_for
from provision.uses import PlacementUse, use_of


def get_case_to_book_for(request: HttpRequest, reference: str, what: str) -> tuple[Case, PlacementUse]:
    """The case, to book education in. 404 for an outsider and for a kind that books none, 403 without the right."""
    case = get_case_for(request, reference, what, to_work=True)
    check_user_can_book(request.user, case)
    use = use_of(case)
    if use is None:
        raise Http404
    return case, use


def get_placement_for(request: HttpRequest, placement_uuid: uuid.UUID, what: str) -> tuple[Placement, PlacementUse]:
    """The placement, to act on it. 404 for an outsider, 403 for who may not work its case."""
    placement = placement_with(placement_uuid)
    if placement is None:
        raise Http404
    placement.case, use = get_case_to_book_for(request, placement.case.reference, what)
    return placement, use


def get_provider_to_change_for(request: HttpRequest, provider_uuid: uuid.UUID) -> Provider:
    """The provider, to change it. 404 for who may see none, 403 for who may only look."""
    check_may_open_providers(request.user)
    provider = provider_for(request.user, provider_uuid)
    if provider is None:
        raise Http404
    check_user_can_change_providers(request.user)
    return provider
