"""What the case page says of the governors, for both kinds."""

from __future__ import annotations

from datetime import date, time

import pytest

from cases.kinds import Presentation, kind_of
from cases.models import Case
from cases.presenters.case import present_groups
from exclusions.actions.governors_meeting import Invitation
from exclusions.models import Suspension
from schools.models import CalendarEntry
from tests.factories.children import make_child, make_local_authority
from tests.factories.exclusions import EXCLUDED_ON, GOVERNORS_MEET_ON, Desk, make_case_at
from tests.factories.governors import (
    ask_for_remote,
    decide,
    invite,
    list_meeting,
    name,
    represent,
    send_papers,
    tell_board,
    tell_outcome,
)
from tests.factories.suspensions import BACK_ON, FIRST_ON, make_suspension

ASKED_ON, MEETING_ON = date(2026, 11, 12), date(2026, 12, 1)
WHO = "Who takes part in the governors’ meeting"
COUNCIL = "The council at the governors’ meeting"
TOLD = "Told of the governors’ decision"


def shown(desk: Desk, case: Case, as_of: date = BACK_ON) -> Presentation:
    case = Case.objects.select_related("child", "school").get(pk=case.pk)
    return kind_of(case).present(case, desk.officer, as_of)


def rows(page: Presentation, title: str = "Governors") -> dict[str, tuple[str, str]]:
    """The value and what is missing, by the label of the row; empty without such a group."""
    return {row.label: (row.value, row.needs) for group in page.groups if group.title == title for row in group.rows}


def links(page: Presentation, title: str = "Governors") -> list[str]:
    (group,) = (each for each in present_groups(page) if each["title"] == title)
    return [each["label"] for each in group["actions"]]


def steps(page: Presentation) -> dict[str, tuple[str, ...]]:
    return {step.label: step.reasons for step in page.steps if "governors" in step.label}


def above_fifteen(desk: Desk) -> Case:
    first_on = date(2026, 11, 2)
    return make_suspension(desk, first_on, date(2026, 11, 23), told={"governors": first_on})


def test_up_to_five_days_there_is_little_to_say_and_nothing_to_do(desk: Desk) -> None:
    page = shown(desk, make_suspension(desk, FIRST_ON, FIRST_ON))
    assert list(rows(page)) == ["Their duty", "Representations"]
    assert rows(page)["Representations"] == ("None recorded", "")
    assert (steps(page), links(page)) == ({}, ["Representations"])
    assert not rows(page, WHO) and not rows(page, COUNCIL)


def test_without_a_count_the_duty_cannot_be_said(desk: Desk) -> None:
    CalendarEntry.objects.all().delete()
    page = shown(desk, make_suspension(desk))
    assert rows(page)["Their duty"][1].startswith("The days lost are not counted")
    assert steps(page) == {}


def test_above_five_days_the_steps_say_what_they_wait_for(desk: Desk) -> None:
    page = shown(desk, make_suspension(desk))
    assert rows(page)["If the parents make representations, by"] == ("2 February 2027", "")
    assert list(steps(page)) == [
        "Record what the parents say to the governors",
        "List the governors’ meeting",
        "Record the governors’ decision",
    ]
    assert steps(page)["Record what the parents say to the governors"] == ()
    assert steps(page)["Record the governors’ decision"] == (
        "No meeting is due unless the parents make representations. Record them first.",
        "Record first when the governors were told.",
    )


def test_when_the_parents_make_none_the_limit_is_waived_in_words(desk: Desk) -> None:
    page = shown(desk, represent(desk, make_suspension(desk), ASKED_ON, standing="none"))
    assert rows(page)["Must meet by"][0].startswith("The parents said on 12 November 2026 that they make no")
    assert rows(page)["Representations"][0] == "They said on 12 November 2026 that they will make none"
    assert steps(page) == {}


@pytest.mark.parametrize(("made_by", "words"), [("parent", "from a parent or carer"), ("pupil", "from the pupil")])
def test_representations_are_named_with_their_way(desk: Desk, made_by: str, words: str) -> None:
    type(desk.child).objects.filter(pk=desk.child.pk).update(born_on=date(2008, 1, 1))
    desk.child.refresh_from_db()
    page = shown(desk, represent(desk, make_suspension(desk), ASKED_ON, made_by=made_by))
    assert rows(page)["Representations"][0] == f"Received on 12 November 2026, by letter; {words}"
    assert rows(page)["Must meet by"] == ("2 February 2027", "")
    assert rows(page)["Meeting on"] == ("", "The meeting is not listed yet.")


def test_a_limit_that_passed_says_that_the_duty_goes_on(desk: Desk) -> None:
    case = above_fifteen(desk)
    assert rows(shown(desk, case, date(2026, 11, 23)))["Must meet by"] == ("23 November 2026", "")
    assert rows(shown(desk, case, date(2026, 11, 24)))["Must meet by"] == (
        "23 November 2026",
        "The limit passed on 23 November 2026; the duty goes on.",
    )
    page = shown(desk, decide(desk, case, "considered", date(2026, 11, 25)), date(2026, 11, 26))
    assert rows(page)["Must meet by"] == ("23 November 2026", "")
    permanent = desk.record(child=make_child())
    assert rows(shown(desk, permanent, date(2026, 10, 7)))["Must meet by"][1].endswith("the duty goes on.")


