"""Finding a child, and what a search leaves behind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from cases.models import AliasName, Child, FormerUpn
from cases.names import sort_key
from cases.search import find_case, find_children
from ledger.models import ViewRecord
from tests.factories.cases import ErrandDesk
from tests.factories.children import make_child

SignIn = Callable[..., Client]


@pytest.fixture
def children(desk: ErrandDesk) -> dict[str, Child]:
    """Children whose names people type in many ways."""
    twin = {"born_on": date(2014, 5, 1)}
    made = {
        "amira": desk.child,
        "finn": make_child("O’Neill-Şahin", "Finn Łukasz", upn="H331000215042"),
        "ada": make_child("Lewis", "Ada", **twin),
        "bea": make_child("Lewis", "Bea", **twin),
        "li": make_child("van der Berg", "Li"),
    }
    FormerUpn.objects.create(child=made["ada"], upn="W331000316117", replaced_on=date(2025, 1, 1))
    AliasName.objects.create(child=made["bea"], given_names="Bea", surname="Moreau", sort_key=sort_key("Moreau", "Bea"))
    return made


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Hughes", ["amira"]),
        ("hugh", ["amira"]),
        ("Hughes, Am", ["amira"]),
        ("hughes amira", ["amira"]),
        ("Amira Hughes", ["amira"]),
        ("amira hug", ["amira"]),
        ("X331000114001", ["amira"]),
        ("x331 0001 14001", ["amira"]),
        ("W331000316117", ["ada"]),
        ("oneill sahin", ["finn"]),
        ("O'NEILL", ["finn"]),
        ("Finn Lukasz O'Neill-Sahin", ["finn"]),
        ("Lewis", ["ada", "bea"]),
        ("moreau", ["bea"]),
        ("van der Berg", ["li"]),
        ("berg", []),
        ("1/5/2014", ["ada", "bea"]),
        ("1 May 2014", ["ada", "bea"]),
        ("Z331000825500", []),
        ("%", []),
        ("_", []),
        (",", []),
        ("", []),
    ],
)
def test_who_is_found(desk: ErrandDesk, children: dict[str, Child], words: str, expected: list[str]) -> None:
    assert list(find_children(desk.owner, words)) == [children[name] for name in expected]


def test_a_hidden_child_is_never_found(desk: ErrandDesk, children: dict[str, Child]) -> None:
    Child.objects.update(is_hidden=True)
    for words in ("Hughes", "X331000114001", "W331000316117", "moreau", "1/5/2014"):
        assert not find_children(desk.owner, words).exists()
    assert find_case(desk.owner, desk.case.reference) is None
    assert find_children(desk.governance, "Hughes").exists()


def test_the_words_stand_in_no_address(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    answer = client.post("/children/search/", {"q": "Hughes"})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/children/?s=")
    assert "ughes" not in answer["Location"]
    page = client.get(answer["Location"])
    assert "Hughes, Amira" in page.content.decode()
    # Reloading shows the same again.
    assert "Hughes, Amira" in client.get(answer["Location"]).content.decode()


def test_the_title_of_the_results_names_nobody(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    page = client.post("/children/search/", {"q": "Hughes"}, follow=True).content.decode()
    assert "<title>Children | OnRoll</title>" in page


def test_results_tell_twins_apart(desk: ErrandDesk, children: dict[str, Child], sign_in: SignIn) -> None:
    page = sign_in(desk.owner).post("/children/search/", {"q": "Lewis"}, follow=True).content.decode()
    assert page.count("1 May 2014 (age 12)") == 2
    assert "On no school’s roll" in page


def test_a_search_logs_the_children_and_not_the_words(desk: ErrandDesk, sign_in: SignIn) -> None:
    sign_in(desk.owner).post("/children/search/", {"q": "Hughes"}, follow=True)
    row = ViewRecord.objects.get(what="children")
    assert row.child_ids == [desk.child.pk]
    assert "hughes" not in str(vars(row)).casefold()


@pytest.mark.parametrize("typed", ["{}", " {} ", "{lower}"])
def test_a_reference_goes_straight_to_the_case(desk: ErrandDesk, sign_in: SignIn, typed: str) -> None:
    reference = desk.case.reference
    words = typed.format(reference, lower=reference.lower())
    answer = sign_in(desk.owner).post("/children/search/", {"q": words})
    assert answer["Location"] == f"/cases/{reference}/"


def test_nothing_typed_and_an_unknown_search_show_the_search_alone(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    assert client.post("/children/search/", {"q": "  "})["Location"] == "/children/"
    assert "No child was found" not in client.get("/children/?s=gone").content.decode()


def test_another_person_cannot_open_a_search(desk: ErrandDesk, sign_in: SignIn) -> None:
    answer = sign_in(desk.owner).post("/children/search/", {"q": "Hughes"})
    assert "Hughes, Amira</a>" not in sign_in(desk.colleague).get(answer["Location"]).content.decode()


def test_searching_needs_a_post_and_the_right(desk: ErrandDesk, sign_in: SignIn) -> None:
    assert sign_in(desk.owner).get("/children/search/").status_code == 405
    assert sign_in(desk.administrator).post("/children/search/", {"q": "x"}).status_code == 404


def test_ten_searches_do_not_grow_the_session_for_ever(desk: ErrandDesk, sign_in: SignIn) -> None:
    client = sign_in(desk.owner)
    for number in range(25):
        client.post("/children/search/", {"q": f"name {number}"})
    assert len(client.session["searches"]) == 20


def test_a_surname_stands_before_a_longer_one_that_begins_with_it(db: None) -> None:
    for surname in ("Smithson", "Smith", "Van Dyke", "Van"):
        make_child(surname, "Zoe")
    found = Child.objects.filter(given_names="Zoe").order_by("sort_key").values_list("surname", flat=True)
    assert list(found) == ["Smith", "Smithson", "Van", "Van Dyke"]
