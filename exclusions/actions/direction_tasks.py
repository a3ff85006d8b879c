"""The tasks of a direction off site: to settle a doubt, to ask for what a notice lacks, to end it after a move, and to
ask for what is still owed when it has ended."""

from __future__ import annotations

from datetime import date
from typing import cast

from django.db import transaction

from accounts.models import User
from cases.actions.tasks import cancel_open_tasks, finish_open_tasks, forget_ended_tasks, open_task
from cases.models import Case
from cases.permissions import user_can_work_case
from components.words import spelled_date
from exclusions.models import ManagedMove
from exclusions.offsite.clocks import INVITATION, NOTICE, OUTCOME
from exclusions.offsite.facts import DirectionFacts
from exclusions.offsite.policies import owed_steps
from exclusions.offsite.states import OPEN_STATES
from exclusions.queries import deadlines_by_code, directions_of
from schools.models import School

SETTLE = "exclusions.direction_settle"
COMPLETE_NOTICE = "exclusions.direction_complete_notice"
END_AFTER_MOVE = "exclusions.end_direction_after_move"
_TITLES = {
    SETTLE: "Settle whether the regulations bind this direction off site",
    COMPLETE_NOTICE: "Ask the school for a complete notice of the direction off site",
}
# While the case is open its dates ask for these; those of a closed case stand in nobody's work.
_AFTER_THE_END = {
    "notice": (
        "exclusions.direction_notice_after_the_end",
        NOTICE,
        "Ask the school when the notice of the direction off site was sent, and record it",
    ),
    "invite": (
        "exclusions.direction_invitation_after_the_end",
        INVITATION,
        "Ask the school when people were invited to the review of the direction, and record it",
    ),
    "send_outcome": (
        "exclusions.direction_outcome_after_the_end",
        OUTCOME,
        "Ask the school when the outcome of the review went in writing, and record it",
    ),
}


@transaction.atomic
def settle_direction_tasks(*, facts: DirectionFacts, by: User | None, as_of: date) -> None:
    """Open and end the tasks as the facts ask, for the same day. May run again on any day and changes nothing then.

    `by` None is the night's sweep: it ends no task of a person's.
    """
    day = facts.day_of_interest(as_of)
    is_open = facts.case.state in OPEN_STATES
    has_notice = facts.direction.notice_sent_on is not None
    wanted = {
        SETTLE: is_open and facts.is_unsettled_on(day),
        COMPLETE_NOTICE: is_open and has_notice and facts.binds_on(facts.direction.first_on) and facts.missing_items,
    }
    for code, is_wanted in wanted.items():
        if is_wanted:
            open_task(case=facts.case, code=code, title=_TITLES[code], due_on=as_of, by=by, as_of=as_of)
    over = {code for code, is_wanted in wanted.items() if not is_wanted}
    if by is None:
        forget_ended_tasks(case=facts.case, codes=over)
    else:
        end = finish_open_tasks if is_open else cancel_open_tasks
        end(case=facts.case, codes=over, by=by, as_of=as_of)
    if by is not None and is_open:
        # An end that was taken back: while the case is open its dates ask again.
        asked = {code for code, _, _ in _AFTER_THE_END.values()}
        cancel_open_tasks(case=facts.case, codes=asked, by=by, as_of=as_of)
    elif by is not None:
        _ask_after_the_end(facts, by, as_of)


def _ask_after_the_end(facts: DirectionFacts, by: User, as_of: date) -> None:
    """What was owed when the direction ended is asked for, each by its date, until it is recorded."""
    owed, deadlines = owed_steps(facts), deadlines_by_code(facts.case)
    for step, (code, deadline_code, title) in _AFTER_THE_END.items():
        if step in owed:
            deadline = deadlines.get(deadline_code)
            due_on = max(as_of, (deadline and deadline.due_on) or as_of)
            open_task(case=facts.case, code=code, title=title, due_on=due_on, by=by, as_of=as_of)
        else:
            finish_open_tasks(case=facts.case, codes={code}, by=by, as_of=as_of)


@transaction.atomic
def ask_to_end_after_move(*, move: Case, moved_on: date, new_school: School, by: User, as_of: date) -> None:
    """The pupil has moved for good: whoever has an open direction of the child must record its end, wherever the move
    was recorded from. What the new school directs goes on."""
    title = f"End the direction off site: the pupil moved on {spelled_date(moved_on)}"
    for direction in directions_of(move.child).filter(closed_on__isnull=True).exclude(school=new_school):
        # The task is owed in a direction too that who records the move may not work; there nobody opened it.
        opened_by = by if user_can_work_case(by, direction) else None
        open_task(case=direction, code=END_AFTER_MOVE, title=title, due_on=as_of, by=opened_by, as_of=as_of)


@transaction.atomic
def ask_if_moved_since(*, direction: Case, first_on: date, by: User, as_of: date) -> None:
    """A direction that is open again: the pupil may have moved for good meanwhile."""
    moves = ManagedMove.objects.filter(case__child=direction.child_id, moved_on__gte=first_on)
    for move in moves.exclude(new_school=direction.school).select_related("case__child", "new_school"):
        moved_on = cast(date, move.moved_on)
        ask_to_end_after_move(move=move.case, moved_on=moved_on, new_school=move.new_school, by=by, as_of=as_of)


@transaction.atomic
def no_longer_end_after_move(*, move: Case, by: User, as_of: date) -> None:
    """The pupil did not move, or on another day: what was asked for because of it is not any more."""
    for direction in directions_of(move.child):
        if user_can_work_case(by, direction):
            cancel_open_tasks(case=direction, codes={END_AFTER_MOVE}, by=by, as_of=as_of)