def test_what_binds_only_if_asked_is_never_called_a_duty_that_goes_on(desk: Desk) -> None:
    page = shown(desk, make_suspension(desk), date(2027, 2, 3))
    assert rows(page)["If the parents make representations, by"] == ("2 February 2027", "")


def test_the_day_before_an_exam_passes_by_its_own_name(desk: Desk) -> None:
    case = make_suspension(desk, FIRST_ON, date(2026, 11, 12), exam_on=ASKED_ON)
    page = shown(desk, case, date(2026, 11, 13))
    assert rows(page)["Before the exam, by"] == (
        "11 November 2026",
        "The day before the exam passed on 11 November 2026; the duty goes on.",
    )


def test_the_meeting_its_former_days_and_its_papers(desk: Desk) -> None:
    case = list_meeting(desk, above_fifteen(desk), date(2026, 11, 27), BACK_ON)
    case = list_meeting(desk, case, MEETING_ON, date(2026, 11, 20), from_time=time(17, 0), place="the school library")
    page = shown(desk, case, date(2026, 11, 25))
    assert rows(page)["Meeting on"] == (
        "1 December 2026",
        "The meeting is listed after the limit of 23 November 2026. Ask the governors for an earlier day.",
    )
    assert rows(page)["How it is held"][0] == "17:00, in person, the school library"
    assert rows(page)["Listed before for"][0] == "27 November 2026, changed on 20 November 2026"
    assert rows(page)["Papers sent by"] == (
        "24 November 2026",
        "The papers are not recorded as sent, and their day has passed.",
    )
    page = shown(desk, send_papers(desk, case, date(2026, 11, 25)), date(2026, 11, 25))
    assert rows(page)["Papers sent by"][1] == ""
    assert rows(page)["Papers sent on"][0] == "25 November 2026, late"
    page = shown(desk, send_papers(desk, case, date(2026, 11, 23)), date(2026, 11, 25))
    assert rows(page)["Papers sent on"][0] == "23 November 2026"
    assert links(page) == ["Change the meeting", "Representations", "Remote meeting asked for", "Papers"]
    assert list(steps(page)) == ["Record the governors’ decision"]


@pytest.mark.parametrize(
    ("met", "words", "needs"),
    [
        (True, "Asked for on 19 November 2026; the conditions are met", "It must be held remotely"),
        (False, "Asked for on 19 November 2026; the conditions are not met", ""),
        (None, "Asked for on 19 November 2026", "Whether the conditions of a remote meeting are met"),
    ],
)
def test_a_request_for_a_remote_meeting(desk: Desk, met: bool | None, words: str, needs: str) -> None:
    case = list_meeting(desk, above_fifteen(desk), MEETING_ON, BACK_ON)
    found = rows(shown(desk, ask_for_remote(desk, case, BACK_ON, met=met)))["Remote meeting"]
    assert found[0] == words
    assert found[1].startswith(needs) and bool(found[1]) == bool(needs)


def test_a_remote_meeting_says_why(desk: Desk) -> None:
    case = ask_for_remote(desk, above_fifteen(desk), BACK_ON)
    assert rows(shown(desk, case))["Remote meeting"][1] == ""
    case = list_meeting(desk, case, MEETING_ON, BACK_ON, mode="remote", remote_reason="asked")
    page = shown(desk, case)
    assert rows(page)["How it is held"][0] == "Remotely (the parents asked for it)"
    assert rows(page)["Remote meeting"][1] == ""


def test_who_must_be_invited_who_is_and_whom_they_send(desk: Desk) -> None:
    case = list_meeting(desk, above_fifteen(desk), MEETING_ON, BACK_ON)
    Suspension.objects.update(is_looked_after_then=True, has_social_worker_then=True)
    case = invite(desk, case, BACK_ON, head=Invitation(BACK_ON, "nominee", "Jo Deputy"), pupil=Invitation(BACK_ON))
    found = rows(shown(desk, case), WHO)
    assert found["Head teacher"] == ("Invited on 19 November 2026, sends a nominee, Jo Deputy", "")
    assert found["Pupil"] == ("Invited on 19 November 2026", "")
    assert {label for label, (_, needs) in found.items() if needs.startswith("Not invited yet")} == {
        "Parent or carer",
        "Council’s representative",
        "Social worker",
        "Virtual school head",
    }
    case = list_meeting(desk, case, date(2026, 12, 3), date(2026, 11, 20))
    assert rows(shown(desk, case), WHO)["Pupil"][1] == (
        "Invited before the meeting was listed again, so tell them the new day: pupil."
    )
    case = decide(desk, case, "decline_reinstatement", date(2026, 12, 3))
    assert not any(needs for _, needs in rows(shown(desk, case), WHO).values())


