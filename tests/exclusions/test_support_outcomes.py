"""What hangs on a request for help: places, a managed move, suspensions so far, and what came of it."""

from __future__ import annotations

from datetime import date
from unittest import mock

import pytest

import statute
from cases.kinds import CaseKind
from cases.models import CareStatus, Case, Plan
from exclusions.models import Exclusion, SupportRequest, Suspension
from exclusions.support import presenters
from exclusions.support.facts import is_primary
from exclusions.support.kind import KIND
from exclusions.support.outcomes import Answer, Asking, Outcomes
from exclusions.support.suspended import suspended_so_far
from provision.actions.placements import book_placement
from provision.models import LegalBasis, Placement
from provision.refusals import ProvisionRefused
from schools.models import CalendarEntry, School
from tests.exclusions.test_support import LATER, correct, meet, other, set_policy, shown, steps, tasks
from tests.factories.children import enrol, make_child, make_school
from tests.factories.exclusions import EXCLUDED_ON, Desk
from tests.factories.provision import booking
from tests.factories.support import (
    ASKED_ON,
    STARTS_ON,
    agree,
    ask,
    consider,
    end_line,
    review,
)
from tests.factories.suspensions import cancel as cancel_suspension
from tests.factories.suspensions import make_suspension


class TestWhenAnExclusionIsConsidered:
    """Interim reviews are owed, as tasks and in words, until they are asked for."""

    def test_the_reviews_of_plan_and_pep(self, desk: Desk) -> None:
        Plan.objects.create(child=desk.child, starts_on=date(2025, 1, 1))
        CareStatus.objects.create(child=desk.child, status=CareStatus.Status.LOOKED_AFTER, starts_on=date(2025, 1, 1))
        case = ask(desk, is_exclusion_considered=True)
        assert tasks(case) == {"decide": "open", "plan_review": "open", "care_review": "open"}
        page = shown(case)
        assert page["Interim review of the EHC plan"] == ("", "Ask for an interim review of the EHC plan.")
        assert "virtual school head" in page["Interim review of the PEP"][1]
        correct(
            desk,
            case,
            plan_review_asked_on=ASKED_ON,
            care_review_asked_on=ASKED_ON,
            has_plan=True,
            is_looked_after=True,
        )
        assert tasks(case) == {"decide": "open", "plan_review": "done", "care_review": "done"}
        assert shown(case)["Interim review of the EHC plan"] == ("Asked for 14 September 2026", "")

    def test_not_considered_nothing_is_owed(self, desk: Desk) -> None:
        Plan.objects.create(child=desk.child, starts_on=date(2025, 1, 1))
        case = ask(desk)
        assert tasks(case) == {"decide": "open"}
        assert shown(case)["Interim review of the EHC plan"] == ("Not asked for", "")

    @pytest.mark.parametrize(
        ("policy", "year_group", "considered", "offered"),
        [
            ("leicestershire", 4, True, True),
            ("leicestershire", 4, False, False),
            ("leicestershire", 7, True, False),
            ("coventry", 4, True, False),
        ],
    )
    def test_a_meeting_is_offered_where_policy_says_so(
        self, desk: Desk, policy: str, year_group: int, considered: bool, offered: bool
    ) -> None:
        set_policy(policy)
        child = make_child(born_on=date(2022 - year_group, 3, 14))
        enrol(child, desk.school, year_group=year_group)
        case = ask(desk, child=child, is_exclusion_considered=considered)
        assert ("meeting" in tasks(case)) is offered
        assert ("Meeting of several services" in shown(case)) is offered
        if offered:
            meet(desk, case)
            assert tasks(case)["meeting"] == "done"
            assert "Meeting of several services" not in shown(case)

    @pytest.mark.parametrize(
        ("year_group", "phase", "primary"),
        [
            (6, "", True),
            (7, "primary", False),
            (None, "primary", True),
            (None, "secondary", False),
            (None, None, False),
        ],
    )
    def test_primary_by_year_group_else_by_the_school(
        self, year_group: int | None, phase: str | None, primary: bool
    ) -> None:
        school = None if phase is None else School(phase=phase)
        assert is_primary(year_group, school) is primary


