"""Managed moves: what proposing and each step refuse and leave behind, and that two rolls change together."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied

from accounts.roles import Role
from cases.actions.tasks import cancel_task
from cases.models import CareStatus, Case, Deadline, Enrolment, Event, Plan, Task
from cases.models.child import SocialWorkerInvolvement
from exclusions.actions import moves
from exclusions.actions.refusals import ExclusionRefused
from exclusions.models import ManagedMove, MoveAgreement
from exclusions.moves.facts import gather_move
from exclusions.moves.policies import reasons_against
from tests.factories.children import make_child, make_school
from tests.factories.exclusions import Desk
from tests.factories.letters import make_related
from tests.factories.moves import (
    AGREED_ON,
    PROPOSED_ON,
    REVIEWED_ON,
    STARTS_ON,
    agree,
    correct,
    look_at,
    make_move,
    make_move_at,
    new_school,
    refuse,
    start,
    version,
)
from tests.factories.people import make_user

REVIEW = "exclusions.managed_move_review"
MENTIONED = "exclusions.move_exclusion_mentioned"
FILE = "exclusions.move_safeguarding_file"


def tasks(case: Case) -> dict[str, str]:
    """Every task but the standing one, which has a test file of its own."""
    others = Task.objects.filter(case=case).exclude(code__startswith="exclusions.next.")
    return dict(others.values_list("code", "state"))


def mentions(case: Case) -> list[str]:
    """The states of the tasks to look into a mention, oldest first."""
    return list(Task.objects.filter(case=case, code=MENTIONED).order_by("pk").values_list("state", flat=True))


def rolls(case: Case) -> list[tuple[str, str, date, date | None]]:
    rows = Enrolment.objects.filter(child=case.child).order_by("starts_on", "pk")
    return [(each.school.name, each.kind, each.starts_on, each.ends_on) for each in rows]


def test_proposing_opens_the_case(desk: Desk) -> None:
    case = make_move(desk)
    assert (case.kind, case.state, case.reference) == ("managed_move", "proposed", "MM-2026-0001")
    assert gather_move(case).parties == ["parents", "old_school", "new_school"]
    assert not Deadline.objects.filter(case=case).exists()
    assert Event.objects.filter(case=case).latest("pk").code == "exclusions.move_proposed"


@pytest.mark.parametrize(
    ("facts", "field", "words"),
    [
        ({"has_trial": True}, "has_trial", "no trial period"),
        ({"ends_on": date(2027, 7, 21)}, "ends_on", "permanent, so it has no last day"),
        ({"as_of": date(2026, 10, 4)}, "proposed_on", "today or earlier"),
        ({"starts_on": date(2026, 10, 4)}, "starts_on", "on or after the day of the proposal"),
        ({"starts_on": date(2027, 10, 7)}, "starts_on", "within a year"),
        ({"proposed_on": date(2013, 3, 1), "starts_on": date(2013, 3, 13)}, "starts_on", "date of birth"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(desk: Desk, facts: dict, field: str, words: str) -> None:
    with pytest.raises(ExclusionRefused, match=words) as refused:
        make_move(desk, **facts)
    assert refused.value.field == field
    assert not Case.objects.exists()


def test_all_reasons_come_at_once(desk: Desk) -> None:
    with pytest.raises(ExclusionRefused) as refused:
        make_move(desk, has_trial=True, ends_on=date(2027, 7, 21), new_school=desk.school)
    assert len(refused.value.reasons) == 3
    assert "the one that the pupil is at" in str(refused.value)


def test_before_26_july_2026_there_could_be_a_trial_and_an_end(desk: Desk) -> None:
    old = {"proposed_on": date(2026, 6, 1), "has_trial": True}
    case = make_move(desk, starts_on=date(2026, 7, 17), ends_on=date(2026, 9, 30), **old)
    assert ManagedMove.objects.get(case=case).has_trial
    refuse(desk, case)
    with pytest.raises(ExclusionRefused, match="no trial period"):
        make_move(desk, starts_on=date(2026, 7, 26), **old)
    with pytest.raises(ExclusionRefused, match="on or after 13 July 2026"):
        make_move(desk, starts_on=date(2026, 7, 13), ends_on=date(2026, 7, 10), **old)


def test_one_at_a_time(desk: Desk) -> None:
    case = make_move(desk)
    with pytest.raises(ExclusionRefused, match=case.reference):
        make_move(desk, new_school=make_school())


def test_only_the_exclusions_team_proposes(desk: Desk) -> None:
    desk.officer = make_user(Role.HEAD_OF_SERVICE)
    with pytest.raises(PermissionDenied):
        make_move(desk)


class TestAgreeing:
    """Everybody who must agree, as it stands now."""

    def test_the_plan_care_and_social_work_bring_parties_of_their_own(self, desk: Desk) -> None:
        since = date(2024, 1, 1)
        Plan.objects.create(child=desk.child, starts_on=since)
        CareStatus.objects.create(child=desk.child, starts_on=since, status="looked_after")
        worker = make_related(make_child())
        SocialWorkerInvolvement.objects.create(child=desk.child, starts_on=since, person=worker)
        case = make_move(desk)
        every = ["parents", "old_school", "new_school", "local_authority", "virtual_school_head", "social_worker"]
        assert gather_move(case).parties == every
        case = agree(desk, case, *every[:5])
        assert case.state == "proposed"
        assert agree(desk, case).state == "agreed"

    def test_who_no_longer_agrees_takes_it_back(self, desk: Desk) -> None:
        case = agree(desk, make_move(desk))
        assert case.state == "agreed"
        case = agree(desk, case, "parents", "old_school")
        assert case.state == "proposed"
        assert gather_move(case).missing_parties == ["new_school"]

    def test_another_day_is_a_correction(self, desk: Desk) -> None:
        case = agree(desk, make_move(desk))
        agree(desk, case, as_of=date(2026, 10, 13))
        assert set(MoveAgreement.objects.values_list("agreed_on", flat=True)) == {date(2026, 10, 13)}

    @pytest.mark.parametrize(
        ("as_of", "facts", "field"),
        [(date(2026, 10, 4), {}, "parents_agreed_on"), (AGREED_ON, {"pupils_view": "x"}, "pupils_view")],
    )
    def test_what_cannot_be_is_refused(self, desk: Desk, as_of: date, facts: dict, field: str) -> None:
        case = make_move(desk)
        with pytest.raises(ExclusionRefused) as refused:
            agree(desk, case, as_of=as_of, **facts)
        assert refused.value.field == field
        assert not MoveAgreement.objects.exists()

    def test_a_mention_of_permanent_exclusion_is_a_task_and_bars_the_start(self, desk: Desk) -> None:
        case = agree(desk, make_move(desk), was_exclusion_mentioned=True)
        assert tasks(case)[MENTIONED] == "open"
        with pytest.raises(ExclusionRefused, match="never made under a threat"):
            start(desk, case)
        Task.objects.filter(code=MENTIONED).update(state="done", done_at="2026-10-13T10:00Z", done_by=desk.officer)
        assert start(desk, case).state == "moved"

    def test_another_answer_does_not_look_into_the_mention(self, desk: Desk) -> None:
        case = agree(desk, make_move(desk), was_exclusion_mentioned=True)
        for answer in (False, True, None, False):
            case = agree(desk, case, was_exclusion_mentioned=answer)
            assert mentions(case) == ["open"]
            assert any("under a threat" in each for each in reasons_against("start", gather_move(case), STARTS_ON))
        with pytest.raises(ExclusionRefused, match="never made under a threat"):
            start(desk, case)

    def test_a_mention_is_looked_into_once_and_a_new_one_again(self, desk: Desk) -> None:
        case = agree(desk, make_move(desk), was_exclusion_mentioned=True)
        cancel_task(task=Task.objects.get(code=MENTIONED), version=1, by=desk.officer, as_of=AGREED_ON)
        case = agree(desk, case, was_exclusion_mentioned=True)
        assert mentions(case) == ["cancelled"], "the same mention"
        case = agree(desk, case, was_exclusion_mentioned=False)
        case = agree(desk, case, was_exclusion_mentioned=True)
        assert mentions(case) == ["cancelled", "open"], "another one"
        with pytest.raises(ExclusionRefused, match="never made under a threat"):
            start(desk, case)


class TestStarting:
    """Nothing starts before everybody agreed; then both rolls change, or none."""

    def test_everything_that_is_missing_is_said_at_once(self, desk: Desk) -> None:
        case = make_move(desk)
        assert reasons_against("start", gather_move(case), AGREED_ON) == [
            "Parents: no agreement is recorded.",
            "Present school: no agreement is recorded.",
            "New school: no agreement is recorded.",
            "The pupil’s view is not recorded.",
            "It is not recorded whether permanent exclusion was mentioned.",
            "It is planned to start on 2 November 2026.",
        ]
        with pytest.raises(ExclusionRefused, match="Parents: no agreement"):
            start(desk, case)

    def test_on_the_day_the_pupil_is_off_one_roll_and_on_the_other(self, desk: Desk) -> None:
        case = start(desk, agree(desk, make_move(desk)))
        assert case.state == "moved"
        assert rolls(case) == [
            (desk.school.name, "main", date(2024, 9, 2), date(2026, 11, 1)),
            (new_school().name, "main", STARTS_ON, None),
        ]
        assert Enrolment.objects.get(school=new_school()).year_group == 9
        deadline = Deadline.objects.get(case=case, code=REVIEW)
        assert (deadline.due_on, deadline.purpose, deadline.is_ours) == (date(2027, 1, 25), "target", True)

    def test_a_later_day_than_planned_is_the_day(self, desk: Desk) -> None:
        case = start(desk, agree(desk, make_move(desk)), date(2026, 11, 9))
        assert rolls(case)[0][3] == date(2026, 11, 8)
        assert ManagedMove.objects.get().starts_on == date(2026, 11, 9)

    def test_nothing_changes_where_the_child_is_not_on_the_old_roll(self, desk: Desk) -> None:
        case = agree(desk, make_move(desk, school=make_school(), is_confirmed=True))
        before = rolls(case)
        with pytest.raises(ExclusionRefused, match="not on the main roll"):
            start(desk, case)
        assert rolls(case) == before
        assert Case.objects.get(pk=case.pk).state == "agreed"

    def test_nothing_changes_where_the_child_is_on_a_third_main_roll_later(self, desk: Desk) -> None:
        third = make_school("Third School (invented)")
        case = agree(desk, make_move(desk))
        Enrolment.objects.create(child=desk.child, school=third, kind="main", starts_on=date(2026, 12, 1))
        before = rolls(case)
        with pytest.raises(ExclusionRefused, match="on the main roll of Third School") as refused:
            start(desk, case)
        assert refused.value.field == "moved_on"
        assert "dual" not in str(refused.value), "the page of the move has no such choice"
        assert rolls(case) == before

    @pytest.mark.parametrize("moved_on", [date(2026, 10, 11), date(2026, 11, 4)])
    def test_a_day_before_the_agreements_or_ahead_is_refused(self, desk: Desk, moved_on: date) -> None:
        case = agree(desk, make_move(desk))
        with pytest.raises(ExclusionRefused) as refused:
            start(desk, case, moved_on, as_of=date(2026, 11, 3))
        assert refused.value.field == "moved_on"

    def test_an_old_trial_cannot_start_after_26_july(self, desk: Desk) -> None:
        old = {"proposed_on": date(2026, 6, 1), "starts_on": date(2026, 7, 13), "has_trial": True}
        case = agree(desk, make_move(desk, **old), as_of=date(2026, 6, 8))
        with pytest.raises(ExclusionRefused, match="no trial period"):
            start(desk, case, date(2026, 9, 7))
        assert start(desk, case, date(2026, 7, 13)).state == "moved"

    def test_another_step_says_that_it_is_over(self, desk: Desk) -> None:
        facts = gather_move(make_move_at(desk, "moved"))
        assert reasons_against("start", facts, STARTS_ON) == ["The case is “Moved”; this is for “Agreed by everybody”."]


class TestCorrecting:
    """Who must agree follows."""

    def test_a_plan_takes_the_agreement_of_everybody_away(self, desk: Desk) -> None:
        case = correct(desk, agree(desk, make_move(desk)), has_plan=True)
        assert (case.state, gather_move(case).missing_parties) == ("proposed", ["local_authority"])
        assert correct(desk, case, has_plan=False).state == "agreed"

    def test_another_school_asks_everybody_anew(self, desk: Desk) -> None:
        case = correct(desk, agree(desk, make_move(desk)), new_school=make_school())
        assert (case.state, MoveAgreement.objects.count()) == ("proposed", 0)

    def test_it_keeps_to_what_people_were_told_and_agreed(self, desk: Desk) -> None:
        case = make_move(desk)
        with pytest.raises(ExclusionRefused, match="Proposed on must be on or before 5 October 2026"):
            correct(desk, case, proposed_on=date(2026, 10, 6))
        case = make_move(desk, child=make_child(), as_of=date(2026, 10, 14), is_confirmed=True)
        agree(desk, case)
        with pytest.raises(ExclusionRefused, match="12 October 2026, when somebody agreed"):
            correct(desk, case, proposed_on=date(2026, 10, 13), as_of=date(2026, 10, 14))

    def test_a_trial_is_refused_here_too(self, desk: Desk) -> None:
        case = make_move(desk)
        with pytest.raises(ExclusionRefused, match="no trial period"):
            correct(desk, case, has_trial=True)


class TestAfterwards:
    """The file, the look after twelve weeks, and a move that does not come about."""

    def test_the_file_is_recorded_with_its_day(self, desk: Desk) -> None:
        case = make_move_at(desk, "moved")

        def record(sent_on: date) -> Case:
            return moves.record_file(
                case=case, sent_on=sent_on, version=version(case), by=desk.officer, as_of=date(2026, 11, 6)
            )

        with pytest.raises(ExclusionRefused, match="Safeguarding file passed on must be today or earlier"):
            record(date(2026, 11, 7))
        record(date(2026, 11, 6))
        assert ManagedMove.objects.get().safeguarding_file_sent_on == date(2026, 11, 6)

    def test_the_file_is_a_task_from_the_start_until_it_is_recorded(self, desk: Desk) -> None:
        case = make_move_at(desk, "moved")
        task = Task.objects.get(case=case, code=FILE)
        assert (task.state, task.due_on, task.owner) == ("open", STARTS_ON, desk.officer)
        case = look_at(desk, case)
        assert tasks(case)[FILE] == "open", "the case is closed, and the file is owed"
        by = {"by": desk.officer, "as_of": REVIEWED_ON}
        moves.record_file(case=case, sent_on=date(2026, 11, 6), version=version(case), **by)
        assert (tasks(case)[FILE], Case.objects.get(pk=case.pk).state) == ("done", "closed")
        assert ManagedMove.objects.get().safeguarding_file_sent_on == date(2026, 11, 6)

    def test_a_file_that_went_before_the_move_is_no_task(self, desk: Desk) -> None:
        case = make_move_at(desk, "agreed")
        by = {"by": desk.officer, "as_of": AGREED_ON}
        moves.record_file(case=case, sent_on=AGREED_ON, version=version(case), **by)
        start(desk, case)
        assert FILE not in tasks(case)

    @pytest.mark.parametrize(("reviewed_on", "state"), [(REVIEWED_ON, "met"), (date(2027, 1, 26), "met_late")])
    def test_the_look_closes_the_case(self, desk: Desk, reviewed_on: date, state: str) -> None:
        case = look_at(desk, make_move_at(desk, "moved"), is_settled=False, reviewed_on=reviewed_on)
        assert (case.state, Deadline.objects.get(code=REVIEW).state) == ("closed", state)
        assert ManagedMove.objects.get().is_settled is False
        assert rolls(case)[1][3] is None, "the pupil stays at the new school"

    def test_a_look_before_the_move_is_refused(self, desk: Desk) -> None:
        case = make_move_at(desk, "moved")
        with pytest.raises(ExclusionRefused) as refused:
            look_at(desk, case, reviewed_on=date(2026, 11, 1))
        assert refused.value.field == "reviewed_on"

    def test_declining_closes_the_case_and_changes_no_roll(self, desk: Desk) -> None:
        case = agree(desk, make_move(desk), "old_school", was_exclusion_mentioned=True)
        before = rolls(case)
        case = refuse(desk, case)
        assert (case.state, tasks(case)[MENTIONED], rolls(case)) == ("refused", "cancelled", before)

    @pytest.mark.parametrize(
        ("refusal", "day", "field"), [("x", AGREED_ON, "refusal"), ("parents", date(2026, 10, 4), "refused_on")]
    )
    def test_a_refusal_that_cannot_be_is_refused(self, desk: Desk, refusal: str, day: date, field: str) -> None:
        case = make_move(desk)
        with pytest.raises(ExclusionRefused) as refused:
            refuse(desk, case, refusal, day)
        assert refused.value.field == field
        assert ManagedMove.objects.get().refused_on is None


def test_the_day_of_the_proposal_is_when_we_were_told(desk: Desk) -> None:
    assert gather_move(make_move(desk)).told == {"council": PROPOSED_ON}
