"""Reads of reviews that are more than a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch, Sum

from accounts.models import User
from cases.models import Case, Deadline
from cases.permissions import cases_visible_to
from exclusions.kind_code import PERMANENT_EXCLUSION
from exclusions.models import Review, ReviewCost, ReviewHearing, ReviewPaper, ReviewSeat
from exclusions.states import REVIEW_APPLIED

HEARING = "exclusions.review_hearing"


def told_of(review: Review) -> dict[tuple[str, str], date]:
    """Who was told on which day, by what it was about and whom."""
    if review.pk is None:
        return {}
    rows = review.told_rows.values_list("about", "recipient", "told_on")
    return {(about, recipient): told_on for about, recipient, told_on in rows}


def papers_of(review: Review | None) -> list[ReviewPaper]:
    """The papers of a review, in the order in which they came."""
    return list(review.papers.order_by("received_on", "pk")) if review else []


def costs_of(review: Review | None) -> list[ReviewCost]:
    """What a review cost, in the order of the days; what was taken out again is left out."""
    return list(review.costs.filter(amount__gt=0).order_by("spent_on", "pk")) if review else []


def totals_of(review: Review | None) -> Mapping[str, Decimal]:
    """The costs of a review by kind."""
    if review is None:
        return {}
    rows = review.costs.order_by().values("kind").annotate(total=Sum("amount"))
    return {row["kind"]: row["total"] for row in rows if row["total"]}


def paper_of(case: Case, paper_id: int) -> ReviewPaper | None:
    """A paper of this case's review."""
    return ReviewPaper.objects.filter(pk=paper_id, review__case=case).first()


def cost_of(case: Case, cost_id: int) -> ReviewCost | None:
    """A cost of this case's review."""
    return ReviewCost.objects.filter(pk=cost_id, review__case=case).first()


def seat_of(case: Case, seat_id: int) -> ReviewSeat | None:
    """A seat on this case's panel."""
    return ReviewSeat.objects.filter(pk=seat_id, review__case=case).select_related("member").first()


def open_reviews(user: User) -> list[Case]:
    """Exclusions whose review was asked for and is not decided, as this person may see them, with all that the list
    shows. The number of queries does not grow with the rows."""
    cases = cases_visible_to(user).filter(kind=PERMANENT_EXCLUSION, state=REVIEW_APPLIED, closed_on__isnull=True)
    running = Deadline.objects.filter(code=HEARING).exclude(state=Deadline.State.SUPERSEDED)
    joined = cases.select_related("child", "school__local_authority", "exclusion", "review", "owner")
    return list(
        joined.prefetch_related(
            Prefetch("deadlines", queryset=running, to_attr="hearing_deadlines"),
            Prefetch("review__hearings", queryset=ReviewHearing.objects.order_by("hearing_on", "pk")),
            "review__applications",
            Prefetch("review__seats", queryset=ReviewSeat.objects.select_related("member").order_by("pk")),
            "review__seats__member__interests",
        ).order_by("pk")
    )
