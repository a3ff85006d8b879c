"""A suspension does not close over a duty of the governors, and its page says when the pupil is due back."""

from __future__ import annotations

from datetime import date

import pytest

from cases.actions.recompute import recompute_case
from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused
from exclusions.governors.outcome_forms import SuspensionOutcomeForm
from exclusions.governors.presenters import TOLD_OF_DECISION
from exclusions.models import OutcomeTold
from exclusions.suspensions.bands import cap_reasons
from exclusions.suspensions.counting import Lost
from exclusions.suspensions.presenters import present
from exclusions.suspensions.totals import Totals
from tests.factories.exclusions import Desk
from tests.factories.governors import decide, represent, tell_outcome
from tests.factories.suspensions import bring_back, close, correct, make_suspension

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)


def again(case: Case) -> Case:
    return Case.objects.select_related("child", "school").get(pk=case.pk)


def rows(desk: Desk, case: Case, as_of: date) -> dict[str, str]:
    page = present(again(case), desk.officer, as_of)
    return {row.label: row.value or row.needs for group in page.groups for row in group.rows}


# --- duties of the governors


def test_it_stays_open_until_everybody_was_told_of_the_decision(desk: Desk) -> None:
    make_suspension(desk, date(2026, 11, 9), date(2026, 11, 13))
    case = make_suspension(desk, MONDAY, TUESDAY, told={"parents": MONDAY, "governors": MONDAY})
    represent(desk, case, MONDAY)
    decide(desk, again(case), "reinstate_immediately", MONDAY)
    assert again(case).state == "notified"
    assert rows(desk, case, MONDAY)["Stays open because"] == (
        "Not recorded as told of the governors’ decision: parents, head teacher, council."
    )
    tell_outcome(desk, again(case), MONDAY, "parents", "head")
    assert rows(desk, case, MONDAY)["Stays open because"].endswith("decision: council.")
    tell_outcome(desk, again(case), MONDAY, "council")
    assert again(case).state == "closed"


def test_what_the_parents_wrote_must_be_considered_before_it_closes(desk: Desk) -> None:
    case = represent(desk, make_suspension(desk, MONDAY, TUESDAY), MONDAY)
    assert "must consider the parents’ representations" in rows(desk, case, MONDAY)["Stays open because"]
    assert "Closes by itself" not in rows(desk, case, MONDAY)
    recompute_case(case=again(case), by=None, as_of=WEDNESDAY)
    assert again(case).state == "notified"
    bring_back(desk, again(case), WEDNESDAY)
    with pytest.raises(ExclusionRefused, match="must consider the parents’ representations"):
        close(desk, again(case), WEDNESDAY)
    decide(desk, again(case), "considered", WEDNESDAY)
    assert again(case).state == "returned", "nobody was told yet"
    tell_outcome(desk, again(case), WEDNESDAY, "parents", "head", "council")
    assert again(case).state == "closed"


def test_who_must_hear_later_keeps_it_open_again(desk: Desk) -> None:
    case = represent(desk, make_suspension(desk, MONDAY, TUESDAY), MONDAY)
    decide(desk, again(case), "considered", WEDNESDAY)
    tell_outcome(desk, again(case), WEDNESDAY, "parents", "head", "council")
    correct(desk, again(case), as_of=WEDNESDAY, has_social_worker=True)
    assert "decision: social worker." in rows(desk, case, WEDNESDAY)["Stays open because"]


def test_one_that_closed_before_everybody_was_told_keeps_the_reminder(desk: Desk) -> None:
    case = represent(desk, make_suspension(desk, MONDAY, TUESDAY), MONDAY)
    decide(desk, again(case), "considered", WEDNESDAY)
    tell_outcome(desk, again(case), WEDNESDAY, "parents", "head", "council")
    OutcomeTold.objects.filter(case=case, recipient="council").delete()
    page = present(again(case), desk.officer, WEDNESDAY)
    (group,) = [group for group in page.groups if group.title == TOLD_OF_DECISION]
    assert [row.label for row in group.rows if row.needs] == ["Council"]


