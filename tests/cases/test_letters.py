"""Letters: drafted, issued as a tagged PDF that is kept, recorded copy by copy, served deemed."""

from __future__ import annotations

import hashlib
import io
from datetime import date, timedelta
from unittest import mock

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from pypdf import PdfReader
from weasyprint.urls import FatalURLFetchingError

import statute
from cases import letter_kinds, pdf
from cases.actions.letters import CopyRefused, LetterRefused, issue_letters, record_copy
from cases.disclosure import DisclosureRefused
from cases.letter_kinds import DuplicateLetterKind, UnknownLetterKind, letter_kind_for, register_letter_kind
from cases.letter_standing import LetterStanding
from cases.letters import fingerprint, prepare, recipients_for
from cases.models import Event, Letter, LetterCopy, Relationship
from cases.queries.letters import Service, first_sent_on
from schools.models import Authority
from tests.factories.cases import AS_OF, ErrandDesk
from tests.factories.letters import (
    ERRAND_LETTER,
    PLACE_LETTER,
    UNREADY_LETTER,
    give_address,
    issue,
    make_related,
    place,
    recipient,
    safe_place,
    words_of_pdf,
)


def content_of(letter: Letter) -> bytes:
    with default_storage.open(letter.stored_name) as file:
        return file.read()


def to_mother(desk: ErrandDesk, **more: object) -> Letter:
    mother = make_related(desk.child, name="Dana Hughes", **more)
    place("14 Elm Road", "CV3 4ZZ", person=mother)
    return issue(desk.case, ERRAND_LETTER, mother, by=desk.owner, as_of=AS_OF)[0]


def problem_with(letter: Letter) -> str:
    return LetterStanding(letter.case, AS_OF).problem_with_sending(letter)


# --- the file


