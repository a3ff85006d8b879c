"""Every letter of the product, printed to every sort of person and body, with a safe address in place and after moves:
nothing reaches who is barred, and nobody gets an address that is not theirs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from unittest import mock

import pytest
from django.core.files.storage import default_storage

from cases import disclosure
from cases.disclosure import PEOPLE, Audience, DisclosureRefused, Tells
from cases.letter_kinds import LetterKind, all_letter_kinds
from cases.models import Case, Person, Relationship
from exclusions.governors.letter_codes import GOVERNORS_OVERDUE
from exclusions.kind_code import OFFSITE_DIRECTION
from exclusions.review.letters import REVIEW_RIGHTS, REVIEW_RIGHTS_MODEL
from tests.factories.directions import FIRST_DAY, make_direction
from tests.factories.exclusions import NOTICE_SENT_ON, Desk
from tests.factories.governors import report
from tests.factories.letters import FLED_ON, MOVED_OUT, give_address, issue, make_related, place, safe_place, shows
from tests.factories.letters import words_of_pdf as words_of
from tests.factories.provision import book, make_provider
from tests.factories.reviews import decline, set_authority_address
from tests.factories.suspensions import make_suspension

AS_OF = date(2026, 9, 16)
AFTER_THE_LIMIT = date(2026, 10, 7)
AFTER_A_REFUSAL = (REVIEW_RIGHTS, REVIEW_RIGHTS_MODEL)
HIS_OWN = ("12 Mill Hill", "CV8 8AA")
# Of the child and of the mother, of every time, safe or not.
SECRETS = (
    "14 Elm Road",
    "CV3 4ZZ",
    "2 Oak Street",
    "CV6 1AA",
    "7 Harbour View",
    "CV5 9SF",
    "9 Lantern Court",
    "CV4 7TT",
    "3 Distant Lane",
    "LE2 2ZZ",
)
WHERE_THE_CHILD_IS = ("Unit 4 Quay House", "CV2 2BB", "The Quay Centre", "Ms Reception")


@dataclass
class Family:
    """A mother at a safe address with the child, after two moves and before a third; somebody else around the child."""

    desk: Desk
    kind: str
    is_barred: bool
    case: Case = field(init=False)
    mother: Person = field(init=False)
    other: Person = field(init=False)
    suspension: Case = field(init=False)

    def __post_init__(self) -> None:
        desk, child = self.desk, self.desk.child
        give_address(desk.school)
        self.case = desk.check(desk.record())
        self.mother = make_related(child, name="Dana Hughes", lives_with=True)
        self.other = make_related(child, self.kind, name="Rhys Vaughan")
        place("14 Elm Road", "CV3 4ZZ", child=child, until=date(2024, 1, 1))
        place("2 Oak Street", "CV6 1AA", person=self.mother, until=MOVED_OUT)
        place("12 Mill Hill", "CV8 8AA", person=self.other)
        barred = [self.other] if self.is_barred else []
        safe_place(
            "9 Lantern Court", "CV4 7TT", *barred, child=child, since=date(2024, 1, 2), until=MOVED_OUT, by=desk.officer
        )
        safe_place("7 Harbour View", "CV5 9SF", *barred, child=child, since=FLED_ON, by=desk.officer)
        place("3 Distant Lane", "LE2 2ZZ", child=child, since=date(2027, 1, 1))
        provider = make_provider("The Quay Centre (invented)", address="Unit 4 Quay House\nCV2 2BB")
        book(self.case, desk.officer, provider=provider)
        # What some letters need: a text, and a suspension that asks for a meeting.
        report(desk, self.case, AS_OF)
        self.suspension = make_suspension(desk, date(2026, 9, 2), date(2026, 9, 11))

    def _case_for(self, kind: LetterKind) -> Case:
        """A case of a kind that this letter belongs to."""
        if self.case.kind in kind.case_kinds:
            return self.case
        if OFFSITE_DIRECTION in kind.case_kinds:
            return make_direction(self.desk, as_of=FIRST_DAY, is_confirmed=True)
        return self.suspension

    def ready_for(self, kind: LetterKind) -> date:
        """Bring the case to where this letter can be written; gives the day."""
        if kind.code == GOVERNORS_OVERDUE:
            return AFTER_THE_LIMIT
        if kind.code not in AFTER_A_REFUSAL:
            return AS_OF
        set_authority_address()
        self.case = decline(self.desk, self.case, is_sent=kind.code == REVIEW_RIGHTS)
        return NOTICE_SENT_ON

    def print_to(self, kind: LetterKind, whom: Person | str) -> str:
        """The words of the letter's file; empty when it was refused, and then nothing was kept."""
        as_of = self.ready_for(kind)
        case = self._case_for(kind)
        try:
            (letter,) = issue(case, kind, whom, by=self.desk.officer, as_of=as_of)
        except DisclosureRefused as refusal:
            assert not shows(str(refusal), *SECRETS, *WHERE_THE_CHILD_IS)
            assert not case.letters.exists()
            return ""
        with default_storage.open(letter.stored_name) as file:
            return words_of(file.read())


