"""Reviews: the facts of each agree with the state of its case."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from cases.models import Case
from demo.invariants.invariant import Invariant
from exclusions.models import Review, SecondDecision
from exclusions.states import (
    RECONSIDERED_DECLINED,
    RECONSIDERED_REINSTATED,
    REVIEW_ABANDONED,
    REVIEW_APPLIED,
    REVIEW_QUASHED,
    REVIEW_RECOMMENDED,
    REVIEW_UPHELD,
    REVIEW_WAIVED,
)

_AGREEMENTS: Mapping[str, Callable[[Review], bool]] = {
    REVIEW_WAIVED: lambda review: review.waived_on is not None and not _was_asked_for(review),
    REVIEW_APPLIED: lambda review: _was_asked_for(review) and not review.outcome and review.withdrawn_on is None,
    REVIEW_ABANDONED: lambda review: _was_asked_for(review) and review.withdrawn_on is not None,
    REVIEW_UPHELD: lambda review: _was_asked_for(review) and review.outcome == "uphold",
    REVIEW_RECOMMENDED: lambda review: _was_asked_for(review) and review.outcome == "recommend",
    REVIEW_QUASHED: lambda review: _was_asked_for(review) and review.outcome == "quash_direct",
    RECONSIDERED_REINSTATED: lambda review: review.second_decision == SecondDecision.REINSTATED,
    RECONSIDERED_DECLINED: lambda review: review.second_decision == SecondDecision.DECLINED,
}


def _was_asked_for(review: Review) -> bool:
    return any(each.is_in_time for each in review.applications.all())


def against_their_state() -> Iterator[str]:
    """Cases in a state of the review without its row, or whose review says something else."""
    cases = Case.objects.filter(state__in=_AGREEMENTS).order_by("pk").select_related("review")
    for case in cases.prefetch_related("review__applications"):
        review = getattr(case, "review", None)
        if review is None or not _AGREEMENTS[case.state](review):
            yield case.reference


REVIEWS = (Invariant("The facts of every review agree with the state of its case", against_their_state),)
