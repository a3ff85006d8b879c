"""Keeping the day-six track in agreement with the facts: called whenever an exclusion's dates are worked out again."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from cases.actions.events import record_event
from cases.actions.tasks import cancel_open_tasks, finish_open_tasks, forget_ended_tasks, open_task
from cases.models import Deadline
from exclusions.day_six import SIXTH_DAY, state_of
from exclusions.facts import Facts
from exclusions.leaving.records import admitted_on
from exclusions.models import Exclusion
from exclusions.track_states import DAY_SIX_ENDED, DAY_SIX_LATE, DAY_SIX_NOT_OWED, DAY_SIX_TO_BOOK

# The day-0 task that a booking does.
REFER = "exclusions.refer_day_six"
REFER_TITLE = "Refer for day-six provision"
END_PLACEMENTS = "exclusions.end_placements"
_NOTHING_TO_BOOK = (DAY_SIX_NOT_OWED, DAY_SIX_ENDED)
_END_PLACEMENTS_TITLE = "End the education that was booked, or keep it on purpose: the exclusion no longer stands"


@transaction.atomic
def settle_day_six(*, facts: Facts, by: User | None, as_of: date) -> str:
    """Keep the state that follows from the facts today; gives it. May run again on any day and changes nothing then.

    `by` None is the night's sweep: it ends no task of a person's.
    """
    case, exclusion = facts.case, facts.exclusion
    running = Deadline.objects.filter(case=case, code=SIXTH_DAY).exclude(state=Deadline.State.SUPERSEDED)
    state = state_of(facts, running.first(), as_of)
    if state != exclusion.day_six_state:
        if exclusion.day_six_state in _NOTHING_TO_BOOK and state in (DAY_SIX_TO_BOOK, DAY_SIX_LATE):
            # The child lives with us after all, or is excluded until the day from which the governors reinstate.
            open_task(case=case, code=REFER, title=REFER_TITLE, due_on=as_of, by=by, as_of=as_of)
        # Derived, so the version that people's forms carry stays as it is.
        Exclusion.with_mistakes.filter(pk=exclusion.pk).update(day_six_state=state)
        exclusion.day_six_state = state
        if state == DAY_SIX_LATE:
            record_event(child=case.child, case=case, code="exclusions.day_six_late", by=by, happened_on=as_of)
    _settle_tasks(facts, state, by, as_of)
    return state


def _settle_tasks(facts: Facts, state: str, by: User | None, as_of: date) -> None:
    education = facts.education
    is_open = bool(education.open_on(as_of))
    if state == DAY_SIX_ENDED and is_open:
        # Open placements are not ended in silence: somebody speaks with the provider and the family first.
        open_task(case=facts.case, code=END_PLACEMENTS, title=_END_PLACEMENTS_TITLE, due_on=as_of, by=by, as_of=as_of)
    if not is_open:
        forget_ended_tasks(case=facts.case, codes={END_PLACEMENTS})
    if by is None:
        return
    if state == DAY_SIX_NOT_OWED:
        cancel_open_tasks(case=facts.case, codes={REFER}, by=by, as_of=as_of)
    done = set()
    if education.started_on or education.booked_from(as_of) or admitted_on(facts.case):
        done.add(REFER)
    if not is_open:
        done.add(END_PLACEMENTS)
    if done:
        finish_open_tasks(case=facts.case, codes=done, by=by, as_of=as_of)
