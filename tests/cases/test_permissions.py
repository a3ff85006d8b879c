"""The truth table of docs/house.md §6: who may open which child and which case."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from cases.models import Case, Child, NamedPerson
from cases.permissions import (
    Access,
    access_to,
    cases_known_to,
    cases_visible_to,
    children_visible_to,
    user_can_change_child,
    user_can_work_case,
)
from tests.factories.cases import ErrandDesk
from tests.factories.people import make_school_user, make_user
from tests.support.posts import without_tokens

SignIn = Callable[..., Client]

#     who            sees child  sees hidden  access to case   works case  changes child
TABLE = [
    ("owner", True, False, Access.FULL, True, True),
    ("colleague", True, False, Access.FULL, True, True),
    ("other_team", True, False, Access.OUTLINE, False, True),
    ("head", True, False, Access.FULL, False, False),
    ("governance", True, True, Access.FULL, False, False),
    ("administrator", False, False, Access.NONE, False, False),
]


@pytest.mark.parametrize(("who", "sees", "sees_hidden", "access", "works", "changes"), TABLE)
def test_what_each_role_may(
    desk: ErrandDesk, who: str, sees: bool, sees_hidden: bool, access: Access, works: bool, changes: bool
) -> None:
    user = getattr(desk, who)
    assert children_visible_to(user).filter(pk=desk.child.pk).exists() is sees
    assert access_to(user, desk.case) is access
    assert user_can_work_case(user, desk.case) is works
    assert user_can_change_child(user, desk.child) is changes
    Child.objects.filter(pk=desk.child.pk).update(is_hidden=True)
    assert children_visible_to(user).exists() is sees_hidden
    assert cases_known_to(user).exists() is sees_hidden
    assert cases_visible_to(user).exists() is sees_hidden


def test_a_school_and_a_person_without_a_role_see_nothing(desk: ErrandDesk) -> None:
    for user in (make_school_user(desk.school), make_user()):
        assert not children_visible_to(user).exists()
        assert access_to(user, desk.case) is Access.NONE


def test_who_is_named_on_a_case_works_it_whatever_the_team(desk: ErrandDesk) -> None:
    NamedPerson.objects.create(case=desk.case, user=desk.other_team)
    assert access_to(desk.other_team, desk.case) is Access.FULL
    assert user_can_work_case(desk.other_team, desk.case)


STATUS = {
    "owner": (200, 200),
    "colleague": (200, 200),
    "other_team": (200, 403),
    "head": (200, 200),
    "governance": (302, 302),
    "administrator": (404, 404),
}


@pytest.mark.parametrize("who", STATUS)
def test_status_of_the_child_and_case_pages(desk: ErrandDesk, sign_in: SignIn, who: str) -> None:
    client = sign_in(getattr(desk, who))
    child, case = STATUS[who]
    assert client.get(f"/children/{desk.child.uuid}/").status_code == child
    assert client.get(f"/cases/{desk.case.reference}/").status_code == case


def test_an_insider_without_the_right_is_told_whom_to_ask(desk: ErrandDesk, sign_in: SignIn) -> None:
    answer = sign_in(desk.other_team).get(f"/cases/{desk.case.reference}/")
    assert answer.status_code == 403
    assert "Ask its owner: Olive Owner." in answer.content.decode()


@pytest.mark.parametrize("tab", ["", "cases/", "timeline/", "family/", "documents/", "change/", "notes/add/"])
def test_a_hidden_child_answers_as_one_that_does_not_exist(desk: ErrandDesk, sign_in: SignIn, tab: str) -> None:
    Child.objects.filter(pk=desk.child.pk).update(is_hidden=True)
    client = sign_in(desk.owner)
    hidden = client.get(f"/children/{desk.child.uuid}/{tab}")
    absent = client.get(f"/children/{uuid.uuid4()}/{tab}")
    assert hidden.status_code == absent.status_code == 404
    assert without_tokens(hidden) == without_tokens(absent)


def test_a_case_of_a_hidden_child_answers_as_one_that_does_not_exist(desk: ErrandDesk, sign_in: SignIn) -> None:
    Child.objects.filter(pk=desk.child.pk).update(is_hidden=True)
    client = sign_in(desk.owner)
    hidden = client.get(f"/cases/{desk.case.reference}/")
    absent = client.get("/cases/ER-1999-0001/")
    assert hidden.status_code == absent.status_code == 404
    assert without_tokens(hidden) == without_tokens(absent)
    assert Case.objects.filter(pk=desk.case.pk).exists()


def test_another_teams_case_is_an_outline_on_the_childs_page(desk: ErrandDesk, sign_in: SignIn) -> None:
    page = sign_in(desk.other_team).get(f"/children/{desk.child.uuid}/").content.decode()
    assert "Another team’s case: ask the owner." in page
    assert "Olive Owner" in page
    assert "Being run" in page
    assert f'href="/cases/{desk.case.reference}/"' not in page
    assert "How this was counted" not in page
