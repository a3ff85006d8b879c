"""The tasks of a separation's education: to arrange it, and to end what was booked when the separation is over."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from accounts.models import User
from cases.actions.tasks import cancel_open_tasks, finish_open_tasks, forget_ended_tasks, open_task
from exclusions.separations.facts import SeparationFacts
from exclusions.separations.states import OPEN_STATES

ARRANGE = "exclusions.section_19"
ASK_HOME_AUTHORITY = "exclusions.section_19_home_authority"
END_EDUCATION = "exclusions.end_section_19"
_TITLES = {
    ARRANGE: "Arrange education under section 19",
    ASK_HOME_AUTHORITY: "Ask the home authority to arrange education under section 19: the duty is its own",
    END_EDUCATION: "End the education that was booked, or keep it on purpose: the separation is over",
}


@transaction.atomic
def settle_section_19(*, facts: SeparationFacts, by: User | None, as_of: date) -> None:
    """Open and end the tasks as the facts ask. May run again on any day and changes nothing then.

    No number says by when the education must start, so the task is for the same day, by a rule of the house. `by` None
    is the night's sweep: it ends no task of a person's.
    """
    is_live, is_booked = facts.case.state in OPEN_STATES, bool(facts.education.open_on(as_of))
    owed = ARRANGE if facts.lives_here else ASK_HOME_AUTHORITY
    if is_live and facts.is_of_compulsory_age and not is_booked:
        _open(facts, owed, by, as_of)
    if not is_live and is_booked:
        _open(facts, END_EDUCATION, by, as_of)
    # Whoever ended the task: once something is booked, or what was booked has ended, the next time is asked anew.
    over = {ARRANGE, ASK_HOME_AUTHORITY} if is_booked else {END_EDUCATION}
    forget_ended_tasks(case=facts.case, codes=over)
    if by is None:
        return
    done = {END_EDUCATION} if not is_booked else {ARRANGE} if not facts.education.is_too_little(as_of) else set()
    finish_open_tasks(case=facts.case, codes=done, by=by, as_of=as_of)
    wanted = {END_EDUCATION} if not is_live else {owed} if facts.is_of_compulsory_age else set()
    others = {ARRANGE, ASK_HOME_AUTHORITY, END_EDUCATION} - wanted
    cancel_open_tasks(case=facts.case, codes=others, by=by, as_of=as_of)


def _open(facts: SeparationFacts, code: str, by: User | None, as_of: date) -> None:
    open_task(case=facts.case, code=code, title=_TITLES[code], due_on=as_of, by=by, as_of=as_of)