# --- when the pupil is due back


def test_after_a_morning_the_pupil_is_due_in_the_afternoon_and_the_case_closes_later(desk: Desk) -> None:
    case = make_suspension(desk, MONDAY, TUESDAY, last="am")
    shown = rows(desk, case, MONDAY)
    assert shown["Due back in school"] == "1 December 2026, in the afternoon"
    assert shown["Back in school"] == "Due back on 1 December 2026, in the afternoon"
    assert shown["Closes by itself"].startswith("On 2 December 2026.")


def test_from_the_day_after_that_day_the_return_is_missed(desk: Desk) -> None:
    case = make_suspension(desk, MONDAY, TUESDAY, last="am", told={"governors": MONDAY})
    represent(desk, case, MONDAY)
    assert rows(desk, case, TUESDAY)["Back in school"].startswith("Due back on")
    assert rows(desk, case, WEDNESDAY)["Back in school"] == "The return is not recorded."


def test_the_count_is_explained_where_it_leads_to_the_day_of_the_return(desk: Desk) -> None:
    explained = {}
    for last, day in (("am", MONDAY), ("pm", WEDNESDAY)):
        page = present(again(make_suspension(desk, day, last=last)), desk.officer, day)
        explained[last] = bool(page.groups[-1].rows[0].explain_url)
    assert explained == {"am": False, "pm": True}


def test_from_lunchtimes_nobody_comes_back(desk: Desk) -> None:
    case = make_suspension(desk, date(2026, 11, 27), MONDAY, lunchtimes=True)
    shown = rows(desk, case, MONDAY)
    assert shown["Due back in school"] == shown["Back in school"]
    assert shown["Back in school"] == "The pupil is at school: only lunchtimes are missed"


def test_without_a_calendar_the_last_day_is_what_is_known(desk: Desk) -> None:
    last_day = date(2027, 7, 21)
    case = make_suspension(desk, last_day, as_of=last_day)
    assert rows(desk, case, last_day)["Back in school"].startswith("After 21 July 2027; the school’s calendar")


# --- words


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (89, "At most 0.5 are left: shorten it."),
        (90, "None is left in that school year, so no suspension is lawful in it: tell the head teacher."),
        (91, "None is left in that school year, so no suspension is lawful in it: tell the head teacher."),
    ],
)
def test_beyond_the_45_days_the_words_say_what_is_left(db: None, before: int, words: str) -> None:
    lost, others = Lost({(2026, "autumn"): 2}), Totals(by_year={2026: before})
    (reason,) = cap_reasons(lost, others, "statutory")
    assert reason.endswith(words)


def test_where_no_day_can_be_given_none_is_asked_for() -> None:
    def form(*open_to: str, **answers: str) -> SuspensionOutcomeForm:
        data = {"decided_on": "2026-12-02", "has_written_reasons": "", **answers}
        return SuspensionOutcomeForm(data, known=None, open_to=open_to, may_chair_decide=False, as_of=WEDNESDAY)

    considering = form("considered", decision="considered")
    assert "reinstate_on" not in considering.fields
    assert considering.is_valid(), considering.errors
    assert considering.outcome()["reinstate_on"] is None
    assert "reinstate_on" in form("decline_reinstatement", "reinstate_on").fields


def test_for_lunchtimes_no_work_is_set(desk: Desk) -> None:
    assert "Work" in rows(desk, make_suspension(desk, MONDAY), MONDAY)
    assert "Work" not in rows(desk, make_suspension(desk, WEDNESDAY, lunchtimes=True), WEDNESDAY)


def test_a_single_day_is_named_once(desk: Desk) -> None:
    make_suspension(desk, MONDAY)
    with pytest.raises(ExclusionRefused, match="from this school on 30 November 2026, case"):
        make_suspension(desk, MONDAY)
    after = make_suspension(desk, TUESDAY)
    assert rows(desk, after, TUESDAY)["Follows directly on"].endswith(", 30 November 2026")
