"""The task to find out whether the local authority designated officer was told of a separation."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from cases.actions.tasks import cancel_open_tasks, finish_open_tasks, forget_ended_tasks, open_task
from exclusions.separations.facts import SeparationFacts

TELL = "exclusions.tell_designated_officer"
_TITLE = "Ask the school whether the designated officer (LADO) was told, and tell them if not"


@transaction.atomic
def settle_designated_officer(*, facts: SeparationFacts, by: User | None, as_of: date) -> None:
    """Open the task while the officer was not told, for the same day, and end it once that is recorded. The end of the
    separation ends it only where there was none. May run again on any day and changes nothing then. `by` None is the
    night's sweep: it ends no task of a person's."""
    case, is_told = facts.case, facts.separation.is_designated_officer_told
    if not (is_told or facts.is_mistake):
        open_task(case=case, code=TELL, title=_TITLE, due_on=as_of, by=by, as_of=as_of)
    elif by is None:
        forget_ended_tasks(case=case, codes={TELL})
    else:
        end = finish_open_tasks if is_told else cancel_open_tasks
        end(case=case, codes={TELL}, by=by, as_of=as_of)