class TestPlaces:
    """A place is booked through provision, as the school's direction off site."""

    def test_a_place_is_booked_once_support_is_agreed(self, desk: Desk) -> None:
        case = consider(desk, ask(desk, asked_for=("time_limited_placement",)))
        wanted = booking(legal_basis=LegalBasis.SECTION_29A, starts_on=STARTS_ON, extent="part_time")
        with pytest.raises(ProvisionRefused, match="Agree the support first"):
            book_placement(case=case, booking=wanted, by=desk.officer, as_of=ASKED_ON)
        line = agree(desk, case, tier="time_limited", kind="time_limited_placement")
        assert shown(case)["Place"][1] == "No place is booked for the time-limited placement."
        case = Case.objects.get(pk=case.pk)
        with pytest.raises(ProvisionRefused, match="Legal basis"):
            wrong = booking(legal_basis=LegalBasis.SECTION_19_EXCLUDED, starts_on=STARTS_ON)
            book_placement(case=case, booking=wrong, by=desk.officer, as_of=ASKED_ON)
        with pytest.raises(ProvisionRefused, match="on or after 14 September 2026"):
            early = booking(legal_basis=LegalBasis.SECTION_29A, starts_on=date(2026, 9, 11))
            book_placement(case=case, booking=early, by=desk.officer, as_of=ASKED_ON)
        book_placement(case=case, booking=wanted, by=desk.officer, as_of=ASKED_ON)
        assert "Booked from 21 September 2026" in shown(case)["Place"][0]
        end_line(desk, line)
        review(desk, case)
        assert "Education is still booked" in steps(case)["Close with the outcome"][0]
        Placement.objects.update(state="ended", started_on=STARTS_ON, ends_on=LATER, end_reason="completed")
        assert steps(case)["Close with the outcome"] == ()
        assert "Since 21 September 2026, last day 9 October 2026. Ended." in shown(case)["Place"][0]


class TestManagedMove:
    """Opened from here, where that kind is registered."""

    def test_it_is_offered_only_where_the_kind_is_there(self, desk: Desk) -> None:
        case = ask(desk, asked_for=("managed_move",))
        fake = mock.Mock(
            spec=CaseKind, open_url_name="exclusion_record", open_label="Open a managed move", label="Move"
        )
        with mock.patch.object(presenters, "get_kind", side_effect=presenters.UnknownKind):
            assert "Open a managed move" not in steps(case)
        with mock.patch.object(presenters, "get_kind", return_value=fake):
            case_now = Case.objects.select_related("child", "school").get(pk=case.pk)
            (step,) = [
                each for each in KIND.present(case_now, None, LATER).steps if each.label == "Open a managed move"
            ]  # type: ignore[arg-type]
            assert step.address.endswith(f"?from={case.reference}")
            assert "Open a managed move" not in steps(ask(desk, child=other(desk)))
            fake.open_url_name = ""
            assert "Open a managed move" not in steps(case)


