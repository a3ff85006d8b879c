"""Help before an exclusion: the facts of each request agree with the state of its case."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F

from cases.models import Case
from demo.invariants.invariant import Invariant
from exclusions.kind_code import EXCLUSION_SUPPORT
from exclusions.models import BetweenAuthorities, SupportLine, SupportRequest
from exclusions.support.states import CLOSED, NOT_TAKEN_UP, REVIEWING

Named = Iterator[str]


def without_their_facts() -> Named:
    """Cases of this kind without a request's row, and requests that hang on a case of another kind."""
    cases = Case.objects.filter(kind=EXCLUSION_SUPPORT, support_request__isnull=True)
    yield from cases.values_list("reference", flat=True)
    others = SupportRequest.objects.exclude(case__kind=EXCLUSION_SUPPORT)
    yield from others.values_list("case__reference", flat=True)


def against_their_state() -> Named:
    """Requests whose outcome, reason or review says something else than the state of their case."""
    for request in SupportRequest.objects.select_related("case").order_by("pk"):
        state = request.case.state
        agrees = (
            bool(request.outcome) == (state == CLOSED),
            bool(request.not_taken_up_because) == (state == NOT_TAKEN_UP),
            state != REVIEWING or request.reviewed_on is not None,
        )
        if not all(agrees):
            yield request.case.reference


def closed_with_open_lines() -> Named:
    """Closed requests of which it is not recorded how each line of support went."""
    lines = SupportLine.objects.filter(request__case__state=CLOSED, outcome="")
    yield from lines.values_list("request__case__reference", flat=True).distinct()


def told_before_the_decision() -> Named:
    """Exclusions of which the home authority is said to have been told before they were decided."""
    early = BetweenAuthorities.objects.filter(told_on__lt=F("case__exclusion__decided_on"))
    yield from early.values_list("case__reference", flat=True)


SUPPORT = (
    Invariant("Every request for help has its facts", without_their_facts),
    Invariant("The facts of every request for help agree with its state", against_their_state),
    Invariant("A request for help is closed once every line of support has its outcome", closed_with_open_lines),
    Invariant("The home authority is told of no exclusion before it is decided", told_before_the_decision),
)
