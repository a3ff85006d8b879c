"""Managed moves after a direction off site: what follows from its case, and from the child's page too."""

from __future__ import annotations

from datetime import date

import pytest

from accounts.roles import Role
from cases.actions.tasks import cancel_task
from cases.models import Case, Task
from exclusions.offsite.presenters import present
from tests.exclusions.test_moves import rolls, tasks
from tests.factories import directions
from tests.factories.exclusions import Desk
from tests.factories.moves import agree, look_at, make_move, new_school, refuse, start
from tests.factories.people import make_team, make_user

FOLLOW_UP = "exclusions.record_managed_move_that_follows"
END_DIRECTION = "exclusions.end_direction_after_move"
REVIEW_DAY = directions.REVIEW_ON


class TestAfterADirection:
    """A direction may come first: the move follows from its case."""

    def direction(self, desk: Desk) -> Case:
        case = directions.make_direction(desk, destination_school=new_school(), until_on=date(2026, 12, 18))
        return directions.hold(desk, directions.list_it(desk, case), "managed_move")

    def test_the_review_asks_for_the_move_and_the_move_ends_the_registration(self, desk: Desk) -> None:
        direction = self.direction(desk)
        follow_up = "exclusions.record_managed_move_that_follows"
        assert (direction.state, tasks(direction)[follow_up]) == ("to_end", "open")
        day = date(2026, 12, 1)
        case = make_move(desk, proposed_on=day, starts_on=date(2026, 12, 7), opened_from=direction)
        assert (case.opened_from, tasks(direction)[follow_up]) == (direction, "done")
        case = start(desk, agree(desk, case, as_of=day), date(2026, 12, 7))
        assert rolls(case) == [
            (desk.school.name, "main", date(2024, 9, 2), date(2026, 12, 6)),
            (new_school().name, "dual", directions.FIRST_DAY, date(2026, 12, 6)),
            (new_school().name, "main", date(2026, 12, 7), None),
        ]
        assert tasks(direction)["exclusions.end_direction_after_move"] == "open"
        directions.end(desk, direction, "managed_move", date(2026, 12, 8))
        assert rolls(case)[1][3] == date(2026, 12, 6), "the move had ended it"
        assert tasks(direction)["exclusions.end_direction_after_move"] == "done"

    def test_a_direction_that_is_over_brings_no_task(self, desk: Desk) -> None:
        direction = directions.end(desk, self.direction(desk), "managed_move", REVIEW_DAY)
        case = make_move(desk, proposed_on=REVIEW_DAY, starts_on=date(2026, 12, 7), opened_from=direction)
        start(desk, agree(desk, case, as_of=REVIEW_DAY), date(2026, 12, 7))
        assert "exclusions.end_direction_after_move" not in tasks(direction)
        assert rolls(case)[1][3] == REVIEW_DAY

    def test_ending_as_a_move_asks_for_it_once(self, desk: Desk) -> None:
        direction = directions.make_direction(desk)
        day = date(2026, 12, 1)
        make_move(desk, proposed_on=day, starts_on=date(2026, 12, 7), opened_from=direction)
        directions.end(desk, direction, "managed_move")
        assert "exclusions.record_managed_move_that_follows" not in tasks(direction)

    @pytest.mark.parametrize("is_done_by_hand", [False, True])
    def test_a_move_that_was_refused_does_not_follow(self, desk: Desk, *, is_done_by_hand: bool) -> None:
        direction = directions.make_direction(desk)
        refuse(desk, make_move(desk, opened_from=direction))
        direction = directions.hold(desk, directions.list_it(desk, direction), "managed_move")
        asked = Task.objects.get(case=direction, code="exclusions.record_managed_move_that_follows")
        assert asked.state == "open"
        day = date(2026, 12, 1)
        if is_done_by_hand:
            cancel_task(task=asked, version=asked.version, by=desk.officer, as_of=day)
        refuse(
            desk, make_move(desk, proposed_on=day, starts_on=date(2026, 12, 7), opened_from=direction), refused_on=day
        )
        directions.end(desk, direction, "managed_move", date(2026, 12, 1))
        states = Task.objects.filter(case=direction, code=asked.code).order_by("pk").values_list("state", flat=True)
        assert list(states) == ["cancelled" if is_done_by_hand else "done", "open"]

    def test_a_move_that_follows_from_no_direction_has_nothing_to_end(self, desk: Desk) -> None:
        case = make_move(desk, opened_from=desk.record())
        assert start(desk, agree(desk, case)).state == "moved"


