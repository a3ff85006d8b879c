"""Until when the parents may ask for a review: the time from the written decision, and that after a claim.

Both run from facts; neither is stored as a judgement. What the engine cannot count is None, never a guess.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exclusions.facts import Facts


@dataclass(frozen=True)
class Window:
    """The last day after the written decision; and, where a claim of discrimination was made, from when, whether it is
    pending, and the last day after its final determination."""

    last_day: date | None
    claim_made_on: date | None = None
    is_pending: bool = False
    last_day_after_claim: date | None = None

    def is_in_first_time(self, made_on: date) -> bool | None:
        """Made by the last day after the written decision; None when that cannot be counted."""
        return None if self.last_day is None else made_on <= self.last_day

    def is_in_time_of_claim(self, made_on: date) -> bool | None:
        """Made while a claim was pending or by the last day after its determination. The limit is a last day, so an
        application before the determination is not late."""
        if self.claim_made_on is None or made_on < self.claim_made_on:
            return False
        if self.is_pending:
            return True
        return None if self.last_day_after_claim is None else made_on <= self.last_day_after_claim

    def is_in_time(self, made_on: date) -> bool | None:
        """In time by one of the two; None when neither says yes and one cannot be counted."""
        answers = (self.is_in_first_time(made_on), self.is_in_time_of_claim(made_on))
        if True in answers:
            return True
        return None if None in answers else False

    @property
    def latest_day(self) -> date:
        """The later of the last days. Raises ValueError while neither can be counted: nothing is known to be late."""
        return max(day for day in (self.last_day, self.last_day_after_claim) if day)

    def is_over(self, as_of: date) -> bool:
        """Every last day has passed and no claim is pending."""
        if self.is_pending or self.last_day is None or as_of <= self.last_day:
            return False
        if self.claim_made_on is None:
            return True
        return self.last_day_after_claim is not None and as_of > self.last_day_after_claim


def window_of(facts: Facts) -> Window | None:
    """The parents' time as the facts stand; None while the written decision is not recorded as sent."""
    exclusion, review = facts.exclusion, facts.review.review
    sent_on = exclusion.refusal_notice_sent_on
    if sent_on is None:
        return None
    notice = {"notice_sent_on": sent_on, "method": exclusion.refusal_notice_method}
    last_day = facts.ask("exclusions.review_application", **notice).due_on
    if review is None or review.claim_made_on is None:
        return Window(last_day)
    determined_on, after = review.claim_determined_on, None
    if determined_on is not None:
        after = facts.ask("exclusions.review_application_after_claim", determined_on=determined_on).due_on
    return Window(last_day, review.claim_made_on, determined_on is None, after)
