"""The council's letters to a governing board: what each says, what it needs, which dates it keeps."""

from __future__ import annotations

from datetime import date

import pytest

from cases.actions.letters import LetterRefused, record_copy
from cases.letter_kinds import letter_kind_for
from cases.letters import LetterDraft, prepare, words_of
from cases.models import Case, Letter
from exclusions.gathering import gather_any
from exclusions.governors.letter_codes import COUNCIL_REPORT, GOVERNORS_OVERDUE, SUSPENSION_NOTE
from exclusions.governors.presenters import governors_groups
from exclusions.models import Suspension
from exclusions.queries import deadlines_by_code
from schools.models import CalendarEntry
from tests.factories.children import make_child
from tests.factories.exclusions import EXCLUDED_ON, Desk, make_case_at
from tests.factories.governors import decide, list_meeting, name, report, represent, tell_board
from tests.factories.letters import give_address, issue, place, recipient
from tests.factories.provision import SIXTH_DAY, book, start
from tests.factories.suspensions import BACK_ON, FIRST_ON, cancel, make_suspension

ASKED_ON, MEETING_ON = date(2026, 11, 12), date(2026, 12, 1)


@pytest.fixture(autouse=True)
def _address(desk: Desk) -> None:
    give_address(desk.school)


def draft(desk: Desk, case: Case, code: str, as_of: date = BACK_ON) -> LetterDraft:
    kind = letter_kind_for(case, code)
    case = Case.objects.select_related("child", "school", "team").get(pk=case.pk)
    return prepare(case=case, kind=kind, recipient=recipient(case, kind, "governors"), by=desk.officer, as_of=as_of)


def says(one: LetterDraft) -> str:
    return words_of(one.sheet)


def missing(one: LetterDraft) -> list[str]:
    return [each.what for each in one.missing]


def above_fifteen(desk: Desk) -> Case:
    first_on = date(2026, 11, 2)
    return make_suspension(desk, first_on, date(2026, 11, 23), told={"governors": first_on})


# --- the note on a suspension


def test_above_five_days_the_note_says_what_representations_bring(desk: Desk) -> None:
    case = tell_board(desk, make_suspension(desk), FIRST_ON)
    words = says(draft(desk, case, SUSPENSION_NOTE))
    for expected in (
        "from Monday 9 November 2026, morning, to Wednesday 18 November 2026, afternoon.",
        "If the parents make representations, the governing board must meet",
        "If the parents make representations, meet by Tuesday 2 February 2027",
        "50 school days, the first of them Tuesday 10 November 2026",
        "Tell us when the parents make representations, or say that they will make none.",
    ):
        assert expected in words
    assert "we have counted from the head teacher’s decision" not in words


def test_once_they_are_made_the_note_says_that_the_board_must_meet(desk: Desk) -> None:
    case = represent(desk, make_suspension(desk), ASKED_ON)
    words = says(draft(desk, case, SUSPENSION_NOTE))
    assert "The parents have made representations. The governing board must now meet" in words
    assert "Meet by Tuesday 2 February 2027" in words
    assert "we have counted from the head teacher’s decision. Please tell us the day." in words


def test_above_fifteen_days_it_says_so_whatever_the_parents_do(desk: Desk) -> None:
    case = list_meeting(desk, above_fifteen(desk), MEETING_ON, BACK_ON)
    one = draft(desk, case, SUSPENSION_NOTE)
    words = says(one)
    assert "It must do so whether or not the parents ask for it, and also when the suspension is over." in words
    assert "Meet by Monday 23 November 2026" in words
    assert "We have the meeting down for Tuesday 1 December 2026." in words
    assert "by Tuesday 24 November 2026." in words
    dates = one.content.facts["dates"]
    assert (dates["governors_meet"]["due_on"], dates["governors_papers"]["due_on"]) == ("2026-11-23", "2026-11-24")
    assert dates["governors_meet"]["rule"] == "exclusions.governors_meet_15"


@pytest.mark.parametrize(("legal_type", "chair"), [("maintained", True), ("academy", False)])
def test_x14_the_note_names_the_exam_and_the_chair_of_a_maintained_school(
    desk: Desk, legal_type: str, chair: bool
) -> None:
    first = date(2027, 5, 17)
    case = make_suspension(desk, first, date(2027, 5, 18), exam_on=date(2027, 5, 18), told={"governors": first})
    Suspension.objects.update(legal_type_then=legal_type)
    words = says(draft(desk, case, SUSPENSION_NOTE, first))
    assert "Meet by Wednesday 16 June 2027" in words
    assert "please meet before it, by Monday 17 May 2027." in words
    assert ("the chair may consider the suspension alone" in words) is chair
    assert ("so that somebody from the council can come" in words) is chair