class TestFromTheChildsPage:
    """A move that was recorded from the child's page, and not from the direction, follows from the direction too."""

    def needs(self, desk: Desk, direction: Case) -> list[str]:
        fresh = Case.objects.select_related("child", "school").get(pk=direction.pk)
        (group,) = (each for each in present(fresh, desk.officer, REVIEW_DAY).groups if each.title == "The end")
        return [row.needs for row in group.rows if row.needs]

    def test_the_direction_is_to_be_ended_and_asks_for_no_other_move(self, desk: Desk) -> None:
        direction = directions.make_direction(desk)
        day = date(2026, 12, 7)
        case = make_move(desk, proposed_on=REVIEW_DAY, starts_on=day, is_confirmed=True)
        start(desk, agree(desk, case, as_of=REVIEW_DAY), day)
        task = Task.objects.get(case=direction, code=END_DIRECTION)
        assert (task.state, task.opened_by) == ("open", desk.officer)
        assert task.title == "End the direction off site: the pupil moved on 7 December 2026"
        direction = directions.end(desk, direction, "managed_move", day)
        assert FOLLOW_UP not in tasks(direction)
        assert tasks(direction)[END_DIRECTION] == "done"
        assert self.needs(desk, direction) == []

    def test_the_task_to_record_it_is_done(self, desk: Desk) -> None:
        direction = directions.hold(desk, directions.list_it(desk, directions.make_direction(desk)), "managed_move")
        assert tasks(direction)[FOLLOW_UP] == "open"
        case = make_move(desk, proposed_on=REVIEW_DAY, starts_on=date(2026, 12, 7), is_confirmed=True)
        assert tasks(direction)[FOLLOW_UP] == "done"
        assert self.needs(desk, direction) == []
        refuse(desk, case, refused_on=REVIEW_DAY)
        assert self.needs(desk, direction) == ["Record the managed move that it is to become."]

    def test_a_move_that_was_over_before_the_direction_does_not_follow(self, desk: Desk) -> None:
        day = date(2026, 9, 7)
        case = start(desk, agree(desk, make_move(desk, proposed_on=day, starts_on=day), as_of=day), day)
        look_at(desk, case, reviewed_on=date(2026, 10, 12))
        direction = directions.make_direction(desk, school=new_school())
        direction = directions.hold(desk, directions.list_it(desk, direction), "managed_move")
        assert tasks(direction)[FOLLOW_UP] == "open"

    def test_what_the_new_school_directs_goes_on(self, desk: Desk) -> None:
        case = agree(desk, make_move(desk))
        direction = directions.make_direction(desk, school=new_school(), is_confirmed=True)
        start(desk, case)
        assert END_DIRECTION not in tasks(direction)

    def test_a_direction_that_who_records_the_move_may_not_work_has_the_task_too(self, desk: Desk) -> None:
        direction = directions.make_direction(desk)
        Case.objects.filter(pk=direction.pk).update(owner=None)
        desk.officer = make_user(Role.EXCLUSIONS_OFFICER, team=make_team("managed_move", "permanent_exclusion"))
        case = make_move(desk, proposed_on=REVIEW_DAY, starts_on=date(2026, 12, 7), is_confirmed=True)
        start(desk, agree(desk, case, as_of=REVIEW_DAY), date(2026, 12, 7))
        assert Task.objects.get(case=direction, code=END_DIRECTION).opened_by is None
