"""The independent review on the case page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from django.urls import reverse

from cases.kinds import Group, Row
from cases.models import Deadline
from exclusions.change_links import change_link
from exclusions.facts import Facts
from exclusions.models import GovernorsDecision, PanelOutcome, Review, ReviewApplication, ReviewTold, SecondDecision
from exclusions.review.adjustment import ordered_amount, stands
from exclusions.review.arranger import Arranger, arranger_of, arranger_words
from exclusions.review.arranging_presenters import hearing_rows, panel_rows, total_words
from exclusions.review.facts import deemed_given
from exclusions.review.forms import WAYS_OF_PARENTS, WAYS_TO_GOVERNORS
from exclusions.review.queries import told_of
from exclusions.rows import date_row, spelled
from exclusions.states import AFTER_THE_ROLL, DECLINED, REVIEW_APPLIED, REVIEW_EXPIRED

Deadlines = Mapping[str, Deadline]
Recipient = ReviewTold.Recipient
About = ReviewTold.About

# The needs of a group stand together over its card, so each names who is meant.
_NOT_TOLD = {
    Recipient.PARENTS: "The parents have not been told of {}. Tell them",
    Recipient.HEAD_TEACHER: "The head teacher has not been told of {}. Tell them",
    Recipient.COUNCIL: "The council has not been told of {}. Tell it",
    Recipient.HOME_AUTHORITY: "The home authority has not been told of {}. Tell it",
}


def review_groups(facts: Facts, deadlines: Deadlines, as_of: date) -> tuple[Group, ...]:
    """The parents' time and what they did; then, as far as the case has come, the hearing and how the review ended."""
    review = facts.review.review
    groups = [_asking(facts, deadlines)]
    if review is not None and facts.review.application is not None:
        groups.append(_hearing(facts, deadlines))
        if review.outcome or review.withdrawn_on:
            groups.append(_outcome(facts, review, deadlines))
        if review.orders_adjustment:
            groups.append(_adjustment(facts, review, deadlines, as_of))
    return tuple(groups)


def _asking(facts: Facts, deadlines: Deadlines) -> Group:
    review = facts.review.review
    if facts.exclusion.governors_decision != GovernorsDecision.DECLINE:
        rows = [Row("Review", "Only if the governors decline to reinstate.")]
    else:
        rows = [
            _written_decision(facts),
            date_row("Parents may ask for a review until", deadlines.get("exclusions.review_application")),
            Row("Who arranges it", arranger_words(facts)),
        ]
        if review is not None:
            rows += _what_parents_did(facts, review, deadlines)
    rows.append(date_row("Equality Act claim until", deadlines.get("exclusions.equality_claim")))
    link = ("exclusion_refusal_notice", "Record the written decision")
    if facts.case.state != DECLINED:
        link = ("exclusion_review_claim", "Record a claim of discrimination")
    return Group("Review", tuple(rows), *change_link(link[0], facts, link[1]), tuple(_corrections(facts)))


def _corrections(facts: Facts) -> Iterator[tuple[str, str]]:
    """The pages on which what the parents did is put right."""
    review = facts.review.review
    if facts.exclusion.refusal_notice_sent_on is not None:
        yield from _if_there_is(change_link("exclusion_refusal_notice", facts, "Correct the written decision"))
    if review is not None and review.waived_on:
        yield change_link("exclusion_review_waiver_correct", facts, "Correct the waiver")
    elif facts.review.application is None and facts.case.state in (REVIEW_EXPIRED, *AFTER_THE_ROLL):
        yield change_link("exclusion_review_waived", facts, "Record a waiver that came in time")
    if facts.case.state == REVIEW_APPLIED:
        yield change_link("exclusion_review_applied", facts, "Correct the application")


def _if_there_is(link: tuple[str, str]) -> Iterator[tuple[str, str]]:
    if link[0]:
        yield link


def _written_decision(facts: Facts) -> Row:
    exclusion = facts.exclusion
    sent_on = exclusion.refusal_notice_sent_on
    if sent_on is None:
        return Row("Written decision sent", needs="The governors’ written decision is not recorded as sent.")
    how = exclusion.get_refusal_notice_method_display().lower()
    given_on = deemed_given(sent_on, exclusion.refusal_notice_method, facts.calendar)
    return Row("Written decision sent", f"{spelled(sent_on)}, {how}\nCounts as given on {spelled(given_on)}")


def _what_parents_did(facts: Facts, review: Review, deadlines: Deadlines) -> Iterator[Row]:
    if review.waived_on:
        yield Row("Said in writing that they will not apply", spelled(review.waived_on))
    if review.claim_made_on:
        determined = review.claim_determined_on
        is_pending = "pending: the parents may still ask for a review"
        until = f"finally determined on {spelled(determined)}" if determined else is_pending
        yield Row(
            "Discrimination claim", f"{spelled(review.claim_made_on)}, {review.get_claim_body_display()}\n{until}"
        )
        yield date_row("After the claim they may ask until", deadlines.get("exclusions.review_application_after_claim"))
    if facts.review.application is not None:
        yield Row("Application", _application(facts, facts.review.application))
    for late in facts.review.late_applications:
        made_on = deemed_given(late.sent_on, late.method, facts.calendar)
        yield Row("Application out of time", f"Made on {spelled(made_on)}. {late.why_late}")


