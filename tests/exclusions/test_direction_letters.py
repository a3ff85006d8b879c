"""The letter to a school about its notice of a direction: what it says, and when there is nothing to ask for."""

from __future__ import annotations

from datetime import date

import pytest

from cases.letter_kinds import letter_kind_for
from cases.letters import LetterDraft, prepare, words_of
from cases.models import Case, Plan
from exclusions.actions.directions import settle_binding
from exclusions.offsite.letters import INCOMPLETE_NOTICE
from schools.models import School
from tests.factories.children import make_child, make_school
from tests.factories.directions import NOTICE_BY, end, give_notice, make_direction, version
from tests.factories.exclusions import Desk
from tests.factories.letters import give_address, recipient

AS_OF = date(2026, 11, 3)


@pytest.fixture(autouse=True)
def _address(desk: Desk) -> None:
    give_address(desk.school)


def draft(desk: Desk, case: Case) -> LetterDraft:
    kind = letter_kind_for(case, INCOMPLETE_NOTICE)
    return prepare(case=case, kind=kind, recipient=recipient(case, kind, "school"), by=desk.officer, as_of=AS_OF)


def missing(one: LetterDraft) -> list[str]:
    return [each.what for each in one.missing]


def test_it_says_what_the_notice_lacks_and_who_has_not_had_it(desk: Desk) -> None:
    Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
    case = give_notice(desk, make_direction(desk), items=["address", "days", "reasons"])
    one = draft(desk, case)
    words = words_of(one.sheet)
    for expected in (
        "from Monday 2 November 2026",
        "went to the parents on Wednesday 21 October 2026",
        "the person to report to",
        "the times of the sessions",
        "The notice must go to the authority that maintains it too",
    ):
        assert expected in words, expected
    assert one.content.facts["dates"]["notice"]["due_on"] == "2026-10-21"
    assert missing(one) == []


def test_it_asks_for_one_that_has_not_gone(desk: Desk) -> None:
    words = words_of(draft(desk, make_direction(desk)).sheet)
    assert "We have no record that the written notice has gone to the parents." in words
    assert "on Wednesday 21 October 2026 at the latest" in words
    assert "What the notice does not give" not in words


def test_a_pupil_of_eighteen_is_the_one_to_have_it(desk: Desk) -> None:
    case = make_direction(desk, child=make_child(born_on=date(2008, 1, 1)))
    assert "has gone to the pupil" in words_of(draft(desk, case).sheet)


def test_of_a_complete_notice_there_is_nothing_to_ask(desk: Desk) -> None:
    case = give_notice(desk, make_direction(desk))
    assert missing(draft(desk, case))[0].startswith("Something to ask for")


def test_of_a_direction_that_is_over_there_is_nothing_to_ask(desk: Desk) -> None:
    case = end(desk, make_direction(desk), ended_on=AS_OF)
    assert missing(draft(desk, case)) == ["A direction that still stands: this one is over."]


def test_a_school_that_was_not_bound_owed_none(desk: Desk) -> None:
    day = date(2026, 5, 11)
    academy = make_school(legal_type=School.LegalType.ACADEMY)
    give_address(academy)
    case = make_direction(desk, school=academy, decided_on=day, first_on=day)
    assert missing(draft(desk, case))[0].startswith("The regulations did not bind the school on the first day")


def test_a_doubt_is_settled_first(desk: Desk) -> None:
    school = make_school(legal_type=School.LegalType.INDEPENDENT)
    give_address(school)
    case = make_direction(desk, school=school)
    assert missing(draft(desk, case)) == ["Whether the regulations bind this direction."]
    settle_binding(case=case, answer="bound", version=version(case), by=desk.officer, as_of=NOTICE_BY)
    assert missing(draft(desk, case)) == []
