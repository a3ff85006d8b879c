"""A case that follows from another: a separation that became a suspension, a direction that became a managed move."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from cases.actions.tasks import cancel_open_tasks, finish_open_tasks, open_task
from cases.models import Case, Child
from cases.permissions import user_can_work_case
from exclusions.actions.refusals import ExclusionRefused
from exclusions.kind_code import MANAGED_MOVE, PERMANENT_EXCLUSION, SUSPENSION
from exclusions.queries import directions_of, has_followed, separations_of

_TITLES = {
    SUSPENSION: "Record the suspension that it became",
    PERMANENT_EXCLUSION: "Record the permanent exclusion that it became",
    MANAGED_MOVE: "Record the managed move that it is to become",
}


def ask_to_follow(*, case: Case, kind: str, by: User, as_of: date) -> None:
    """Open the task to record the case that follows, unless it is there already. Due at once."""
    if not has_followed(case, kind):
        open_task(case=case, code=_code(kind), title=_TITLES[kind], due_on=as_of, by=by, as_of=as_of)


def settle_following(*, case: Case, wanted: str, by: User, as_of: date) -> None:
    """After a correction: the task for the kind that is `wanted` (empty: none) stands while no such case has followed,
    and no other does."""
    for kind in _TITLES:
        if kind != wanted:
            cancel_open_tasks(case=case, codes={_code(kind)}, by=by, as_of=as_of)
        elif has_followed(case, kind):
            finish_open_tasks(case=case, codes={_code(kind)}, by=by, as_of=as_of)
        else:
            ask_to_follow(case=case, kind=kind, by=by, as_of=as_of)


def check_opened_from(opened_from: Case | None, child: Child) -> None:
    """Refuse a case that is about another child."""
    if opened_from is not None and opened_from.child_id != child.pk:
        raise ExclusionRefused("The case that this one follows from is about another child.")


def follow(*, case: Case, by: User, as_of: date) -> None:
    """The case is there now: the task to record it is done. A managed move follows from every direction of the child
    that waits for one, a suspension or a permanent exclusion from a separation that became one, also where it was
    recorded from the child's page."""
    before = [case.opened_from] if case.opened_from is not None else []
    others = directions_of(case.child) if case.kind == MANAGED_MOVE else separations_of(case.child)
    before += [
        each for each in others if each not in before and has_followed(each, case.kind) and user_can_work_case(by, each)
    ]
    for each in before:
        finish_open_tasks(case=each, codes={_code(case.kind)}, by=by, as_of=as_of)


def _code(kind: str) -> str:
    return f"exclusions.record_{kind}_that_follows"