def _application(facts: Facts, application: ReviewApplication) -> str:
    how = dict(WAYS_OF_PARENTS)[application.method].lower()
    lines = [
        f"Made on {spelled(facts.review.application_made_on)} (sent {spelled(application.sent_on)}, {how})",
        "With grounds" if application.gives_grounds else "Without grounds",
    ]
    if application.wants_expert:
        lines.append("Wants a SEN expert")
    if application.wants_remote:
        lines.append("Asks for a remote hearing")
    if application.access_needs:
        lines.append(f"Needs: {application.access_needs}")
    return "\n".join(lines)


def _hearing(facts: Facts, deadlines: Deadlines) -> Group:
    rows = [
        date_row("Must begin by", deadlines.get("exclusions.review_hearing")),
        *hearing_rows(facts),
    ]
    address = reverse("exclusion_review", args=[facts.case.reference])
    if arranger_of(facts) is Arranger.US:
        papers = deadlines.get("exclusions.review_papers")
        rows += [date_row("Papers sent by", papers), *panel_rows(facts), *total_words(facts)]
        return Group("Hearing and panel", tuple(rows), address, "Open what is arranged")
    return Group("Hearing", tuple(rows), address, "Open the hearing")


def _outcome(facts: Facts, review: Review, deadlines: Deadlines) -> Group:
    if review.withdrawn_on:
        rows = [Row("Withdrawn by the parents", spelled(review.withdrawn_on))]
        return Group("Outcome of the review", tuple(rows))
    told = told_of(review)
    links = tuple(_if_there_is(change_link("exclusion_review_decided", facts, "Correct the panel’s decision")))
    rows = [
        Row("Panel’s decision", f"{review.get_outcome_display()}, on {spelled(review.decided_on)}"),
        _notice(facts, review),
        *_told(facts, told, About.PANEL),
    ]
    if review.outcome in (PanelOutcome.RECOMMEND, PanelOutcome.QUASH_DIRECT):
        rows.append(date_row("Governors reconsider by", deadlines.get("exclusions.governors_reconsider")))
    if review.second_decision:
        rows.append(Row("Governors’ second decision", _second_decision(review)))
        rows += _told(facts, told, About.SECOND)
        links = (*links, change_link("exclusion_reconsidered_correct", facts, "Correct the second decision"))
    return Group(
        "Outcome of the review", tuple(rows), *change_link("exclusion_review_told", facts, "Record who was told"), links
    )


def _notice(facts: Facts, review: Review) -> Row:
    if review.notice_sent_on is None:
        return Row(
            "Sent to the governors", needs="The panel’s decision is not recorded as sent. It goes without delay."
        )
    how = dict(WAYS_TO_GOVERNORS)[review.notice_method].lower()
    given_on = deemed_given(review.notice_sent_on, review.notice_method, facts.calendar)
    sent = f"{spelled(review.notice_sent_on)}, {how}\nCounts as given on {spelled(given_on)}"
    return Row("Sent to the governors", sent)


def _told(facts: Facts, told: Mapping[tuple[str, str], date], about: str) -> Iterator[Row]:
    """Everybody who must be told of it, with the day, or in words what is missing."""
    words = ReviewTold.About(about).label
    for recipient in Recipient:
        told_on = told.get((about, recipient.value))
        if recipient == Recipient.HOME_AUTHORITY and facts.lives_here and told_on is None:
            continue
        needs = "" if told_on else f"{_NOT_TOLD[recipient].format(words)} in writing without delay."
        yield Row(f"{recipient.label} told of {words}", spelled(told_on), needs=needs)


def _second_decision(review: Review) -> str:
    words = f"{review.get_second_decision_display()}, on {spelled(review.reconsidered_on)}"
    if review.second_decision == SecondDecision.REINSTATED:
        return f"{words}\nBack in school from {spelled(review.reinstated_on)}"
    return words


def _adjustment(facts: Facts, review: Review, deadlines: Deadlines, as_of: date) -> Group:
    rows = [Row("Ordered by the panel", f"£{ordered_amount(facts):,.2f}")]
    if review.adjustment_made_on:
        rows.append(Row("Made on", spelled(review.adjustment_made_on)))
    elif stands(facts, as_of):
        rows.append(
            Row("Made on", needs="The governors did not offer reinstatement in time, so the adjustment is due.")
        )
    elif review.second_decision == SecondDecision.REINSTATED:
        rows.append(Row("Made on", "Not due: reinstatement was offered in time."))
    else:
        rows.append(Row("Made on", "Not due unless the governors let their time pass or decline."))
    if "exclusions.adjustment_payment" in deadlines:
        rows.append(date_row("The trust pays by", deadlines["exclusions.adjustment_payment"]))
    link = change_link("exclusion_review_adjustment", facts, "Record that it was made")
    return Group("Financial adjustment", tuple(rows), *(link if stands(facts, as_of) else ("", link[1])))