def test_the_councils_place_at_a_maintained_school(desk: Desk) -> None:
    case = above_fifteen(desk)
    found = rows(shown(desk, case), COUNCIL)
    assert found["Its place"][0] == "Must be invited, and may make representations"
    assert found["Representative"] == ("", "Nobody is named to represent the council.")
    case = name(desk, list_meeting(desk, case, MEETING_ON, BACK_ON), date(2026, 12, 2), attended=True)
    page = shown(desk, case)
    assert rows(page, COUNCIL)["Representative"] == ("Ada Okafor", "")
    assert rows(page, COUNCIL)["Was there"] == ("Yes", "")
    assert rows(page, COUNCIL)["Report"] == ("Not written", "")
    assert links(page, COUNCIL) == ["Name the representative", "Write the report"]


def test_the_councils_place_at_an_academy(desk: Desk) -> None:
    case = above_fifteen(desk)
    Suspension.objects.update(legal_type_then="academy")
    found = rows(shown(desk, case), COUNCIL)
    assert found["Its place"][0] == "Comes if the parents ask, normally to observe"
    assert found["Representative"] == ("", "")
    case = name(desk, case, BACK_ON, representative=None, asked_for_on=BACK_ON)
    found = rows(shown(desk, case), COUNCIL)
    assert found["Its place"][0] == "The parents asked for somebody on 19 November 2026, normally to observe"
    assert found["Representative"] == ("", "Nobody is named to represent the council.")


def test_the_decision_and_who_was_told(desk: Desk) -> None:
    case = above_fifteen(desk)
    Suspension.objects.update(home_authority=make_local_authority("855", "Leicestershire"))
    case = decide(desk, case, "reinstate_on", BACK_ON, reinstate_on=date(2026, 11, 20), has_written_reasons=False)
    page = shown(desk, case)
    assert rows(page)["Decision"] == ("Reinstate on a date, on 19 November 2026", "")
    assert rows(page)["Decided by"][0] == "The governing board or its panel"
    assert rows(page)["Reasons in writing"] == ("No", "The governors must give their reasons in writing.")
    assert rows(page)["Back in school from"][0] == "20 November 2026"
    assert rows(page, TOLD)["Parents"] == ("", "Parents: not recorded as told.")
    assert "Home authority" in rows(page, TOLD)
    page = shown(desk, tell_outcome(desk, case, BACK_ON, "parents"))
    assert rows(page, TOLD)["Parents"] == ("19 November 2026", "")
    assert (steps(page), links(page)) == ({}, ["Change the decision"])


def test_of_a_permanent_exclusion_the_parents_hear_by_the_written_decision(desk: Desk) -> None:
    page = shown(desk, make_case_at(desk, "declined"), GOVERNORS_MEET_ON)
    assert rows(page, TOLD)["Parents"] == ("By the written decision: see Review", "")
    assert rows(page, TOLD)["Head teacher"][1] == "Head teacher: not recorded as told."
    assert rows(page)["Reasons in writing"] == ("Not known", "")


def test_of_a_reinstatement_the_parents_are_told_by_the_board(desk: Desk) -> None:
    page = shown(desk, make_case_at(desk, "reinstated"), GOVERNORS_MEET_ON)
    assert rows(page, TOLD)["Parents"] == ("", "Parents: not recorded as told.")


def test_a_permanent_exclusion_has_the_same_groups(desk: Desk) -> None:
    case = list_meeting(desk, desk.check(desk.record()), GOVERNORS_MEET_ON, EXCLUDED_ON)
    page = shown(desk, case, EXCLUDED_ON)
    assert rows(page)["Their duty"][0].startswith("They must consider reinstatement, whether or not")
    assert [group.title for group in page.groups if "overnors" in group.title] == ["Governors", WHO, COUNCIL]
    assert links(page) == ["Change the meeting", "Representations", "Remote meeting asked for", "Papers"]
    assert tell_board(desk, case, EXCLUDED_ON)


@pytest.mark.parametrize("asked_for_on", [None, BACK_ON])
def test_the_authority_that_maintains_the_school_is_invited_not_ours(desk: Desk, asked_for_on: date | None) -> None:
    case = list_meeting(desk, above_fifteen(desk), MEETING_ON, BACK_ON)
    desk.school.local_authority = make_local_authority("937", "Warwickshire")
    desk.school.save(update_fields=["local_authority"])
    page = shown(desk, case)
    assert rows(page, COUNCIL)["Must be invited"] == ("Warwickshire, which maintains the school", "")
    assert rows(page, COUNCIL)["Its place"] == ("Comes if the parents ask, normally to observe", "")
    assert rows(page, COUNCIL)["Representative"] == ("", "")
    assert "Council’s representative" not in rows(page, WHO)
    case = name(desk, case, BACK_ON, representative=None, asked_for_on=asked_for_on)
    is_missing = bool(rows(shown(desk, case), COUNCIL)["Representative"][1])
    assert is_missing == (asked_for_on is not None)
