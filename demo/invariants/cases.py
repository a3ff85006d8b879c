"""Cases: each has a next thing to happen, a known state, and a record that begins where it was opened."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q, Subquery

from cases.kinds import UnknownKind, get_kind
from cases.models import Case, Deadline, Event, Task
from demo.invariants.invariant import Invariant

Named = Iterator[str]


def open_without_a_next_date() -> Named:
    """Open cases with neither a running deadline nor an open task: nobody would ever look at them again."""
    running = Deadline.objects.filter(case=OuterRef("pk"), state=Deadline.State.RUNNING)
    to_do = Task.objects.filter(case=OuterRef("pk"), state=Task.State.OPEN)
    forgotten = Case.objects.filter(~Exists(running), ~Exists(to_do), closed_on__isnull=True)
    yield from forgotten.values_list("reference", flat=True)


def not_begun_by_opening() -> Named:
    """Cases whose first event is not that they were opened, or that have no event."""
    first = Event.objects.filter(case=OuterRef("pk")).order_by("recorded_at", "pk").values("code")[:1]
    begun = Case.objects.annotate(first_code=Subquery(first))
    wrong = begun.filter(~Q(first_code="case_opened") | Q(first_code__isnull=True))
    yield from wrong.values_list("reference", flat=True)


def in_no_known_state() -> Named:
    """Cases of a kind or in a state that no cohort has registered, or closed in a state that is no end (or not)."""
    for case in Case.objects.order_by("pk").iterator(chunk_size=500):
        try:
            state = next((each for each in get_kind(case.kind).states if each.code == case.state), None)
        except UnknownKind:
            state = None
        if state is None or state.is_end != (case.closed_on is not None):
            yield case.reference


def events_of_another_child() -> Named:
    """Cases with an event, task or deadline that is about another child."""
    elsewhere = Event.objects.filter(case__isnull=False).exclude(child=F("case__child"))
    tasks = Task.objects.filter(case__isnull=False).exclude(child=F("case__child"))
    yield from elsewhere.values_list("case__reference", flat=True).distinct()
    yield from tasks.values_list("case__reference", flat=True).distinct()


CASES = (
    Invariant("Every open case has a running deadline or an open task", open_without_a_next_date),
    Invariant("Every case's record begins with its opening", not_begun_by_opening),
    Invariant("Every case is in a state of its kind, closed where that is an end", in_no_known_state),
    Invariant("Every event and task of a case is about its child", events_of_another_child),
)