def test_there_is_no_note_without_a_duty(desk: Desk) -> None:
    short = make_suspension(desk, date(2026, 9, 14))
    assert missing(draft(desk, short, SUSPENSION_NOTE))[0].startswith("A duty to meet:")
    waived = represent(desk, make_suspension(desk), ASKED_ON, standing="none")
    assert "they will make none, so no meeting is due" in missing(draft(desk, waived, SUSPENSION_NOTE))[0]


def test_there_is_no_note_once_all_is_over_or_while_no_date_is_known(desk: Desk) -> None:
    case = above_fifteen(desk)
    decide(desk, case, "decline_reinstatement", BACK_ON)
    assert missing(draft(desk, case, SUSPENSION_NOTE)) == ["The governors have nothing to decide any more."]
    cancelled = cancel(desk, make_suspension(desk, date(2026, 12, 7)), date(2026, 12, 7))
    assert missing(draft(desk, cancelled, SUSPENSION_NOTE)) == ["The governors have nothing to decide any more."]
    CalendarEntry.objects.all().delete()
    unknown = make_suspension(desk, date(2026, 12, 9))
    assert missing(draft(desk, unknown, SUSPENSION_NOTE)) == ["The day by which the governors must meet."]


# --- the limit has passed


def test_a_limit_that_passed_is_named_and_the_duty_goes_on(desk: Desk) -> None:
    case = above_fifteen(desk)
    words = says(draft(desk, case, GOVERNORS_OVERDUE, date(2026, 11, 24)))
    for expected in (
        "on the suspension of Amira Hughes",
        "had to consider it by Monday 23 November 2026: 15 school days, the first of them Tuesday 3 November 2026.",
        "The limit has passed, and the duty goes on",
        "Please meet without delay.",
        "Tell us the day, the time and the place of the meeting, so that somebody from the council can come.",
    ):
        assert expected in words
    assert "Please tell us the day." not in words


def test_a_listed_day_is_asked_to_be_sooner_and_an_assumed_count_says_so(desk: Desk) -> None:
    case = desk.list_meeting(desk.check(desk.record()), date(2026, 10, 20))
    one = draft(desk, case, GOVERNORS_OVERDUE, date(2026, 10, 7))
    assert "on the permanent exclusion of Amira Hughes" in says(one)
    assert "We have the meeting down for Tuesday 20 October 2026. Please see whether it can be sooner" in says(one)
    assert "we have counted from the head teacher’s decision. Please tell us the day." in says(one)
    assert "We have the meeting down" not in says(draft(desk, case, GOVERNORS_OVERDUE, date(2026, 10, 21)))
    assert one.content.facts["dates"]["governors_meet"]["due_on"] == "2026-10-06"


def test_it_waits_for_a_limit_that_has_passed_and_for_a_duty(desk: Desk) -> None:
    case = make_suspension(desk)
    assert missing(draft(desk, case, GOVERNORS_OVERDUE)) == [
        "A duty to meet: the governors owe no meeting as things stand."
    ]
    represent(desk, case, ASKED_ON)
    assert missing(draft(desk, case, GOVERNORS_OVERDUE, date(2027, 2, 2))) == ["A limit that has passed."]
    assert missing(draft(desk, case, GOVERNORS_OVERDUE, date(2027, 2, 3))) == []
    desk.child = make_child()
    decided = make_case_at(desk, "declined")
    assert missing(draft(desk, decided, GOVERNORS_OVERDUE)) == ["The governors have nothing to decide any more."]


# --- the council's report


def test_the_report_gathers_the_dates_and_prints_the_officers_text(desk: Desk) -> None:
    case = desk.check(desk.record())
    name(desk, case, EXCLUDED_ON)
    report(desk, case, EXCLUDED_ON, "We met the family twice.\n\nThe plan was reviewed.")
    one = draft(desk, case, COUNCIL_REPORT, EXCLUDED_ON)
    for expected in (
        "permanent exclusion of Amira Hughes",
        "When from Tuesday 15 September 2026",
        "The council was told on Tuesday 15 September 2026",
        "Education was due from Tuesday 22 September 2026, the sixth school day",
        "For the council Ada Okafor",
        "The council has not yet arranged it.",
        "We met the family twice. The plan was reviewed.",
    ):
        assert expected in says(one)
    assert one.content.facts["dates"]["sixth_day"]["due_on"] == "2026-09-22"


