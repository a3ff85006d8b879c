"""What stands among the next steps, and among the rows of what is over."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.kinds import Presentation
from cases.models import Case, Deadline
from components.fields import UrnField
from components.forms import GovukForm
from exclusions.kind import KIND
from exclusions.models import Exclusion, Suspension
from exclusions.money.forms import PoundsField
from exclusions.moves.presenters import present as present_move
from exclusions.presenters import present
from exclusions.review.arranging_forms import CostForm
from exclusions.suspensions.presenters import present as present_suspension
from exclusions.suspensions.refreshing import work_out
from tests.factories.exclusions import Desk, make_case_at
from tests.factories.moves import AGREED_ON, make_move_at
from tests.factories.reviews import ReviewDesk, make_review_at
from tests.factories.suspensions import make_suspension

TODAY = date(2026, 11, 26)


def labels(page: Presentation) -> list[str]:
    return [step.label for step in page.steps]


def links(page: Presentation, title: str) -> dict[str, str]:
    return {label: address for group in page.groups if group.title == title for address, label in group.links}


class TestDone:
    """What is recorded already is no next step; the way to put it right stands at its group."""

    def test_the_written_decision(self, desk: Desk) -> None:
        page = present(make_case_at(desk, "declined"), desk.officer, TODAY)
        assert "Record the governors’ written decision" in labels(page)
        assert "Correct the written decision" not in links(page, "Review")

    def test_the_written_decision_that_was_sent(self, desk: Desk) -> None:
        case = make_case_at(desk, "review_window")
        page = present(case, desk.officer, date(2026, 10, 12))
        assert "Record the governors’ written decision" not in labels(page)
        address = reverse("exclusion_refusal_notice", args=[case.reference])
        assert links(page, "Review")["Correct the written decision"] == address

    def test_the_panels_decision(self, desk: Desk) -> None:
        case = make_review_at(desk, "review_recommended")
        page = present(case, desk.officer, TODAY)
        assert "Record the review panel’s decision" not in labels(page)
        address = reverse("exclusion_review_decided", args=[case.reference])
        assert links(page, "Outcome of the review")["Correct the panel’s decision"] == address
        assert "Correct the written decision" in links(page, "Review"), "its day, which the review stands on"

    def test_who_agrees_to_a_move(self, desk: Desk) -> None:
        page = present_move(make_move_at(desk, "agreed"), desk.officer, AGREED_ON)
        assert "Record who agrees" not in labels(page)
        assert next(each for each in page.groups if each.title == "Who agrees").change_url


class TestDaySix:
    """Day six of a suspension that has come and is not met is the next step."""

    def shown(self, case: Case, desk: Desk, as_of: date) -> Presentation:
        case = Case.objects.select_related("child", "school").get(pk=case.pk)
        work_out(case=case, by=desk.officer, as_of=as_of)
        return present_suspension(case, desk.officer, as_of)

    @pytest.mark.parametrize(
        ("legal_type", "label", "page"),
        [
            ("academy", "Ask the school for education and record it", "suspension_education"),
            ("pru", "Book education", "placement_book"),
        ],
    )
    def test_of_the_schools_and_of_ours(self, desk: Desk, legal_type: str, label: str, page: str) -> None:
        case = make_suspension(desk)
        Suspension.objects.update(legal_type_then=legal_type)
        assert label not in labels(self.shown(case, desk, date(2026, 11, 13)))
        steps = self.shown(case, desk, date(2026, 11, 16)).steps
        assert (steps[0].label, steps[0].address) == (label, reverse(page, args=[case.reference]))
        assert [step.label for step in steps if step.is_main] == [label]

    def test_one_that_was_met_is_none(self, desk: Desk) -> None:
        case = make_suspension(desk)
        begun = {"education_started_on": date(2026, 11, 16), "education_is_full_time": True, "education_at": "Unit"}
        Suspension.objects.update(**begun)
        assert "Ask the school for education and record it" not in labels(self.shown(case, desk, date(2026, 11, 17)))


def test_of_a_trusts_review_that_is_decided_no_papers_and_no_plan_are_left(desk: Desk) -> None:
    case = make_review_at(desk, "review_applied")
    Exclusion.objects.update(legal_type_then="academy")
    acts = ReviewDesk(desk)
    case = acts.list_hearing(case)
    KIND.refresh(case=case, by=desk.officer, as_of=TODAY)
    papers = Deadline.objects.exclude(state="superseded").filter(case=case, code="exclusions.review_papers")
    assert papers.exists()
    assert "Planned" in str(present(case, desk.officer, TODAY).groups)
    case = acts.decide(case, "uphold")
    assert not papers.exists()
    assert "Planned" not in str(present(case, desk.officer, TODAY).groups)


class TestNumbers:
    """A number that is none names what is to be typed."""

    def test_words(self) -> None:
        class Numbers(GovukForm):
            urn = UrnField(label="URN of the school")
            amount = PoundsField(label="Amount")

        errors = Numbers({"urn": "x", "amount": "x"}).errors
        assert errors["urn"] == ["URN of the school must be six digits, for example 136126"]
        assert errors["amount"] == ["Amount must be in pounds and pence, for example 1250.00"]

    def test_what_a_review_cost(self) -> None:
        form = CostForm({"amount": "x"}, cost=None, as_of=TODAY)
        assert form.errors["amount"] == ["Amount must be in pounds and pence, for example 120.50"]
