"""The letters on the right to a review: what they say, whose they are, and whether they still stand."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.storage import default_storage

from cases.actions.letters import LetterRefused, record_copy
from cases.letter_kinds import letter_kind_for
from cases.letter_standing import LetterStanding
from cases.models import Case, Letter, Person
from exclusions.models import Exclusion
from exclusions.review.letters import REVIEW_RIGHTS, REVIEW_RIGHTS_MODEL, gather_review_rights_model
from schools.models import Authority, CalendarEntry, School
from tests.factories.exclusions import NOTICE_SENT_ON, Desk, make_case_at
from tests.factories.letters import give_address, issue, make_related, place, words_of_pdf
from tests.factories.reviews import ReviewDesk, other_authority, set_authority_address

MET_ON = date(2026, 10, 6)


@pytest.fixture
def mother(desk: Desk) -> Person:
    give_address(desk.school)
    set_authority_address()
    place("14 Elm Road", "CV3 4ZZ", child=desk.child)
    return make_related(desk.child, name="Dana Hughes", lives_with=True)


def written(desk: Desk, case: Case, code: str, whom: Person | str, as_of: date = NOTICE_SENT_ON) -> Letter:
    return issue(case, letter_kind_for(case, code), whom, by=desk.officer, as_of=as_of)[0]


def words(letter: Letter) -> str:
    with default_storage.open(letter.stored_name) as file:
        return words_of_pdf(file.read())


def note(case: Case, as_of: date) -> str:
    case = Case.objects.get(pk=case.pk)
    return "".join(LetterStanding(case, as_of).notes(Letter.objects.filter(case=case)).values())


def test_our_advice_says_all_that_the_law_pack_wants(desk: Desk, mother: Person) -> None:
    letter = written(desk, make_case_at(desk, "review_window"), REVIEW_RIGHTS, mother)
    text = words(letter)
    for expected in (
        "this letter is advice from the council",
        "is in the letter that the governing board sent you; this letter does not replace it",
        "that decision is final",
        "you have the right to ask for one, whether or not you came to the governors’ meeting",
        "ask by thursday 5 november 2026",
        "sent by hand on wednesday 7 october 2026 and counts as given on wednesday 7 october 2026",
        "write to coventry city council, the authority that arranges the review",
        "council house, coventry ex@example.org",
        "give your grounds",
        "special educational needs expert at the hearing, whether or not the school recognises",
        "represent you or to be with you, at your own cost",
        "held remotely",
        "first-tier tribunal (special educational needs and disability)",
        "county court",
        "the claim must be made by sunday 14 march 2027",
    ):
        assert expected in text, expected
    kept = letter.facts["dates"]
    assert (kept["last_day_to_ask"]["due_on"], kept["claim"]["due_on"]) == ("2026-11-05", "2027-03-14")
    assert kept["last_day_to_ask"]["rule"] == "exclusions.review_application"


def test_the_last_day_is_counted_from_service_by_post(desk: Desk, mother: Person) -> None:
    """X15: posted on Thursday 12 November, given on Monday 16 November, so the last day is 8 December."""
    case = desk.decide(desk.list_meeting(desk.tell_governors(desk.check(desk.record()))), "decline_reinstatement")
    case = desk.send_notice(case, sent_on=date(2026, 11, 12), method="first_class_post")
    text = words(written(desk, case, REVIEW_RIGHTS, mother, date(2026, 11, 12)))
    assert "ask by tuesday 8 december 2026" in text
    assert "by first-class post on thursday 12 november 2026 and counts as given on monday 16 november 2026" in text


def test_of_an_academy_the_trust_is_asked_at_the_school(desk: Desk, mother: Person) -> None:
    case = make_case_at(desk, "review_window")
    Exclusion.objects.update(legal_type_then="academy")
    text = words(written(desk, case, REVIEW_RIGHTS, mother))
    assert "write to the academy trust of ashgrove academy (invented), which arranges the review" in text
    assert "1 ashgrove lane coventry cv9 1aa" in text


def test_of_another_authoritys_school_that_authority_is_asked(desk: Desk, mother: Person) -> None:
    case = make_case_at(desk, "review_window")
    other_authority(desk.school)
    case = Case.objects.select_related("child", "school").get(pk=case.pk)
    assert "write to warwickshire, the authority that arranges" in words(written(desk, case, REVIEW_RIGHTS, mother))


def test_a_day_of_sending_put_right_makes_our_advice_stale(desk: Desk, mother: Person) -> None:
    case = make_case_at(desk, "review_window")
    letter = written(desk, case, REVIEW_RIGHTS, mother)
    record_copy(letter=letter, method="hand", sent_on=NOTICE_SENT_ON, by=desk.officer, as_of=NOTICE_SENT_ON)
    assert note(case, date(2026, 10, 12)) == ""
    desk.send_notice(Case.objects.select_related("child", "school").get(pk=case.pk), sent_on=date(2026, 10, 12))
    assert "last day to ask was Thursday 5 November 2026, is Tuesday 10 November 2026" in note(case, date(2026, 10, 12))


def test_the_model_is_the_governors_letter_and_says_what_it_assumes(desk: Desk, mother: Person) -> None:
    letter = written(desk, make_case_at(desk, "declined"), REVIEW_RIGHTS_MODEL, "governors", MET_ON)
    text = words(letter)
    for expected in (
        "this is a model, from the council",
        "it is your letter",
        "right only if you send it by first-class post on tuesday 6 october 2026",
        # Tuesday 6 October by first class: given on Thursday 8, then 9(1) to 6 November(15).
        "ask by friday 6 november 2026",
        "counts as given on thursday 8 october 2026",
        "whether or not the school recognises",
        "14 march 2027",
    ):
        assert expected in text, expected
    assert "elm road" not in text


def test_the_model_stands_while_days_pass_and_falls_when_it_went_otherwise(desk: Desk, mother: Person) -> None:
    case = make_case_at(desk, "declined")
    letter = written(desk, case, REVIEW_RIGHTS_MODEL, "governors", MET_ON)
    record_copy(letter=letter, method="hand", sent_on=MET_ON, by=desk.officer, as_of=MET_ON)
    assert note(case, date(2026, 10, 12)) == ""
    desk.send_notice(case, sent_on=NOTICE_SENT_ON, method="hand")
    assert "last day to ask was Friday 6 November 2026, is Thursday 5 November 2026" in note(case, NOTICE_SENT_ON)


def test_the_model_stands_when_it_went_as_was_assumed(desk: Desk, mother: Person) -> None:
    case = make_case_at(desk, "declined")
    letter = written(desk, case, REVIEW_RIGHTS_MODEL, "governors", MET_ON)
    record_copy(letter=letter, method="hand", sent_on=MET_ON, by=desk.officer, as_of=MET_ON)
    desk.send_notice(case, sent_on=MET_ON, method="first_class_post")
    assert note(case, MET_ON) == ""


def missing(desk: Desk, case: Case, code: str, whom: Person | str) -> str:
    with pytest.raises(LetterRefused) as refusal:
        written(desk, case, code, whom)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("governors_listed", "The governors’ decision not to reinstate."),
        ("reinstated", "the governors reinstated the child, so there is nothing to review"),
        ("cancelled", "the head teacher cancelled it, so there is nothing to review"),
        ("declined", "The day on which the governors’ written decision was sent."),
    ],
)
def test_without_a_refusal_that_went_there_is_no_advice(desk: Desk, mother: Person, state: str, words: str) -> None:
    assert words in missing(desk, make_case_at(desk, state), REVIEW_RIGHTS, mother)


@pytest.mark.parametrize("state", ["reinstated", "cancelled", "governors_listed"])
def test_the_model_says_why_there_is_none_and_nothing_else(desk: Desk, state: str) -> None:
    case = make_case_at(desk, state)
    CalendarEntry.objects.all().delete()
    Authority.objects.update(letterhead="", sender_address="")
    draft = gather_review_rights_model(case, None, NOTICE_SENT_ON)
    (only,) = draft.missing
    assert (only.url == "") is (state != "governors_listed"), "a decision that is still to come can be recorded"


def test_who_has_applied_is_told_no_last_day(desk: Desk, mother: Person) -> None:
    case = ReviewDesk(desk).apply(make_case_at(desk, "review_window"))
    assert "A right that is still open" in missing(desk, case, REVIEW_RIGHTS, mother)


@pytest.mark.parametrize("has_claim", [False, True])
def test_after_the_last_day_nobody_is_told_to_ask_by_it(desk: Desk, mother: Person, has_claim: bool) -> None:
    case = make_case_at(desk, "review_window")
    if has_claim:
        case = ReviewDesk(desk).claim(case, date(2026, 10, 20))
    assert written(desk, case, REVIEW_RIGHTS, mother, date(2026, 11, 5))
    with pytest.raises(LetterRefused, match="it was Thursday 5 November 2026"):
        written(desk, case, REVIEW_RIGHTS, mother, date(2026, 11, 6))


def test_a_last_day_that_cannot_be_counted_is_not_printed(desk: Desk, mother: Person) -> None:
    case = make_case_at(desk, "review_window")
    CalendarEntry.objects.all().delete()
    assert "The last day to ask" in missing(desk, case, REVIEW_RIGHTS, mother)


def test_without_an_address_to_apply_to_nothing_is_printed(desk: Desk, mother: Person) -> None:
    case = make_case_at(desk, "review_window")
    Authority.objects.update(letterhead="", sender_address="")
    assert "Where to write to: the address of Coventry City Council." in missing(desk, case, REVIEW_RIGHTS, mother)
    Exclusion.objects.update(legal_type_then="academy")
    School.objects.update(street="", town="", postcode="")
    case = Case.objects.select_related("child", "school").get(pk=case.pk)
    assert "the academy trust of Ashgrove" in missing(desk, case, REVIEW_RIGHTS, mother)