def test_the_file_is_tagged_and_says_its_title_and_language_and_no_name(desk: ErrandDesk) -> None:
    letter = to_mother(desk)
    content = content_of(letter)
    reader = PdfReader(io.BytesIO(content))
    catalogue = reader.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"].value is True
    assert "/StructTreeRoot" in catalogue
    assert catalogue["/Lang"] == "en-GB"
    assert reader.metadata.title == "The register"
    assert "Hughes" not in str(reader.metadata)
    assert b"pdfuaid" in catalogue["/Metadata"].get_data()
    assert (letter.byte_count, letter.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert letter.language == "en-GB"


def test_the_letter_has_letterhead_address_reference_words_and_sender(desk: ErrandDesk) -> None:
    Authority.objects.update(letterhead="Errands team\n\n1 Errand Square", sender_address="errands@example.org")
    words = words_of_pdf(content_of(to_mother(desk)))
    for expected in (
        "coventry city council",
        "errands team 1 errand square errands@example.org",
        "dana hughes 14 elm road cv3 4zz",
        f"our reference: {desk.case.reference.casefold()}",
        "wednesday 16 september 2026",
        "dear dana hughes",
        "amira hughes, born 14 march 2013",
        "please fetch the register.",
        "yours sincerely olive owner",
        "page 1 of 1",
    ):
        assert expected in words


def test_a_letter_can_be_made_before_the_authority_is_set_up(desk: ErrandDesk) -> None:
    with mock.patch("cases.letters.the_authority", return_value=None):
        desk.case.team = None
        assert "dear dana hughes" in words_of_pdf(content_of(to_mother(desk)))


@pytest.mark.parametrize(
    "element", ['<img src="http://127.0.0.1:1/x.png" alt="">', '<img src="file:///etc/hostname" alt="">']
)
def test_nothing_outside_the_letter_is_ever_fetched(element: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        pdf.write_pdf(f'<html lang="en-GB"><title>x</title><body>{element}</body></html>')


def test_a_character_that_no_font_has_is_named(desk: ErrandDesk) -> None:
    assert pdf.characters_without_font("Zoë Łukasz ש – “é”") == []
    assert pdf.characters_without_font("\U0001d173") == []
    # Assigned to nobody: no font can have it.
    odd = "\U0003134b"
    with mock.patch("cases.letters.characters_without_font", return_value=[odd]):
        mother = make_related(desk.child)
        place("14 Elm Road", "CV3 4ZZ", person=mother)
        draft = prepare(
            case=desk.case,
            kind=ERRAND_LETTER,
            recipient=recipient(desk.case, ERRAND_LETTER, mother),
            by=desk.owner,
            as_of=AS_OF,
        )
    assert odd in draft.warnings[0]
    assert pdf._printable_of(pdf.FONT_FOLDERS[0]) == frozenset()


# --- issuing


def test_an_issued_letter_keeps_whom_it_went_to_and_what_it_rests_on(desk: ErrandDesk) -> None:
    letter = to_mother(desk)
    assert (letter.audience, str(letter.person), letter.relationship_then) == ("related", "Dana Hughes", "mother")
    assert (letter.address_lines, letter.is_to_safe_address) == (["14 Elm Road", "CV3 4ZZ"], False)
    assert letter.facts == {"as_of": "2026-09-16", "values": letter.facts["values"]}
    event = Event.objects.get(code="letter_issued")
    assert (event.case, event.facts) == (desk.case, {"letter": str(letter.uuid), "letter_kind": "errand.letter"})


def test_each_recipient_gets_a_file_of_their_own(desk: ErrandDesk) -> None:
    mother, father = (
        make_related(desk.child, name="Dana Hughes"),
        make_related(desk.child, "father", name="Rhys Hughes"),
    )
    place("14 Elm Road", "CV3 4ZZ", person=mother)
    place("12 Mill Hill", "CV8 8AA", person=father)
    first, second = issue(desk.case, ERRAND_LETTER, mother, father, by=desk.owner, as_of=AS_OF)
    assert first.stored_name != second.stored_name
    assert "12 mill hill" not in words_of_pdf(content_of(first))
    assert "14 elm road" not in words_of_pdf(content_of(second))


def test_a_letter_that_misses_something_cannot_be_issued(desk: ErrandDesk) -> None:
    with pytest.raises(LetterRefused) as refusal:
        issue(desk.case, UNREADY_LETTER, "school", by=desk.owner, as_of=AS_OF)
    assert refusal.value.reasons == (
        f"The Head Teacher: The address of {desk.school.name}.",
        "The Head Teacher: A register.",
    )
    mother = make_related(desk.child, name="Dana Hughes")
    with pytest.raises(LetterRefused, match="An address for Dana Hughes"):
        issue(desk.case, ERRAND_LETTER, mother, by=desk.owner, as_of=AS_OF)
    assert not Letter.objects.exists()


def test_what_was_seen_is_what_is_issued(desk: ErrandDesk) -> None:
    mother = make_related(desk.child)
    home = place("14 Elm Road", "CV3 4ZZ", person=mother)
    whom = [recipient(desk.case, ERRAND_LETTER, mother)]
    details = {"case": desk.case, "kind": ERRAND_LETTER, "by": desk.owner, "as_of": AS_OF}
    seen = fingerprint([prepare(recipient=whom[0], **details)])
    type(home).objects.filter(pk=home.pk).update(line_1="16 Elm Road")
    with pytest.raises(LetterRefused, match="The record has changed since you saw this letter"):
        issue_letters(recipients=whom, seen=seen, has_read_warnings=True, **details)
    with pytest.raises(LetterRefused, match="Choose who"):
        issue_letters(recipients=[], seen=seen, has_read_warnings=True, **details)


def test_a_safe_address_needs_the_warning_to_be_read(desk: ErrandDesk) -> None:
    mother = make_related(desk.child, name="Dana Hughes", lives_with=True)
    safe_place("7 Harbour View", "CV5 9SF", child=desk.child, by=desk.owner)
    with pytest.raises(LetterRefused, match="Read the warnings"):
        issue(desk.case, ERRAND_LETTER, mother, by=desk.owner, as_of=AS_OF, has_read_warnings=False)
    (letter,) = issue(desk.case, ERRAND_LETTER, mother, by=desk.owner, as_of=AS_OF)
    assert letter.is_to_safe_address
    assert words_of_pdf(content_of(letter)).count("7 harbour view") == 1


def test_who_may_not_work_the_case_issues_and_records_nothing(desk: ErrandDesk) -> None:
    letter = to_mother(desk)
    for user in (desk.head, desk.other_team):
        with pytest.raises(PermissionDenied):
            issue_letters(
                case=desk.case, kind=ERRAND_LETTER, recipients=[], seen="", has_read_warnings=True, by=user, as_of=AS_OF
            )
        with pytest.raises(PermissionDenied):
            record_copy(letter=letter, method="hand", sent_on=AS_OF, by=user, as_of=AS_OF)


def test_when_the_row_fails_the_file_is_removed_and_when_the_file_fails_there_is_no_row(desk: ErrandDesk) -> None:
    mother = make_related(desk.child)
    place("14 Elm Road", "CV3 4ZZ", person=mother)
    saved = []
    with (
        mock.patch("cases.actions.letters.record_event", side_effect=RuntimeError),
        mock.patch(
            "cases.actions.letters.default_storage.save", side_effect=lambda name, _file: saved.append(name) or name
        ),
        mock.patch("cases.actions.letters.default_storage.delete") as delete,
        pytest.raises(RuntimeError),
    ):
        issue(desk.case, ERRAND_LETTER, mother, by=desk.owner, as_of=AS_OF)
    delete.assert_called_once_with(saved[0])
    with (
        mock.patch("cases.actions.letters.default_storage.save", side_effect=OSError),
        pytest.raises(OSError),
    ):
        issue(desk.case, ERRAND_LETTER, mother, by=desk.owner, as_of=AS_OF)
    assert not Letter.objects.exists()


# --- copies


def test_a_copy_says_how_where_to_and_when_and_counts_as_given_by_the_statute(desk: ErrandDesk) -> None:
    letter = to_mother(desk)
    copy = record_copy(letter=letter, method="first_class_post", sent_on=AS_OF, by=desk.owner, as_of=AS_OF)
    assert (copy.address_lines, copy.email_address) == (["14 Elm Road", "CV3 4ZZ"], "")
    served = Service(AS_OF).of(copy)
    assert served.due_on == date(2026, 9, 18)
    assert [each.day for each in served.counted] == [date(2026, 9, 17), date(2026, 9, 18)]
    event = Event.objects.get(code="letter_sent")
    assert event.facts["method"] == "first_class_post"
    assert "14 Elm Road" not in str(event.facts)
    assert first_sent_on(desk.case, "errand.letter") == AS_OF
    assert first_sent_on(desk.case, "errand.place") is None


def test_ways_of_sending_are_the_statute_engines_own() -> None:
    rule = next(each for each in statute.rules() if each.code == "letters.deemed_service")
    choices = next(fact for fact in rule.facts if fact.name == "method")
    for method in LetterCopy.Method:
        assert statute.calculate(rule.code, facts={"sent_on": AS_OF, "method": str(method)}).due_on
    assert choices.name == "method"


def test_a_letter_posted_beyond_the_calendar_still_counts_by_the_published_bank_holidays(desk: ErrandDesk) -> None:
    letter = to_mother(desk)
    copy = record_copy(letter=letter, method="first_class_post", sent_on=AS_OF, by=desk.owner, as_of=AS_OF)
    service = Service(AS_OF)
    service.calendar = {"open": [["2026-09-02", "2026-09-16"]], "bank_holidays": [], "loaded_until": "2026-09-16"}
    assert service.of(copy).due_on == date(2026, 9, 18)


def test_an_e_mail_goes_to_the_recorded_address_of_a_person(desk: ErrandDesk) -> None:
    letter = to_mother(desk, email="dana@example.org")
    copy = record_copy(
        letter=letter,
        method="email_agreed",
        sent_on=AS_OF,
        email_address="typed@example.org",
        by=desk.owner,
        as_of=AS_OF,
    )
    assert (copy.email_address, copy.address_lines) == ("dana@example.org", [])
    type(letter.person).objects.filter(pk=letter.person_id).update(email="")
    letter.person.refresh_from_db()
    with pytest.raises(CopyRefused, match="No e-mail address is recorded") as refusal:
        record_copy(letter=letter, method="email_agreed", sent_on=AS_OF, by=desk.owner, as_of=AS_OF)
    assert refusal.value.field == "method"


def test_an_e_mail_to_a_school_needs_its_address(desk: ErrandDesk) -> None:
    give_address(desk.school)
    (letter,) = issue(desk.case, ERRAND_LETTER, "school", by=desk.owner, as_of=AS_OF)
    with pytest.raises(CopyRefused, match="Enter the e-mail address"):
        record_copy(letter=letter, method="email_agreed", sent_on=AS_OF, by=desk.owner, as_of=AS_OF)
    details = {"method": "email_agreed", "sent_on": AS_OF, "by": desk.owner, "as_of": AS_OF}
    assert record_copy(letter=letter, email_address="head@example.org", **details).email_address == "head@example.org"


@pytest.mark.parametrize("offset", [-1, 1])
def test_a_copy_goes_between_the_day_of_issue_and_today(desk: ErrandDesk, offset: int) -> None:
    letter = to_mother(desk)
    sent_on = AS_OF + timedelta(days=offset)
    with pytest.raises(CopyRefused, match="Sent on must be") as refusal:
        record_copy(letter=letter, method="hand", sent_on=sent_on, by=desk.owner, as_of=AS_OF)
    assert refusal.value.field == "sent_on"


def test_a_letter_whose_check_has_changed_is_not_sent_but_the_truth_is_kept(desk: ErrandDesk) -> None:
    letter = to_mother(desk)
    assert problem_with(letter) == ""
    relationship = Relationship.objects.get(person=letter.person)
    type(relationship).objects.filter(pk=relationship.pk).update(may_be_contacted=False)
    with pytest.raises(CopyRefused, match="Do not send it: write a new letter") as refusal:
        record_copy(letter=letter, method="hand", sent_on=AS_OF, by=desk.owner, as_of=AS_OF)
    assert refusal.value.field == "has_gone_already"
    record_copy(letter=letter, method="hand", sent_on=AS_OF, by=desk.owner, as_of=AS_OF, has_gone_already=True)
    assert LetterCopy.objects.count() == 1


def test_what_keeps_a_letter_from_going_is_said(desk: ErrandDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = to_mother(desk)
    place("3 New Road", "CV7 7AA", person=letter.person, since=AS_OF)
    assert "address of Dana Hughes has changed" in problem_with(letter)
    Relationship.objects.filter(person=letter.person).delete()
    assert "not recorded as anybody" in problem_with(letter)
    monkeypatch.delitem(letter_kinds._letter_kinds, "errand.letter")
    assert "no such letter" in problem_with(letter)
    assert letter_kinds.letter_label("errand.letter") == "errand.letter"


@pytest.mark.parametrize("table", ["cases_letter", "cases_lettercopy"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET uuid = uuid", "DELETE FROM {}"])
def test_letters_and_copies_are_written_once(desk: ErrandDesk, table: str, statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


# --- the registry


def test_a_letter_is_registered_once_and_only_for_its_kinds_of_case(desk: ErrandDesk) -> None:
    with pytest.raises(DuplicateLetterKind):
        register_letter_kind(ERRAND_LETTER)
    assert letter_kind_for(desk.case, "errand.letter") is ERRAND_LETTER
    desk.case.kind = "something_else"
    for code in ("errand.letter", "nothing"):
        with pytest.raises(UnknownLetterKind):
            letter_kind_for(desk.case, code)


def test_a_letter_that_tells_where_the_child_is_needs_parental_responsibility(desk: ErrandDesk) -> None:
    aunt = make_related(desk.child, "other_relative", responsibility=False)
    assert [each.person for each in recipients_for(desk.case, PLACE_LETTER)] == [aunt]
    with pytest.raises(DisclosureRefused, match="parental responsibility"):
        issue(desk.case, PLACE_LETTER, aunt, by=desk.owner, as_of=AS_OF)
