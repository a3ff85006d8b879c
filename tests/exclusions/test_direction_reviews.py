"""Reviews of a direction off site: asked for, listed, held, told of, with the days around the meeting."""

from __future__ import annotations

from datetime import date

import pytest

from cases.kinds import Row
from cases.models import Case, Deadline, Enrolment, Plan, Task
from exclusions.actions.direction_reviews import record_invitation, send_outcome
from exclusions.actions.directions import settle_binding
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import DirectionReview, OffsiteDirection
from exclusions.offsite.facts import gather_direction
from exclusions.offsite.policies import NOT_OWED, reasons_against
from exclusions.offsite.presenters import present
from schools.models import School
from tests.factories.children import make_school
from tests.factories.directions import (
    ASKED_ON,
    REVIEW_ON,
    ask,
    end,
    give_notice,
    hold,
    list_it,
    make_direction,
    version,
)
from tests.factories.exclusions import Desk
from tests.factories.provision import make_provider

REQUEST = "exclusions.offsite_review_request"
INVITATION = "exclusions.offsite_review_invitation"
OUTCOME = "exclusions.offsite_review_outcome"
NEXT = "exclusions.offsite_next_review"


def live(case: Case) -> dict[str, Deadline]:
    return {each.code: each for each in Deadline.objects.filter(case=case).exclude(state="superseded")}


def presented(desk: Desk, case: Case) -> dict[str, tuple[Row, ...]]:
    fresh = Case.objects.select_related("child", "school").get(pk=case.pk)
    return {group.title: group.rows for group in present(fresh, desk.officer, REVIEW_ON).groups}


def dual(case: Case) -> Enrolment | None:
    return Enrolment.objects.filter(child=case.child, kind="dual").first()


def test_a_request_must_be_met_unless_there_was_a_review_within_ten_weeks(desk: Desk) -> None:
    case = ask(desk, make_direction(desk))
    assert case.state == "review_owed"
    assert (live(case)[REQUEST].outcome, live(case)[REQUEST].state) == ("value", "no_date")
    case = hold(desk, list_it(desk, case))
    case = ask(desk, case, date(2027, 2, 7))
    assert case.state == "directed", "69 days after the last one"
    assert not DirectionReview.objects.latest("pk").is_owed
    assert REQUEST not in live(case)
    case = ask(desk, case, date(2027, 2, 8))
    assert case.state == "review_owed", "70 days after it"


def test_a_request_that_reaches_us_late_was_answered_by_the_review_since(desk: Desk) -> None:
    case = hold(desk, list_it(desk, make_direction(desk)), next_review_on=date(2027, 1, 11))
    case = ask(desk, case, ASKED_ON, as_of=date(2026, 12, 2))
    assert case.state == "directed", "two weeks before the review that was held"
    assert REQUEST not in live(case)
    group = {row.label: row for row in presented(desk, case)["Reviews"]}
    assert group["Asked for on 16 November 2026"].value.endswith("Answered by the review of 30 November 2026")
    assert group["Next review, fixed by the board"].value == "11 January 2027"
    assert "none is listed" not in " ".join(row.needs for row in group.values())


def test_the_last_review_before_a_late_request_counts_whatever_came_since(desk: Desk) -> None:
    case = hold(desk, list_it(desk, make_direction(desk)))
    case = hold(desk, list_it(desk, case, date(2027, 1, 11), as_of=date(2027, 1, 4)), as_of=date(2027, 1, 11))
    facts = gather_direction(case)
    assert facts.review_is_owed(date(2026, 12, 7)).outcome == "not_applicable", "one week after the first review"
    assert facts.review_is_owed(date(2026, 11, 29)).outcome == "value"
    assert (facts.review_since(date(2026, 11, 29)), facts.review_since(date(2027, 1, 11))) == (REVIEW_ON, None)
    case = ask(desk, case, date(2026, 12, 7), as_of=date(2027, 1, 12))
    row = next(row for row in presented(desk, case)["Reviews"] if row.label.startswith("Asked for"))
    assert row.value.endswith("Not owed: there was a review shortly before")


@pytest.mark.parametrize(
    ("requested_on", "requested_by", "field"),
    [
        (date(2026, 10, 1), "parents", "requested_on"),
        (ASKED_ON, "x", "requested_by"),
        (ASKED_ON, "authority", "requested_by"),
    ],
)
def test_a_request_that_cannot_be_is_refused(desk: Desk, requested_on: date, requested_by: str, field: str) -> None:
    case = make_direction(desk)
    with pytest.raises(ExclusionRefused) as refused:
        ask(desk, case, requested_on, requested_by)
    assert refused.value.field == field
    assert not DirectionReview.objects.exists()