def kinds_for_people() -> list[LetterKind]:
    return [kind for kind in all_letter_kinds() if PEOPLE & set(kind.audiences)]


def kinds_that_tell_the_place() -> list[LetterKind]:
    return [kind for kind in kinds_for_people() if Tells.WHERE_THE_CHILD_IS in kind.tells]


@pytest.mark.parametrize("relation", Relationship.Kind.values)
@pytest.mark.parametrize("kind", kinds_for_people(), ids=lambda kind: kind.code)
def test_nothing_reaches_who_is_barred(desk: Desk, kind: LetterKind, relation: str) -> None:
    text = Family(desk, relation, is_barred=True).print_to(kind, Person.objects.get(surname="Vaughan"))
    assert shows(text, *SECRETS, *WHERE_THE_CHILD_IS) == []
    assert not (Tells.WHERE_THE_CHILD_IS in kind.tells and text)


@pytest.mark.parametrize("relation", Relationship.Kind.values)
@pytest.mark.parametrize("kind", kinds_for_people(), ids=lambda kind: kind.code)
def test_who_is_not_barred_gets_the_letter_and_no_address_but_their_own(
    desk: Desk, kind: LetterKind, relation: str
) -> None:
    text = Family(desk, relation, is_barred=False).print_to(kind, Person.objects.get(surname="Vaughan"))
    assert shows(text, *HIS_OWN) == list(HIS_OWN)
    assert shows(text, *SECRETS) == []


@pytest.mark.parametrize("kind", kinds_for_people(), ids=lambda kind: kind.code)
def test_who_lives_at_the_safe_address_has_it_on_the_envelope_once_and_no_older_one(
    desk: Desk, kind: LetterKind
) -> None:
    family = Family(desk, Relationship.Kind.FATHER, is_barred=True)
    text = family.print_to(kind, family.mother)
    assert text.count("7 harbour view") == 1
    assert shows(text, *(each for each in SECRETS if each not in ("7 Harbour View", "CV5 9SF"))) == []


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        pytest.param(kind, body, id=f"{kind.code} {body}")
        for kind in all_letter_kinds()
        for body in (Audience.SCHOOL, Audience.GOVERNORS)
        if body in kind.audiences
    ],
)
def test_bodies_are_told_no_address_of_the_family(desk: Desk, kind: LetterKind, body: Audience) -> None:
    text = Family(desk, Relationship.Kind.FATHER, is_barred=True).print_to(kind, str(body))
    assert "ashgrove academy" in text
    assert shows(text, *SECRETS, *HIS_OWN) == []


@pytest.mark.parametrize("relation", Relationship.Kind.values)
@pytest.mark.parametrize("kind", kinds_that_tell_the_place(), ids=lambda kind: kind.code)
def test_education_at_a_safe_address_is_not_told_to_a_parent_who_does_not_live_there(
    desk: Desk, kind: LetterKind, relation: str
) -> None:
    family = Family(desk, relation, is_barred=False)
    type(make_provider()).objects.update(address="Tuition at 7 Harbour View")
    assert family.print_to(kind, family.other) == ""


def test_this_file_would_notice_a_check_that_lets_everything_through(desk: Desk) -> None:
    """The very letter that is refused shows the place, once the check is taken away."""
    family = Family(desk, Relationship.Kind.FATHER, is_barred=True)
    kind = kinds_that_tell_the_place()[0]
    with mock.patch.object(disclosure._Around, "is_barred", return_value=False):
        text = family.print_to(kind, family.other)
    assert shows(text, *WHERE_THE_CHILD_IS)
