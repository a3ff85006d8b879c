"""No open separation, direction or managed move falls out of somebody's work: each state has its next thing."""

from __future__ import annotations

from datetime import date

from cases.kinds import get_kind
from cases.models import Case, Event, Task
from tests.factories import directions, moves, separations
from tests.factories.exclusions import Desk


def standing(case: Case) -> dict[str, date]:
    """The standing task that is open, by its code, with its day."""
    open_ones = Task.objects.filter(case=case, state="open", code__startswith="exclusions.next.")
    return dict(open_ones.values_list("code", "due_on"))


def test_a_direction_has_one_in_every_open_state(desk: Desk) -> None:
    case = directions.make_direction(desk)
    assert standing(case) == {"exclusions.next.set_review.0": directions.DECIDED_ON}
    case = directions.ask(desk, case)
    assert standing(case) == {"exclusions.next.list_review.0": directions.ASKED_ON}
    case = directions.list_it(desk, case)
    assert standing(case) == {"exclusions.next.review.2026-11-30": directions.REVIEW_ON}
    case = directions.hold(desk, case)
    assert standing(case) == {"exclusions.next.set_review.1": directions.REVIEW_ON}
    case = directions.list_it(desk, case, date(2026, 12, 14), as_of=date(2026, 12, 1))
    case = directions.hold(desk, case, "ends", as_of=date(2026, 12, 14))
    assert standing(case) == {"exclusions.next.direction_end": date(2026, 12, 14)}
    assert standing(directions.end(desk, case, ended_on=date(2026, 12, 18))) == {}


def test_a_day_that_the_board_fixed_is_the_day_of_the_task(desk: Desk) -> None:
    case = directions.make_direction(desk, next_review_on=date(2026, 12, 7))
    assert standing(case) == {"exclusions.next.review.2026-12-07": date(2026, 12, 7)}


def test_a_separation_has_one_until_a_review_is_set(desk: Desk) -> None:
    case = separations.make_separation(desk)
    assert standing(case) == {"exclusions.next.set_review.0": separations.BEGAN_ON}
    separations.review(desk, case, next_review_on=date(2026, 9, 29))
    assert standing(case) == {}
    separations.review(desk, case, date(2026, 9, 29))
    assert standing(case) == {"exclusions.next.set_review.2": date(2026, 9, 29)}
    assert standing(separations.end(desk, case, ended_on=date(2026, 9, 30))) == {}


def test_a_move_has_one_for_the_planned_day_until_the_pupil_moved(desk: Desk) -> None:
    case = moves.make_move(desk)
    assert standing(case) == {"exclusions.next.move.2026-11-02": moves.STARTS_ON}
    case = moves.correct(desk, case, starts_on=date(2026, 11, 9))
    assert standing(case) == {"exclusions.next.move.2026-11-09": date(2026, 11, 9)}
    case = moves.start(desk, moves.agree(desk, case), date(2026, 11, 9))
    assert standing(case) == {}


def test_a_move_that_is_refused_has_none(desk: Desk) -> None:
    assert standing(moves.make_move_at(desk, "refused")) == {}


def test_the_sweep_changes_nothing_and_ends_nobodys_task(desk: Desk) -> None:
    case = moves.make_move(desk)
    events = Event.objects.count()
    for _ in range(2):
        get_kind(case.kind).refresh(case=case, by=None, as_of=date(2026, 12, 1))
    assert Event.objects.count() == events
    assert standing(case) == {"exclusions.next.move.2026-11-02": moves.STARTS_ON}