@pytest.mark.parametrize(
    ("starts_on", "words"),
    [
        (SIXTH_DAY, "Full-time education provided by the council began on Tuesday 22 September 2026."),
        (date(2026, 9, 24), "began on Thursday 24 September 2026, later than the law requires."),
    ],
)
def test_the_report_says_whether_education_came_in_time_and_never_where(
    desk: Desk, starts_on: date, words: str
) -> None:
    case = desk.check(desk.record())
    report(desk, case, EXCLUDED_ON)
    placement = book(case, desk.officer, starts_on=starts_on)
    booked = says(draft(desk, case, COUNCIL_REPORT, EXCLUDED_ON))
    assert "The council has arranged full-time education from" in booked
    start(placement, desk.officer, starts_on)
    started = says(draft(desk, case, COUNCIL_REPORT, starts_on))
    assert words in started
    assert str(placement.provider) not in booked + started


def test_education_of_another_authority_is_for_it_to_say(desk: Desk) -> None:
    case = desk.check(desk.record(), home="855")
    report(desk, case, EXCLUDED_ON)
    assert "where the child lives, to provide it." in says(draft(desk, case, COUNCIL_REPORT, EXCLUDED_ON))


def test_the_text_of_the_report_is_on_no_other_letter(desk: Desk) -> None:
    case = above_fifteen(desk)
    report(desk, case, BACK_ON, "Only for this meeting.")
    later = date(2026, 11, 24)
    assert "Only for this meeting." in says(draft(desk, case, COUNCIL_REPORT, later))
    for code in (SUSPENSION_NOTE, GOVERNORS_OVERDUE):
        assert "Only for this meeting." not in says(draft(desk, case, code, later))


def test_without_a_text_there_is_no_report_and_a_way_to_write_one(desk: Desk) -> None:
    case = make_suspension(desk)
    one = draft(desk, case, COUNCIL_REPORT)
    assert missing(one) == ["The text of the report."]
    assert one.missing[0].url == f"/cases/{case.reference}/governors/report/"
    kind = letter_kind_for(case, COUNCIL_REPORT)
    with pytest.raises(LetterRefused, match="The text of the report"):
        issue(case, kind, "governors", by=desk.officer, as_of=BACK_ON)


def test_there_is_no_report_for_a_decision_that_was_taken(desk: Desk) -> None:
    case = above_fifteen(desk)
    report(desk, case, BACK_ON)
    decide(desk, case, "decline_reinstatement", BACK_ON)
    assert missing(draft(desk, case, COUNCIL_REPORT)) == ["The governors have nothing to decide any more."]


def test_an_address_of_the_family_in_the_text_stops_the_letter(desk: Desk) -> None:
    case = above_fifteen(desk)
    place("14 Elm Road", "CV3 4ZZ", child=desk.child)
    report(desk, case, BACK_ON, "The family lives at 14 Elm Road, CV3 4ZZ.")
    with pytest.raises(Exception, match="holds an address"):
        draft(desk, case, COUNCIL_REPORT)


def test_the_case_page_says_when_the_report_went(desk: Desk) -> None:
    case = above_fifteen(desk)
    report(desk, case, BACK_ON)
    kind = letter_kind_for(case, COUNCIL_REPORT)
    (letter,) = issue(case, kind, "governors", by=desk.officer, as_of=BACK_ON)
    assert isinstance(letter, Letter)
    assert council_rows(case)["Report"] == "Written, not sent yet"
    record_copy(letter=letter, method="hand", sent_on=BACK_ON, by=desk.officer, as_of=BACK_ON)
    assert council_rows(case)["Report"] == "Sent on 19 November 2026"


def council_rows(case: Case) -> dict[str, str]:
    groups = governors_groups(gather_any(case), deadlines_by_code(case), BACK_ON)
    (group,) = (each for each in groups if each.title == "The council at the governors’ meeting")
    return {row.label: row.value for row in group.rows}
