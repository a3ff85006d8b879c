"""The last review of a direction off site is corrected or taken back, and whether a request obliges follows what is
settled."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Deadline, Enrolment, Event, Note
from exclusions.actions import direction_corrections
from exclusions.actions.directions import settle_binding
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import DirectionReview, OffsiteDirection
from exclusions.offsite.facts import gather_direction
from exclusions.offsite.policies import reasons_against
from exclusions.offsite.presenters import present
from schools.models import School
from tests.exclusions.test_pages import send, signed_in, tick
from tests.exclusions.test_separations import tasks
from tests.factories.children import make_school
from tests.factories.directions import (
    ASKED_ON,
    REVIEW_ON,
    ask,
    end,
    hold,
    list_it,
    make_direction,
    version,
)
from tests.factories.exclusions import Desk
from tests.factories.provision import make_provider

LATER = date(2026, 12, 1)
UNTIL = date(2026, 12, 18)
BECAUSE = "The minutes"
RECORD_MOVE = "exclusions.record_managed_move_that_follows"
REQUEST = "exclusions.offsite_review_request"


def held(desk: Desk, outcome: str = "ends", **more: object) -> Case:
    return hold(desk, list_it(desk, make_direction(desk)), outcome, **more)


def correct(desk: Desk, case: Case, outcome: str = "continues", **more: object) -> Case:
    answers = {
        "participants": ["head_teacher"],
        "until_on": None,
        "next_review_on": None,
        "outcome_sent_on": None,
        "because": BECAUSE,
        **more,
    }
    return direction_corrections.correct_review(
        case=case,
        outcome=outcome,
        version=version(case),
        by=desk.officer,
        as_of=LATER,
        **answers,  # type: ignore[arg-type]
    )


def take_back(desk: Desk, case: Case) -> Case:
    return direction_corrections.take_back_review(
        case=case, because=BECAUSE, version=version(case), by=desk.officer, as_of=LATER
    )


def needs(desk: Desk, case: Case) -> str:
    fresh = Case.objects.select_related("child", "school").get(pk=case.pk)
    (group,) = (each for each in present(fresh, desk.officer, LATER).groups if each.title == "Reviews")
    return " ".join(f"{row.label} {row.value} {row.needs}" for row in group.rows)


class TestTheLastReview:
    """What it came to, until the next act."""

    def test_it_goes_on_after_all(self, desk: Desk) -> None:
        case = correct(desk, held(desk), until_on=UNTIL, next_review_on=date(2027, 1, 11), outcome_sent_on=LATER)
        row, review = OffsiteDirection.objects.get(), DirectionReview.objects.get()
        assert (case.state, row.until_on, row.next_review_on) == ("directed", UNTIL, date(2027, 1, 11))
        assert (review.outcome, review.participants, review.outcome_sent_on) == ("continues", ["head_teacher"], LATER)
        assert Enrolment.objects.get(kind="dual").ends_on == UNTIL
        facts = Event.objects.get(code="exclusions.direction_review_corrected").facts
        assert facts == {"outcome": "continues", "was_outcome": "ends"}
        assert Note.objects.get(case=case).text == f"The review of the direction off site was corrected. {BECAUSE}"
        assert list_it(desk, case, date(2027, 1, 11), as_of=LATER).state == "review_listed"

    def test_it_ends_and_the_day_that_stands_is_kept(self, desk: Desk) -> None:
        case = held(desk, "continues", until_on=UNTIL)
        case = correct(desk, case, "managed_move", until_on=UNTIL)
        assert (case.state, OffsiteDirection.objects.get().until_on) == ("to_end", UNTIL)
        assert tasks(case)[RECORD_MOVE] == "open"
        case = correct(desk, case)
        assert (case.state, tasks(case)[RECORD_MOVE]) == ("directed", "cancelled")
        assert (OffsiteDirection.objects.get().until_on, Enrolment.objects.get(kind="dual").ends_on) == (None, None)

    def test_one_at_a_provider_has_no_registration(self, desk: Desk) -> None:
        case = make_direction(desk, destination_provider=make_provider())
        case = correct(desk, hold(desk, list_it(desk, case), "ends"), until_on=UNTIL)
        assert OffsiteDirection.objects.get().until_on == UNTIL

    @pytest.mark.parametrize(
        ("answers", "field"),
        [
            ({"outcome": "ends", "until_on": UNTIL}, "until_on"),
            ({"outcome": "nothing"}, "outcome"),
            ({"participants": []}, "participants"),
            ({"next_review_on": REVIEW_ON}, "next_review_on"),
            ({"outcome_sent_on": date(2026, 11, 29)}, "outcome_sent_on"),
            ({"until_on": date(2026, 11, 1)}, "until_on"),
            ({"until_on": date(2026, 12, 19)}, "is_confirmed"),
            ({"because": ""}, "because"),
        ],
    )
    def test_what_cannot_be(self, desk: Desk, answers: dict, field: str) -> None:
        case = held(desk)
        with pytest.raises(ExclusionRefused) as refused:
            correct(desk, case, **answers)
        assert refused.value.field == field

    def test_what_is_unlikely_is_kept_when_it_is_confirmed(self, desk: Desk) -> None:
        correct(desk, held(desk), until_on=date(2026, 12, 19), is_confirmed=True)
        assert OffsiteDirection.objects.get().until_on == date(2026, 12, 19)

    def test_one_that_was_not_held_is_listed_again(self, desk: Desk) -> None:
        case = take_back(desk, held(desk, "managed_move", outcome_sent_on=REVIEW_ON))
        review = DirectionReview.objects.get()
        assert (case.state, review.outcome, review.participants, review.outcome_sent_on) == (
            "review_listed",
            "",
            [],
            None,
        )
        assert (review.review_on, tasks(case)[RECORD_MOVE]) == (REVIEW_ON, "cancelled")
        case = list_it(desk, case, date(2026, 12, 7), as_of=LATER)
        assert (case.state, DirectionReview.objects.get().review_on) == ("review_listed", date(2026, 12, 7))

    def test_until_the_next_act(self, desk: Desk) -> None:
        case = make_direction(desk)
        assert reasons_against("correct_review", gather_direction(case), LATER) == ["No review was held."]
        case = hold(desk, list_it(desk, case))
        case = ask(desk, case, date(2027, 2, 8))
        OffsiteDirection.objects.update(next_review_on=None)
        case.state = "directed"
        reasons = reasons_against("correct_review", gather_direction(case), LATER)
        assert reasons == ["Another review was asked for or listed since."]


def test_the_review_is_corrected_on_its_page(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ledger.middleware.timezone.localdate", lambda: LATER)
    case = held(desk)
    client, address = signed_in(desk.officer), reverse("direction_correct_review", args=[case.reference])
    assert address in client.get(reverse("case", args=[case.reference])).content.decode()
    answers = {"participants": ["parents"], "outcome": "continues", "until_on": "2026-12-19", "because": BECAUSE}
    asked = send(client, address, answers).content.decode()
    assert "no school day" in asked
    assert send(client, address, {**answers, **tick(asked)}).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "directed"
    assert send(client, address, {"is_mistake": "on", "because": BECAUSE}).status_code == 302
    assert Case.objects.get(pk=case.pk).state == "review_listed"
    assert "this is for" in client.get(address).content.decode()


class TestRequests:
    """A request obliges when the regulations bind, and not when it is settled that they do not."""

    def doubtful(self, desk: Desk) -> Case:
        return make_direction(desk, school=make_school(legal_type=School.LegalType.INDEPENDENT))

    def settle(self, desk: Desk, case: Case, answer: str) -> Case:
        return settle_binding(case=case, answer=answer, version=version(case), by=desk.officer, as_of=LATER)

    def has_request_clock(self, case: Case) -> bool:
        return Deadline.objects.filter(case=case, code=REQUEST).exclude(state="superseded").exists()

    def test_both_ways(self, desk: Desk) -> None:
        case = ask(desk, self.doubtful(desk))
        assert (case.state, self.has_request_clock(case)) == ("review_owed", True)
        case = self.settle(desk, case, "not_bound")
        assert (case.state, DirectionReview.objects.get().is_owed, self.has_request_clock(case)) == (
            "directed",
            False,
            False,
        )
        assert "Not owed: on that day the regulations did not bind this school" in needs(desk, case)
        assert "none is listed" not in needs(desk, case)
        open_ones = {code for code, state in _all_tasks(case).items() if state == "open"}
        assert not [code for code in open_ones if code.startswith("exclusions.next.list_review")]
        case = self.settle(desk, case, "bound")
        assert (case.state, DirectionReview.objects.get().is_owed, self.has_request_clock(case)) == (
            "review_owed",
            True,
            True,
        )

    def test_a_listed_review_is_held_all_the_same_and_answers_the_request(self, desk: Desk) -> None:
        case = self.settle(desk, ask(desk, self.doubtful(desk)), "not_bound")
        case = self.settle(desk, list_it(desk, case, as_of=LATER), "bound")
        assert case.state == "review_listed"
        assert list(DirectionReview.objects.order_by("pk").values_list("is_owed", flat=True)) == [False, True]
        assert "Another review answers it" in needs(desk, case)
        assert "Answered by the review of 30 November 2026" in needs(desk, hold(desk, case, as_of=LATER))

    def test_one_answer_for_several_requests(self, desk: Desk) -> None:
        case = self.settle(desk, ask(desk, self.doubtful(desk)), "not_bound")
        DirectionReview.objects.create(
            case=case, requested_on=date(2026, 11, 20), requested_by="parents", is_owed=False
        )
        case = self.settle(desk, case, "bound")
        assert list(DirectionReview.objects.order_by("pk").values_list("is_owed", flat=True)) == [True, False]
        assert case.state == "review_owed"

    def test_after_the_end_the_state_stays(self, desk: Desk) -> None:
        case = end(desk, ask(desk, self.doubtful(desk)))
        case = settle_binding(
            case=case, answer="not_bound", version=version(case), by=desk.officer, as_of=date(2026, 12, 4)
        )
        assert (case.state, DirectionReview.objects.get().is_owed) == ("closed", False)

    def test_an_outcome_is_not_asked_for_when_they_do_not_bind(self, desk: Desk) -> None:
        case = hold(desk, list_it(desk, self.doubtful(desk)))
        assert "That the outcome was sent in writing is not recorded." in needs(desk, case)
        case = self.settle(desk, case, "not_bound")
        assert "That the outcome was sent in writing is not recorded." not in needs(desk, case)
        case = hold(desk, list_it(desk, case, LATER, as_of=LATER), as_of=LATER)
        assert "That the outcome was sent in writing is not recorded." not in needs(desk, case)
        case = self.settle(desk, case, "bound")
        assert needs(desk, case).count("That the outcome was sent in writing is not recorded.") == 2

    def test_asked_for_while_listed_by_the_asked_day(self, desk: Desk) -> None:
        case = ask(desk, self.doubtful(desk), ASKED_ON)
        case = self.settle(desk, list_it(desk, case), "not_bound")
        assert (case.state, DirectionReview.objects.get().is_owed) == ("review_listed", True)


def _all_tasks(case: Case) -> dict[str, str]:
    return dict(case.tasks.values_list("code", "state"))
