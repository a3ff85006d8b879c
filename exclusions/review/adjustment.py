"""The financial adjustment that a panel may order: for how much, from when, and whether it stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from cases.models import Case
from exclusions.facts import gather
from exclusions.models import SecondDecision
from exclusions.review.arranger import school_type_of
from exclusions.review.facts import adjustment_amount, was_reinstated_in_time

if TYPE_CHECKING:
    from exclusions.facts import Facts


def last_day_to_reconsider(facts: Facts) -> date | None:
    """The last of the governors' ten school days; None until the panel's notice is recorded, or when not countable."""
    review = facts.review.review
    if review is None or review.notice_sent_on is None:
        return None
    notice = {"notice_sent_on": review.notice_sent_on, "method": review.notice_method}
    return facts.ask("exclusions.governors_reconsider", **notice).due_on


def ordered_amount(facts: Facts) -> Decimal | None:
    """What the panel ordered, whether or not it has come to that; None without an order."""
    review = facts.review.review
    return adjustment_amount(review, school_type_of(facts)) if review else None


def adjustment_runs_from(facts: Facts) -> date | None:
    """The day that ends the ten school days, when the order stands unless reinstatement is offered by it; None when
    there is no order, or reinstatement was offered in time."""
    review = facts.review.review
    if review is None or ordered_amount(facts) is None:
        return None
    last_day = last_day_to_reconsider(facts)
    return None if was_reinstated_in_time(review, last_day) else last_day


def stands(facts: Facts, as_of: date | None = None) -> bool:
    """The order has come to bear: the governors declined, offered too late, have let the ten days pass by `as_of`, or
    it has been made."""
    review, runs_from = facts.review.review, adjustment_runs_from(facts)
    if review is None or ordered_amount(facts) is None:
        return False
    if review.adjustment_made_on is not None:
        return True
    if review.second_decision == SecondDecision.DECLINED:
        return True
    if runs_from is None:
        return False
    return review.second_decision == SecondDecision.REINSTATED or (as_of is not None and as_of > runs_from)


def adjustment_of(case: Case, as_of: date | None = None) -> Decimal | None:
    """The financial adjustment in pounds and pence that bears on this case; None when there is none, or not yet.

    Without `as_of` only what is recorded decides; with it, ten school days that passed in silence do too.
    """
    facts = gather(case)
    return ordered_amount(facts) if stands(facts, as_of) else None
