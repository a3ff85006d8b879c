"""What is unlikely in what an officer records: the school, a day without school, an amount, a waiver beside an
application. Refused until it is ticked, everything at once: nothing is ticked that was not shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from cases.models import Case, Plan
from exclusions.actions.admission import correct_admission
from exclusions.actions.next_school import accept_for_fair_access
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Exclusion, NextSchool, Suspension
from exclusions.suspensions.counting import Span
from tests.exclusions.test_money import pass_on, repay
from tests.exclusions.test_pages import send, signed_in, tick
from tests.exclusions.test_progress import correct as correct_exclusion
from tests.factories import moves
from tests.factories.children import make_child, make_school
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.leaving import (
    LATER,
    admit,
    agree,
    another_school,
    calculated,
    deduct,
    deducted,
    expired,
    off_roll,
    to_repay,
    window,
)
from tests.factories.reviews import ReviewDesk
from tests.factories.separations import make_separation
from tests.factories.suspensions import correct, make_suspension

FRIDAY, SATURDAY, SUNDAY, MONDAY = date(2026, 11, 6), date(2026, 11, 7), date(2026, 11, 8), date(2026, 11, 9)
TUESDAY = date(2026, 11, 10)


def asked(act: Callable[..., object], *args: object, **more: object) -> ExclusionRefused:
    """What the act asks to have ticked."""
    with pytest.raises(ExclusionRefused) as refused:
        act(*args, **more)
    assert refused.value.field == "is_confirmed"
    return refused.value


class TestRoll:
    """A school on whose roll the child is not."""

    @pytest.mark.parametrize("is_confirmed", [False, True])
    @pytest.mark.parametrize("kind", ["suspension", "permanent_exclusion", "move"])
    def test_it_is_asked_about(self, desk: Desk, kind: str, *, is_confirmed: bool) -> None:
        elsewhere = make_school("Rowan School (invented)")

        def record() -> Case:
            if kind == "suspension":
                return make_suspension(desk, school=elsewhere, is_confirmed=is_confirmed)
            if kind == "move":
                return moves.make_move(desk, school=elsewhere, is_confirmed=is_confirmed)
            return desk.record(school=elsewhere, is_confirmed=is_confirmed)

        if is_confirmed:
            assert record().school == elsewhere
        else:
            assert "does not have the child on the roll of Rowan School (invented) on" in str(asked(record))

    def test_of_a_separation_too(self, desk: Desk) -> None:
        refused = asked(make_separation, desk, child=make_child(), is_confirmed=False)
        assert "on the roll of Ashgrove Academy (invented) on 15 September 2026" in str(refused)

    def test_of_a_pupil_of_the_school_nothing_is_asked(self, desk: Desk) -> None:
        assert make_suspension(desk, is_confirmed=False).is_open


class TestDaysOfSuspension:
    """A suspension from or to a day without school."""

    def test_both_days_are_asked_about_at_once(self, desk: Desk) -> None:
        refused = asked(make_suspension, desk, SATURDAY, date(2026, 11, 15), as_of=SATURDAY, is_confirmed=False)
        assert [reason.partition(",")[0] for reason in refused.reasons] == [
            "First day is Saturday 7 November 2026",
            "Last day is Sunday 15 November 2026",
        ]

    def test_a_correction_asks_about_the_day_that_is_new(self, desk: Desk) -> None:
        case = make_suspension(desk, SATURDAY, TUESDAY, as_of=SATURDAY)

        def change(last_on: date) -> Case:
            return correct(desk, Case.objects.get(pk=case.pk), TUESDAY, span=Span(SATURDAY, last_on))

        assert change(date(2026, 11, 12)).is_open, "the first day was confirmed"
        assert "Last day is Sunday 15 November 2026" in str(asked(change, date(2026, 11, 15)))

    def test_the_tick_is_for_everything_that_is_unlikely(self, desk: Desk) -> None:
        """What lasts into a permanent exclusion was asked about first, and the tick let the rest pass unseen."""
        exclusion = desk.record(decided_on=FRIDAY, excluded_on=date(2026, 11, 12), as_of=TUESDAY)
        elsewhere = make_suspension(desk, MONDAY, school=make_school(), as_of=TUESDAY)
        refused = asked(make_suspension, desk, MONDAY, date(2026, 11, 13), as_of=TUESDAY, is_confirmed=False)
        assert refused.references == [exclusion.reference, elsewhere.reference]
        case = make_suspension(desk, date(2026, 11, 3), as_of=TUESDAY)
        refused = asked(correct, desk, case, TUESDAY, span=Span(date(2026, 11, 3), date(2026, 11, 13)))
        assert refused.references == [elsewhere.reference, exclusion.reference]

    def test_the_page_says_all_of_it_beside_the_tick(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        """Only the first sentence stood there; the others were in the summary alone."""
        monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TUESDAY)
        answers = {
            "school": str(desk.school.urn),
            "decided_on": "2026-11-07",
            "is_lunchtime_only": "no",
            "first_on": "2026-11-07",
            "first_session": "am",
            "last_on": "2026-11-15",
            "last_session": "pm",
            "reasons": ["DB"],
            "misses_exam": "no",
        }
        address = reverse("suspension_record", args=[desk.child.uuid])
        page = send(signed_in(desk.officer), address, answers).content.decode()
        beside = page.partition('id="id_is_confirmed-error"')[2]
        assert "First day is Saturday 7 November 2026" in beside
        assert "Last day is Sunday 15 November 2026" in beside

    def test_a_second_permanent_exclusion_names_the_case_that_is_open(self, desk: Desk) -> None:
        case = desk.record()
        with pytest.raises(
            ExclusionRefused, match=f"from this school already, case {case.reference}. Open that case"
        ) as known:
            desk.record()
        assert known.value.references == (case.reference,)


class TestNextSchool:
    """The place and the admission."""

    def gone(self, desk: Desk) -> Case:
        return off_roll(desk, expired(desk))

    @pytest.mark.parametrize(
        ("school", "days", "words"),
        [
            ({"lowest_age": 4, "highest_age": 11}, {}, "takes pupils from 4 to 11"),
            ({"is_special": True}, {}, "admits through an EHC plan, and none is recorded"),
            ({}, {"starts_on": date(2026, 11, 29)}, "Starts on is Sunday 29 November 2026"),
            ({}, {"starts_on": date(2026, 11, 20)}, "Starts on is 20 November 2026, before the place was agreed on 23"),
        ],
    )
    def test_an_unlikely_place_is_kept_once_it_is_confirmed(
        self, desk: Desk, school: dict[str, object], days: dict[str, date], words: str
    ) -> None:
        case, place = self.gone(desk), make_school("Larch School (invented)", **school)
        assert words in str(asked(agree, desk, case, place, **days))
        agree(desk, case, place, is_confirmed=True, **days)
        assert NextSchool.objects.get().school == place

    def test_through_the_plan_a_special_school_is_not_asked_about(self, desk: Desk) -> None:
        case = self.gone(desk)
        Plan.objects.create(child=desk.child, starts_on=date(2025, 1, 1))
        agree(desk, case, make_school(is_special=True))
        assert NextSchool.objects.get().agreed_on == date(2026, 11, 23)

    def test_fair_access_of_a_sixth_former_is_asked_about(self, desk: Desk) -> None:
        desk.child = make_child(born_on=date(2009, 3, 14))
        case = window(desk)

        def accept(*, is_confirmed: bool = False) -> Case:
            return accept_for_fair_access(
                case=case,
                accepted_on=LATER,
                is_confirmed=is_confirmed,
                version=desk.version(case),
                by=desk.officer,
                as_of=LATER,
            )

        assert "not of compulsory school age on that day" in str(asked(accept))
        accept(is_confirmed=True)
        assert NextSchool.objects.get().fair_access_accepted_on == LATER

    def test_an_admission_on_a_sunday_is_asked_about_and_so_is_its_correction(self, desk: Desk) -> None:
        sunday = date(2026, 11, 29)
        case = agree(desk, self.gone(desk), another_school())
        assert "Admitted on is Sunday 29 November 2026" in str(asked(admit, desk, case, on=sunday))
        case = admit(desk, case)

        def change(*, is_confirmed: bool = False) -> Case:
            return correct_admission(
                case=case,
                admitted_on=sunday,
                because="The register says so",
                is_confirmed=is_confirmed,
                version=desk.version(case),
                by=desk.officer,
                as_of=LATER,
            )

        asked(change)
        change(is_confirmed=True)
        assert NextSchool.objects.get().admitted_on == sunday

    def test_the_pages_ask_for_the_tick(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)
        case, school, client = self.gone(desk), another_school(), signed_in(desk.officer)

        def ask_and_confirm(page: str, answers: dict[str, str]) -> None:
            address = reverse(page, args=[case.reference])
            assert 'name="is_confirmed"' not in client.get(address).content.decode()
            shown = send(client, address, answers).content.decode()
            assert "Sunday 29 November 2026, which is no school day" in shown
            assert send(client, address, {**answers, **tick(shown)}).status_code == 302

        place = {"school": str(school.urn), "agreed_on": "2026-11-23", "starts_on": "2026-11-29"}
        ask_and_confirm("next_school_agree", place)
        ask_and_confirm("next_school_admit", {"admitted_on": "2026-11-29"})
        address = reverse("next_school_admission_correct", args=[case.reference])
        answers = {"admitted_on": "2026-11-28", "because": "By the register"}
        shown = send(client, address, answers).content.decode()
        assert "Saturday 28 November 2026, which is no school day" in shown
        assert send(client, address, {**answers, **tick(shown)}).status_code == 302


class TestMoney:
    """Another amount than the one that is worked out."""

    def test_a_deduction_that_is_less(self, desk: Desk) -> None:
        case, less = calculated(desk), Decimal("31.15")
        refused = asked(deduct, desk, case, amount=less, is_confirmed=False)
        assert "Amount is £31.15, and £3,115.38 is worked out." in str(refused)
        case = deduct(desk, case, amount=less)
        assert deduct(desk, case, amount=less, is_confirmed=False).is_open, "what stands was confirmed"
        assert deduct(desk, case, is_confirmed=False).is_open

    def test_a_payment_on_that_is_more(self, desk: Desk) -> None:
        case, school = deducted(desk), another_school()
        refused = asked(pass_on, desk, case, school, amount=Decimal("3000.00"), is_confirmed=False)
        assert "£3,000.00, and £1,961.54 is worked out" in str(refused)
        assert pass_on(desk, case, school, is_confirmed=False).is_open

    def test_a_repayment_that_is_more(self, desk: Desk) -> None:
        case = to_repay(desk)
        refused = asked(repay, desk, case, "3115.38", is_confirmed=False)
        assert "Amount is £3,115.38, and £" in str(refused)
        assert repay(desk, case, "3115.38").reference == case.reference

    def test_the_page_asks_for_the_tick(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)
        case, client = calculated(desk), signed_in(desk.officer)
        address = reverse("funding_deduct", args=[case.reference])
        answers = {"deducted_on": "2026-11-30", "amount": "31.15", "reference": "J1"}
        shown = send(client, address, answers).content.decode()
        assert "£3,115.38 is worked out" in shown
        assert send(client, address, {**answers, **tick(shown)}).status_code == 302


class TestWaiver:
    """A waiver and an application in time."""

    @pytest.fixture
    def acts(self, desk: Desk) -> ReviewDesk:
        return ReviewDesk(desk)

    @pytest.fixture
    def case(self, desk: Desk) -> Case:
        return make_case_at(desk, "review_window")

    @pytest.mark.parametrize(
        ("sent_on", "words"),
        [
            (date(2026, 10, 12), "came on 12 October 2026. They may think again while their time runs"),
            (date(2026, 10, 9), "came on 12 October 2026, after this application was sent. Ask them which"),
        ],
    )
    def test_an_application_beside_a_waiver_is_asked_about(
        self, acts: ReviewDesk, case: Case, sent_on: date, words: str
    ) -> None:
        case = acts.waive(case)
        day = date(2026, 10, 13)
        assert words in str(asked(acts.apply, case, sent_on, as_of=day, is_confirmed=False))
        case = acts.apply(case, sent_on, as_of=day)
        again = acts.apply(case, sent_on, as_of=day, wants_expert=True, is_confirmed=False)
        assert again.state == "review_applied", "what was confirmed is not asked again"

    def test_the_page_asks_for_the_tick(
        self, acts: ReviewDesk, case: Case, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 10, 13))
        case, client = acts.waive(case), signed_in(desk.officer)
        address = reverse("exclusion_review_applied", args=[case.reference])
        answers = {"sent_on": "2026-10-12", "method": "hand", "gives_grounds": "yes"}
        answers |= {"wants_expert": "no", "wants_remote": "no"}
        shown = send(client, address, answers).content.decode()
        assert "They may think again while their time runs" in shown
        assert send(client, address, {**answers, **tick(shown)}).status_code == 302


class TestExams:
    """Finished exams of Year 11 take the sixth day away, so they are asked about, and more so in another year."""

    def test_of_a_younger_child_the_year_is_said(self, desk: Desk) -> None:
        refused = asked(desk.record, has_finished_exams=True, is_confirmed=False)
        assert "no education is owed from the sixth day. By the date of birth the child is in Year 9." in str(refused)

    @pytest.mark.parametrize(
        ("born_on", "words"),
        [(date(2011, 3, 14), "sixth day. Check"), (date(2008, 3, 14), "in no year group any more")],
    )
    def test_of_an_older_one_too(self, desk: Desk, born_on: date, words: str) -> None:
        child = make_child(born_on=born_on)
        assert words in str(asked(desk.record, child=child, has_finished_exams=True, is_confirmed=False))

    def test_a_correction_asks_when_it_is_new(self, desk: Desk) -> None:
        case = desk.record()
        asked(correct_exclusion, desk, case, has_finished_exams=True)
        correct_exclusion(desk, case, has_finished_exams=True, is_confirmed=True)
        correct_exclusion(desk, Case.objects.get(pk=case.pk), has_finished_exams=True, reasons=["PP"])
        assert Exclusion.objects.get().reasons == ["PP"]


def test_the_year_group_is_that_of_the_day_of_the_exclusion(desk: Desk) -> None:
    """The money of an exclusion in Year 8 was worked out for the Year 9 that stands on the roll today."""
    day = date(2026, 5, 12)
    case = desk.record(decided_on=day, excluded_on=day)
    assert Exclusion.objects.get().year_group_then == 8
    correct_exclusion(desk, case, decided_on=date(2026, 9, 15), excluded_on=date(2026, 9, 15))
    assert Exclusion.objects.get().year_group_then == 9
    suspension = make_suspension(desk, date(2026, 6, 2), as_of=TUESDAY)
    assert Suspension.objects.get().year_group_then == 8
    correct(desk, suspension, TUESDAY, decided_on=date(2025, 7, 1), span=Span(date(2025, 7, 1), date(2025, 7, 1)))
    assert Suspension.objects.get().year_group_then == 7


class TestExam:
    """An exam that the child would not miss, since the suspension is over by then."""

    def test_it_is_asked_about_and_kept_once_it_is_ticked(self, desk: Desk) -> None:
        refusal = asked(make_suspension, desk, FRIDAY, exam_on=MONDAY, is_confirmed=False)
        assert refusal.reasons == (
            "The exam is on 9 November 2026, after the suspension ends on 6 November 2026, so it would not be missed. "
            "Check both days, or tick that it is right.",
        )
        case = make_suspension(desk, FRIDAY, exam_on=MONDAY)
        correct(desk, case, reasons=["PP"])
        assert "10 November 2026, after" in asked(correct, desk, case, exam_on=TUESDAY).reasons[0]
        correct(desk, case, span=Span(FRIDAY, MONDAY, "am", "pm"))

    def test_one_that_would_be_missed_is_not(self, desk: Desk) -> None:
        case = make_suspension(desk, FRIDAY, MONDAY, exam_on=MONDAY, is_confirmed=False)
        assert Suspension.objects.get(case=case).exam_on == MONDAY
        correct(desk, case, exam_on=None)
        assert Suspension.objects.get(case=case).exam_on is None

    def test_its_page_asks_with_a_tick(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: TUESDAY)
        case = make_suspension(desk, FRIDAY)
        client, address = signed_in(desk.officer), reverse("suspension_correct", args=[case.reference])
        answers = {
            "decided_on": "2026-11-06",
            "is_lunchtime_only": "no",
            "first_on": "2026-11-06",
            "first_session": "am",
            "last_on": "2026-11-06",
            "last_session": "pm",
            "reasons": ["DB"],
            "home_authority": "",
            "misses_exam": "yes",
            "exam_on": "2026-11-09",
            "is_looked_after": "no",
            "has_plan": "no",
            "has_social_worker": "no",
        }
        page = send(client, address, answers).content.decode()
        assert "so it would not be missed" in page
        assert send(client, address, {**answers, **tick(page)}).status_code == 302
