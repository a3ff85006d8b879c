"""The money that follows a permanently excluded pupil: worked out, deducted, passed on, repaid."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from accounts.roles import Role
from cases.actions.recompute import recompute_case
from cases.models import Case, Task
from exclusions.actions import funding as acts
from exclusions.actions.per_pupil import change_amount
from exclusions.actions.refusals import ExclusionRefused
from exclusions.facts import gather
from exclusions.models import Exclusion, Funding
from exclusions.money.finance_list import totals_of
from exclusions.money.financial_years import financial_year_of, in_words
from exclusions.money.states import state_of
from exclusions.money.working import band_of, is_leavers_year, share, work_out
from exclusions.presenters import present
from exclusions.states import REVIEW_QUASHED
from ledger.models import OutboxMessage
from schools.models import CalendarEntry, School
from tests.factories.children import enrol, make_child, make_school
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.leaving import (
    LATER,
    admit,
    agree,
    another_school,
    deduct,
    enter_amount,
    expired,
    off_roll,
    own_amount,
    window,
)
from tests.factories.people import make_user
from tests.factories.reviews import ReviewDesk, make_review_at, other_authority


def row(case: Case) -> Funding:
    return Funding.objects.get(case=case)


def track(case: Case) -> str:
    return Exclusion.objects.get(case=case).funding_state


def money(desk: Desk, case: Case, as_of: date = LATER) -> dict[str, object]:
    page = present(Case.objects.get(pk=case.pk), desk.officer, as_of)
    return {each.label: each for group in page.groups if group.title == "Money" for each in group.rows}


def labels(desk: Desk, case: Case, as_of: date = LATER) -> list[str]:
    return [step.label for step in present(Case.objects.get(pk=case.pk), desk.officer, as_of).steps if step.address]


def pass_on(desk: Desk, case: Case, school: School, **more: object) -> Case:
    facts: dict[str, object] = {
        "from_on": LATER,
        "passed_on": LATER,
        "amount": Decimal("1961.54"),
        "reference": "J2",
        "is_confirmed": True,
        **more,
    }
    return acts.pass_on(
        case=case,
        school=school,
        version=desk.version(case),
        by=desk.officer,
        as_of=LATER,
        **facts,  # type: ignore[arg-type]
    )


def repay(desk: Desk, case: Case, amount: str, on: date = LATER, *, is_confirmed: bool = True) -> Case:
    return acts.repay(
        case=case,
        repaid_on=on,
        amount=Decimal(amount),
        reference="J3",
        is_confirmed=is_confirmed,
        version=desk.version(case),
        by=desk.officer,
        as_of=LATER,
    )


def test_x1_is_worked_out_from_the_table_with_every_step_shown(desk: Desk) -> None:
    enter_amount()
    case = desk.record()
    worked = row(case)
    assert (worked.relevant_on, worked.weeks, worked.amount) == (date(2026, 9, 23), 27, Decimal("3115.38"))
    assert (worked.standing, worked.financial_year, track(case)) == ("worked_out", 2026, "calculated")
    shown = money(desk, case)
    assert shown["Amount to deduct"].value == "£6,000.00 × 27/52 + £0.00 = £3,115.38"
    assert shown["Relevant date"].value == "23 September 2026, financial year 2026/27"
    assert "27 complete weeks" in shown["Complete weeks"].value


def test_without_an_amount_nothing_is_guessed(desk: Desk) -> None:
    case = desk.record()
    assert (row(case).standing, track(case)) == ("no_amount", "to_calculate")
    assert "Key stage 3 (Years 7 to 9) in 2026/27 is not entered yet" in money(desk, case)["Amount"].needs


def test_our_table_does_not_hold_for_a_school_of_another_authority(desk: Desk) -> None:
    enter_amount()
    other_authority(desk.school)
    case = desk.record()
    assert (row(case).standing, row(case).amount, track(case)) == ("no_amount", None, "to_calculate")
    needs = money(desk, case)["Amount"].needs
    assert needs == "The school is in Warwickshire: enter that authority’s amount for this exclusion."
    assert totals_of(Funding.objects.all())["amount"] == 0, "the list sums nothing that nobody worked out"
    case = own_amount(desk, case)
    assert (row(case).amount, track(case)) == (Decimal("3115.38"), "calculated")
    assert totals_of(Funding.objects.all())["amount"] == Decimal("3115.38")


def test_a_year_group_without_an_amount_needs_one_of_its_own(desk: Desk) -> None:
    child = make_child(born_on=date(2010, 1, 1))
    enrol(child, desk.school, year_group=12)
    case = desk.record(child=child)
    assert "Enter an amount for this exclusion" in row(case).explanation


def test_an_amount_that_is_entered_later_reaches_the_open_cases(desk: Desk) -> None:
    case = desk.record()
    amount = enter_amount()
    message = OutboxMessage.objects.get(task_name="cases.recompute_cases")
    assert message.arguments["case_ids"] == [case.pk]
    recompute_case(case=case, by=None, as_of=LATER)
    assert row(case).amount == Decimal("3115.38")
    change_amount(
        row=amount,
        amount=Decimal("5200"),
        source="Formula, corrected",
        version=amount.version,
        by=make_user(Role.FINANCE_OFFICER),
        as_of=LATER,
    )
    recompute_case(case=case, by=None, as_of=LATER)
    assert row(case).amount == Decimal("2700.00")


@pytest.mark.parametrize(
    ("school", "more", "words"),
    [
        ({"is_special": True}, {}, "A special school"),
        ({"legal_type": School.LegalType.PUPIL_REFERRAL_UNIT}, {}, "A pupil referral unit"),
        ({"legal_type": School.LegalType.INDEPENDENT}, {}, "Not a maintained school or an academy"),
        ({}, {"is_reserved_place": True}, "reserved for special educational needs"),
    ],
)
def test_for_which_no_budget_is_cut(desk: Desk, school: dict, more: dict, words: str) -> None:
    case = desk.record(school=make_school(**school))
    if more:
        case = own_amount(desk, case, **more)
    assert (row(case).standing, track(case)) == ("not_applicable", "not_applicable")
    assert words in money(desk, case)["Why not"].value


def test_where_the_calendar_ends_nothing_is_counted(desk: Desk) -> None:
    enter_amount()
    CalendarEntry.objects.filter(starts_on__gte=date(2026, 9, 1)).delete()
    case = desk.record()
    assert row(case).standing == "no_calendar"
    assert "Enter its terms" in money(desk, case)["Amount"].needs


@pytest.mark.parametrize(
    ("year_group", "highest_age", "typed", "expected"),
    [
        (11, None, None, True),
        (9, None, None, False),
        (6, 11, None, True),
        (11, 18, None, True),
        (13, 18, None, True),
        (9, 16, True, True),
        (11, 16, False, False),
        (None, 16, None, False),
    ],
)
def test_the_leavers_year(desk: Desk, year_group: int | None, highest_age: int, typed: bool, expected: bool) -> None:
    facts = gather(desk.record())
    facts.exclusion.year_group_then = year_group
    facts.case.school.highest_age = highest_age
    assert is_leavers_year(facts, Funding(is_leavers_year=typed)) is expected


def test_a_leaver_excluded_from_april_on_counts_to_the_end_of_the_school_year(desk: Desk) -> None:
    child = make_child(born_on=date(2011, 5, 1))
    enrol(child, desk.school, year_group=11)
    day = date(2027, 4, 12)
    case = desk.record(child=child, decided_on=day, excluded_on=day, as_of=day)
    facts = gather(case)
    worked = work_out(facts, Funding(own_per_pupil=Decimal(6000)))
    assert (worked.relevant_on, worked.weeks) == (date(2027, 4, 20), 13)
    facts.calendar["open"] = [span for span in facts.calendar["open"] if span[1] < "2027-04-12"]
    assert work_out(facts, Funding(own_per_pupil=Decimal(6000))).standing == "no_calendar"


@pytest.mark.parametrize(
    ("year_group", "band"),
    [(0, "primary"), (6, "primary"), (7, "key_stage_3"), (9, "key_stage_3"), (10, "key_stage_4"), (12, ""), (None, "")],
)
def test_bands(year_group: int | None, band: str) -> None:
    assert band_of(year_group) == band


def test_financial_years() -> None:
    assert (financial_year_of(date(2027, 3, 31)), financial_year_of(date(2027, 4, 1))) == (2026, 2027)
    assert in_words(2029) == "2029/30"


def test_an_amount_of_its_own_and_an_adjustment_change_the_sum_and_say_why(desk: Desk) -> None:
    case = own_amount(desk, desk.record(), adjustment=Decimal("4000"))
    assert row(case).amount == Decimal("7115.38")
    assert "an amount of its own: Agreed with finance" in money(desk, case)["Amount for each pupil"].value


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"own_per_pupil_because": ""}, "own_per_pupil_because"),
        ({"own_per_pupil": None}, "own_per_pupil"),
        ({"own_per_pupil": Decimal(0)}, "own_per_pupil"),
        ({"adjustment": Decimal(-1)}, "adjustment"),
    ],
)
def test_amounts_that_do_not_fit_name_the_field(desk: Desk, wrong: dict, field: str) -> None:
    case = desk.record()
    with pytest.raises(ExclusionRefused) as refused:
        own_amount(desk, case, **wrong)
    assert refused.value.field == field


def test_who_pays_is_said_by_the_kind_of_school_and_across_authorities(desk: Desk) -> None:
    case = desk.check(desk.record(), home="937")
    enter_amount()
    words = money(desk, case)["Who pays"].value
    assert "takes it from its budget share" in words
    assert "From authority to authority: Coventry (331) to Warwickshire (937) (1999 Regulations)" in words
    academy = make_school("Oak Academy (invented)", legal_type=School.LegalType.ACADEMY)
    other = desk.check(desk.record(child=_child(academy), school=academy))
    words = money(desk, other)["Who pays"].value
    assert words == "Oak Academy (invented): its trust pays Coventry (331) through the funding agreement"


def _child(school: School):
    child = make_child()
    enrol(child, school)
    return child


def test_the_deduction_finishes_its_task_and_the_share_follows_the_pupil(desk: Desk) -> None:
    enter_amount()
    case = off_roll(desk, expired(desk))
    assert "Record the deduction" in labels(desk, case)
    case = deduct(desk, case)
    assert track(case) == "deducted"
    assert Task.objects.get(case=case, code="exclusions.start_finance_row").state == Task.State.DONE
    assert money(desk, case)["Deducted"].value == "£3,115.38 on 1 October 2026, journal J1001"
    school = another_school()
    case = admit(desk, agree(desk, case, school))
    least = money(desk, case)["Follows the pupil, at least"].value
    assert least == "£3,115.38 × 17/27 complete weeks from 30 November 2026 = £1,961.54"
    with pytest.raises(ExclusionRefused, match=r"at least £1,961\.54") as refused:
        pass_on(desk, case, school, amount=Decimal("1961.53"))
    assert refused.value.field == "amount"
    case = pass_on(desk, case, school)
    assert track(case) == "passed_on"
    assert "To Birchwood School (invented): £1,961.54" in money(desk, case)["Passed on"].value


def test_the_deduction_waits_for_its_relevant_date(desk: Desk) -> None:
    enter_amount()
    case = desk.record()
    assert "Record the deduction" not in labels(desk, case, date(2026, 9, 22))
    assert "Record the deduction" in labels(desk, case, date(2026, 9, 23))
    with pytest.raises(ExclusionRefused, match="on or after 23 September 2026"):
        deduct(desk, case, on=date(2026, 9, 22))
    with pytest.raises(ExclusionRefused, match="at least £0"):
        deduct(desk, case, amount=Decimal("-1"))


def test_what_was_deducted_stays_when_the_sum_changes_and_the_page_says_so(desk: Desk) -> None:
    enter_amount()
    case = deduct(desk, desk.record(), amount=Decimal("3000.00"))
    assert "not what is worked out now, £3,115.38" in money(desk, case)["To compare"].needs


def test_reinstatement_after_the_deduction_is_repaid_pro_rata(desk: Desk) -> None:
    enter_amount()
    case = deduct(desk, make_case_at(desk, "governors_listed"))
    case = desk.decide(case, "reinstate_immediately")
    assert track(case) == "to_repay"
    shown = money(desk, case)
    assert shown["To repay, at least"].value == ("£3,115.38 × 25/27 complete weeks from 6 October 2026 = £2,884.61")
    assert "Record the repayment" in labels(desk, case)
    with pytest.raises(ExclusionRefused, match=r"at least £2,884\.61"):
        repay(desk, case, "2884.60")
    case = repay(desk, case, "2884.61")
    assert track(case) == "repaid"
    assert "£2,884.61" in money(desk, case)["Repaid"].value


def test_reinstatement_after_a_review_is_repaid_from_the_day_back_in_school(desk: Desk) -> None:
    enter_amount()
    case = deduct(desk, make_review_at(desk, REVIEW_QUASHED, orders=False))
    case = ReviewDesk(desk).reconsider(case, "reinstated")
    assert track(case) == "to_repay"
    shown = money(desk, case)["To repay, at least"].value
    assert shown == "£3,115.38 × 18/27 complete weeks from 24 November 2026 = £2,076.92"
    with pytest.raises(ExclusionRefused, match=r"at least £2,076\.92"):
        repay(desk, case, "2076.91")
    case = repay(desk, case, "2076.92")
    assert track(case) == "repaid"
    facts = gather(case)
    facts.case.state = "closed"
    assert state_of(facts, Funding(deducted_on=LATER)) == "to_repay", "it is owed when the case is closed, too"


def test_reinstatement_before_any_deduction_ends_the_money(desk: Desk) -> None:
    enter_amount()
    case = make_case_at(desk, "reinstated")
    assert track(case) == "ended"
    with pytest.raises(ExclusionRefused, match="Worked out"):
        deduct(desk, case)


def test_a_cancelling_after_the_deduction_is_repaid_too_although_the_case_is_closed(desk: Desk) -> None:
    enter_amount()
    case = desk.cancel(deduct(desk, desk.record()), as_of=date(2026, 10, 1))
    assert (case.is_open, track(case)) == (False, "to_repay")
    assert "To repay, at least" in money(desk, case)
    assert labels(desk, case) == ["Record who was told of it", "Record the repayment"]
    repay(desk, case, "3115.38")
    assert track(case) == "repaid"


def test_with_no_week_left_nothing_is_shared(desk: Desk) -> None:
    day = date(2027, 3, 15)
    enter_amount()
    case = desk.record(decided_on=day, excluded_on=day, as_of=day)
    Funding.objects.filter(case=case).update(weeks=0)
    assert share(gather(case), row(case), day) == Decimal("0.00")


def test_the_money_ends_without_more_with_its_reason(desk: Desk) -> None:
    enter_amount()
    case = off_roll(desk, expired(desk))
    assert "End the money without more" in labels(desk, case)
    facts: dict[str, object] = {"case": case, "ended_on": LATER, "by": desk.officer, "as_of": LATER}
    with pytest.raises(ExclusionRefused):
        acts.end_funding(because="bored", version=desk.version(case), **facts)  # type: ignore[arg-type]
    case = acts.end_funding(because="no_school", version=desk.version(case), **facts)  # type: ignore[arg-type]
    assert track(case) == "ended"
    assert "No school admitted" in money(desk, case)["Ended"].value


def test_no_money_follows_the_pupil_to_the_school_that_excluded_or_to_a_unit(desk: Desk) -> None:
    enter_amount()
    case = deduct(desk, window(desk))
    unit = make_school(legal_type=School.LegalType.PUPIL_REFERRAL_UNIT)
    for school, words in ((desk.school, "permanently excluded from this school"), (unit, "no next school")):
        with pytest.raises(ExclusionRefused, match=words) as refused:
            pass_on(desk, case, school)
        assert refused.value.field == "school"