class TestExcludedWithinTwelveMonths:
    """Worked out from the records, never entered: the truth table, its edges, and what does not count."""

    def outcome(self, desk: Desk, as_of: date) -> tuple[Answer, Answer]:
        asking = Asking(desk.child.pk, ASKED_ON)
        found = Outcomes([asking], "statutory", as_of).of(asking)
        assert found.permanent.until == date(2027, 9, 14)
        return found.permanent.answer, found.suspension.answer

    @pytest.mark.parametrize(
        ("excluded_on", "as_of", "answer"),
        [
            (None, date(2026, 9, 14), Answer.NOT_YET),
            (None, date(2027, 9, 14), Answer.NOT_YET),
            (None, date(2027, 9, 15), Answer.NO),
            (date(2026, 9, 11), date(2027, 9, 15), Answer.NO),
            (date(2026, 9, 14), date(2026, 9, 14), Answer.YES),
            (date(2027, 9, 14), date(2027, 9, 14), Answer.YES),
            (date(2027, 9, 15), date(2027, 9, 15), Answer.NO),
        ],
    )
    def test_a_permanent_exclusion(self, desk: Desk, excluded_on: date | None, as_of: date, answer: Answer) -> None:
        if excluded_on:
            desk.record(decided_on=excluded_on, excluded_on=excluded_on, as_of=excluded_on)
        assert self.outcome(desk, as_of)[0] == answer

    def test_a_suspension_is_asked_apart(self, desk: Desk) -> None:
        make_suspension(desk, date(2026, 11, 9), date(2026, 11, 10))
        assert self.outcome(desk, date(2026, 12, 1)) == (Answer.NOT_YET, Answer.YES)

    def test_what_the_head_teacher_cancelled_does_not_count(self, desk: Desk) -> None:
        desk.cancel(desk.record())
        cancel_suspension(desk, make_suspension(desk, date(2026, 11, 9)), date(2026, 11, 9))
        assert self.outcome(desk, date(2027, 9, 15)) == (Answer.NO, Answer.NO)

    def test_a_reinstated_pupil_was_excluded(self, desk: Desk) -> None:
        case = desk.list_meeting(desk.tell_governors(desk.check(desk.record())))
        desk.decide(case, "reinstate_immediately")
        assert self.outcome(desk, date(2027, 9, 15))[0] == Answer.YES

    def test_another_childs_exclusion_is_no_outcome(self, desk: Desk) -> None:
        desk.record(child=other(desk))
        assert self.outcome(desk, date(2027, 9, 15))[0] == Answer.NO

    def test_the_case_page_says_it_in_words_and_follows_corrections(self, desk: Desk) -> None:
        case = ask(desk)
        label = "Permanently excluded by 14 September 2027?"
        assert shown(case)[label][0] == "Not yet known until 14 September 2027"
        assert shown(case, date(2027, 9, 15))[label][0] == "No"
        exclusion = desk.record()
        assert shown(case)[label][0] == f"Yes, {exclusion.reference}"
        Exclusion.objects.update(excluded_on=date(2027, 9, 15))
        assert shown(case)[label][0] == "Not yet known until 14 September 2027"

    def test_by_policy_the_time_is_longer(self, desk: Desk) -> None:
        with mock.patch.object(statute, "calculate", return_value=mock.Mock(due_on=date(2028, 3, 14))):
            asking = Asking(desk.child.pk, ASKED_ON)
            assert Outcomes([asking], "x", ASKED_ON).of(asking).permanent.until == date(2028, 3, 14)


class TestSuspendedSoFar:
    """Counted from the records, over all schools."""

    def test_term_and_year(self, desk: Desk) -> None:
        make_suspension(desk, date(2026, 9, 7), date(2026, 9, 10))
        make_suspension(desk, date(2026, 9, 16), date(2026, 9, 18), first="pm", school=make_school())
        so_far = suspended_so_far(desk.child, desk.school, date(2026, 9, 20))
        assert so_far.words() == (
            "6.5 school days this term (autumn 2026/27), 6.5 in the school year 2026/27, at all schools"
        )
        assert shown(ask(desk, as_of=date(2026, 9, 20)), date(2026, 9, 20))["Suspensions so far"][0] == so_far.words()

    def test_one_that_is_not_counted_is_said(self, desk: Desk) -> None:
        make_suspension(desk, date(2026, 9, 7))
        CalendarEntry.objects.all().delete()
        Suspension.objects.update(sessions_count=None)
        assert suspended_so_far(desk.child, desk.school, EXCLUDED_ON).words().endswith("is not counted yet")

    def test_terms_of_its_own_that_do_not_cover_the_day(self, desk: Desk) -> None:
        with mock.patch("exclusions.support.suspended.statute_calendar") as calendar:
            calendar.return_value = {
                "open": [["2026-09-02", "2026-12-18"]],
                "terms": {"autumn": ["2026-09-02", "2026-12-18"]},
            }
            so_far = suspended_so_far(desk.child, desk.school, date(2026, 8, 3))
        assert so_far.words() == "0.0 in the school year 2026/27, at all schools"


def test_a_request_that_is_recorded_later_keeps_its_day(desk: Desk) -> None:
    case = ask(desk, on=ASKED_ON, as_of=LATER)
    assert SupportRequest.objects.get(case=case).requested_on == ASKED_ON
    assert case.opened_on == LATER
