"""Money that was typed wrongly: what is refused by its amount, school or day, and how an entry is put right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cases.models import Case, Event, Task
from exclusions.actions.funding import START_ROW, end_funding, take_back_end
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import Funding
from exclusions.presenters import present
from exclusions.states import REVIEW_QUASHED
from tests.exclusions.test_money import labels, money, pass_on, repay, row, track
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
    to_repay,
)
from tests.factories.leaving import own_amount as change_amounts
from tests.factories.reviews import ReviewDesk, make_review_at


def worked_out(desk: Desk) -> Case:
    """£3,115.38 is worked out, and the name has left the roll."""
    enter_amount()
    return off_roll(desk, expired(desk))


def links(desk: Desk, case: Case) -> list[str]:
    """The links of the group of the money."""
    groups = present(Case.objects.get(pk=case.pk), desk.officer, LATER).groups
    group = next(group for group in groups if group.title == "Money")
    return [label for address, label in ((group.change_url, group.change_label), *group.links) if address]


def test_no_more_is_deducted_than_is_worked_out(desk: Desk) -> None:
    case = worked_out(desk)
    with pytest.raises(ExclusionRefused, match=r"£3,115\.38 or less: .*change what it is worked out from first") as no:
        deduct(desk, case, amount=Decimal("3115.39"))
    assert no.value.field == "amount"
    assert track(deduct(desk, case)) == "deducted"


def test_no_more_is_passed_on_than_was_deducted(desk: Desk) -> None:
    case = deduct(desk, worked_out(desk), amount=Decimal("3000.00"))
    with pytest.raises(ExclusionRefused, match=r"£3,000\.00 or less: .*correct the deduction first") as no:
        pass_on(desk, case, another_school(), amount=Decimal("3000.01"))
    assert no.value.field == "amount"
    assert track(pass_on(desk, case, another_school(), amount=Decimal("3000.00"))) == "passed_on"


def test_no_more_is_repaid_than_was_deducted(desk: Desk) -> None:
    enter_amount()
    case = desk.decide(deduct(desk, make_case_at(desk, "governors_listed")), "reinstate_immediately")
    with pytest.raises(ExclusionRefused, match=r"£3,115\.38 or less: .*correct the deduction first") as no:
        repay(desk, case, "3115.39")
    assert no.value.field == "amount"
    assert track(repay(desk, case, "3115.38")) == "repaid"


def test_the_payment_on_goes_by_the_admission_that_is_recorded(desk: Desk) -> None:
    school, elsewhere = another_school(), another_school("Elm School (invented)")
    case = admit(desk, agree(desk, deduct(desk, worked_out(desk)), school))
    with pytest.raises(ExclusionRefused, match=f"admitted to Birchwood School.*Enter its URN, {school.urn}") as no:
        pass_on(desk, case, elsewhere)
    assert no.value.field == "school"
    with pytest.raises(ExclusionRefused, match="Admitted on must be 30 November 2026") as no:
        pass_on(desk, case, school, from_on=date(2026, 11, 27), amount=Decimal("3000"))
    assert no.value.field == "from_on"
    assert track(pass_on(desk, case, school)) == "passed_on"


def test_a_deduction_is_put_right_until_money_went_on(desk: Desk) -> None:
    case = deduct(desk, worked_out(desk), amount=Decimal("311.53"))
    assert links(desk, case) == ["Change the amounts", "Correct the deduction"]
    assert "Record the deduction" not in labels(desk, case), "it is not waiting to be done"
    case = deduct(desk, case, on=date(2026, 10, 2))
    assert (row(case).deducted_amount, track(case)) == (Decimal("3115.38"), "deducted")
    event = Event.objects.get(case=case, code="exclusions.funding_deduction_corrected")
    assert event.facts == {"was_on": "2026-10-01", "was_amount": "311.53"}
    assert Event.objects.filter(case=case, code="exclusions.funding_deducted").count() == 1
    case = pass_on(desk, case, another_school())
    assert links(desk, case) == ["Correct the payment on"]
    with pytest.raises(ExclusionRefused, match="Passed on to the new school"):
        deduct(desk, case)


def test_more_was_deducted_once_what_it_is_worked_out_from_is_changed(desk: Desk) -> None:
    case = deduct(desk, worked_out(desk))
    case = change_amounts(desk, case, own_per_pupil=Decimal("8000"))
    assert track(case) == "deducted"
    assert "not what is worked out now, £4,153.85" in money(desk, case)["To compare"].needs
    case = deduct(desk, case, amount=Decimal("4153.85"))
    assert "To compare" not in money(desk, case)


def test_where_nothing_is_worked_out_any_more_the_deduction_can_be_taken_back_alone(desk: Desk) -> None:
    case = deduct(desk, worked_out(desk))
    case = change_amounts(desk, case, is_reserved_place=True)
    case = admit(desk, agree(desk, case, another_school()))
    assert "Nothing is worked out now" in money(desk, case)["To compare"].needs
    assert "Follows the pupil, at least" not in money(desk, case)
    with pytest.raises(ExclusionRefused, match=r"£0\.00 or less"):
        deduct(desk, case)
    assert row(deduct(desk, case, amount=Decimal("0.00"))).deducted_amount == 0


def test_a_payment_on_to_the_wrong_school_is_put_right(desk: Desk) -> None:
    wrong, right = another_school("Elm School (invented)"), another_school()
    case = pass_on(desk, deduct(desk, worked_out(desk)), wrong, amount=Decimal("3000"))
    assert "Record the payment on" not in labels(desk, case)
    case = pass_on(desk, admit(desk, agree(desk, case, right)), right)
    assert (row(case).passed_to, row(case).passed_amount, track(case)) == (right, Decimal("1961.54"), "passed_on")
    event = Event.objects.get(case=case, code="exclusions.funding_payment_corrected")
    was = {"was_school": wrong.urn, "was_on": "2026-11-30", "was_amount": "3000.00"}
    assert event.facts == {"school": right.urn, **was}


def test_a_repayment_is_put_right(desk: Desk) -> None:
    enter_amount()
    case = desk.decide(deduct(desk, make_case_at(desk, "governors_listed")), "reinstate_immediately")
    assert links(desk, case) == ["Change the amounts", "Correct the deduction"]
    case = repay(desk, case, "3000.00")
    assert links(desk, case) == ["Correct the repayment"]
    assert "Record the repayment" not in labels(desk, case)
    case = repay(desk, case, "2884.61", on=date(2026, 11, 27))
    assert (row(case).repaid_amount, track(case)) == (Decimal("2884.61"), "repaid")
    event = Event.objects.get(case=case, code="exclusions.funding_repayment_corrected")
    assert event.facts == {"was_on": "2026-11-30", "was_amount": "3000.00"}
    with pytest.raises(ExclusionRefused, match="Repaid pro rata"):
        deduct(desk, case)


def test_a_deduction_that_is_to_be_repaid_is_put_right_before_it_is(desk: Desk) -> None:
    enter_amount()
    case = desk.decide(
        deduct(desk, make_case_at(desk, "governors_listed"), amount=Decimal("5")), "reinstate_immediately"
    )
    case = deduct(desk, case)
    assert (row(case).deducted_amount, track(case)) == (Decimal("3115.38"), "to_repay")


def test_a_deduction_out_of_which_money_went_on_stays_when_it_is_to_be_repaid(desk: Desk) -> None:
    enter_amount()
    case = pass_on(desk, deduct(desk, make_review_at(desk, REVIEW_QUASHED, orders=False)), another_school())
    case = ReviewDesk(desk).reconsider(case, "reinstated")
    assert (track(case), links(desk, case)) == ("to_repay", ["Correct the payment on"])
    for act in (deduct, change_amounts):
        with pytest.raises(ExclusionRefused, match="A payment on was made out of the deduction"):
            act(desk, case)


def test_a_payment_on_is_put_right_also_when_the_exclusion_no_longer_stands(desk: Desk) -> None:
    enter_amount()
    wrong, right = another_school("Elm School (invented)"), another_school()
    case = pass_on(desk, deduct(desk, make_review_at(desk, REVIEW_QUASHED, orders=False)), wrong)
    case = ReviewDesk(desk).reconsider(case, "reinstated")
    assert (track(case), links(desk, case)) == ("to_repay", ["Correct the payment on"])
    case = pass_on(desk, case, right, amount=Decimal("2500"))
    assert (row(case).passed_to, row(case).passed_amount, track(case)) == (right, Decimal("2500"), "to_repay")
    assert Event.objects.filter(case=case, code="exclusions.funding_payment_corrected").count() == 1
    case = repay(desk, case, "2884.61")
    assert links(desk, case) == ["Correct the payment on", "Correct the repayment"]
    case = pass_on(desk, case, right)
    assert (row(case).passed_amount, track(case)) == (Decimal("1961.54"), "repaid")


def test_what_was_repaid_asks_for_attention_once_the_exclusion_stands_after_all(desk: Desk) -> None:
    enter_amount()
    case = deduct(desk, make_review_at(desk, REVIEW_QUASHED, orders=False))
    case = repay(desk, ReviewDesk(desk).reconsider(case, "reinstated"), "2884.61")
    assert money(desk, case)["Repaid"].needs == ""
    case = ReviewDesk(desk).correct_decision(case, "declined")
    assert "Settle with the school what was repaid" in money(desk, case)["Repaid"].needs


def test_so_is_that_of_a_cancelled_one(desk: Desk) -> None:
    enter_amount()
    case = pass_on(desk, deduct(desk, make_case_at(desk, "governors_listed")), another_school())
    case = desk.cancel(case)
    assert (track(case), links(desk, case)) == ("to_repay", ["Correct the payment on"])
    assert row(pass_on(desk, case, another_school(), amount=Decimal("2500"))).passed_amount == Decimal("2500")


def test_nothing_is_passed_on_anew_once_it_no_longer_stands(desk: Desk) -> None:
    case = to_repay(desk)
    with pytest.raises(ExclusionRefused, match="nothing is passed on any more"):
        pass_on(desk, case, another_school())
    assert "Record the payment on" not in labels(desk, case)


def end(desk: Desk, case: Case, because: str = "no_school", on: date = LATER) -> Case:
    return end_funding(
        case=case, ended_on=on, because=because, version=desk.version(case), by=desk.officer, as_of=LATER
    )


def take_back(desk: Desk, case: Case) -> Case:
    return take_back_end(case=case, version=desk.version(case), by=desk.officer, as_of=LATER)


def open_tasks(case: Case) -> set[str]:
    return set(Task.objects.filter(case=case, state="open").values_list("code", flat=True))


def test_the_end_of_the_money_is_put_right(desk: Desk) -> None:
    case = end(desk, worked_out(desk))
    assert links(desk, case) == ["Correct the end of the money"]
    assert "End the money without more" not in labels(desk, case)
    case = end(desk, case, "elsewhere", date(2026, 11, 27))
    assert (row(case).ended_because, row(case).ended_on, track(case)) == ("elsewhere", date(2026, 11, 27), "ended")
    event = Event.objects.get(case=case, code="exclusions.funding_end_corrected")
    assert event.facts == {"because": "elsewhere", "was_on": "2026-11-30", "was": "no_school"}
    assert Event.objects.filter(case=case, code="exclusions.funding_ended").count() == 1


def test_an_end_that_never_was_is_taken_back_with_its_task(desk: Desk) -> None:
    case = end(desk, worked_out(desk))
    assert START_ROW not in open_tasks(case)
    case = take_back(desk, case)
    assert (row(case).ended_on, row(case).ended_because, track(case)) == (None, "", "calculated")
    assert START_ROW in open_tasks(case)
    assert Event.objects.filter(case=case, code="exclusions.funding_end_taken_back").count() == 1
    with pytest.raises(ExclusionRefused, match="No end of the money is recorded"):
        take_back(desk, case)


@pytest.mark.parametrize(("reserved", "state"), [(False, "deducted"), (True, "not_applicable")])
def test_a_task_that_nothing_waits_for_stays_done(desk: Desk, reserved: bool, state: str) -> None:
    case = worked_out(desk)
    case = end(desk, case if reserved else deduct(desk, case))
    if reserved:
        Funding.objects.update(is_reserved_place=True, standing="not_applicable")
    case = take_back(desk, case)
    assert (track(case), START_ROW in open_tasks(case)) == (state, False)


def test_of_a_closed_case_the_end_is_not_taken_back(desk: Desk) -> None:
    case = end(desk, worked_out(desk))
    Case.objects.filter(pk=case.pk).update(state="closed", closed_on=LATER, close_reason="closed")
    case.refresh_from_db()
    with pytest.raises(ExclusionRefused, match="it was closed because the money had ended") as refused:
        take_back(desk, case)
    assert refused.value.field == "is_mistake"
    assert row(end(desk, case, "other")).ended_because == "other"


def test_money_that_ended_by_itself_has_no_end_to_correct(desk: Desk) -> None:
    case = desk.decide(make_case_at(desk, "governors_listed"), "reinstate_immediately")
    with pytest.raises(ExclusionRefused, match="so the money ended by itself"):
        end(desk, case)
    assert links(desk, case) == []
