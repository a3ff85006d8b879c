"""Who sees providers, and what is not there at all."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case
from exclusions.day_six import USE
from provision.permissions import providers_visible_to, user_can_book, user_can_view_providers
from provision.uses import DuplicateUse, register_use
from tests.factories.exclusions import Desk
from tests.factories.people import make_user
from tests.factories.provision import book, make_provider


def test_providers_are_seen_by_all_or_none(desk: Desk) -> None:
    make_provider()
    outsider = make_user(Role.EDUCATION_OFFICER)
    assert providers_visible_to(desk.officer).count() == 1
    assert providers_visible_to(outsider).count() == 0
    assert not user_can_view_providers(outsider)


def test_booking_is_for_the_team_of_the_case(desk: Desk, case: Case) -> None:
    assert user_can_book(desk.officer, case)
    assert not user_can_book(make_user(Role.HEAD_OF_SERVICE), case)


def test_a_kind_says_once_how_it_books() -> None:
    with pytest.raises(DuplicateUse):
        register_use(USE)


def test_what_is_not_there_is_not_found(desk: Desk, case: Case) -> None:
    client = Client()
    client.force_login(desk.officer)
    for name in ("placement_started", "placement_end", "provider_change"):
        assert client.get(reverse(name, args=[uuid.uuid4()])).status_code == 404


def test_a_kind_that_books_nothing_has_no_such_page(desk: Desk, case: Case) -> None:
    placement = book(case, desk.officer)
    desk.team.kinds = [*desk.team.kinds, "another_kind"]
    desk.team.save()
    Case.objects.filter(pk=case.pk).update(kind="another_kind")
    client = Client()
    client.force_login(desk.officer)
    for name in ("placements", "placement_book"):
        assert client.get(reverse(name, args=[case.reference])).status_code == 404
    assert client.get(reverse("placement_change", args=[placement.uuid])).status_code == 404
