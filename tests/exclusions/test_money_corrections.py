"""Money that was typed wrongly: what is refused by its amount, school or day, and how an entry is put right."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from cases.models import Case, Event
from exclusions.actions.refusals import ExclusionRefused
from exclusions.presenters import present
from exclusions.states import REVIEW_QUASHED
from tests.exclusions.test_money import labels, money, pass_on, repay, row, track
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.leaving import LATER, admit, agree, another_school, deduct, enter_amount, expired, off_roll
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
    assert (track(case), links(desk, case)) == ("to_repay", [])
    for act in (deduct, change_amounts):
        with pytest.raises(ExclusionRefused, match="A payment on was made out of the deduction"):
            act(desk, case)
