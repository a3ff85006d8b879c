"""What is arranged for a hearing, in words: on the case page in short, on its own page in full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from cases.kinds import Row
from components.words import upper_first
from exclusions.facts import Facts
from exclusions.models import Attendee, ReviewCost, ReviewHearing, ReviewPaper, ReviewSeat
from exclusions.panels.choosing import Candidate
from exclusions.panels.queries import seats_of, sitting
from exclusions.policies import reasons_against
from exclusions.queries import deadlines_by_code
from exclusions.review.arranger import Arranger, arranger_of, arranger_words
from exclusions.review.panel import reasons_against_panel
from exclusions.review.policies import begin_by, is_after_limit
from exclusions.review.queries import costs_of, papers_of, totals_of
from exclusions.review.tables import COSTS, PAPERS
from exclusions.rows import spelled

Answer = ReviewSeat.Answer
_ANSWER_KINDS = {
    Answer.WAITING: "waiting",
    Answer.ACCEPTED: "done",
    Answer.DECLINED: "neutral",
    Answer.RELEASED: "neutral",
}
_COURSE_KINDS = {
    ReviewHearing.Course.PLANNED: "waiting",
    ReviewHearing.Course.HELD: "done",
    ReviewHearing.Course.ADJOURNED: "attention",
    ReviewHearing.Course.POSTPONED: "neutral",
}
EXPERT_WANTED = "The parents want a SEN expert and none is appointed."


def pounds(amount: Decimal) -> str:
    """“£1,250.00”."""
    return f"£{amount:,.2f}"


def when_and_where(hearing: ReviewHearing) -> str:
    """“4 January 2027 at 09:30, in person, Council House”."""
    at = f" at {hearing.starts_at:%H:%M}" if hearing.starts_at else ""
    where = f", {hearing.venue}" if hearing.venue else ""
    return f"{spelled(hearing.hearing_on)}{at}, {hearing.get_mode_display().lower()}{where}"


def course_of(hearing: ReviewHearing, facts: Facts) -> str:
    """What came of a day of the hearing; nothing of one that was planned when the review is over: a trust may tell us
    its panel's decision alone."""
    review = facts.review.review
    is_over = review is not None and (review.outcome or review.withdrawn_on)
    if is_over and hearing.course == ReviewHearing.Course.PLANNED:
        return ""
    return str(hearing.get_course_display())


def hearing_rows(facts: Facts) -> Iterator[Row]:
    """Each day of the hearing with what came of it; what is missing, in words."""
    hearings, review = facts.review.hearings, facts.review.review
    for hearing in hearings:
        course = course_of(hearing, facts)
        words = f"{course}: {hearing.why_not_held}" if hearing.why_not_held else course
        yield Row("Hearing", f"{when_and_where(hearing)}\n{words}".strip(), needs=_late(hearing, facts))
    if review is None or review.outcome or review.withdrawn_on or facts.review.planned:
        return
    if not any(each.course == ReviewHearing.Course.HELD for each in hearings):
        yield Row("Hearing", needs="No hearing is listed." if not hearings else "No day is listed on which it goes on.")


def _late(hearing: ReviewHearing, facts: Facts) -> str:
    """That the hearing is listed for a day that is too late; nothing once the review is over."""
    if not course_of(hearing, facts) or not is_after_limit(facts, hearing):
        return ""
    return (
        f"The hearing is listed after {spelled(begin_by(facts))}, the last day by which the review must begin. List an "
        "earlier day if the panel can sit."
    )


def panel_rows(facts: Facts) -> Iterator[Row]:
    """Clerk, expert and panel, with what is missing while the review is still to be decided."""
    review = facts.review.review
    if review is None:
        return
    is_ahead = not review.outcome and not review.withdrawn_on
    yield Row("Clerk", review.clerk, needs="" if review.clerk or not is_ahead else "No clerk yet.")
    application = facts.review.application
    if review.expert_name:
        yield Row("SEN expert", f"{review.expert_name}, {review.expert_profession}, independent, paid by the council")
    elif application and application.wants_expert:
        yield Row("SEN expert", needs=EXPERT_WANTED if is_ahead else "")
    names = [f"{each.member}{' (chair)' if each.is_chair else ''}" for each in sitting(seats_of(review))]
    yield Row("Panel", ", ".join(names), needs=" ".join(_panel_reasons(facts)))


