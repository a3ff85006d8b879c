"""Letters of a permanent exclusion after the case has moved on."""

from __future__ import annotations

from datetime import date

import pytest

from cases.actions.letters import record_copy
from cases.letter_kinds import letter_kind_for
from cases.letter_standing import LetterStanding
from cases.models import Case, Letter, Person
from exclusions.kind import KIND
from exclusions.letters import ACKNOWLEDGEMENT, DAY_SIX_OFFER
from exclusions.models import Exclusion
from provision.models import Placement
from tests.factories.exclusions import Desk
from tests.factories.letters import give_address, issue, make_related, place
from tests.factories.provision import SIXTH_DAY, book, start

AS_OF = date(2026, 9, 16)


@pytest.fixture
def mother(desk: Desk) -> Person:
    give_address(desk.school)
    place("14 Elm Road", "CV3 4ZZ", child=desk.child)
    return make_related(desk.child, name="Dana Hughes", lives_with=True)


@pytest.fixture
def case(desk: Desk, mother: Person) -> Case:
    return desk.check(desk.record())


def issue_one(desk: Desk, case: Case, code: str, whom: Person | str) -> Letter:
    return issue(case, letter_kind_for(case, code), whom, by=desk.officer, as_of=AS_OF)[0]


def note(case: Case, as_of: date = AS_OF) -> str:
    case = Case.objects.get(pk=case.pk)
    return "".join(LetterStanding(case, as_of).notes(Letter.objects.filter(case=case)).values())


def test_a_corrected_first_day_makes_the_acknowledgement_stale(desk: Desk, case: Case) -> None:
    letter = issue_one(desk, case, ACKNOWLEDGEMENT, "school")
    record_copy(letter=letter, method="hand", sent_on=AS_OF, by=desk.officer, as_of=AS_OF)
    assert note(case, SIXTH_DAY) == ""
    Exclusion.objects.filter(case=case).update(excluded_on=date(2026, 9, 14), decided_on=date(2026, 9, 14))
    KIND.refresh(case=Case.objects.get(pk=case.pk), by=desk.officer, as_of=AS_OF)
    assert "sixth day was Tuesday 22 September 2026, is Monday 21 September 2026" in note(case, SIXTH_DAY)


def test_an_offer_whose_booking_moved_or_was_called_off_does_not_go(desk: Desk, case: Case, mother: Person) -> None:
    placement = book(case, desk.officer)
    issue_one(desk, case, DAY_SIX_OFFER, mother)
    assert note(case) == ""
    Placement.objects.filter(pk=placement.pk).update(starts_on=date(2026, 9, 23))
    assert "what it says has changed. Do not send it" in note(case)
    Placement.objects.filter(pk=placement.pk).update(state="cancelled", not_started_reason="transport")
    assert "It could not be written today: A provider." in note(case)


def test_an_offer_that_went_stays_right_when_the_child_starts_as_offered(
    desk: Desk, case: Case, mother: Person
) -> None:
    placement = book(case, desk.officer)
    letter = issue_one(desk, case, DAY_SIX_OFFER, mother)
    record_copy(letter=letter, method="hand", sent_on=AS_OF, by=desk.officer, as_of=AS_OF)
    start(placement, desk.officer)
    assert note(case, date(2026, 10, 1)) == ""
