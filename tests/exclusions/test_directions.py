"""Directions off site: what recording and each step refuse and leave behind, the dates, and the registration."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.models import Case, Deadline, Enrolment, Event, Plan, Task
from exclusions.actions import directions
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import OffsiteDirection
from exclusions.offsite.facts import gather_direction
from exclusions.offsite.policies import reasons_against
from exclusions.offsite.presenters import present
from exclusions.offsite.refreshing import refresh
from schools.models import School
from tests.factories.children import enrol, make_child, make_school
from tests.factories.directions import (
    DECIDED_ON,
    FIRST_DAY,
    NOTICE_BY,
    REVIEW_ON,
    ask,
    correct,
    end,
    give_notice,
    make_direction,
    make_direction_at,
    other_school,
    version,
)
from tests.factories.exclusions import Desk
from tests.factories.people import make_user
from tests.factories.provision import make_provider

NOTICE = "exclusions.offsite_direction_notice"
REQUEST = "exclusions.offsite_review_request"
INVITATION = "exclusions.offsite_review_invitation"
OUTCOME = "exclusions.offsite_review_outcome"
NEXT = "exclusions.offsite_next_review"


def live(case: Case) -> dict[str, Deadline]:
    return {each.code: each for each in Deadline.objects.filter(case=case).exclude(state="superseded")}


def tasks(case: Case) -> dict[str, str]:
    """Every task but the standing one, which has a test file of its own."""
    others = Task.objects.filter(case=case).exclude(code__startswith="exclusions.next.")
    return dict(others.values_list("code", "state"))


def dual(case: Case) -> Enrolment | None:
    return Enrolment.objects.filter(child=case.child, kind="dual").first()


def academy() -> School:
    return make_school("Elmtree Academy (invented)", legal_type=School.LegalType.ACADEMY)


def test_recording_works_out_the_notice_and_registers_at_both_schools(desk: Desk) -> None:
    """X23: first day Monday 2 November 2026, notice by Wednesday 21 October."""
    case = make_direction(desk)
    assert (case.kind, case.state, case.reference) == ("offsite_direction", "directed", "OD-2026-0001")
    notice = live(case)[NOTICE]
    assert (notice.due_on, notice.duty_owner, notice.is_ours) == (NOTICE_BY, "governors", False)
    registration = dual(case)
    assert (registration.school, registration.starts_on, registration.ends_on) == (other_school(), FIRST_DAY, None)
    assert OffsiteDirection.objects.get().dual_registration == registration
    assert Enrolment.objects.get(child=desk.child, kind="main").ends_on is None, "the pupil stays on the roll"
    assert Event.objects.filter(case=case).latest("pk").code == "exclusions.direction_recorded"


def test_a_provider_registers_nobody(desk: Desk) -> None:
    case = make_direction(desk, destination_provider=make_provider("The Mill (invented)"))
    assert dual(case) is None


def test_it_may_run_past_the_school_year_and_its_registration_with_it(desk: Desk) -> None:
    case = make_direction(desk, until_on=date(2027, 10, 22))
    assert dual(case).ends_on == date(2027, 10, 22)


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"is_for_behaviour": False}, "is_for_behaviour", "to improve behaviour and for nothing else"),
        ({"reasons": " "}, "reasons", "Enter the reasons"),
        ({"objectives": ""}, "objectives", "Enter the objectives"),
        ({"as_of": date(2026, 10, 18)}, "decided_on", "today or earlier"),
        ({"first_on": date(2026, 10, 18)}, "first_on", "on or after the day of the decision"),
        ({"first_on": date(2027, 10, 21)}, "first_on", "within a year"),
        ({"decided_on": date(2012, 9, 3), "first_on": date(2012, 9, 4)}, "first_on", "date of birth"),
        ({"destination_school": None}, "destination", "Choose the school or the provider"),
        ({"until_on": date(2026, 11, 1)}, "until_on", "on or after 2 November 2026"),
        ({"until_on": date(2029, 11, 1)}, "until_on", "within two years"),
        ({"next_review_on": date(2026, 10, 1)}, "next_review_on", "on or after the day of the decision"),
        ({"next_review_on": date(2030, 10, 1)}, "next_review_on", "within two years"),
        ({"told": {"social_worker": date(2026, 10, 1)}}, "social_worker_told_on", "from the day of the decision"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(desk: Desk, facts: dict, field: str, words: str) -> None:
    with pytest.raises(ExclusionRefused, match=words) as refused:
        make_direction(desk, **facts)
    assert refused.value.field == field
    assert not Case.objects.exists()
    assert not Enrolment.objects.filter(kind="dual").exists()


def test_nobody_is_directed_to_the_school_that_directs(desk: Desk) -> None:
    with pytest.raises(ExclusionRefused, match="the school that directs"):
        make_direction(desk, destination_school=desk.school)


def test_who_is_registered_there_already_is_refused_whole(desk: Desk) -> None:
    enrol(desk.child, other_school(), kind="dual")
    with pytest.raises(ExclusionRefused, match="already registered at Birchfield Unit") as refused:
        make_direction(desk, until_on=date(2026, 12, 18))
    assert refused.value.field == "destination_urn"
    assert not Case.objects.exists()


def test_one_at_a_time_from_one_school(desk: Desk) -> None:
    case = make_direction(desk)
    with pytest.raises(ExclusionRefused, match=case.reference):
        make_direction(desk, destination_school=make_school())
    end(desk, case)
    again = make_direction(desk, decided_on=date(2026, 12, 7), first_on=date(2026, 12, 14))
    assert again.state == "directed"


def test_only_the_exclusions_team_records(desk: Desk) -> None:
    desk.officer = make_user(Role.HEAD_OF_SERVICE)
    with pytest.raises(PermissionDenied):
        make_direction(desk)


class TestNotice:
    """Met or late, to whom, and what it gives."""

    def test_in_time_and_late(self, desk: Desk) -> None:
        case = give_notice(desk, make_direction(desk))
        assert (live(case)[NOTICE].state, live(case)[NOTICE].met_on) == ("met", NOTICE_BY)
        give_notice(desk, case, date(2026, 10, 22))
        assert live(case)[NOTICE].state == "met_late"

    def test_with_a_plan_it_goes_to_the_authority_too(self, desk: Desk) -> None:
        Plan.objects.create(child=desk.child, starts_on=date(2024, 1, 1))
        case = give_notice(desk, make_direction(desk))
        assert live(case)[NOTICE].state == "running", "the authority has not had it"
        give_notice(desk, case, authority_sent_on=date(2026, 10, 22), as_of=date(2026, 10, 22))
        assert (live(case)[NOTICE].state, live(case)[NOTICE].met_on) == ("met_late", date(2026, 10, 22))

    def test_without_a_plan_no_authority_needs_it(self, desk: Desk) -> None:
        case = make_direction(desk)
        with pytest.raises(ExclusionRefused, match="no authority needs the notice") as refused:
            give_notice(desk, case, authority_sent_on=NOTICE_BY)
        assert refused.value.field == "authority_sent_on"

    def test_what_it_lacks_is_a_task_until_it_is_complete(self, desk: Desk) -> None:
        case = give_notice(desk, make_direction(desk), items=["address", "reasons"])
        assert gather_direction(case).missing_items == ["person", "days", "times"]
        assert tasks(case)["exclusions.direction_complete_notice"] == "open"
        assert live(case)[NOTICE].state == "running", "what lacks something is no notice yet"
        give_notice(desk, case)
        assert live(case)[NOTICE].state == "met"
        assert tasks(case)["exclusions.direction_complete_notice"] == "done"
        give_notice(desk, case, items=["address"])
        states = Task.objects.filter(case=case, code="exclusions.direction_complete_notice").values_list("state")
        assert sorted(states) == [("done",), ("open",)], "it lacks something again"

    @pytest.mark.parametrize(
        ("sent_on", "facts", "field"),
        [
            (date(2026, 10, 16), {"as_of": NOTICE_BY}, "sent_on"),
            (date(2026, 10, 22), {"as_of": NOTICE_BY}, "sent_on"),
            (NOTICE_BY, {"authority_sent_on": date(2026, 10, 1)}, "authority_sent_on"),
            (NOTICE_BY, {"items": ["colour"]}, ""),
        ],
    )
    def test_what_cannot_be_is_refused(self, desk: Desk, sent_on: date, facts: dict, field: str) -> None:
        case = make_direction(desk)
        with pytest.raises(ExclusionRefused) as refused:
            give_notice(desk, case, sent_on, **facts)
        assert refused.value.field in (field, "items")
        assert OffsiteDirection.objects.get().notice_sent_on is None

    def test_a_pupil_of_eighteen_gets_it(self, desk: Desk) -> None:
        older = make_child(born_on=date(2008, 11, 2))
        assert gather_direction(make_direction(desk, child=older)).recipients == ["pupil"]
        younger = make_child(born_on=date(2008, 11, 3))
        direction = make_direction(desk, child=younger, destination_school=make_school())
        assert gather_direction(direction).recipients == ["parents"]


class TestBinding:
    """Whom the regulations bind when: the rules of July 2026."""

    def direct(self, desk: Desk, school: School, first_on: date, as_of: date | None = None) -> Case:
        return make_direction(desk, school=school, decided_on=first_on, first_on=first_on, as_of=as_of or first_on)

    def test_an_academy_from_26_july_2026_owes_the_notice(self, desk: Desk) -> None:
        case = self.direct(desk, academy(), date(2026, 9, 14))
        assert live(case)[NOTICE].duty_owner == "trust"
        assert "exclusions.direction_settle" not in tasks(case)

    def test_one_of_an_academys_that_was_running_is_a_doubt_that_an_officer_settles(self, desk: Desk) -> None:
        case = self.direct(desk, academy(), date(2026, 5, 11), as_of=date(2026, 9, 14))
        facts = gather_direction(case)
        assert facts.is_unsettled_on(date(2026, 9, 14))
        assert NOTICE not in live(case), "when it began, nothing bound the academy"
        assert live(case)[NEXT].state == "not_started"
        assert tasks(case)["exclusions.direction_settle"] == "open"
        assert facts.binds_on(date(2026, 9, 14)), "until it is settled"
        settled = directions.settle_binding(
            case=case, answer="not_bound", version=version(case), by=desk.officer, as_of=date(2026, 9, 14)
        )
        assert tasks(settled)["exclusions.direction_settle"] == "done"
        assert not gather_direction(case).binds_on(date(2026, 9, 14))
        reasons = reasons_against("ask_review", gather_direction(case), date(2026, 9, 14))
        assert reasons == ["The regulations do not bind this direction, so nobody has to hold a review on request."]

    def test_a_review_asked_for_before_they_bound_obliges_nobody(self, desk: Desk) -> None:
        case = self.direct(desk, academy(), date(2026, 7, 6), as_of=date(2026, 9, 14))
        case = ask(desk, case, date(2026, 7, 20), as_of=date(2026, 9, 14))
        assert case.state == "directed"
        assert REQUEST not in live(case)
        page = present(case, desk.officer, date(2026, 9, 14))
        rows = {row.label: row.value for group in page.groups for row in group.rows}
        assert rows["Asked for on 20 July 2026"].endswith(
            "Not owed: on that day the regulations did not bind this school"
        )
        assert ask(desk, case, date(2026, 9, 14)).state == "review_owed"

    def test_the_doubt_shows_on_the_dates_that_rest_on_it(self, desk: Desk) -> None:
        case = self.direct(desk, academy(), date(2026, 5, 11), as_of=date(2026, 9, 14))
        case = ask(desk, case, date(2026, 9, 14))
        assert live(case)[REQUEST].assumption.startswith("Whether the regulations bind is not settled")
        directions.settle_binding(
            case=case, answer="bound", version=version(case), by=desk.officer, as_of=date(2026, 9, 14)
        )
        assert live(case)[REQUEST].assumption == ""

    def test_the_sweep_of_26_july_finds_the_doubt(self, desk: Desk) -> None:
        case = self.direct(desk, academy(), date(2026, 5, 11))
        assert tasks(case) == {}
        refresh(case=case, by=None, as_of=date(2026, 7, 25))
        assert tasks(case) == {}
        refresh(case=case, by=None, as_of=date(2026, 7, 26))
        assert tasks(case) == {"exclusions.direction_settle": "open"}

    def test_a_maintained_school_was_bound_all_the_time(self, desk: Desk) -> None:
        case = self.direct(desk, desk.school, date(2026, 5, 11), as_of=date(2026, 9, 14))
        assert live(case)[NOTICE].due_on == date(2026, 5, 7)
        refused = "There is no doubt to settle: the regulations say themselves whether they bind."
        assert reasons_against("settle", gather_direction(case), date(2026, 9, 14)) == [refused]

    def test_another_kind_of_school_is_a_doubt_too(self, desk: Desk) -> None:
        case = self.direct(desk, make_school(legal_type=School.LegalType.INDEPENDENT), date(2026, 9, 14))
        assert tasks(case)["exclusions.direction_settle"] == "open"
        assert live(case)[NOTICE].duty_owner == "school"

    def test_one_that_was_over_before_is_none(self, desk: Desk) -> None:
        case = self.direct(desk, academy(), date(2026, 5, 11), as_of=date(2026, 9, 14))
        case = end(desk, case, ended_on=date(2026, 7, 17), as_of=date(2026, 9, 14))
        facts = gather_direction(case)
        assert not facts.is_doubtful_on(facts.day_of_interest(date(2026, 9, 14)))
        assert tasks(case)["exclusions.direction_settle"] == "cancelled"

    def test_an_answer_that_is_none_is_refused(self, desk: Desk) -> None:
        case = self.direct(desk, academy(), date(2026, 5, 11), as_of=date(2026, 9, 14))
        with pytest.raises(ExclusionRefused) as refused:
            directions.settle_binding(
                case=case, answer="perhaps", version=version(case), by=desk.officer, as_of=date(2026, 9, 14)
            )
        assert refused.value.field == "answer"


class TestEnd:
    """The last day, and the registration."""

    def test_the_registration_ends_with_it(self, desk: Desk) -> None:
        case = end(desk, make_direction(desk, until_on=date(2027, 2, 12)))
        assert (case.state, dual(case).ends_on) == ("closed", date(2026, 12, 3))
        assert OffsiteDirection.objects.get().how_ended == "returned"
        assert Event.objects.filter(case=case).latest("pk").code == "exclusions.direction_ended"

    @pytest.mark.parametrize(("how", "ended_on"), [("recorded_in_error", date(2026, 12, 4)), ("other", DECIDED_ON)])
    def test_what_never_began_leaves_no_registration(self, desk: Desk, how: str, ended_on: date) -> None:
        case = end(desk, make_direction(desk), how, ended_on)
        assert dual(case) is None
        assert OffsiteDirection.objects.get().dual_registration is None
        assert Event.objects.filter(child=desk.child, code="enrolment_taken_back").exists()

    def test_a_direction_to_a_provider_ends_without_one(self, desk: Desk) -> None:
        case = make_direction(desk, destination_provider=make_provider("The Mill (invented)"))
        assert end(desk, case).state == "closed"

    @pytest.mark.parametrize(("how", "ended_on", "field"), [("x", REVIEW_ON, "how"), ("other", NOTICE_BY, "")])
    def test_what_cannot_be_is_refused(self, desk: Desk, how: str, ended_on: date, field: str) -> None:
        case = make_direction(desk, decided_on=date(2026, 10, 22), as_of=date(2026, 10, 22))
        with pytest.raises(ExclusionRefused) as refused:
            end(desk, case, how, ended_on)
        assert refused.value.field == (field or "ended_on")

    def test_a_closed_case_takes_no_step(self, desk: Desk) -> None:
        case = make_direction_at(desk, "closed")
        reasons = reasons_against("end", gather_direction(case), date(2026, 12, 7))
        assert reasons[0].startswith("The case is “Ended”")


class TestCorrecting:
    """Dates, the place and the registration follow."""

    def test_another_first_day_moves_the_notice_and_the_registration(self, desk: Desk) -> None:
        case = correct(desk, make_direction(desk), first_on=date(2026, 11, 9), until_on=date(2026, 12, 18))
        assert live(case)[NOTICE].due_on == date(2026, 11, 5)
        assert (dual(case).starts_on, dual(case).ends_on) == (date(2026, 11, 9), date(2026, 12, 18))

    def test_another_school_moves_it_and_a_provider_takes_it_back(self, desk: Desk) -> None:
        other = make_school("Hawthorn School (invented)")
        case = correct(desk, make_direction(desk), destination_school=other)
        assert dual(case).school == other
        correct(desk, case, destination_school=None, destination_provider=make_provider("The Mill (invented)"))
        assert dual(case) is None
        correct(desk, case, destination_school=other, destination_provider=None)
        assert dual(case).school == other

    def test_one_to_a_provider_stays_without_a_registration(self, desk: Desk) -> None:
        case = make_direction(desk, destination_provider=make_provider("The Mill (invented)"))
        correct(desk, case, until_on=date(2026, 12, 18))
        assert dual(case) is None
        assert OffsiteDirection.objects.get().until_on == date(2026, 12, 18)

    def test_nothing_changed_leaves_the_registration_alone(self, desk: Desk) -> None:
        case = make_direction(desk)
        before = dual(case).version
        correct(desk, case)
        assert dual(case).version == before

    def test_a_place_where_the_child_is_registered_already_is_refused(self, desk: Desk) -> None:
        elsewhere = make_school("Hawthorn School (invented)")
        enrol(desk.child, elsewhere, kind="guest")
        case = make_direction(desk)
        with pytest.raises(ExclusionRefused, match="already registered at Hawthorn School"):
            correct(desk, case, destination_school=elsewhere)

    def test_it_keeps_to_the_notice(self, desk: Desk) -> None:
        case = give_notice(desk, make_direction(desk, told={"council": date(2026, 10, 23)}, as_of=date(2026, 10, 23)))
        with pytest.raises(ExclusionRefused, match="when the notice was sent"):
            correct(desk, case, decided_on=date(2026, 10, 22))

    def test_a_plan_that_was_not_known_asks_for_the_authoritys_notice(self, desk: Desk) -> None:
        case = give_notice(desk, make_direction(desk))
        assert live(case)[NOTICE].state == "met"
        correct(desk, case, has_plan=True)
        assert live(case)[NOTICE].state == "running"
        assert "exclusions.start_plan_review" in tasks(case)


def test_a_school_on_whose_roll_the_child_is_not_is_asked_about(desk: Desk) -> None:
    another = make_school("Not the child's (invented)")
    with pytest.raises(ExclusionRefused, match="does not have the child on the roll of Not the child's") as refused:
        make_direction(desk, school=another, is_confirmed=False)
    assert refused.value.field == "is_confirmed"
    assert make_direction(desk, school=another, is_confirmed=True).school == another
