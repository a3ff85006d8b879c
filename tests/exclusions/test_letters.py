"""The three letters of a permanent exclusion: what each says, what it needs, which dates it keeps."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.storage import default_storage

from cases.actions.letters import LetterRefused, record_copy
from cases.letter_kinds import LetterKind, letter_kind_for
from cases.letters import LetterDraft, prepare, words_of
from cases.models import Case, Letter, Person
from exclusions.kind import KIND
from exclusions.letters import ACKNOWLEDGEMENT, DAY_SIX_OFFER, NOTE_TO_GOVERNORS
from exclusions.models import Exclusion
from provision.models import PlacementSession
from schools.models import CalendarEntry
from tests.factories.exclusions import EXCLUDED_ON, Desk, make_case_at
from tests.factories.letters import give_address, issue, make_related, place, recipient, words_of_pdf
from tests.factories.provision import SIXTH_DAY, book, make_provider, start

AS_OF = date(2026, 9, 16)


@pytest.fixture
def mother(desk: Desk) -> Person:
    give_address(desk.school)
    person = make_related(desk.child, name="Dana Hughes", lives_with=True)
    place("14 Elm Road", "CV3 4ZZ", child=desk.child)
    return person


@pytest.fixture
def case(desk: Desk, mother: Person) -> Case:
    return desk.check(desk.record())


def draft(desk: Desk, case: Case, code: str, whom: Person | str, as_of: date = AS_OF) -> LetterDraft:
    kind = kind_of(case, code)
    return prepare(case=case, kind=kind, recipient=recipient(case, kind, whom), by=desk.officer, as_of=as_of)


def kind_of(case: Case, code: str) -> LetterKind:
    return letter_kind_for(case, code)


def says(one: LetterDraft) -> str:
    return words_of(one.sheet)


def missing(one: LetterDraft) -> list[str]:
    return [each.what for each in one.missing]


def issue_one(desk: Desk, case: Case, code: str, whom: Person | str) -> Letter:
    return issue(case, kind_of(case, code), whom, by=desk.officer, as_of=AS_OF)[0]


def rows(desk: Desk, case: Case, title: str) -> dict[str, tuple[str, str]]:
    groups = KIND.present(case, desk.officer, AS_OF).groups
    return {row.label: (row.value, row.needs) for group in groups if group.title == title for row in group.rows}


# --- the day-six offer


def test_the_offer_says_from_when_at_what_times_where_and_whom_to_ask_for(
    desk: Desk, case: Case, mother: Person
) -> None:
    provider = make_provider(
        "The Quay Centre (invented)", address="Unit 4, Mill Lane,\nCV2 2BB", telephone="024 7600 0000"
    )
    placement = book(case, desk.officer, provider=provider, reports_to="Ms Okoro")
    letter = issue_one(desk, case, DAY_SIX_OFFER, mother)
    with default_storage.open(letter.stored_name) as file:
        words = words_of_pdf(file.read())
    for expected in (
        "dana hughes 14 elm road cv3 4zz",
        "the quay centre (invented)",
        "first day tuesday 22 september 2026",
        "mornings monday to friday 09:00 to 12:00",
        "afternoons monday to friday 13:00 to 15:00",
        "unit 4, mill lane cv2 2bb",
        "ms okoro",
        "024 7600 0000",
        "section 19 of the education act 1996",
        "section 103 of the education and inspections act 2006",
        "from the sixth school day of the exclusion, tuesday 22 september 2026.",
    ):
        assert expected in words
    # X1 of the law pack.
    for day in ("15", "16", "17", "18", "21"):
        assert f"{day} september 2026" in words
    assert "we are sorry" not in words
    assert letter.facts["placements"] == [str(placement.uuid)]
    sixth = letter.facts["dates"]["sixth_day"]
    assert (sixth["due_on"], sixth["rule"]) == ("2026-09-22", "exclusions.sixth_day_permanent")
    assert sixth["version"]
    assert letter.facts["dates"]["public_place_days"]["version"]


def test_the_officer_is_told_by_when_the_parents_should_have_it(desk: Desk, case: Case, mother: Person) -> None:
    book(case, desk.officer)
    one = draft(desk, case, DAY_SIX_OFFER, mother)
    assert "should have this letter by Sunday 20 September 2026 at 09:00" in one.content.notes[0]
    assert "should have this letter" not in says(one)


def test_education_that_starts_after_the_sixth_day_is_not_called_in_time(
    desk: Desk, case: Case, mother: Person
) -> None:
    book(case, desk.officer, starts_on=date(2026, 9, 24))
    one = draft(desk, case, DAY_SIX_OFFER, mother)
    assert (
        "This education starts after that day, and we are sorry for that. The school sets and marks work for Amira on "
        "the school days from Tuesday 15 September 2026 to Monday 21 September 2026."
    ) in says(one)
    assert "Until then" not in says(one)
    kept = one.content.facts["dates"]["set_work_days"]
    assert (len(kept["days"]), bool(kept["version"])) == (5, True)


@pytest.mark.parametrize(
    ("starts_on", "words"),
    [
        (date(2026, 9, 17), "on the school days from Tuesday 15 September 2026 to Wednesday 16 September 2026."),
        (date(2026, 9, 16), "on Tuesday 15 September 2026."),
    ],
)
def test_the_school_sets_work_until_education_that_starts_sooner(
    desk: Desk, case: Case, mother: Person, starts_on: date, words: str
) -> None:
    book(case, desk.officer, starts_on=starts_on)
    assert f"sets and marks work for Amira {words}" in says(draft(desk, case, DAY_SIX_OFFER, mother))


def test_without_days_of_the_school_its_work_is_not_promised(desk: Desk, case: Case, mother: Person) -> None:
    book(case, desk.officer)
    CalendarEntry.objects.all().delete()
    assert "sets and marks work" not in says(draft(desk, case, DAY_SIX_OFFER, mother))


def test_days_that_are_over_and_education_that_has_begun_are_not_announced(
    desk: Desk, case: Case, mother: Person
) -> None:
    placement = book(case, desk.officer)
    start(placement, desk.officer)
    one = draft(desk, case, DAY_SIX_OFFER, mother, as_of=SIXTH_DAY)
    assert "public place" not in says(one)
    assert one.content.notes == ()


def test_two_places_are_each_described(desk: Desk, case: Case, mother: Person) -> None:
    for name in ("The Mill (invented)", "The Barn (invented)"):
        book(case, desk.officer, provider=make_provider(name), extent="combined")
    words = says(draft(desk, case, DAY_SIX_OFFER, mother))
    assert "The Mill (invented) With The Mill (invented)" in words
    assert "The Barn (invented) With The Barn (invented)" in words


def test_without_a_booking_there_is_nothing_to_offer_and_a_way_to_book(desk: Desk, case: Case, mother: Person) -> None:
    one = draft(desk, case, DAY_SIX_OFFER, mother)
    assert missing(one) == ["A provider."]
    assert one.missing[0].url == f"/cases/{case.reference}/placements/book/"
    with pytest.raises(LetterRefused, match="A provider"):
        issue_one(desk, case, DAY_SIX_OFFER, mother)


def test_every_detail_that_the_law_asks_for_is_missed(desk: Desk, case: Case, mother: Person) -> None:
    placement = book(case, desk.officer)
    PlacementSession.objects.filter(placement=placement).delete()
    type(placement).objects.filter(pk=placement.pk).update(reports_to="")
    type(placement.provider).objects.filter(pk=placement.provider_id).update(address="")
    one = draft(desk, case, DAY_SIX_OFFER, mother)
    provider = str(placement.provider)
    assert missing(one) == [
        f"The times of the sessions at {provider}.",
        f"The address of {provider}.",
        f"Whom the child asks for at {provider}.",
    ]
    assert all(each.url for each in one.missing)
    assert one.content.notes == ()


def test_another_authoritys_duty_is_not_offered_by_us(desk: Desk, mother: Person) -> None:
    case = desk.check(desk.record(), home="855")
    assert "it makes the offer" in missing(draft(desk, case, DAY_SIX_OFFER, mother))[0]


@pytest.mark.parametrize("state", ["reinstated", "cancelled"])
def test_an_exclusion_that_no_longer_stands_has_no_letters(desk: Desk, mother: Person, state: str) -> None:
    case = make_case_at(desk, state)
    assert "no longer stands" in missing(draft(desk, case, DAY_SIX_OFFER, mother))[0]
    assert "nothing to decide" in missing(draft(desk, case, NOTE_TO_GOVERNORS, "governors"))[0]


# --- the note to the governors


def test_the_note_says_by_when_and_how_it_was_counted(desk: Desk, case: Case) -> None:
    words = says(draft(desk, case, NOTE_TO_GOVERNORS, "governors"))
    assert "Meet by Tuesday 6 October 2026" in words
    assert "15 school days, the first of them Wednesday 16 September 2026" in words
    assert "we have counted from the head teacher’s decision. Please tell us the day." in words
    assert "Send us the day, the time and the place of the meeting" in words
    assert "in good time before the meeting" in words
    assert "public examination" not in words


@pytest.mark.parametrize(
    ("legal_type", "is_invited"), [("maintained", True), ("pru", True), ("academy", False), ("other", False)]
)
def test_the_council_comes_by_itself_to_a_maintained_school_or_a_pru_alone(
    desk: Desk, case: Case, legal_type: str, is_invited: bool
) -> None:
    Exclusion.objects.filter(case=case).update(legal_type_then=legal_type)
    words = says(draft(desk, case, NOTE_TO_GOVERNORS, "governors"))
    assert ("of the meeting, so that somebody from the council can come." in words) is is_invited
    assert ("of the meeting. If the parents ask, somebody from the council may attend." in words) is not is_invited


def test_once_told_and_listed_the_note_asks_for_less(desk: Desk, mother: Person) -> None:
    case = make_case_at(desk, "governors_listed")
    words = says(draft(desk, case, NOTE_TO_GOVERNORS, "governors"))
    assert "head teacher’s decision. Please" not in words
    assert "We have the meeting down for Tuesday 6 October 2026." in words
    assert "by Tuesday 29 September 2026." in words
    facts = issue_one(desk, case, NOTE_TO_GOVERNORS, "governors").facts["dates"]
    assert facts["governors_papers"]["due_on"] == "2026-09-29"


def test_an_exam_that_would_be_missed_is_named(desk: Desk, mother: Person) -> None:
    case = desk.check(desk.record(exam_on=date(2026, 10, 1)))
    words = says(draft(desk, case, NOTE_TO_GOVERNORS, "governors"))
    assert "test on Thursday 1 October 2026" in words


def test_without_a_calendar_the_note_has_no_day_and_is_not_issued(desk: Desk, case: Case) -> None:
    case.deadlines.filter(code="exclusions.governors_meet").delete()
    assert missing(draft(desk, case, NOTE_TO_GOVERNORS, "governors")) == ["The day by which the governors must meet."]


# --- the acknowledgement


def test_the_acknowledgement_says_what_we_have_and_what_comes_next(desk: Desk, case: Case) -> None:
    words = says(draft(desk, case, ACKNOWLEDGEMENT, "school"))
    for expected in (
        f"under the reference {case.reference}",
        "Recorded on Tuesday 15 September 2026",
        "Excluded from Tuesday 15 September 2026, before the afternoon session",
        "Reason Persistent or general disruptive behaviour",
        "We arrange full-time education from Tuesday 22 September 2026",
        "See that the board meets by Tuesday 6 October 2026.",
        "Tell your governing board without delay",
    ):
        assert expected in words


def test_the_acknowledgement_names_the_home_authority_and_asks_nothing_twice(desk: Desk, mother: Person) -> None:
    case = desk.tell_governors(desk.check(desk.record(pm_began=True, reasons=["DB", "TH"]), home="855"))
    words = says(draft(desk, case, ACKNOWLEDGEMENT, "school"))
    home = Exclusion.objects.get(case=case).home_authority.name
    assert f"{home}, where Amira lives, arranges full-time education from" in words
    assert "after the afternoon session began" in words
    assert "Reasons Persistent or general disruptive behaviour Theft" in words
    assert "Tell your governing board" not in words


def test_a_cancelled_exclusion_is_not_acknowledged(desk: Desk, mother: Person) -> None:
    case = make_case_at(desk, "cancelled")
    assert "this one was cancelled" in missing(draft(desk, case, ACKNOWLEDGEMENT, "school"))[0]


# --- what the case page then says


def test_a_day_six_letter_that_went_stands_at_day_six(desk: Desk, case: Case, mother: Person) -> None:
    book(case, desk.officer)
    letter = issue_one(desk, case, DAY_SIX_OFFER, mother)
    assert "Parents told of provision on" not in rows(desk, case, "Day six")
    record_copy(letter=letter, method="hand", sent_on=AS_OF, by=desk.officer, as_of=AS_OF)
    assert rows(desk, case, "Day six")["Parents told of provision on"] == ("16 September 2026", "")


def test_a_note_that_went_asks_for_the_day_and_starts_no_clock(desk: Desk, case: Case) -> None:
    letter = issue_one(desk, case, NOTE_TO_GOVERNORS, "governors")
    record_copy(letter=letter, method="first_class_post", sent_on=AS_OF, by=desk.officer, as_of=AS_OF)
    value, needs = rows(desk, case, "Who was told")["Governing board"]
    assert (value, needs) == (
        "",
        "Our note to the governors went on 16 September 2026. Record the day on which they were told.",
    )
    assert case.deadlines.get(code="exclusions.governors_meet").assumption
    desk.tell_governors(case, told_on=EXCLUDED_ON)
    assert rows(desk, case, "Who was told")["Governing board"][1] == ""
