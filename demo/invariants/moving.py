"""Separations, directions off site and managed moves: their facts agree with their states, and rolls with both."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import F, Q

import statute
from cases.models import Case, Enrolment
from demo.invariants.invariant import Invariant
from exclusions.kind_code import MANAGED_MOVE, OFFSITE_DIRECTION, SAFEGUARDING_SEPARATION
from exclusions.models import ManagedMove, MoveAgreement, OffsiteDirection, Separation
from exclusions.moves.facts import parties_of
from exclusions.moves.states import AGREED, CLOSED, MOVED

Named = Iterator[str]
_ROWS = {SAFEGUARDING_SEPARATION: Separation, OFFSITE_DIRECTION: OffsiteDirection, MANAGED_MOVE: ManagedMove}


def without_their_facts() -> Named:
    """Cases of these kinds without their row, and rows that hang on a case of another kind."""
    for kind, model in _ROWS.items():
        cases = Case.objects.filter(kind=kind).exclude(pk__in=model.objects.values("case"))
        yield from cases.values_list("reference", flat=True)
        yield from model.objects.exclude(case__kind=kind).values_list("case__reference", flat=True)


def against_their_state() -> Named:
    """Rows that say they have ended and whose case is open, or the other way round."""
    for model in (Separation, OffsiteDirection):
        rows = model.objects.filter(Q(ended_on__isnull=True) ^ Q(case__closed_on__isnull=True))
        yield from rows.values_list("case__reference", flat=True)
    moved = Q(case__state__in=(MOVED, CLOSED))
    yield from ManagedMove.objects.filter(moved ^ Q(moved_on__isnull=False)).values_list("case__reference", flat=True)


def before_the_law_knew_them() -> Named:
    """Separations that began when there were none, and moves with terms that their day forbids."""
    for reference, began_on in Separation.objects.values_list("case__reference", "began_on"):
        if _is_refused("exclusions.safeguarding_separation", began_on=began_on):
            yield reference
    for move in ManagedMove.objects.select_related("case"):
        terms = {"has_trial": move.has_trial, "has_end": move.ends_on is not None}
        if _is_refused("exclusions.managed_move_terms", starts_on=move.starts_on, **terms):
            yield move.case.reference


def _is_refused(rule: str, **facts: object) -> bool:
    return statute.calculate(rule, facts=facts).outcome == statute.Outcome.REFUSED


def without_an_agreement() -> Named:
    """Moves that were agreed or made, and to which somebody who must has not agreed."""
    agreed: dict[int, set[str]] = {}
    for case_id, party in MoveAgreement.objects.values_list("case", "party"):
        agreed.setdefault(case_id, set()).add(party)
    for move in ManagedMove.objects.filter(case__state__in=(AGREED, MOVED, CLOSED)).select_related("case"):
        if not set(parties_of(move)) <= agreed.get(move.case_id, set()):
            yield move.case.reference


def not_on_both_rolls() -> Named:
    """Open directions to a school without a registration there from the first day; moves without the new roll."""
    open_ones = OffsiteDirection.objects.filter(case__closed_on__isnull=True, destination_school__isnull=False)
    wrong = open_ones.exclude(
        dual_registration__kind=Enrolment.Kind.DUAL,
        dual_registration__school=F("destination_school"),
        dual_registration__starts_on=F("first_on"),
    )
    yield from wrong.values_list("case__reference", flat=True)
    for move in ManagedMove.objects.filter(moved_on__isnull=False).select_related("case"):
        new = {"school": move.new_school_id, "kind": Enrolment.Kind.MAIN, "starts_on": move.moved_on}
        if not Enrolment.objects.filter(child=move.case.child_id, **new).exists():
            yield move.case.reference


MOVING = (
    Invariant("Every separation, direction and managed move has its facts", without_their_facts),
    Invariant("The facts of every separation, direction and managed move agree with its state", against_their_state),
    Invariant("No separation and no managed move is what the law of its day did not know", before_the_law_knew_them),
    Invariant("Everybody who must has agreed to a managed move that was agreed", without_an_agreement),
    Invariant("Directions and managed moves stand on the rolls that they name", not_on_both_rolls),
)
