"""What is known of a review, gathered once, and what other parts of an exclusion ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import statute
from cases.models import Case
from exclusions.models import PanelOutcome, Review, ReviewApplication, ReviewHearing, ReviewPaper, SecondDecision

# A hearing that has begun keeps the limit, whatever came of the day; one that was put off before does not.
BEGUN = (ReviewHearing.Course.HELD, ReviewHearing.Course.ADJOURNED)
ABANDONED = "abandoned"


@dataclass(frozen=True)
class ReviewFacts:
    """The rows of a review; of a case that has come to none, the same with nothing in it."""

    review: Review | None = None
    application: ReviewApplication | None = None
    late_applications: tuple[ReviewApplication, ...] = ()
    hearings: tuple[ReviewHearing, ...] = ()
    papers_first_sent_on: date | None = None
    application_made_on: date | None = None
    is_after_claim: bool = False

    @property
    def begun_on(self) -> date | None:
        """The day on which the panel first sat."""
        return next((each.hearing_on for each in self.hearings if each.course in BEGUN), None)

    @property
    def planned(self) -> ReviewHearing | None:
        """The hearing that lies ahead, or whose record is still to be made."""
        return next((each for each in self.hearings if each.course == ReviewHearing.Course.PLANNED), None)

    @property
    def hearing_of_the_panel(self) -> ReviewHearing | None:
        """The hearing for which people are asked to sit: the one that lies ahead, else the last that began."""
        begun = [each for each in self.hearings if each.course in BEGUN]
        return self.planned or (begun[-1] if begun else None)

    @property
    def is_claim_pending(self) -> bool:
        """A claim of discrimination was made and is not finally determined."""
        review = self.review
        return review is not None and review.claim_made_on is not None and review.claim_determined_on is None


def deemed_given(sent_on: date, method: str, calendar: Mapping[str, object] | None = None) -> date:
    """The day on which something sent on that day in that way counts as given, by the statute engine."""
    facts = {"sent_on": sent_on, "method": method}
    result = statute.calculate("letters.deemed_service", facts=facts, calendar=calendar)
    if result.due_on is None and calendar is not None:
        # The calendar of the school may not reach so far; England's published bank holidays do.
        return deemed_given(sent_on, method)
    if result.due_on is None:
        raise ValueError(f"no day of service for what was sent on {sent_on}")
    return result.due_on


def gather_review(case: Case, calendar: Mapping[str, object]) -> ReviewFacts:
    """Read the review of this case; one query when there is none."""
    review = Review.objects.filter(case=case).first()
    if review is None:
        return ReviewFacts()
    applications = list(review.applications.order_by("sent_on", "pk"))
    live = next((each for each in applications if each.is_in_time), None)
    return ReviewFacts(
        review=review,
        application=live,
        late_applications=tuple(each for each in applications if not each.is_in_time),
        hearings=tuple(review.hearings.order_by("hearing_on", "pk")),
        papers_first_sent_on=ReviewPaper.objects.filter(review=review, sent_on__isnull=False)
        .order_by("sent_on")
        .values_list("sent_on", flat=True)
        .first(),
        application_made_on=deemed_given(live.sent_on, live.method, calendar) if live else None,
    )


def facts_for_roll_deletion(known: ReviewFacts) -> dict[str, object]:
    """What the rule on the first day on which the name may leave the roll asks of a review: only what is known."""
    review = known.review
    if review is None:
        return {}
    concluded_on, outcome = review.decided_on, review.outcome
    if review.withdrawn_on is not None:
        concluded_on, outcome = review.withdrawn_on, ABANDONED
    facts: dict[str, object] = {
        "waived_on": None if _applied_after_waiving(known) else review.waived_on,
        "application_made_on": known.application_made_on,
        "applied_after_claim": known.is_after_claim or None,
        "review_concluded_on": concluded_on,
        "review_outcome": outcome or None,
        "reconsidered_on": review.reconsidered_on if review.second_decision == SecondDecision.DECLINED else None,
    }
    return {name: value for name, value in facts.items() if value is not None}


def _applied_after_waiving(known: ReviewFacts) -> bool:
    """Parents may think again while their time runs: an application in time that came after their waiver stands."""
    waived_on = known.review.waived_on if known.review else None
    return bool(waived_on and known.application and known.application.sent_on >= waived_on)


def was_reinstated_in_time(review: Review, last_day: date | None) -> bool:
    """The governors offered reinstatement by the last of the ten school days after the panel's notice. Where that day
    cannot be counted, an offer is taken to be in time: nobody is charged on a guess."""
    if review.second_decision != SecondDecision.REINSTATED or review.reconsidered_on is None:
        return False
    return last_day is None or review.reconsidered_on <= last_day


def adjustment_amount(review: Review, school_type: str) -> Decimal | None:
    """The amount that the panel's order is for; None where there is none to order."""
    if review.outcome != PanelOutcome.QUASH_DIRECT or not review.orders_adjustment or review.decided_on is None:
        return None
    facts = {"decided_on": review.decided_on, "school_type": school_type}
    value = statute.calculate("exclusions.adjustment_amount", facts=facts).value
    return Decimal(str(value)) if value is not None else None
