"""What must be done before a permanent exclusion's case can be closed, or said to be placed."""

from __future__ import annotations

from datetime import date

from cases.models import Case, Task
from components.words import lower_first, spelled_date
from exclusions.facts import Facts
from exclusions.governors.telling import still_to_tell
from exclusions.leaving.records import leaving_of
from exclusions.models import SCHOOL_DESTINATIONS, Destination, OutcomeTold
from exclusions.states import OFF_ROLL, PLACED, RECONSIDERED_REINSTATED, REINSTATED
from exclusions.track_states import FUNDING_STATES, NEXT_ADMITTED

_FUNDING = {state.code: state for state in FUNDING_STATES}
# Where the child is in no school and none is looked for any more.
WITHOUT_A_SCHOOL = frozenset({Destination.HOME, Destination.MOVED})


def reasons_against_closing(facts: Facts, as_of: date) -> list[str]:
    """Everything that is still open: who must be told of the governors' decision, the next school, the money, education
    that goes on, tasks."""
    return [
        *_untold(facts),
        *_not_back_yet(facts, as_of),
        *_next_school(facts),
        *_money(facts),
        *(
            f"Education at {each.provider} is booked or goes on. End it first."
            for each in facts.education.open_on(as_of)
        ),
        *_tasks(facts),
    ]


def state_when_open(facts: Facts) -> str:
    """The state from which the case was closed, and in which it is open again: by how the exclusion ended."""
    if facts.reinstated_on is not None:
        return REINSTATED
    return RECONSIDERED_REINSTATED if facts.back_on is not None else PLACED


def against_destination(facts: Facts, destination: str) -> list[str]:
    """Why the child cannot be said to be there: a school is a destination once it has admitted the child."""
    is_admitted = facts.exclusion.next_school_state == NEXT_ADMITTED
    if destination in SCHOOL_DESTINATIONS and not is_admitted:
        return ["No school has admitted the child yet. Record the admission first, or choose where the child is now."]
    if destination not in SCHOOL_DESTINATIONS and is_admitted:
        return [f"The child was admitted to {leaving_of(facts.case).next_school.school}. Choose how."]
    return []


def _untold(facts: Facts) -> list[str]:
    who = ", ".join(lower_first(str(OutcomeTold.Recipient(each).label)) for each in still_to_tell(facts))
    return [f"Not recorded as told of the governors’ decision: {who}."] if who else []


def _not_back_yet(facts: Facts, as_of: date) -> list[str]:
    if facts.back_on is None or facts.back_on <= as_of:
        return []
    return [f"The child is reinstated from {spelled_date(facts.back_on)}, and excluded until then."]


def _next_school(facts: Facts) -> list[str]:
    if facts.case.state not in (OFF_ROLL, PLACED) or facts.exclusion.next_school_state == NEXT_ADMITTED:
        return []
    if leaving_of(facts.case).next_school.destination in WITHOUT_A_SCHOOL:
        return []
    return ["No school has admitted the child yet: the duty to provide education goes on until one does."]


def _money(facts: Facts) -> list[str]:
    state = _FUNDING[facts.exclusion.funding_state]
    return [] if state.is_end else [f"The money is not settled: “{state.label}”."]


def open_tasks_of(case: Case) -> list[Task]:
    """The tasks that keep a case from being closed, the most urgent first."""
    return list(Task.objects.filter(case=case, state=Task.State.OPEN).order_by("due_on", "pk"))


def _tasks(facts: Facts) -> list[str]:
    tasks = open_tasks_of(facts.case)
    return [f"The task “{task.title}” is open. Do it, or mark it as no longer needed." for task in tasks]