def _panel_reasons(facts: Facts) -> list[str]:
    """What the panel lacks, also of a review that is over: a panel that was none makes its decision worth nothing. Of a
    closed case nobody can record it any more."""
    review = facts.review.review
    if review is None or review.withdrawn_on or not facts.case.is_open:
        return []
    return reasons_against_panel(facts)


def total_words(facts: Facts) -> Iterator[Row]:
    """What the review cost so far; nothing while nothing was spent."""
    totals = totals_of(facts.review.review)
    if totals:
        yield Row("Costs", pounds(sum(totals.values(), Decimal(0))))


def present_not_asked(rows: Sequence[Candidate], hearing: ReviewHearing | None) -> str:
    """What stands above the choice of members: for which day, and why others of the pool cannot be asked."""
    if hearing is None:
        return ""
    refused = _not_to_be_asked(rows)
    words = f"For the hearing on {spelled(hearing.hearing_on)}."
    return f"{words} Not to be asked: {'; '.join(refused)}." if refused else words


def present_nobody_to_ask(rows: Sequence[Candidate], hearing: ReviewHearing | None) -> list[str]:
    """Why the page can ask nobody, and what to do then; empty where somebody of the pool may sit."""
    refused = _not_to_be_asked(rows)
    if hearing is None or len(refused) < len(rows):
        return []
    return [
        f"Nobody of the pool who is not asked yet may sit on {spelled(hearing.hearing_on)}. Record under “Panel "
        "members” who is free on that day or add a member, or move the hearing.",
        *(f"Not to be asked: {one}." for one in refused),
    ]


def _not_to_be_asked(rows: Sequence[Candidate]) -> list[str]:
    return [f"{each.member}: {', '.join(each.reasons)}" for each in rows if each.reasons]


def present_arrangements(facts: Facts, as_of: date) -> dict[str, Any]:
    """The page of everything that is arranged."""
    review, reference = facts.review.review, facts.case.reference
    is_ours = arranger_of(facts) is Arranger.US
    can = {
        step: not reasons_against(step, facts, as_of)
        for step in (
            "review_hearing",
            "review_record",
            "review_arranged",
            "review_panel",
            "review_papers",
            "review_costs",
        )
    }
    papers_by = deadlines_by_code(facts.case).get("exclusions.review_papers")
    return {
        "tables": {"papers": PAPERS, "costs": COSTS},
        "arranger": arranger_words(facts),
        "is_ours": is_ours,
        "has_review": facts.review.application is not None,
        "can": can,
        "reference": reference,
        "hearings": [_hearing(each, facts) for each in facts.review.hearings],
        "panel_reasons": _panel_reasons(facts) if is_ours else [],
        "seats": [_seat(each, reference, can_change=can["review_panel"]) for each in seats_of(review)],
        "arranged": _arranged(facts),
        "papers_by": papers_by,
        "papers": [
            _paper(each, reference, papers_by.due_on if papers_by else None, can_change=can["review_papers"])
            for each in papers_of(review)
        ],
        "has_unsent": any(each.sent_on is None for each in papers_of(review)),
        "costs": [_cost(each, reference, can_change=can["review_costs"]) for each in costs_of(review)],
        "totals": _totals(facts),
    }


