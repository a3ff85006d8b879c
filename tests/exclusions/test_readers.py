"""Who may read a case and not change it is shown no way to a page that would refuse them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.urls import reverse

from accounts.roles import Role
from cases.models import Case
from tests.exclusions.test_pages import signed_in
from tests.factories import directions, moves
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.people import make_user
from tests.factories.provision import book
from tests.factories.reviews import make_review_at
from tests.factories.separations import make_separation
from tests.factories.support import ask
from tests.factories.suspensions import make_suspension

MAKERS: dict[str, Callable[[Desk], Case]] = {
    "permanent_exclusion": lambda desk: make_case_at(desk, "review_window"),
    "review": lambda desk: make_review_at(desk, "review_applied"),
    "suspension": make_suspension,
    "separation": make_separation,
    "direction": directions.make_direction,
    "move": moves.make_move,
    "support": ask,
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_every_link_of_the_case_opens_for_a_head_of_service(desk: Desk, make: Callable[[Desk], Case]) -> None:
    case = make(desk)
    if case.kind == "permanent_exclusion":
        book(case, desk.officer)
    client = signed_in(make_user(Role.HEAD_OF_SERVICE))
    page = client.get(reverse("case", args=[case.reference])).content.decode()
    own = {link for link in re.findall(r'href="(/[^"#?]*)', page) if case.reference in link}
    refused = {link for link in own if client.get(link).status_code != 200}
    assert refused == set()
    assert "Correct" not in re.sub(r"<[^>]*>", "", page)