def test_the_authority_of_a_plan_may_ask(desk: Desk) -> None:
    Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
    assert ask(desk, make_direction(desk), requested_by="authority").state == "review_owed"


def test_invitation_and_outcome_six_days_around_the_meeting(desk: Desk) -> None:
    case = list_it(desk, make_direction(desk), invited_on=date(2026, 11, 13))
    dates = live(case)
    assert (dates[INVITATION].due_on, dates[INVITATION].state) == (date(2026, 11, 24), "met")
    assert (dates[OUTCOME].due_on, dates[OUTCOME].state) == (date(2026, 12, 6), "running")
    assert NEXT not in dates, "the next one is listed"
    case = hold(desk, case, as_of=date(2026, 12, 8), outcome_sent_on=date(2026, 12, 7))
    assert live(case)[OUTCOME].state == "met_late"


def test_an_outcome_that_was_sent_later_has_a_step_of_its_own(desk: Desk) -> None:
    case = hold(desk, list_it(desk, make_direction(desk)), next_review_on=date(2027, 1, 11))
    assert live(case)[NEXT].due_on == date(2027, 1, 11)
    with pytest.raises(ExclusionRefused) as refused:
        send_outcome(
            case=case,
            outcome_sent_on=date(2026, 11, 29),
            version=version(case),
            by=desk.officer,
            as_of=date(2026, 12, 4),
        )
    assert refused.value.field == "outcome_sent_on"
    case = list_it(desk, case, date(2027, 1, 11), as_of=date(2026, 12, 2))
    assert live(case)[OUTCOME].due_on == date(2026, 12, 6), "the last one's has not gone"
    case = send_outcome(
        case=case,
        outcome_sent_on=date(2026, 12, 4),
        version=version(case),
        by=desk.officer,
        as_of=date(2026, 12, 4),
    )
    assert live(case)[OUTCOME].due_on == date(2027, 1, 17)
    nothing = ["No review that was held waits for its outcome to be sent."]
    assert reasons_against("send_outcome", gather_direction(case), date(2026, 12, 4)) == nothing


def test_listing_again_moves_the_day(desk: Desk) -> None:
    case = list_it(desk, make_direction(desk))
    case = list_it(desk, case, date(2026, 12, 7))
    assert DirectionReview.objects.get().review_on == date(2026, 12, 7)
    assert live(case)[INVITATION].due_on == date(2026, 12, 1)


@pytest.mark.parametrize(
    ("review_on", "invited_on", "field"),
    [
        (date(2026, 10, 1), None, "review_on"),
        (date(2028, 11, 30), None, "review_on"),
        (REVIEW_ON, date(2026, 10, 1), "invited_on"),
        (REVIEW_ON, date(2026, 11, 17), "invited_on"),
    ],
)
def test_a_listing_that_cannot_be_is_refused(desk: Desk, review_on: date, invited_on: date | None, field: str) -> None:
    case = make_direction(desk)
    with pytest.raises(ExclusionRefused) as refused:
        list_it(desk, case, review_on, invited_on=invited_on)
    assert refused.value.field == field
    assert not DirectionReview.objects.exists()


def test_the_next_one_comes_after_the_last_one(desk: Desk) -> None:
    case = hold(desk, list_it(desk, make_direction(desk)))
    with pytest.raises(ExclusionRefused, match="after the last review"):
        list_it(desk, case, REVIEW_ON, as_of=REVIEW_ON)


def test_a_review_is_not_recorded_before_its_day(desk: Desk) -> None:
    case = list_it(desk, make_direction(desk))
    with pytest.raises(ExclusionRefused, match="The review is on 30 November 2026"):
        hold(desk, case, as_of=date(2026, 11, 29))


@pytest.mark.parametrize(
    ("outcome", "facts", "field"),
    [
        ("x", {}, "outcome"),
        ("continues", {"participants": []}, "participants"),
        ("continues", {"participants": ["the_mayor"]}, "participants"),
        ("ends", {"until_on": date(2027, 1, 29)}, "until_on"),
        ("continues", {"until_on": date(2026, 10, 30)}, "until_on"),
        ("continues", {"next_review_on": REVIEW_ON}, "next_review_on"),
        ("continues", {"outcome_sent_on": date(2026, 11, 29)}, "outcome_sent_on"),
    ],
)
def test_an_outcome_that_cannot_be_is_refused(desk: Desk, outcome: str, facts: dict, field: str) -> None:
    case = list_it(desk, make_direction(desk))
    with pytest.raises(ExclusionRefused) as refused:
        hold(desk, case, outcome, **facts)
    assert refused.value.field == field
    assert DirectionReview.objects.get().outcome == ""