def _hearing(hearing: ReviewHearing, facts: Facts) -> dict[str, Any]:
    labels, course = dict(Attendee.choices), course_of(hearing, facts)
    rows: list[dict[str, Any]] = [
        {"key": "When and where", "value": when_and_where(hearing)},
        {
            "key": "How it went",
            "lozenge": course and {"text": course, "kind": _COURSE_KINDS[ReviewHearing.Course(hearing.course)]},
        },
        {"key": "Who was there", "value": ", ".join(labels[each] for each in hearing.attended)},
        {"key": "Why it stopped", "value": hearing.why_not_held},
        {"key": "Why remotely", "value": hearing.why_remote},
    ]
    actions = []
    if hearing.minutes:
        address = reverse("document", args=[hearing.minutes.uuid])
        actions = [{"label": "Minutes", "url": address, "hidden": f"of {spelled(hearing.hearing_on)}"}]
    return {
        "title": f"Hearing of {spelled(hearing.hearing_on)}",
        "needs": _late(hearing, facts),
        "rows": [row for row in rows if row.get("value") or row.get("lozenge")],
        "actions": actions,
    }


def _arranged(facts: Facts) -> list[dict[str, str]]:
    review, application = facts.review.review, facts.review.application
    expert = ""
    if review and review.expert_name:
        appointed = spelled(review.expert_appointed_on)
        expert = (
            f"{review.expert_name}, {review.expert_profession}\nIndependent. Paid by the council. Appointed {appointed}"
        )
    wanted = "Wanted by the parents" if application and application.wants_expert else "Not asked for"
    return [
        {"key": "Clerk", "value": review.clerk if review else ""},
        {"key": "SEN expert", "value": expert, "note": wanted},
        {"key": "Needs to take part", "value": application.access_needs if application else "", "note": ""},
    ]


def _seat(seat: ReviewSeat, reference: str, *, can_change: bool) -> dict[str, Any]:
    """A card for each: a table of as many columns hides the answer on a narrow screen."""
    address = reverse("exclusion_review_answer", args=[reference, seat.pk])
    answer = {"text": seat.get_answer_display(), "kind": _ANSWER_KINDS[Answer(seat.answer)]}
    change = {"label": "Record the answer", "url": address, "hidden": f"of {seat.member}"}
    return {
        "title": f"{seat.member}{', chair' if seat.is_chair else ''}",
        "rows": [
            {"key": "Kind", "value": seat.member.get_kind_display()},
            {"key": "Invited on", "value": spelled(seat.invited_on)},
            {
                "key": "Answer",
                "lozenge": answer,
                "note": f"on {spelled(seat.answered_on)}" if seat.answered_on else "",
            },
        ],
        "actions": [change] if can_change else [],
    }


def _paper(paper: ReviewPaper, reference: str, due_on: date | None, *, can_change: bool) -> dict[str, Any]:
    is_late = bool(due_on and (paper.sent_on or paper.received_on) > due_on)
    status: dict[str, Any] = {"text": spelled(paper.sent_on)}
    if is_late:
        status["lozenge"] = {"text": "Late", "kind": "attention"}
    elif paper.sent_on is None:
        status["lozenge"] = {"text": "Not sent", "kind": "waiting"}
    address = reverse("exclusion_review_paper_change", args=[reference, paper.pk])
    return {
        "cells": [
            {"text": paper.title, "is_heading": True, "url": address if can_change else ""},
            {"text": paper.get_source_display()},
            {"text": spelled(paper.received_on)},
            status,
        ]
    }


def _cost(cost: ReviewCost, reference: str, *, can_change: bool) -> dict[str, Any]:
    address = reverse("exclusion_review_cost_change", args=[reference, cost.pk])
    return {
        "cells": [
            {
                "text": upper_first(cost.what_for) or cost.get_kind_display(),
                "is_heading": True,
                "url": address if can_change else "",
            },
            {"text": cost.get_kind_display()},
            {"text": spelled(cost.spent_on)},
            {"text": pounds(cost.amount), "numeric": True},
        ]
    }


def _totals(facts: Facts) -> list[dict[str, str]]:
    totals = totals_of(facts.review.review)
    rows = [{"key": ReviewCost.Kind(kind).label, "value": pounds(amount)} for kind, amount in sorted(totals.items())]
    return [*rows, {"key": "Total", "value": pounds(sum(totals.values(), Decimal(0)))}] if rows else []
