"""The way to the next school, placing and closing; reintegration, safeguarding files, who was told of a cancelling."""

from __future__ import annotations

from datetime import date

import pytest

from cases.models import Case, Deadline, Enrolment, Plan, Task
from exclusions.actions import ending, next_school, returns
from exclusions.actions.refusals import ExclusionRefused
from exclusions.facts import gather
from exclusions.leaving.next_school import preference_suspended_until, reasons_against
from exclusions.models import Exclusion, NextSchool, Reintegration, SafeguardingFile
from exclusions.presenters import present
from exclusions.states import REVIEW_QUASHED
from ledger.versions import StaleEdit
from schools.models import School
from tests.factories.children import enrol, make_child, make_local_authority, make_school
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.leaving import (
    LATER,
    admit,
    agree,
    another_school,
    expired,
    off_roll,
    pass_file,
    plan_return,
    window,
)
from tests.factories.provision import book, make_provider, start
from tests.factories.reviews import ReviewDesk, make_review_at
from tests.factories.suspensions import make_suspension

ACCEPTED_ON = date(2026, 11, 23)


def track(case: Case) -> str:
    return Exclusion.objects.get(case=case).next_school_state


def groups(desk: Desk, case: Case) -> dict[str, dict[str, object]]:
    page = present(Case.objects.get(pk=case.pk), desk.officer, LATER)
    return {group.title: {row.label: row for row in group.rows} for group in page.groups}


def accept(desk: Desk, case: Case, on: date = ACCEPTED_ON) -> Case:
    return next_school.accept_for_fair_access(
        case=case, accepted_on=on, version=desk.version(case), by=desk.officer, as_of=LATER
    )


def apply(desk: Desk, case: Case, **more: object) -> Case:
    facts: dict[str, object] = {"applied_on": date(2026, 11, 9), "asked_for": None, **more}
    return next_school.record_application(
        case=case,
        applied_to=make_local_authority(),
        version=desk.version(case),
        by=desk.officer,
        as_of=LATER,
        **facts,  # type: ignore[arg-type]
    )


def test_x23_a_child_accepted_by_the_panel_has_a_place_within_twenty_school_days(desk: Desk) -> None:
    case = accept(desk, apply(desk, window(desk)))
    due = Deadline.objects.get(case=case, code="exclusions.fair_access_placement")
    assert (due.due_on, due.is_ours, due.duty_owner) == (date(2027, 1, 5), True, "authority")
    assert track(case) == "fair_access"
    case = agree(desk, case, another_school(), on=date(2026, 11, 25))
    due.refresh_from_db()
    assert (due.state, due.met_on, track(case)) == (Deadline.State.MET, date(2026, 11, 25), "agreed")


@pytest.mark.parametrize(
    ("home", "more", "words"),
    [
        ("331", {"has_plan": True}, "through the plan"),
        ("331", {"is_looked_after": True}, "looked after"),
        ("937", {}, "places the child through its own protocol"),
    ],
)
def test_for_whom_fair_access_is_not_it_is_refused_with_the_reason_x20(
    desk: Desk, home: str, more: dict, words: str
) -> None:
    case = desk.check(desk.record(), home=home, **more)
    with pytest.raises(ExclusionRefused, match=words):
        accept(desk, case)
    assert not NextSchool.objects.exists()
    assert words in groups(desk, case)["Off roll and next school"]["Fair Access"].value


def test_all_reasons_come_at_once(desk: Desk) -> None:
    case = desk.check(desk.record(), home="937", has_plan=True, is_looked_after=True)
    assert len(reasons_against("next_school_fair_access", gather(case), LATER)) == 3


def test_the_panels_decision_is_kept(desk: Desk) -> None:
    case = accept(desk, window(desk))
    school = another_school()
    facts: dict[str, object] = {"case": case, "panel_on": date(2026, 11, 25), "by": desk.officer, "as_of": LATER}
    for wrong, field in (
        ({"outcome": "perhaps", "school": school}, "outcome"),
        ({"outcome": "named", "school": None}, "school"),
    ):
        with pytest.raises(ExclusionRefused) as refused:
            next_school.record_panel(version=desk.version(case), **facts, **wrong)  # type: ignore[arg-type]
        assert refused.value.field == field
    case = next_school.record_panel(outcome="refused", school=school, version=desk.version(case), **facts)  # type: ignore[arg-type]
    assert "named and refused" in groups(desk, case)["Off roll and next school"]["Panel"].value
    assert track(case) == "fair_access", "the time goes on"


def test_a_special_school_is_looked_for_through_the_plan(desk: Desk) -> None:
    case = window(desk)
    facts: dict[str, object] = {"case": case, "referred_on": date(2026, 11, 9), "by": desk.officer, "as_of": LATER}
    with pytest.raises(ExclusionRefused, match="No EHC plan is recorded"):
        next_school.refer_through_plan(version=desk.version(case), **facts)  # type: ignore[arg-type]
    Plan.objects.create(child=desk.child, starts_on=date(2025, 1, 1))
    case = next_school.refer_through_plan(version=desk.version(case), **facts)  # type: ignore[arg-type]
    assert track(case) == "special_school"
    assert Task.objects.filter(case=case, code="exclusions.refer_plan_coordinator").exists()