def test_going_on_moves_the_end_and_the_registration(desk: Desk) -> None:
    case = hold(desk, list_it(desk, make_direction(desk)), until_on=date(2027, 2, 12))
    assert (case.state, dual(case).ends_on) == ("directed", date(2027, 2, 12))
    assert OffsiteDirection.objects.get().until_on == date(2027, 2, 12)


def test_going_on_at_a_provider_registers_nobody(desk: Desk) -> None:
    case = make_direction(desk, destination_provider=make_provider("The Mill (invented)"))
    hold(desk, list_it(desk, case), until_on=date(2027, 2, 12))
    assert dual(case) is None


def test_one_that_is_to_end_waits_for_its_last_day(desk: Desk) -> None:
    case = hold(desk, list_it(desk, make_direction(desk)), "ends")
    assert case.state == "to_end"
    assert NEXT not in live(case), "no other review is to come"
    assert end(desk, case).state == "closed"


NOTICE_TASK = "exclusions.direction_notice_after_the_end"
INVITATION_TASK = "exclusions.direction_invitation_after_the_end"
OUTCOME_TASK = "exclusions.direction_outcome_after_the_end"


def asked_after_the_end(case: Case) -> dict[str, tuple[str, date]]:
    tasks = Task.objects.filter(case=case, code__endswith="_after_the_end")
    return {task.code: (task.state, task.due_on) for task in tasks}


def test_what_was_owed_at_the_end_is_asked_for_until_it_is_recorded(desk: Desk) -> None:
    case = hold(desk, list_it(desk, make_direction(desk)), "ends")
    assert asked_after_the_end(case) == {}, "the dates of the open case ask for it"
    ended_on = date(2026, 12, 3)
    case = end(desk, case)
    assert asked_after_the_end(case) == {
        NOTICE_TASK: ("open", ended_on),
        INVITATION_TASK: ("open", ended_on),
        OUTCOME_TASK: ("open", date(2026, 12, 6)),
    }
    give_notice(desk, case, as_of=ended_on)
    by = {"by": desk.officer, "as_of": date(2026, 12, 4)}
    record_invitation(case=case, invited_on=date(2026, 11, 23), version=version(case), **by)
    assert live(case)[INVITATION].state == "met"
    send_outcome(case=case, outcome_sent_on=date(2026, 12, 4), version=version(case), **by)
    assert live(case)[OUTCOME].state == "met"
    assert {state for state, _ in asked_after_the_end(case).values()} == {"done"}
    assert Case.objects.get(pk=case.pk).state == "closed"
    nothing = ["No review that was held waits for its invitation to be recorded."]
    assert reasons_against("invite", gather_direction(case), ended_on) == nothing
    assert reasons_against("notice", gather_direction(case), ended_on) == [], "it may be put right"


@pytest.mark.parametrize(("how", "ended_on"), [("recorded_in_error", date(2026, 12, 3)), ("other", date(2026, 10, 30))])
def test_what_never_stood_owes_nothing_after_the_end(desk: Desk, how: str, ended_on: date) -> None:
    case = make_direction(desk)
    if how == "recorded_in_error":
        case = hold(desk, list_it(desk, case), "ends")
    case = end(desk, case, how, ended_on)
    assert asked_after_the_end(case) == {}
    assert reasons_against("notice", gather_direction(case), ended_on) == [NOT_OWED]
    if how == "recorded_in_error":
        assert reasons_against("send_outcome", gather_direction(case), ended_on) == [NOT_OWED]


def test_a_doubt_is_settled_after_the_end_and_takes_the_duties_with_it(desk: Desk) -> None:
    school = make_school(legal_type=School.LegalType.INDEPENDENT)
    case = end(desk, hold(desk, list_it(desk, make_direction(desk, school=school)), "ends"))
    assert {state for state, _ in asked_after_the_end(case).values()} == {"open"}
    settle_binding(case=case, answer="not_bound", version=version(case), by=desk.officer, as_of=date(2026, 12, 4))
    assert {state for state, _ in asked_after_the_end(case).values()} == {"done"}
    assert reasons_against("send_outcome", gather_direction(case), date(2026, 12, 4)) == [NOT_OWED]


def test_for_an_academy_the_regulations_name_who_takes_part(desk: Desk) -> None:
    Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
    case = hold(desk, list_it(desk, make_direction(desk, school=make_school(legal_type=School.LegalType.ACADEMY))))
    facts = gather_direction(case)
    assert facts.missing_from(facts.last_review) == ["trust_nominee", "local_authority"]
