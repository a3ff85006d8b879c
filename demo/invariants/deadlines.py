"""Deadlines: a date that runs is there, and is what the law gives from the stored facts and calendar."""

from __future__ import annotations

from collections.abc import Iterator

import statute
from cases.models import Deadline
from demo.invariants.invariant import Invariant
from statute.errors import StatuteError

State = Deadline.State
Named = Iterator[str]


def _named(deadline: Deadline) -> str:
    return f"{deadline.case.reference} {deadline.code}"


def running_without_a_date() -> Named:
    """Deadlines that run and have no date."""
    for deadline in Deadline.objects.filter(state=State.RUNNING, due_on__isnull=True).select_related("case"):
        yield _named(deadline)


def not_what_the_law_gives() -> Named:
    """Deadlines whose stored outcome or date differs from what the statute engine makes of what is stored with it."""
    counted = Deadline.objects.exclude(outcome="").select_related("case", "snapshot").order_by("pk")
    for deadline in counted.iterator(chunk_size=500):
        if _recomputed(deadline) != (deadline.outcome, deadline.due_on):
            yield _named(deadline)


def _recomputed(deadline: Deadline) -> tuple[str, object] | None:
    try:
        result = statute.calculate(
            deadline.rule,
            facts=deadline.facts,
            calendar=deadline.snapshot.calendar if deadline.snapshot else None,
            policy=deadline.policy,
            pauses=deadline.pauses,
        )
    except StatuteError:
        return None
    return str(result.outcome), result.due_on


def running_in_a_closed_case() -> Named:
    """Limits and targets of ours that run although their case is closed. What others must do, as the governors after a
    suspension, and a window for others, as for a claim, may go on."""
    closed = Deadline.objects.filter(state=State.RUNNING, is_ours=True, case__closed_on__isnull=False)
    closed = closed.exclude(purpose=Deadline.Purpose.WINDOW)
    for deadline in closed.select_related("case"):
        yield _named(deadline)


def about_another_child() -> Named:
    """Deadlines that name another child than their case does."""
    for deadline in Deadline.objects.select_related("case"):
        if deadline.child_id != deadline.case.child_id:
            yield _named(deadline)


DEADLINES = (
    Invariant("Every running deadline has a date", running_without_a_date),
    Invariant("Every deadline is what the law gives from its facts and calendar", not_what_the_law_gives),
    Invariant("No limit of ours runs in a closed case", running_in_a_closed_case),
    Invariant("Every deadline is about the child of its case", about_another_child),
)