def test_the_admission_puts_the_child_on_the_main_roll(desk: Desk) -> None:
    school = another_school()
    case = admit(desk, agree(desk, off_roll(desk, expired(desk)), school))
    enrolment = Enrolment.objects.get(child=desk.child, school=school)
    assert (enrolment.kind, enrolment.starts_on, track(case)) == ("main", LATER, "admitted")
    assert "no safeguarding file" in str(groups(desk, case)["Safeguarding file"]["Safeguarding file"].needs)


def test_nobody_is_admitted_while_the_old_roll_goes_on(desk: Desk) -> None:
    case = agree(desk, window(desk), another_school())
    with pytest.raises(ExclusionRefused, match="Record when they left it first") as refused:
        admit(desk, case)
    assert refused.value.field == "admitted_on"
    assert track(case) == "agreed"


@pytest.mark.parametrize(
    ("school", "words"),
    [
        (lambda desk: desk.school, "permanently excluded from this school"),
        (lambda desk: make_school(legal_type=School.LegalType.PUPIL_REFERRAL_UNIT), "no next school"),
        (lambda desk: make_school(status="closed", closed_on=date(2026, 8, 31)), "not open since 31 August 2026"),
        (lambda desk: make_school(status="proposed"), "is not open. Choose"),
    ],
)
def test_a_place_at_such_a_school_is_refused(desk: Desk, school, words: str) -> None:
    with pytest.raises(ExclusionRefused, match=words):
        agree(desk, window(desk), school(desk))


def test_a_place_starts_within_a_year(desk: Desk) -> None:
    case = window(desk)
    with pytest.raises(ExclusionRefused, match="within a year"):
        next_school.agree_place(
            case=case,
            school=another_school(),
            agreed_on=ACCEPTED_ON,
            starts_on=date(2028, 1, 1),
            version=desk.version(case),
            by=desk.officer,
            as_of=LATER,
        )


def test_a_step_that_the_track_does_not_allow_and_an_old_version_are_refused(desk: Desk) -> None:
    case = window(desk)
    with pytest.raises(ExclusionRefused, match="To find"):
        admit(desk, case)
    with pytest.raises(StaleEdit):
        next_school.accept_for_fair_access(case=case, accepted_on=ACCEPTED_ON, version=1, by=desk.officer, as_of=LATER)
    cancelled = desk.cancel(desk.record(child=_sibling(desk)))
    assert "The case is closed." in reasons_against("next_school_apply", gather(cancelled), LATER)


def _sibling(desk: Desk):
    child = make_child()
    enrol(child, desk.school)
    return child


def test_reinstatement_ends_the_way_and_its_clock(desk: Desk) -> None:
    case = accept(desk, make_case_at(desk, "governors_listed"), on=date(2026, 9, 28))
    case = desk.decide(case, "reinstate_immediately")
    assert track(case) == "ended"
    due = Deadline.objects.get(case=case, code="exclusions.fair_access_placement")
    assert due.state == Deadline.State.SUPERSEDED


def test_after_two_permanent_exclusions_no_preference_needs_to_be_followed(desk: Desk) -> None:
    case = window(desk)
    assert preference_suspended_until(gather(case)) is None
    other = make_school()
    desk.record(school=other, decided_on=date(2026, 11, 2), excluded_on=date(2026, 11, 2), as_of=date(2026, 11, 2))
    assert preference_suspended_until(gather(case)) == date(2028, 11, 1)
    assert "1 November 2028" in groups(desk, case)["Off roll and next school"]["Parents’ preference"].value
    assert groups(desk, case)["Off roll and next school"]["Parents’ preference"].value.endswith("(not verified)")


def test_an_exclusion_that_a_review_ended_does_not_count_as_one_of_the_two(desk: Desk) -> None:
    case = make_review_at(desk, REVIEW_QUASHED, orders=False)
    day = date(2026, 11, 2)
    desk.record(school=make_school(), decided_on=day, excluded_on=day, as_of=day)
    assert preference_suspended_until(gather(case)) == date(2028, 11, 1)
    case = ReviewDesk(desk).reconsider(case, "reinstated")
    assert preference_suspended_until(gather(case)) is None


