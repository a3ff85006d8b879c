"""The local authority designated officer: a task as long as nobody has told them of a separation."""

from __future__ import annotations

from datetime import date

from cases.models import Task
from exclusions.actions import separations
from exclusions.separations.refreshing import refresh
from tests.exclusions.test_separations import rows, shown, states
from tests.factories.exclusions import Desk
from tests.factories.separations import BEGAN_ON, ENDED_ON, end, make_separation, version

LADO = "exclusions.tell_designated_officer"
STARTS_ON = date(2026, 9, 21)


def test_the_designated_officer_who_was_not_told_is_a_task_until_they_are(desk: Desk) -> None:
    case = make_separation(desk, is_designated_officer_told=False)
    task = Task.objects.get(case=case, code=LADO)
    assert (task.state, task.due_on, task.owner) == ("open", BEGAN_ON, desk.officer)
    assert rows(shown(desk, case), "Who was told")["Local authority designated officer"].startswith(
        "The designated officer (LADO) has not been told. Ask the school"
    )
    refresh(case=case, by=None, as_of=STARTS_ON)
    assert states(case, LADO) == ["open"]

    def tell(*, is_told: bool) -> None:
        separations.tell_of_separation(
            case=case,
            told={},
            is_designated_officer_told=is_told,
            version=version(case),
            by=desk.officer,
            as_of=ENDED_ON,
        )

    tell(is_told=True)
    assert states(case, LADO) == ["done"]
    refresh(case=case, by=None, as_of=ENDED_ON)
    tell(is_told=False)
    assert states(case, LADO) == ["done", "open"], "it was recorded by mistake"
    end(desk, case)
    assert states(case, LADO) == ["done", "open"], "the end tells nobody"
    told = rows(shown(desk, case, ENDED_ON), "Who was told")
    assert told["Local authority designated officer"].startswith("The designated officer (LADO) has not been told.")
    tell(is_told=True)
    assert states(case, LADO) == ["done", "done"]
    assert rows(shown(desk, case, ENDED_ON), "Who was told")["Local authority designated officer"] == "Yes"


def test_a_separation_that_was_recorded_by_mistake_asks_for_no_officer(desk: Desk) -> None:
    case = end(desk, make_separation(desk, is_designated_officer_told=False), "recorded_in_error")
    assert states(case, LADO) == ["cancelled"]
    assert rows(shown(desk, case, ENDED_ON), "Who was told")["Local authority designated officer"] == "No"
