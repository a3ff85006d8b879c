"""The pages of the money: what is owed after a review, and what was typed put right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Event
from exclusions.actions.funding import end_funding
from exclusions.models import Funding
from exclusions.states import REVIEW_QUASHED
from tests.exclusions.test_money import pass_on, repay
from tests.exclusions.test_pages import send, signed_in
from tests.factories.exclusions import Desk
from tests.factories.leaving import (
    another_school,
    calculated,
    deduct,
    deducted,
    enter_amount,
    to_repay,
)
from tests.factories.reviews import ReviewDesk, make_review_at


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pages' own day: after the last of the worked dates."""
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: date(2026, 11, 30))


def _repaid_after_review(desk: Desk) -> Case:
    enter_amount()
    case = deduct(desk, make_review_at(desk, REVIEW_QUASHED, orders=False))
    return ReviewDesk(desk).reconsider(case, "reinstated")


def _ended(desk: Desk) -> Case:
    day, case = date(2026, 11, 30), calculated(desk)
    return end_funding(
        case=case, ended_on=day, because="no_school", version=desk.version(case), by=desk.officer, as_of=day
    )


def test_the_end_of_the_money_is_taken_back_on_its_page(desk: Desk) -> None:
    case = _ended(desk)
    address = reverse("funding_end", args=[case.reference])
    answers = {"ended_on_day": "", "is_mistake": "on"}
    assert send(signed_in(desk.officer), address, answers).status_code == 302
    assert Funding.objects.get(case=case).ended_on is None


def test_the_page_of_the_repayment_says_what_is_owed_after_a_review(desk: Desk) -> None:
    case = _repaid_after_review(desk)
    text = signed_in(desk.officer).get(reverse("funding_repay", args=[case.reference])).content.decode()
    assert "18/27 complete weeks from 24 November 2026 = £2,076.92" in text
    assert 'value="2076.92"' in text
    assert "Nothing is owed" not in text


@pytest.mark.parametrize(
    ("page", "come_to", "good", "title", "shown"),
    [
        (
            "funding_deduct",
            deducted,
            {"deducted_on": "2 10 2026", "amount": "3115.38", "reference": "J9"},
            "Correct the deduction",
            ('value="3115.38"', 'value="J1001"', 'value="1"'),
        ),
        (
            "funding_pass_on",
            lambda desk: pass_on(desk, deducted(desk), another_school()),
            {"from_on": "30 11 2026", "passed_on": "30 11 2026", "amount": "1961.54", "reference": ""},
            "Correct the payment on",
            ('value="1961.54"', 'value="J2"', 'value="30"'),
        ),
        (
            "funding_repay",
            lambda desk: repay(desk, to_repay(desk), "2884.61"),
            {"repaid_on": "30 11 2026", "amount": "2884.61", "reference": ""},
            "Correct the repayment",
            ('value="2884.61"', 'value="J3"', 'value="30"'),
        ),
        (
            "funding_end",
            _ended,
            {"ended_on": "27 11 2026", "because": "elsewhere"},
            "Correct the end of the money",
            ('value="30"', "It was recorded by mistake: the money has not ended"),
        ),
    ],
)
def test_what_was_typed_of_the_money_is_shown_and_put_right(
    desk: Desk, page: str, come_to: Callable[[Desk], Case], good: dict[str, str], title: str, shown: tuple[str, ...]
) -> None:
    case = come_to(desk)
    client, address = signed_in(desk.officer), reverse(page, args=[case.reference])
    case_page = client.get(reverse("case", args=[case.reference])).content.decode()
    assert f'href="{address}">{title}' in case_page
    text = client.get(address).content.decode()
    for words in (f'<h1 class="govuk-heading-l">{title}</h1>', *shown):
        assert words in text
    paid_to = Funding.objects.get(case=case).passed_to
    answer = send(client, address, {**good, **({"school": str(paid_to.urn)} if paid_to else {})})
    assert answer.status_code == 302, answer.content.decode()
    assert Event.objects.filter(case=case, code__endswith="_corrected").exists()
    assert "Corrected." in client.get(answer.headers["Location"]).content.decode()


def test_where_no_weeks_are_worked_out_the_page_says_that_no_share_can_be_counted(desk: Desk) -> None:
    case = to_repay(desk)
    Funding.objects.filter(case=case).update(relevant_on=None, weeks=None)
    text = signed_in(desk.officer).get(reverse("funding_repay", args=[case.reference])).content.decode()
    assert "the share cannot be counted" in text
