"""A suspension that the governors ended: what was served counts everywhere, and the pages agree with each other."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case, Deadline
from exclusions.actions.refusals import ExclusionRefused
from exclusions.actions.school_forms import cases_to_attach
from exclusions.actions.schools_education import record_schools_education
from exclusions.models import GovernorsOutcome, Suspension
from exclusions.school_form.reckoning import reckon
from exclusions.suspensions.child_card import suspension_lines
from exclusions.suspensions.facts import gather_suspension
from exclusions.suspensions.presenters import present
from exclusions.webforms import FORM
from portal.contexts import context_for
from portal.webforms import Accepting
from tests.factories.exclusions import Desk
from tests.factories.governors import decide, represent, tell_outcome, version
from tests.factories.school_forms import receive, suspension
from tests.factories.suspensions import correct, make_suspension

# 4 December is an INSET day: of 2 to 9 December 2026 5.0 school days, 2.0 of them before Monday the 7th.
HALF_ON, FIRST_ON, LAST_ON = date(2026, 11, 30), date(2026, 12, 2), date(2026, 12, 9)
DECIDED_ON, BACK_ON, AGAIN_ON = date(2026, 12, 3), date(2026, 12, 7), date(2026, 12, 8)


@pytest.fixture
def ended(desk: Desk) -> Case:
    """Half a day, then five, of which the governors left two."""
    make_suspension(desk, HALF_ON, first="am", last="am")
    case = make_suspension(desk, FIRST_ON, LAST_ON, told={"parents": FIRST_ON, "governors": FIRST_ON})
    represent(desk, case, FIRST_ON)
    return decide(desk, case, "reinstate_on", DECIDED_ON, reinstate_on=BACK_ON)


def again(case: Case) -> Case:
    return Case.objects.select_related("child", "school").get(pk=case.pk)


def rows(desk: Desk, case: Case, as_of: date = DECIDED_ON) -> dict[str, str]:
    page = present(again(case), desk.officer, as_of)
    return {row.label: row.value or row.needs for group in page.groups for row in group.rows}


def field_and_words(refusal: pytest.ExceptionInfo[ExclusionRefused]) -> tuple[str, str]:
    return refusal.value.field, str(refusal.value)


# --- a new suspension within the days that the governors gave back


def test_a_new_suspension_in_the_days_that_were_given_back_is_recorded(desk: Desk, ended: Case) -> None:
    new = make_suspension(desk, AGAIN_ON)
    facts = gather_suspension(again(new))
    assert facts.others.terms_by_name() == {"autumn 2026/27": 5}
    assert rows(desk, new, AGAIN_ON)["To the end of it, autumn 2026/27"] == "3.5 school days, over all schools"


def test_in_the_days_that_were_served_it_is_refused_and_named(desk: Desk, ended: Case) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        make_suspension(desk, date(2026, 12, 3), AGAIN_ON, as_of=AGAIN_ON)
    field, words = field_and_words(refusal)
    assert field == "first_on"
    assert "from 2 December 2026 to 6 December 2026" in words


def test_the_schools_form_for_it_is_accepted_with_the_true_total(desk: Desk, ended: Case) -> None:
    payload = suspension(desk.child, AGAIN_ON, AGAIN_ON)
    reckoning = reckon(context_for(desk.school, payload, AGAIN_ON))
    assert reckoning.already_recorded() == []
    assert reckoning.others.terms_by_name() == {"autumn 2026/27": 5}
    tell_outcome(desk, again(ended), BACK_ON, "parents", "head", "council")
    submission = receive(desk.school, payload, AGAIN_ON)
    assert list(cases_to_attach(desk.child, submission)) == [], "the ended one has closed"
    case = FORM.open_case(
        Accepting(submission=submission, child=desk.child, by=desk.officer, as_of=AGAIN_ON, case=None)
    )
    assert Suspension.objects.get(case=case).first_on == AGAIN_ON


def test_the_same_one_sent_again_is_still_known(desk: Desk, ended: Case) -> None:
    payload = suspension(desk.child, FIRST_ON, LAST_ON)
    reckoning = reckon(context_for(desk.school, payload, AGAIN_ON))
    assert reckoning.already_recorded() == [ended.reference]
    assert reckoning.others.terms_by_name() == {"autumn 2026/27": 1}
    tell_outcome(desk, again(ended), BACK_ON, "parents", "head", "council")
    assert list(cases_to_attach(desk.child, receive(desk.school, payload, AGAIN_ON))) == [ended]


def test_the_ended_one_is_corrected_beside_the_new_one(desk: Desk, ended: Case) -> None:
    make_suspension(desk, AGAIN_ON)
    correct(desk, again(ended), as_of=AGAIN_ON, reasons=["PP"])
    assert Suspension.objects.get(case=ended).reasons == ["PP"]


def test_one_of_which_nothing_is_left_is_corrected_too(desk: Desk) -> None:
    case = make_suspension(desk, FIRST_ON, date(2026, 12, 10), told={"governors": FIRST_ON})
    represent(desk, case, FIRST_ON)
    decide(desk, case, "reinstate_immediately", FIRST_ON)
    correct(desk, again(case), as_of=AGAIN_ON, reasons=["PP"])
    make_suspension(desk, FIRST_ON, as_of=AGAIN_ON)
    assert Suspension.objects.get(case=case).sessions_count == 0


def test_the_decision_is_not_corrected_into_the_days_of_the_new_one(desk: Desk, ended: Case) -> None:
    new = make_suspension(desk, AGAIN_ON)
    with pytest.raises(ExclusionRefused) as refusal:
        decide(desk, again(ended), "decline_reinstatement", DECIDED_ON)
    field, words = field_and_words(refusal)
    assert (field, new.reference in words) == ("decision", True)
    assert GovernorsOutcome.objects.get(case=ended).decision == "reinstate_on"


# --- the pages


def test_the_case_page_agrees_with_the_childs_page(desk: Desk, ended: Case) -> None:
    shown = rows(desk, ended)
    assert shown["When"].startswith("From Wednesday 2 December 2026")
    assert shown["This suspension"] == "2.0 school days, of 5.0 that were decided"
    assert shown["To the end of it, autumn 2026/27"] == "2.5 school days, over all schools"
    assert shown["School year 2026/27"] == "2.5 of at most 45 school days, over all schools"
    card = suspension_lines(desk.child, desk.officer, DECIDED_ON)
    assert "2.5 school days" in card[0].text
    assert any("2.0 school days" in line.text for line in card)


def test_the_days_and_the_return_follow_the_reinstatement(desk: Desk, ended: Case) -> None:
    shown = rows(desk, ended)
    assert shown["Back in school"] == "Due back on 7 December 2026"
    assert shown["Due back in school"] == shown["Back in school from"] == "7 December 2026"
    assert shown["Days not to be in a public place"] == "2 December 2026, 3 December 2026"
    assert Deadline.objects.get(case=ended, code="exclusions.suspension_return", state="running").due_on == BACK_ON


def test_where_nothing_is_left_of_it_the_totals_stand_all_the_same(desk: Desk) -> None:
    make_suspension(desk, date(2026, 11, 9), date(2026, 11, 13))
    case = make_suspension(desk, FIRST_ON, date(2026, 12, 3), told={"governors": FIRST_ON})
    represent(desk, case, FIRST_ON)
    decide(desk, case, "reinstate_immediately", FIRST_ON)
    shown = rows(desk, case, FIRST_ON)
    assert shown["This suspension"] == "0.0 school days, of 2.0 that were decided"
    assert shown["To the end of it, autumn 2026/27"] == "5.0 school days, over all schools"
    assert shown["School year 2026/27"] == "5.0 of at most 45 school days, over all schools"
    assert shown["Due back in school"].startswith("The pupil was never away")
    assert "Days not to be in a public place" not in shown
    assert gather_suspension(again(case)).return_on == FIRST_ON


def test_the_governors_duty_stays_that_of_the_decision(desk: Desk, ended: Case) -> None:
    facts = gather_suspension(again(ended))
    assert (facts.duty, facts.lost.count, facts.as_decided.count) == ("if_asked", 4, 10)


def test_what_follows_directly_follows_what_was_served(desk: Desk, ended: Case) -> None:
    directly = make_suspension(desk, BACK_ON)
    later = make_suspension(desk, AGAIN_ON)
    run = gather_suspension(again(ended)).run
    assert [each.case for each in run.later] == [directly, later]
    assert gather_suspension(again(later)).run.earlier[0].last_session == "pm"


def test_the_school_gives_no_education_after_it(desk: Desk, ended: Case) -> None:
    with pytest.raises(ExclusionRefused, match="on or before the last day of the suspension"):
        record_schools_education(
            case=again(ended),
            started_on=BACK_ON,
            is_full_time=True,
            at="The Keys",
            first_session_at=None,
            told_on=None,
            version=version(ended),
            by=desk.officer,
            as_of=AGAIN_ON,
        )


# --- the day of a reinstatement


@pytest.mark.parametrize(
    ("reinstate_on", "words"),
    [
        (date(2026, 12, 1), "Back in school from must be on or after 3 December 2026."),
        (date(2026, 12, 5), "the school is closed on 5 December 2026. Enter a school day: the next one is 7 December"),
        (date(2026, 12, 4), "the school is closed on 4 December 2026."),
        (date(2026, 12, 11), "must be on or before 10 December 2026, the first school day after the suspension."),
    ],
)
def test_a_day_that_cannot_be_is_refused(desk: Desk, ended: Case, reinstate_on: date, words: str) -> None:
    with pytest.raises(ExclusionRefused) as refusal:
        decide(desk, again(ended), "reinstate_on", DECIDED_ON, reinstate_on=reinstate_on)
    field, said = field_and_words(refusal)
    assert field == "reinstate_on"
    assert words in said


@pytest.mark.parametrize("reinstate_on", [DECIDED_ON, date(2026, 12, 10)])
def test_the_days_at_the_ends_are_taken(desk: Desk, ended: Case, reinstate_on: date) -> None:
    decide(desk, again(ended), "reinstate_on", DECIDED_ON, reinstate_on=reinstate_on)
    assert rows(desk, ended)["Back in school from"] == rows(desk, ended)["Due back in school"]


def test_the_day_of_the_decision_may_be_a_day_without_school(desk: Desk, ended: Case) -> None:
    saturday = date(2026, 12, 5)
    decide(desk, again(ended), "reinstate_on", saturday, reinstate_on=saturday)
    assert rows(desk, ended, saturday)["Due back in school"] == "7 December 2026"


def test_of_one_that_is_over_the_record_says_so(desk: Desk, ended: Case) -> None:
    after = date(2026, 12, 14)
    with pytest.raises(ExclusionRefused, match="choose “Reinstate immediately”"):
        decide(desk, again(ended), "reinstate_on", after, reinstate_on=after)
    decide(desk, again(ended), "reinstate_immediately", after)
    shown = rows(desk, ended, after)
    assert shown["Back in school from"] == "The suspension was over already"
    assert shown["This suspension"] == "5.0 school days"


def test_without_a_calendar_a_year_is_the_limit(desk: Desk) -> None:
    last_days = date(2027, 7, 12), date(2027, 7, 21)
    case = make_suspension(desk, *last_days, told={"governors": last_days[0]})
    represent(desk, case, last_days[0])
    with pytest.raises(ExclusionRefused, match="within a year of the decision"):
        decide(desk, again(case), "reinstate_on", last_days[0], reinstate_on=date(2028, 7, 20))
    decide(desk, again(case), "reinstate_on", last_days[0], reinstate_on=date(2027, 9, 6))
    assert GovernorsOutcome.objects.get(case=case).reinstated_on == date(2027, 9, 6)
