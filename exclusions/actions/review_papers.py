"""The papers of a review that the council arranges, and what it costs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from accounts.models import User
from cases.models import Case
from exclusions.actions.refusals import ExclusionRefused, check_day
from exclusions.actions.review_steps import begin_review, check_choice
from exclusions.actions.steps import finish
from exclusions.models import ReviewCost, ReviewPaper
from ledger.versions import update_at_version


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A paper for the hearing."""

    title: str
    source: str
    received_on: date
    sent_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Something that was paid for, in pounds and pence."""

    kind: str
    amount: Decimal
    spent_on: date
    what_for: str = ""


@transaction.atomic
def keep_paper(*, case: Case, paper: Paper, known: ReviewPaper | None, version: int, by: User, as_of: date) -> Case:
    """Record a paper that came, or put right one that is recorded (`known`)."""
    facts, review = begin_review(case, "review_papers", version, by, as_of)
    if not paper.title:
        raise ExclusionRefused("Enter what the paper is.", field="title")
    check_choice(paper.source, ReviewPaper.Source, "From", "source")
    check_day(paper.received_on, "Received on", "received_on", earliest=facts.exclusion.decided_on, latest=as_of)
    if paper.sent_on is not None:
        check_day(paper.sent_on, "Sent on", "sent_on", earliest=paper.received_on, latest=as_of)
    if known is None:
        ReviewPaper.objects.create(review=review, **asdict(paper))
    else:
        update_at_version(known, version=known.version, **asdict(paper))
    return finish(case, "exclusions.review_paper", by, as_of, paper.received_on, source=paper.source)


@transaction.atomic
def send_papers(*, case: Case, sent_on: date, version: int, by: User, as_of: date) -> Case:
    """Record that every paper that had not gone went to everybody on this day."""
    _, review = begin_review(case, "review_papers", version, by, as_of)
    waiting = list(review.papers.filter(sent_on__isnull=True).order_by("pk"))
    if not waiting:
        raise ExclusionRefused("No paper is waiting to be sent.")
    earliest = max(paper.received_on for paper in waiting)
    check_day(sent_on, "Sent on", "sent_on", earliest=earliest, latest=as_of)
    for paper in waiting:
        update_at_version(paper, version=paper.version, sent_on=sent_on)
    return finish(case, "exclusions.review_papers_sent", by, as_of, sent_on, count=len(waiting))


@transaction.atomic
def keep_cost(*, case: Case, cost: Cost, known: ReviewCost | None, version: int, by: User, as_of: date) -> Case:
    """Record a cost, or put right one that is recorded (`known`); one that was recorded by mistake is put to 0.00."""
    facts, review = begin_review(case, "review_costs", version, by, as_of)
    check_choice(cost.kind, ReviewCost.Kind, "For", "kind")
    if cost.amount < 0 or (cost.amount == 0 and known is None):
        raise ExclusionRefused("Amount must be more than nothing, in pounds and pence.", field="amount")
    check_day(cost.spent_on, "Spent on", "spent_on", earliest=facts.exclusion.decided_on, latest=as_of)
    if known is None:
        ReviewCost.objects.create(review=review, **asdict(cost))
    else:
        update_at_version(known, version=known.version, **asdict(cost))
    return finish(case, "exclusions.review_cost", by, as_of, cost.spent_on, kind=cost.kind)
