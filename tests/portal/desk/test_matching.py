"""Which child a school means: suggested and compared, never decided."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import AliasName, Child, FormerUpn
from cases.names import sort_key
from portal.matching import (
    MOST_SUGGESTED,
    Agreement,
    Candidate,
    Matches,
    given_pupil,
    hidden_children_met,
    similar_children,
    suggest,
)
from portal.webforms import PUPIL
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.children import VALID_UPNS, enrol, make_child
from tests.factories.submissions import pupil_answers

SAME, NEARLY, DIFFERENT = Agreement.SAME, Agreement.NEARLY, Agreement.DIFFERENT


def found(desk: ErrandDesk, child: Child | None = None, /, **changes: object) -> Matches:
    given = given_pupil({PUPIL: pupil_answers(child, **changes)})
    return suggest(given, desk.school, desk.owner, AS_OF)


def agreements(candidate: Candidate) -> dict[str, str]:
    return {fact.name: fact.agreement for fact in candidate.facts}


def test_a_child_as_recorded_agrees_in_every_fact(desk: ErrandDesk) -> None:
    matches = found(desk, desk.child)
    assert [each.child for each in matches.candidates] == [desk.child]
    assert set(agreements(matches.candidates[0]).values()) == {SAME}
    assert not matches.candidates[0].differs
    assert matches.upn_of_another is None


@pytest.mark.parametrize(
    ("surname", "given_names", "fact", "agreement"),
    [
        ("HUGHES", "Amira", "surname", NEARLY),
        ("Hughès", "amíra", "given_names", NEARLY),
        ("Amira", "Hughes", "surname", NEARLY),
        ("Hughes", "Amira Jane", "given_names", NEARLY),
        ("Hughes", "Zoe", "given_names", DIFFERENT),
    ],
)
def test_names_are_found_however_they_are_written(
    desk: ErrandDesk, surname: str, given_names: str, fact: str, agreement: str
) -> None:
    matches = found(desk, desk.child, surname=surname, given_names=given_names, upn="")
    assert [each.child for each in matches.candidates] == [desk.child]
    assert matches.candidates[0].agreement(fact) == agreement


def test_a_former_upn_and_another_name_find_the_child(desk: ErrandDesk) -> None:
    FormerUpn.objects.create(child=desk.child, upn=VALID_UPNS[1], replaced_on=AS_OF)
    AliasName.objects.create(child=desk.child, given_names="Amira", surname="Shah", sort_key=sort_key("Shah", "Amira"))
    by_upn = found(desk, desk.child, upn=VALID_UPNS[1]).candidates[0]
    assert (by_upn.child, by_upn.agreement("upn")) == (desk.child, NEARLY)
    by_alias = found(desk, desk.child, surname="Shah", upn="").candidates[0]
    assert (by_alias.child, by_alias.agreement("surname")) == (desk.child, NEARLY)


def test_a_preferred_name_agrees_nearly(desk: ErrandDesk) -> None:
    Child.objects.filter(pk=desk.child.pk).update(preferred_name="Mira")
    assert found(desk, desk.child, given_names="Mira").candidates[0].agreement("given_names") == NEARLY


def test_twins_are_both_suggested_and_the_one_of_this_name_comes_first(desk: ErrandDesk) -> None:
    twin = make_child("Hughes", "Adil", upn=VALID_UPNS[1])
    enrol(twin, desk.school)
    matches = found(desk, twin, upn="")
    assert [each.child for each in matches.candidates] == [twin, desk.child]
    assert matches.candidates[1].agreement("given_names") == DIFFERENT


def test_the_upn_of_the_other_twin_is_told(desk: ErrandDesk) -> None:
    twin = make_child("Hughes", "Adil", upn=VALID_UPNS[1])
    enrol(twin, desk.school)
    matches = found(desk, twin, upn=desk.child.upn)
    assert [each.child for each in matches.candidates] == [twin, desk.child]
    assert matches.upn_of_another == desk.child
    assert matches.candidates[0].differs


def test_a_namesake_born_on_another_day_is_no_match_but_is_like_the_pupil(desk: ErrandDesk) -> None:
    assert found(desk, desk.child, born_on="2012-03-14", upn="").candidates == []
    given = given_pupil({PUPIL: pupil_answers(desk.child, born_on="2012-03-14", upn="")})
    alike = similar_children(given, desk.school, desk.owner, AS_OF)
    assert [each.child for each in alike] == [desk.child]


def test_a_upn_of_a_child_with_another_name_and_birthday_is_a_warning_and_no_match(desk: ErrandDesk) -> None:
    matches = found(desk, surname="Quill", given_names="Ravi", born_on="2011-01-01", upn=desk.child.upn)
    assert matches.candidates == []
    assert matches.upn_of_another == desk.child


def test_a_upn_with_the_same_name_or_the_same_birthday_is_a_match(desk: ErrandDesk) -> None:
    other_name = found(desk, desk.child, surname="Quill", given_names="Ravi").candidates
    other_day = found(desk, desk.child, born_on="2013-04-14").candidates
    assert [each.child for each in (*other_name, *other_day)] == [desk.child] * 2
    assert all(each.differs for each in (*other_name, *other_day))


def test_the_pupil_that_the_school_chose_comes_first_and_is_still_compared(desk: ErrandDesk) -> None:
    chosen = make_child("Unlike", "Name", born_on=date(2010, 1, 1))
    first = found(desk, desk.child, child=str(chosen.uuid)).candidates[0]
    assert (first.child, first.is_chosen, first.differs) == (chosen, True, True)
    assert agreements(first)["upn"] == Agreement.NOT_RECORDED
    assert agreements(first)["school"] == Agreement.NOT_RECORDED


def test_an_unknown_pupil_matches_nobody(desk: ErrandDesk) -> None:
    assert found(desk, surname="Quill", given_names="Ravi", born_on="2011-01-01") == Matches([])


def test_what_cannot_be_read_counts_as_not_given(desk: ErrandDesk) -> None:
    given = given_pupil({PUPIL: {"child": "x", "born_on": "31/31/2013", "year_group": "nine", "surname": None}})
    assert (given.child_uuid, given.born_on, given.year_group, given.surname) == (None, None, None, "")
    assert suggest(given, desk.school, desk.owner, AS_OF) == Matches([])
    assert hidden_children_met(given) == []
    assert given_pupil({}).full_name == ""


def test_no_more_than_five_are_suggested(desk: ErrandDesk) -> None:
    for number in range(7):
        make_child("Hughes", f"Number{number}")
    assert len(found(desk, desk.child).candidates) == MOST_SUGGESTED


def test_another_year_and_another_school_are_marked(desk: ErrandDesk) -> None:
    elsewhere = make_child("Lewis", "Noah")
    assert found(desk, elsewhere, year_group="7").candidates[0].agreement("school") == Agreement.NOT_RECORDED
    first = found(desk, desk.child, year_group="7").candidates[0]
    assert first.agreement("year_group") == DIFFERENT
    assert not first.differs


class TestAHiddenChild:
    def test_is_never_suggested_not_even_to_who_may_open_the_record(self, desk: ErrandDesk) -> None:
        Child.objects.filter(pk=desk.child.pk).update(is_hidden=True)
        given = given_pupil({PUPIL: pupil_answers(desk.child, child=str(desk.child.uuid))})
        for user in (desk.owner, desk.governance):
            assert suggest(given, desk.school, user, AS_OF) == Matches([])
            assert similar_children(given, desk.school, user, AS_OF) == []

    def test_is_met_by_upn_former_upn_or_name_and_birthday(self, desk: ErrandDesk) -> None:
        hidden = make_child("Quill", "Ravi", upn=VALID_UPNS[1], is_hidden=True)
        FormerUpn.objects.create(child=hidden, upn=VALID_UPNS[2], replaced_on=AS_OF)
        for facts in (
            {"upn": VALID_UPNS[1]},
            {"upn": VALID_UPNS[2]},
            {"surname": "QUILL", "given_names": "Ravi", "born_on": "2013-03-14"},
        ):
            assert hidden_children_met(given_pupil({PUPIL: pupil_answers(**facts)})) == [hidden.pk]
        assert hidden_children_met(given_pupil({PUPIL: pupil_answers(desk.child)})) == []
