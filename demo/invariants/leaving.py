"""Leaving and money: the tracks follow from what is recorded; a name that left the roll too early is challenged."""

from __future__ import annotations

from collections.abc import Iterator

from cases.models import Task
from demo.invariants.invariant import Invariant
from exclusions.actions.roll import CHALLENGE
from exclusions.facts import gather
from exclusions.leaving import next_school
from exclusions.leaving.records import leaving_of
from exclusions.leaving.roll import doubt_about
from exclusions.models import Exclusion, Funding, RollDeletion
from exclusions.money.states import state_of
from exclusions.queries import deadlines_by_code


def tracks_against_what_is_recorded() -> Iterator[str]:
    """Open exclusions without their money, or with money or a next school in another state than follows."""
    for exclusion in Exclusion.objects.filter(case__closed_on__isnull=True).select_related("case").order_by("pk"):
        facts = gather(exclusion.case)
        funding = Funding.objects.filter(case=exclusion.case).first()
        way = leaving_of(exclusion.case).next_school
        states = (funding and state_of(facts, funding), next_school.state_of(facts, way))
        if states != (exclusion.funding_state, exclusion.next_school_state):
            yield exclusion.case.reference


def early_without_a_challenge() -> Iterator[str]:
    """Names that left the roll before their time, and no task was opened to challenge the school."""
    for deletion in RollDeletion.objects.filter(off_on__isnull=False).select_related("case").order_by("pk"):
        doubt = doubt_about(deletion.off_on, gather(deletion.case), deadlines_by_code(deletion.case))
        is_challenged = Task.objects.filter(case=deletion.case, code=CHALLENGE[0]).exists()
        if doubt is not None and doubt.is_early and not is_challenged:
            yield deletion.case.reference


LEAVING = (
    Invariant(
        "The money and the next school of every exclusion follow what is recorded", tracks_against_what_is_recorded
    ),
    Invariant("Whoever took a name off the roll too early is challenged", early_without_a_challenge),
)
