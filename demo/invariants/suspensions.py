"""Suspensions: counted as the law counts on their school's calendar, and within what it allows in a year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import statute
from cases.models import CalendarSnapshot, Case, Deadline
from demo.invariants.invariant import Invariant
from exclusions.kind_code import SUSPENSION
from exclusions.models import Suspension
from exclusions.suspensions.counting import Lost, count, reinstated_on_of, served
from exclusions.suspensions.states import CANCELLED, NOTIFIED, RETURNED
from exclusions.suspensions.staying_open import SUSPENSION_SIXTH_DAY
from schools.calendars import CalendarJson, statute_calendar
from schools.queries import the_authority
from schools.school_years import SchoolYear

Named = Iterator[str]


def without_their_facts() -> Named:
    """Cases of this kind without a suspension's row, and suspensions that hang on a case of another kind."""
    yield from Case.objects.filter(kind=SUSPENSION, suspension__isnull=True).values_list("reference", flat=True)
    yield from Suspension.objects.exclude(case__kind=SUSPENSION).values_list("case__reference", flat=True)


def against_their_state() -> Named:
    """Suspensions whose return or cancellation says something else than the state of their case."""
    for suspension in _all():
        state = suspension.case.state
        is_cancelled, is_back = suspension.cancelled_on is not None, suspension.returned_on is not None
        is_wrongly_back = state in (NOTIFIED, RETURNED) and is_back == (state == NOTIFIED)
        if is_cancelled != (state == CANCELLED) or is_wrongly_back:
            yield suspension.case.reference


def closed_with_a_date_that_runs() -> Named:
    """Closed suspensions of which a date still runs."""
    running = Deadline.objects.filter(
        case__kind=SUSPENSION, case__closed_on__isnull=False, state=Deadline.State.RUNNING
    )
    yield from running.order_by("pk").values_list("case__reference", flat=True)


def twice_in_a_run() -> Named:
    """Suspensions that share the sixth day of one run with another: it is owed once."""
    live = Deadline.objects.filter(code=SUSPENSION_SIXTH_DAY).exclude(state=Deadline.State.SUPERSEDED)
    seen: set[tuple[object, ...]] = set()
    for deadline in live.select_related("case").order_by("pk"):
        key = (deadline.child_id, deadline.case.school_id, deadline.due_on)
        if deadline.due_on is not None and key in seen:
            yield deadline.case.reference
        seen.add(key)


def not_as_the_law_counts() -> Named:
    """Suspensions whose sessions, in all or by term, are not what statute counts on the calendar kept with them."""
    authority = the_authority()
    policy = authority.policy if authority else "statutory"
    snapshots = _snapshots()
    for suspension in _all():
        calendar = snapshots.get(suspension.case_id) or statute_calendar(suspension.case.school, suspension.first_on)
        lost = _lost(suspension, calendar, policy)
        stored = {(row.school_year, row.term): row.sessions for row in suspension.terms.all()}
        if (suspension.sessions_count, stored) != (lost.count, dict(lost.by_term)):
            yield suspension.case.reference


def _snapshots() -> dict[int, CalendarJson]:
    """By case, the calendar on which its dates were last counted: a closed case is not counted again on a later one."""
    live = Deadline.objects.filter(case__kind=SUSPENSION, snapshot__isnull=False).exclude(
        state=Deadline.State.SUPERSEDED
    )
    ids = dict(live.values_list("case_id", "snapshot_id"))
    calendars = CalendarSnapshot.objects.in_bulk(set(ids.values()))
    return {case_id: calendars[snapshot_id].calendar for case_id, snapshot_id in ids.items()}


def _lost(suspension: Suspension, calendar: CalendarJson, policy: str) -> Lost:
    span = served(suspension, reinstated_on_of(suspension))
    return count(span, calendar, policy) if span else Lost()


def beyond_the_cap() -> Named:
    """Children who lost more in a school year, over all schools, than the law allows."""
    lost: Counter[tuple[int, int]] = Counter()
    for suspension in _all():
        for row in suspension.terms.all():
            lost[suspension.case.child_id, row.school_year] += row.sessions
    for (child_id, year), sessions in sorted(lost.items()):
        result = statute.calculate("exclusions.year_cap", facts={"sessions_this_year": 0, "sessions": sessions})
        if result.outcome == statute.Outcome.REFUSED:
            yield f"child {child_id} in {SchoolYear(year).label}"


def _all() -> Iterator[Suspension]:
    rows = (
        Suspension.objects.select_related("case__school", "case__governors_outcome")
        .prefetch_related("terms")
        .order_by("pk")
    )
    return rows.iterator(chunk_size=500)


SUSPENSIONS = (
    Invariant("Every suspension has its facts", without_their_facts),
    Invariant("The facts of every suspension agree with its state", against_their_state),
    Invariant("Every suspension has the sessions by term that the law counts", not_as_the_law_counts),
    Invariant("No date runs in a closed suspension", closed_with_a_date_that_runs),
    Invariant("The sixth day of a run of suspensions is owed once", twice_in_a_run),
    Invariant("No child has lost more than 45 school days in a year", beyond_the_cap),
)
