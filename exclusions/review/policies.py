"""What a review allows beyond the state of its case: for each step, every reason why it is not possible now."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from components.words import spelled_date
from exclusions.facts import Facts
from exclusions.meeting_days import doubt_about_day
from exclusions.models import ReviewHearing
from exclusions.review.adjustment import adjustment_runs_from, last_day_to_reconsider, ordered_amount, stands
from exclusions.review.arranger import Arranger, arranger_of, arranger_words
from exclusions.states import REVIEW_APPLIED

Reasons = list[str]


def reasons_against_review(step: str, facts: Facts, as_of: date) -> Reasons:
    """All reasons against a step of the review; empty for every other step."""
    return [reason for policy in _POLICIES.get(step, ()) for reason in policy(facts, as_of)]


def _not_ours(facts: Facts, as_of: date) -> Reasons:
    if arranger_of(facts) is Arranger.US:
        return []
    return [f"{arranger_words(facts)} arranges this review. Record here only the hearing and what was decided."]


def _not_listed(facts: Facts, as_of: date) -> Reasons:
    return [] if facts.review.planned else ["List the hearing first."]


def _no_hearing(facts: Facts, as_of: date) -> Reasons:
    return [] if facts.review.hearing_of_the_panel else ["List the hearing first."]


def _no_panel(facts: Facts, as_of: date) -> Reasons:
    """Once the name has left the roll, the state no longer says whether a panel was to sit at all."""
    if facts.review.application is None:
        return ["The parents did not ask for a review in time."]
    review = facts.review.review
    return ["The parents withdrew the review."] if review is not None and review.withdrawn_on else []


def _not_yet_its_day(facts: Facts, as_of: date) -> Reasons:
    planned = facts.review.planned
    if planned is None or planned.hearing_on <= as_of:
        return []
    return [f"The hearing is on {spelled_date(planned.hearing_on)}. Record how it went on that day or later."]


def _not_begun(facts: Facts, as_of: date) -> Reasons:
    """Only where the hearing is ours to hold: of a trust's the day of the decision may be all that we are told."""
    if arranger_of(facts) is not Arranger.US or facts.review.begun_on:
        return []
    return ["Record first how the hearing went."]


def _no_panel_decision(facts: Facts, as_of: date) -> Reasons:
    review = facts.review.review
    return [] if review is not None and review.outcome else ["No decision of a review panel is recorded."]


def _notice_not_sent(facts: Facts, as_of: date) -> Reasons:
    review = facts.review.review
    if review is not None and review.notice_sent_on is not None:
        return []
    return ["Record first when the panel’s decision was sent to the governors."]


def _no_waiver(facts: Facts, as_of: date) -> Reasons:
    review = facts.review.review
    return [] if review is not None and review.waived_on else ["No waiver of a review is recorded."]


def _is_waived_or_asked_for(facts: Facts, as_of: date) -> Reasons:
    """A waiver is one, and no waiver undoes what an application in time has brought about."""
    review = facts.review.review
    if review is not None and review.waived_on:
        return ["A waiver of a review is recorded already. Correct its day instead."]
    if facts.review.application is not None:
        return ["The parents asked for a review in time, so no waiver decides when the name may leave the roll."]
    return []


def _no_second_decision(facts: Facts, as_of: date) -> Reasons:
    review = facts.review.review
    return [] if review is not None and review.second_decision else ["No second decision is recorded."]


def _no_adjustment(facts: Facts, as_of: date) -> Reasons:
    if ordered_amount(facts) is None:
        return ["The panel ordered no financial adjustment."]
    if stands(facts, as_of):
        return []
    if last_day_to_reconsider(facts) is None:
        return [
            "The governors’ ten school days cannot be counted yet. Record when the panel’s decision was sent to them."
        ]
    runs_from = adjustment_runs_from(facts)
    if runs_from is None:
        return ["The governors offered reinstatement in time, so there is no adjustment."]
    return [f"The governors have until {spelled_date(runs_from)} to offer reinstatement."]


def _has_been_reviewed(facts: Facts, as_of: date) -> Reasons:
    """One application makes one review. While it is asked for, the application is corrected by this very step."""
    review = facts.review.review
    if facts.case.state == REVIEW_APPLIED or review is None or not (review.outcome or review.withdrawn_on):
        return []
    return ["The parents asked for a review, and it is over. There is no second one of the same decision."]


_POLICIES: Mapping[str, tuple[Callable[[Facts, date], Reasons], ...]] = {
    "review_applied": (_has_been_reviewed,),
    "review_waived": (_is_waived_or_asked_for,),
    "review_waived_late": (_is_waived_or_asked_for,),
    "review_record": (_not_listed, _not_yet_its_day),
    "review_arranged": (_not_ours,),
    "review_panel": (_not_ours, _no_panel, _no_hearing),
    "review_papers": (_not_ours, _no_panel),
    "review_costs": (_not_ours,),
    "review_decided": (_not_begun,),
    "review_decided_day_corrected": (_no_panel_decision,),
    "reconsidered": (_notice_not_sent,),
    "reconsidered_day_corrected": (_no_second_decision,),
    "review_waiver_day_corrected": (_no_waiver,),
    "review_adjustment": (_no_adjustment,),
}


def begin_by(facts: Facts) -> date | None:
    """The last day on which the review may begin; None once it has begun, or when the calendar does not say."""
    made_on = facts.review.application_made_on
    if made_on is None or facts.review.begun_on is not None:
        return None
    return facts.ask("exclusions.review_hearing", application_made_on=made_on).due_on


def is_after_limit(facts: Facts, hearing: ReviewHearing) -> bool:
    """True where a hearing is planned for a day on which the review would begin late."""
    limit = begin_by(facts)
    return hearing.course == ReviewHearing.Course.PLANNED and limit is not None and hearing.hearing_on > limit


def doubts_about_hearing(facts: Facts, day: date, *, goes_on: bool = False) -> Iterator[str]:
    """Why this day for the hearing is probably wrong. It can be kept all the same: a late review is still owed.
    `goes_on`: the review has begun before that day, and may go on at any time."""
    limit = None if goes_on else begin_by(facts)
    if limit is not None and day > limit:
        yield (
            f"{spelled_date(day)} is after {spelled_date(limit)}, by which the review must begin. Check the date, or "
            "tick that it is right: a late review is still owed."
        )
    doubt = doubt_about_day(facts.calendar, day)
    if doubt:
        yield doubt


def reasons_against_mode(
    mode: str, *, is_asked_for: bool, are_conditions_met: bool, why_remote: str
) -> list[tuple[str, str]]:
    """Why a hearing cannot be held in this way, as (field, words). In person is the rule; remotely only when the
    conditions are met, and then because the parents asked or something unforeseen happened; when they asked and the
    conditions are met, it must be (law pack, exclusions §2 Remote meetings)."""
    reasons = []
    if mode == ReviewHearing.Mode.REMOTE:
        if not are_conditions_met:
            reasons.append(
                (
                    "conditions",
                    "A hearing is held remotely only if everybody can use the technology and take part fully.",
                )
            )
        if not is_asked_for and not why_remote:
            reasons.append(
                ("why_remote", "The parents did not ask for it: say what unforeseen event makes it necessary.")
            )
        if is_asked_for and why_remote:
            reasons.append(("why_remote", "The parents asked for it, so no event is needed. Take the reason out."))
        return reasons
    if is_asked_for and are_conditions_met:
        reasons.append(
            ("mode", "The parents asked for a remote hearing and the conditions are met: it must be remote.")
        )
    if why_remote:
        reasons.append(("why_remote", "This is only for a remote hearing. Take the reason out."))
    return reasons
