"""The dates of a review: the parents’ windows, the hearing, its papers, the governors’ second decision, the claim."""

from __future__ import annotations

from collections.abc import Iterator

from cases.clocks import Clock
from cases.models import Deadline
from components.words import spelled_date
from exclusions.facts import Facts
from exclusions.making_clocks import clock
from exclusions.models import GovernorsDecision, PanelOutcome, Review
from exclusions.review.adjustment import adjustment_runs_from
from exclusions.review.arranger import DUTY_OWNERS, Arranger, arranger_of, school_type_of

Owner = Deadline.DutyOwner
Purpose = Deadline.Purpose

LABELS = {
    "exclusions.review_application": "Parents’ application for a review",
    "exclusions.review_application_after_claim": "Parents’ application after the discrimination claim",
    "exclusions.review_hearing": "Independent review begins",
    "exclusions.review_papers": "Papers for the review",
    "exclusions.governors_reconsider": "Governors reconsider after the review",
    "exclusions.adjustment_payment": "Trust pays the financial adjustment",
    "exclusions.equality_claim": "Claim under the Equality Act",
}
STARTS_WITH_THE_NOTICE = "Starts when the governors’ written decision is recorded as sent."
SENDS_BACK = (PanelOutcome.RECOMMEND, PanelOutcome.QUASH_DIRECT)


def clocks(facts: Facts) -> Iterator[Clock]:
    """Every clock of the review of an exclusion that the governors upheld."""
    if facts.exclusion.governors_decision != GovernorsDecision.DECLINE:
        return
    review = facts.review.review
    yield _application(facts, review)
    if review is None:
        return
    if review.claim_made_on is not None:
        yield _after_claim(facts, review)
    if facts.review.application is not None:
        yield from _hearing(facts, review)
    if review.outcome in SENDS_BACK:
        yield from _second_decision(facts, review)


def _application(facts: Facts, review: Review | None) -> Clock:
    """The parents' window, from the service of the governors' written decision."""
    exclusion = facts.exclusion
    sent_on = exclusion.refusal_notice_sent_on
    notice = {"notice_sent_on": sent_on, "method": exclusion.refusal_notice_method} if sent_on else None
    waived_on = review.waived_on if review and facts.review.application is None else None
    waived = (
        f"The parents said in writing that they will not apply: received on {spelled_date(waived_on)}."
        if waived_on
        else ""
    )
    is_in_this_time = not facts.review.is_after_claim
    return clock(
        LABELS,
        "exclusions.review_application",
        "exclusions.review_application",
        notice,
        purpose=Purpose.WINDOW,
        duty_owner=Owner.PARENT,
        starts_when=STARTS_WITH_THE_NOTICE,
        met_on=facts.review.application_made_on if is_in_this_time else None,
        waived_because=waived,
    )


def _after_claim(facts: Facts, review: Review) -> Clock:
    determined_on = review.claim_determined_on
    return clock(
        LABELS,
        "exclusions.review_application_after_claim",
        "exclusions.review_application_after_claim",
        {"determined_on": determined_on} if determined_on else None,
        purpose=Purpose.WINDOW,
        duty_owner=Owner.PARENT,
        starts_when="Starts when the claim is finally determined. Until then the parents may still apply.",
        met_on=facts.review.application_made_on if facts.review.is_after_claim else None,
    )


def _hearing(facts: Facts, review: Review) -> Iterator[Clock]:
    """The review must begin within its time; it may then adjourn. Its papers go out before the day that is planned."""
    known, arranger = facts.review, arranger_of(facts)
    ended = "The parents withdrew the review." if review.withdrawn_on else ""
    duty = {"duty_owner": DUTY_OWNERS[arranger], "is_ours": arranger is Arranger.US, "waived_because": ended}
    yield clock(
        LABELS,
        "exclusions.review_hearing",
        "exclusions.review_hearing",
        {"application_made_on": known.application_made_on},
        # Where no day was recorded, a review that has been decided has begun by the day of its decision.
        met_on=known.begun_on or review.decided_on,
        **duty,
    )
    first = next((each for each in known.hearings if each.course != "postponed"), None)
    if not _waits_for_no_papers(review, arranger, is_listed=first is not None):
        yield clock(
            LABELS,
            "exclusions.review_papers",
            "exclusions.review_papers",
            {"hearing_on": first.hearing_on} if first else None,
            purpose=Purpose.TARGET,
            starts_when="Starts when the hearing is listed.",
            met_on=known.papers_first_sent_on,
            **duty,
        )


def _waits_for_no_papers(review: Review, arranger: Arranger, *, is_listed: bool) -> bool:
    """Without a hearing none are sent once the review is over. What a trust sends nobody records with us: once its
    panel has decided, they are not waited for either. Ours are owed until they are recorded, also afterwards."""
    if not is_listed:
        return review.decided_on is not None or review.withdrawn_on is not None
    return review.decided_on is not None and arranger is not Arranger.US


def _second_decision(facts: Facts, review: Review) -> Iterator[Clock]:
    """The governors' ten school days from the notice of the panel; then what an academy trust owes."""
    sent_on = review.notice_sent_on
    yield clock(
        LABELS,
        "exclusions.governors_reconsider",
        "exclusions.governors_reconsider",
        {"notice_sent_on": sent_on, "method": review.notice_method} if sent_on else None,
        duty_owner=Owner.GOVERNORS,
        starts_when="Starts when the panel’s decision is recorded as sent to the governors.",
        met_on=review.reconsidered_on,
    )
    runs_from = adjustment_runs_from(facts)
    if runs_from is not None and school_type_of(facts) == "academy":
        yield clock(
            LABELS,
            "exclusions.adjustment_payment",
            "exclusions.adjustment_payment",
            {"ordered_on": runs_from, "school_type": school_type_of(facts)},
            duty_owner=Owner.TRUST,
            needs_calendar=False,
            met_on=review.adjustment_made_on,
        )


def claim_clocks(facts: Facts) -> Iterator[Clock]:
    """A claim that the exclusion was discrimination: six months from the act."""
    review = facts.review.review
    yield clock(
        LABELS,
        "exclusions.equality_claim",
        "exclusions.equality_claim",
        {"act_on": facts.exclusion.excluded_on},
        purpose=Purpose.WINDOW,
        duty_owner=Owner.PARENT,
        needs_calendar=False,
        met_on=review.claim_made_on if review else None,
    )