def test_placed_needs_the_admission_and_agrees_with_it(desk: Desk) -> None:
    case = off_roll(desk, expired(desk))
    facts: dict[str, object] = {"placed_on": LATER, "by": desk.officer, "as_of": LATER}
    for destination, words in (("school", "No school has admitted"), ("moon", "Choose one of the list")):
        with pytest.raises(ExclusionRefused, match=words):
            ending.record_placed(case=case, destination=destination, version=desk.version(case), **facts)  # type: ignore[arg-type]
    case = admit(desk, agree(desk, case, another_school()))
    with pytest.raises(ExclusionRefused, match="was admitted to"):
        ending.record_placed(case=case, destination="home", version=desk.version(case), **facts)  # type: ignore[arg-type]
    case = ending.record_placed(case=case, destination="fair_access", version=desk.version(case), **facts)  # type: ignore[arg-type]
    assert case.state == "placed"


class TestReintegration:
    """Plans for a return."""

    def test_after_reinstatement_with_its_outcome(self, desk: Desk) -> None:
        case = make_case_at(desk, "reinstated")
        plan = plan_return(desk, case)
        shown = groups(desk, case)["Reintegration"]
        assert shown["Meeting about the return"].value == "8 October 2026, with the child, parents or carers"
        assert shown["Look at it again on"].needs
        returns.record_return_outcome(
            plan=plan,
            outcome="settled",
            outcome_on=date(2026, 10, 30),
            version=desk.version(case),
            by=desk.officer,
            as_of=LATER,
        )
        assert groups(desk, case)["Reintegration"]["How it went"].value == "Settled, on 30 October 2026"

    def test_after_a_suspension_without_any_meeting(self, desk: Desk) -> None:
        case = make_suspension(desk, date(2026, 10, 5))
        plan_return(desk, case, meeting_on=None, took_part=[])
        assert Reintegration.objects.get(case=case).meeting_on is None

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"is_full_time": False}, "is_full_time"),
            ({"meeting_on": None, "took_part": [], "aims": " "}, "aims"),
            ({"meeting_on": None}, "meeting_on"),
            ({"took_part": ["neighbour"]}, "took_part"),
            ({"meeting_on": date(2026, 9, 1)}, "meeting_on"),
            ({"review_on": date(2026, 10, 1)}, "review_on"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, wrong: dict, field: str) -> None:
        case = make_case_at(desk, "reinstated")
        with pytest.raises(ExclusionRefused) as refused:
            plan_return(desk, case, **wrong)
        assert refused.value.field == field
        assert not Reintegration.objects.exists()

    def test_an_outcome_of_another_list_is_refused(self, desk: Desk) -> None:
        case = make_case_at(desk, "reinstated")
        plan = plan_return(desk, case, review_on=None)
        with pytest.raises(ExclusionRefused):
            returns.record_return_outcome(
                plan=plan,
                outcome="well",
                outcome_on=LATER,
                version=desk.version(case),
                by=desk.officer,
                as_of=LATER,
            )


class TestSafeguardingFile:
    """Files that go with the child."""

    def test_a_start_at_a_provider_without_a_file_is_asked_about_until_one_is_recorded(self, desk: Desk) -> None:
        case = desk.check(desk.record())
        provider = make_provider("Mill House (invented)")
        start(book(case, desk.officer, provider=provider), desk.officer)
        assert "started at Mill House" in groups(desk, case)["Safeguarding file"]["Safeguarding file"].needs
        file = pass_file(desk, case, to_provider=provider)
        shown = groups(desk, case)["Safeguarding file"]
        assert "Safeguarding file" not in shown
        assert "not confirmed" in shown["To Mill House (invented)"].needs
        returns.confirm_safeguarding_file(
            file=file, confirmed_on=date(2026, 9, 23), version=desk.version(case), by=desk.officer, as_of=LATER
        )
        assert not groups(desk, case)["Safeguarding file"]["To Mill House (invented)"].needs

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            (lambda desk: {}, "to_school"),
            (lambda desk: {"to_school": desk.school}, "to_school"),
            (lambda desk: {"to_school": make_school(), "method": "pigeon"}, "method"),
            (lambda desk: {"to_school": make_school(), "passed_on": date(2026, 12, 1)}, "passed_on"),
            (lambda desk: {"to_school": make_school(), "confirmed_on": date(2026, 9, 21)}, "confirmed_on"),
        ],
    )
    def test_what_is_refused(self, desk: Desk, wrong, field: str) -> None:
        case = desk.record()
        with pytest.raises(ExclusionRefused) as refused:
            pass_file(desk, case, **wrong(desk))
        assert refused.value.field == field
        assert not SafeguardingFile.objects.exists()


def test_the_panel_names_no_school_that_is_none_for_the_child(desk: Desk) -> None:
    case = accept(desk, window(desk), on=ACCEPTED_ON)
    for school, words in (
        (desk.school, "permanently excluded from this school"),
        (make_school(legal_type=School.LegalType.PUPIL_REFERRAL_UNIT), "no next school"),
    ):
        with pytest.raises(ExclusionRefused, match=words) as refused:
            next_school.record_panel(
                case=case,
                panel_on=ACCEPTED_ON,
                outcome="named",
                school=school,
                version=desk.version(case),
                by=desk.officer,
                as_of=LATER,
            )
        assert refused.value.field == "school"
