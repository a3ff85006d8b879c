"""What the case page says of an exclusion, state by state."""

from __future__ import annotations

from datetime import date

import pytest

from cases.kinds import Presentation
from cases.models import Case
from exclusions.kind import KIND
from exclusions.presenters import present
from schools.models import CalendarEntry
from tests.factories.exclusions import EXCLUDED_ON, GOVERNORS_MEET_ON, Desk, make_case_at


def shown(desk: Desk, case: Case) -> Presentation:
    return present(case, desk.officer, GOVERNORS_MEET_ON)


def rows(presentation: Presentation, title: str) -> dict[str, str]:
    """A group's rows: the label, and the value or what is missing."""
    group = next(each for each in presentation.groups if each.title == title)
    return {row.label: row.value or row.needs for row in group.rows}


def test_a_new_exclusion_says_what_is_missing(desk: Desk) -> None:
    page = shown(desk, desk.record())
    told = rows(page, "Who was told")
    assert told["Governing board"] == "Governors have not been told. Tell them without delay."
    assert told["Council"] == "15 September 2026"
    assert rows(page, "Day six")["Must start by"] == "22 September 2026"
    assert rows(page, "Governors")["Papers sent by"] == "Starts when the governors’ meeting is listed."
    assert rows(page, "Review")["Review"] == "Only if the governors decline to reinstate."


def test_an_exam_care_and_another_authority_are_marked(desk: Desk) -> None:
    case = desk.record(exam_on=date(2026, 11, 3))
    case = desk.check(case, home="937", is_looked_after=True, has_plan=True, has_social_worker=True)
    page = shown(desk, case)
    assert page.lozenges == (
        "Looked after",
        "EHC plan",
        "Social worker",
        "Would miss an exam",
        "Lives in another authority",
    )
    assert rows(page, "The exclusion")["Would miss an exam on"] == "3 November 2026"
    assert rows(page, "Governors")["Before the exam, by"] == "6 October 2026"
    assert rows(page, "Day six")["Provision"] == "Not owed by us"
    assert rows(page, "Day six")["Looked after: should start by"] == "16 September 2026"
    told = rows(page, "Who was told")
    assert told["Home authority"].startswith("The home authority has not been told.")
    assert told["Virtual school head"].startswith("The virtual school head has not been told.")


def test_after_a_refusal_the_page_waits_for_the_written_decision(desk: Desk) -> None:
    page = shown(desk, make_case_at(desk, "declined"))
    assert rows(page, "Governors")["Decision"] == "Decline to reinstate, on 6 October 2026"
    assert rows(page, "Review")["Written decision sent"] == "The governors’ written decision is not recorded as sent."
    possible = [step.label for step in page.steps if step.address]
    assert possible == ["Book day-six provision", "Record the governors’ written decision"]


def test_in_the_parents_window_the_page_gives_their_last_day_and_the_roll(desk: Desk) -> None:
    page = shown(desk, make_case_at(desk, "review_window"))
    review = rows(page, "Review")
    assert review["Written decision sent"] == "7 October 2026, by hand\nCounts as given on 7 October 2026"
    assert review["Parents may ask for a review until"] == "5 November 2026"
    assert rows(page, "Off roll and next school")["May leave the roll from"] == "6 November 2026"


def test_reinstatement_says_from_when_and_ends_the_tracks(desk: Desk) -> None:
    page = shown(desk, make_case_at(desk, "reinstated"))
    assert rows(page, "Governors")["Back in school from"] == "6 October 2026"
    assert rows(page, "Day six")["Provision"] == "Ended"
    assert rows(page, "Money")["Funding"] == "Ended"
    possible = {step.label: bool(step.address) for step in page.steps}
    assert possible == {"Close the case": False, "Record who was told of the governors’ decision": True}


def test_a_cancelled_exclusion_says_when_and_has_no_dates_left(desk: Desk) -> None:
    page = shown(desk, make_case_at(desk, "cancelled"))
    assert rows(page, "The exclusion")["Cancelled on"] == "15 September 2026"
    cancelled = rows(page, "Cancelled")
    assert cancelled["Why"] == "New evidence"
    assert cancelled["Days lost, which still count"] == "1"
    assert cancelled["Equality Act claim until"] == "14 March 2027"
    assert {group.title for group in page.groups if any(row.needs for row in group.rows)} == {"Cancelled"}


def test_without_a_calendar_the_page_says_why_there_is_no_date(desk: Desk) -> None:
    CalendarEntry.objects.all().delete()
    page = shown(desk, desk.record())
    assert "calendar" in rows(page, "Day six")["Must start by"].lower()


@pytest.mark.parametrize("state", ["notified", "checked", "governors_listed"])
def test_before_the_decision_a_step_is_possible_or_says_why_not(desk: Desk, state: str) -> None:
    page = present(make_case_at(desk, state), desk.officer, EXCLUDED_ON)
    of_day_six = {"Book day-six provision", "Record that it started"}
    chain = [step for step in page.steps if step.label not in of_day_six]
    assert len(chain) == (5 if state == "notified" else 4), "a step that is over is shown no more"
    assert sum(step.is_main for step in page.steps) == 1
    for step in page.steps:
        assert bool(step.address) != bool(step.reasons)


def test_the_child_is_permanently_excluded_until_the_exclusion_no_longer_stands() -> None:
    not_excluded = {state.code for state in KIND.states if not KIND.has_lozenge_in(state.code)}
    assert not_excluded == {"reinstated", "reconsidered_reinstated", "closed", "cancelled", "recorded_by_mistake"}
