"""A direction off site with everything that the law asks about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import cast

import statute
from cases.models import Case
from exclusions.facts import CaseFacts, around
from exclusions.models import Binding, DirectionEnd, DirectionReview, NoticeItem, OffsiteDirection
from schools.models import School

PUPIL, LOCAL_AUTHORITY = "pupil", "local authority"
_SCHOOL_TYPES = {
    School.LegalType.MAINTAINED: "maintained",
    School.LegalType.ACADEMY: "academy",
    School.LegalType.PUPIL_REFERRAL_UNIT: "pru",
}


@dataclass(frozen=True, kw_only=True)
class DirectionFacts(CaseFacts):
    """A direction, and its reviews, the first asked for or listed first."""

    direction: OffsiteDirection
    reviews: tuple[DirectionReview, ...]

    @property
    def decision(self) -> OffsiteDirection:
        """The direction itself."""
        return self.direction

    @property
    def school_type(self) -> str:
        """The kind of school that directs, as the rules name it."""
        return _SCHOOL_TYPES.get(School.LegalType(self.direction.legal_type_then), "other")

    @property
    def coming_review(self) -> DirectionReview | None:
        """The review that is owed or listed and was not held."""
        return next((each for each in self.reviews if each.is_owed and not each.outcome), None)

    @property
    def last_review(self) -> DirectionReview | None:
        """The latest review that was held."""
        held = [each for each in self.reviews if each.outcome]
        return max(held, key=lambda each: each.review_on, default=None)

    @property
    def has_stood(self) -> bool:
        """False for a direction that was recorded by mistake or ended before its first day: it owes nothing."""
        direction = self.direction
        never_began = direction.ended_on is not None and direction.ended_on < direction.first_on
        return not never_began and direction.how_ended != DirectionEnd.RECORDED_IN_ERROR

    @property
    def is_notice_owed(self) -> bool:
        """Whether there had to be a notice."""
        return self.has_stood and self.binds_on(self.direction.first_on)

    @property
    def last_owing_review(self) -> DirectionReview | None:
        """The latest review that was held, when there had to be an invitation to it and its outcome in writing."""
        last = self.last_review
        return last if last is not None and self.has_stood and self.binds_on(last.review_on) else None

    @property
    def recipients(self) -> list[str]:
        """Who must have the notice, in the rule's words."""
        direction = self.direction
        return list(
            self.ask(
                "exclusions.offsite_notice_recipients",
                born_on=self.case.child.born_on,
                first_day=direction.first_on,
                has_plan=direction.has_plan_then,
            ).value
        )

    @property
    def missing_items(self) -> list[str]:
        """What the notice does not give and must, by code; everything while no notice is recorded."""
        given = {str(item): item in self.direction.notice_items for item in NoticeItem.values}
        return list(self.ask("exclusions.offsite_notice_contents", **given).value)

    @property
    def notice_given_on(self) -> date | None:
        """The day by which everybody who must have the notice had been sent it; None while somebody has not, or while
        it does not give all that it must: then it is no notice yet."""
        sent = [self.direction.notice_sent_on]
        if LOCAL_AUTHORITY in self.recipients:
            sent.append(self.direction.authority_notice_sent_on)
        return None if None in sent or self.missing_items else max(sent)

    def binding_on(self, day: date) -> statute.Result:
        """What the statute says on whether the regulations bind on that day."""
        return self.ask(
            "exclusions.offsite_direction_binds",
            school_type=self.school_type,
            first_day=self.direction.first_on,
            on=day,
        )

    def is_doubtful_on(self, day: date) -> bool:
        """True when the statute leaves it to a person, whether or not one has answered."""
        return self.binding_on(day).outcome == statute.Outcome.NEEDS_A_PERSON

    def binds_on(self, day: date) -> bool:
        """Whether the regulations are taken to bind on that day: while nobody has settled a doubt, they are."""
        if self.is_doubtful_on(day):
            return self.direction.binding_answer != Binding.NOT_BOUND
        return self.binding_on(day).outcome == statute.Outcome.VALUE

    def is_unsettled_on(self, day: date) -> bool:
        """True while a doubt waits for somebody's answer."""
        return self.is_doubtful_on(day) and not self.direction.binding_answer

    def day_of_interest(self, as_of: date) -> date:
        """The day on which it is asked whether the regulations bind: today, the first day when that lies ahead, the
        last day when it is over."""
        return self.direction.ended_on or max(as_of, self.direction.first_on)

    def review_is_owed(self, requested_on: date) -> statute.Result:
        """Whether a review must be held after a request of that day, seen from that day."""
        return self.ask("exclusions.offsite_review_request", **self.asked_of_a_request(requested_on))

    def must_be_met(self, requested_on: date) -> bool:
        """Whether a request of that day obliges the board to hold a review: the regulations bound on its day, there was
        no review shortly before, and none was held since."""
        could_ask = self.binds_on(requested_on) and self.review_is_owed(requested_on).outcome == statute.Outcome.VALUE
        return could_ask and self.review_since(requested_on) is None

    def asked_of_a_request(self, requested_on: date) -> dict[str, date]:
        """What the statute needs to know of a request: its day, and the last review until then, whatever came since."""
        last_on = max((day for day in self._held_on() if day <= requested_on), default=None)
        return {"requested_on": requested_on} | ({"last_review_on": last_on} if last_on else {})

    def review_since(self, requested_on: date) -> date | None:
        """The day of the first review that was held after a request of that day, and so answered it; None while none
        was."""
        return min((day for day in self._held_on() if day > requested_on), default=None)

    def _held_on(self) -> list[date]:
        # The days of the reviews that were held: one with an outcome has a day.
        return [cast(date, each.review_on) for each in self.reviews if each.outcome]

    def missing_from(self, review: DirectionReview) -> list[str]:
        """Who should have taken part in a review that was held and did not, by code."""
        named = self.ask(
            "exclusions.offsite_review_participants",
            school_type=self.school_type,
            review_on=review.review_on,
            has_plan=self.direction.has_plan_then,
        )
        codes = [str(who).replace(" ", "_") for who in named.value or ()]
        return [code for code in codes if code not in review.participants]


def gather_direction(case: Case) -> DirectionFacts:
    """Read everything about the direction of this case. Raises OffsiteDirection.DoesNotExist for another kind."""
    direction = OffsiteDirection.objects.select_related(
        "home_authority", "destination_school", "destination_provider", "dual_registration"
    ).get(case=case)
    reviews = DirectionReview.objects.filter(case=case).order_by("pk")
    return DirectionFacts(direction=direction, reviews=tuple(reviews), **around(case, direction.first_on))
