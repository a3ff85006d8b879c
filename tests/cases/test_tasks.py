"""Tasks that the product opens: once for a cause, and again when that comes back."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cases.actions.tasks import cancel_open_tasks, finish_open_tasks, finish_task, forget_ended_tasks, open_task
from cases.models import Event, Task
from tests.factories.cases import AS_OF, ErrandDesk


def ring(desk: ErrandDesk) -> Task:
    return open_task(case=desk.case, title="Ring", due_on=AS_OF, by=desk.owner, as_of=AS_OF, code="errand.ring")


def test_what_a_person_did_by_hand_is_not_asked_again_while_its_cause_goes_on(desk: ErrandDesk) -> None:
    done = finish_task(task=ring(desk), version=1, by=desk.owner, as_of=AS_OF)
    assert ring(desk) == done
    assert Task.objects.count() == 1


@pytest.mark.parametrize("end", [finish_open_tasks, cancel_open_tasks])
@pytest.mark.parametrize("is_done_by_hand", [True, False])
def test_a_cause_that_comes_back_opens_a_task_of_its_own(
    desk: ErrandDesk, end: Callable[..., int], *, is_done_by_hand: bool
) -> None:
    first = ring(desk)
    if is_done_by_hand:
        finish_task(task=first, version=1, by=desk.owner, as_of=AS_OF)
    end(case=desk.case, codes={"errand.ring"}, by=desk.owner, as_of=AS_OF)
    second = ring(desk)
    assert (second.state, second == first, ring(desk)) == ("open", False, second)
    assert Event.objects.filter(case=desk.case, code="task_opened").count() == 2


def test_forgetting_ends_no_task(desk: ErrandDesk) -> None:
    task = ring(desk)
    forget_ended_tasks(case=desk.case, codes={"errand.ring"})
    task.refresh_from_db()
    assert (task.state, task.is_cause_over, ring(desk)) == ("open", False, task)
    done = finish_task(task=task, version=1, by=desk.owner, as_of=AS_OF)
    forget_ended_tasks(case=desk.case, codes={"errand.other"})
    assert ring(desk) == done
    forget_ended_tasks(case=desk.case, codes={"errand.ring"})
    assert ring(desk) != done
