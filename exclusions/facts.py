"""What the law asks about an exclusion, gathered once: the rows behind every clock, panel and refusal."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import statute
from cases.models import Case
from exclusions.governors.board import Board
from exclusions.governors.duty import Duty
from exclusions.kind_code import RECORDED_BY_MISTAKE
from exclusions.models import AsItWas, Exclusion, HeadTeachersDecision, Notification
from exclusions.review.facts import ReviewFacts, gather_review
from exclusions.review.window import window_of
from exclusions.stated import stated_otherwise
from provision.education import Education
from provision.queries import education_of
from schools.calendars import statute_calendar
from schools.queries import policy_of, the_authority

Recipient = Notification.Recipient


@dataclass(frozen=True, kw_only=True)
class CaseFacts(ABC):
    """What the law asks about a case of any kind: who was told, the school's calendar, the authority's policy; and
    what its school states otherwise than the record."""

    case: Case
    told: Mapping[str, date]
    calendar: Mapping[str, object]
    policy: str
    our_code: str
    is_of_compulsory_age: bool
    education: Education
    stated: frozenset[str] = frozenset()

    @property
    @abstractmethod
    def decision(self) -> AsItWas:
        """The row of the cohort's own that hangs on the case."""

    @property
    def lives_here(self) -> bool:
        """True when the child's home authority is ours; an unknown one is taken to be ours until it is checked."""
        home = self.decision.home_authority
        return home is None or home.code == self.our_code

    @property
    def governors_told_on(self) -> date | None:
        """The day the notice reached the governing board, when it is recorded."""
        return self.told.get(Recipient.GOVERNORS)

    def ask(self, rule: str, **facts: object) -> statute.Result:
        """Ask the statute engine about this case, on its school's calendar and under its authority's policy."""
        return statute.calculate(rule, facts=facts, calendar=self.calendar, policy=self.policy)


@dataclass(frozen=True, kw_only=True)
class GovernedFacts(CaseFacts):
    """What the law asks about a head teacher's decision that the governing board considers."""

    board: Board

    @property
    @abstractmethod
    def decision(self) -> HeadTeachersDecision:
        """The head teacher's decision that hangs on the case."""

    @property
    @abstractmethod
    def duty(self) -> Duty:
        """What the governing board owes."""

    @property
    @abstractmethod
    def governors_meeting_on(self) -> date | None:
        """The day for which the governors' meeting is listed."""

    @property
    @abstractmethod
    def governors_decision(self) -> str:
        """What the governors decided; empty before."""

    @property
    @abstractmethod
    def governors_decided_on(self) -> date | None:
        """The day on which they did."""

    @property
    @abstractmethod
    def reinstated_on(self) -> date | None:
        """The day from which they reinstated the child."""

    @property
    def brought_back_on(self) -> date | None:
        """The day on which the child came back by it."""
        return self.reinstated_on

    @property
    def is_called_off(self) -> bool:
        """True when the head teacher cancelled it, or it was recorded by mistake."""
        return self.decision.cancelled_on is not None or self.case.state == RECORDED_BY_MISTAKE

    @property
    def must_governors_meet(self) -> bool:
        """True when the board must meet as things stand."""
        return self.duty == Duty.MUST_MEET or (self.duty == Duty.IF_ASKED and self.board.are_made)


@dataclass(frozen=True, kw_only=True)
class Facts(GovernedFacts):
    """A permanent exclusion with everything that the law asks about it."""

    exclusion: Exclusion
    review: ReviewFacts = field(default_factory=ReviewFacts)

    @property
    def decision(self) -> Exclusion:
        """The exclusion itself."""
        return self.exclusion

    @property
    def duty(self) -> Duty:
        """The board considers every permanent exclusion."""
        return Duty.MUST_MEET

    @property
    def governors_meeting_on(self) -> date | None:
        """As the exclusion has it."""
        return self.exclusion.governors_meeting_on

    @property
    def governors_decision(self) -> str:
        """As the exclusion has it."""
        return self.exclusion.governors_decision

    @property
    def governors_decided_on(self) -> date | None:
        """As the exclusion has it."""
        return self.exclusion.governors_decided_on

    @property
    def reinstated_on(self) -> date | None:
        """As the exclusion has it."""
        return self.exclusion.reinstated_on

    @property
    def back_on(self) -> date | None:
        """The day from which the child was back because the exclusion no longer stood: reinstated by the governors at
        once or after a review, or the exclusion was cancelled; its first day where it was recorded by mistake. None
        while it stands."""
        if self.case.state == RECORDED_BY_MISTAKE:
            return self.exclusion.excluded_on
        review = self.review.review
        after_review = review.reinstated_on if review else None
        return self.exclusion.reinstated_on or after_review or self.exclusion.cancelled_on


def is_of_compulsory_age(born_on: date, on: date) -> bool:
    """Whether a child born on that day is of compulsory school age on the other."""
    span = statute.calculate("people.compulsory_school_age", facts={"born_on": born_on}).value
    return _as_date(span["starts"]) <= on <= _as_date(span["ends"])


def _as_date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def gather(case: Case) -> Facts:
    """Read everything about the exclusion of this case. Raises Exclusion.DoesNotExist for a case of another kind."""
    exclusion = Exclusion.with_mistakes.select_related("home_authority").get(case=case)
    common = around(case, exclusion.excluded_on)
    return with_review(Facts(exclusion=exclusion, board=Board(case), **common))


def with_review(facts: Facts) -> Facts:
    """The same facts with what is known of the review, and whether its application was in time by a claim alone."""
    known = gather_review(facts.case, facts.calendar)
    facts = replace(facts, review=known)
    made_on = known.application_made_on
    window = window_of(facts) if made_on else None
    if window and made_on and window.is_in_first_time(made_on) is False:
        return replace(facts, review=replace(known, is_after_claim=True))
    return facts


def around(case: Case, starts_on: date) -> dict[str, Any]:
    """The facts of a case of any kind that starts on that day, as CaseFacts takes them."""
    authority = the_authority()
    return {
        "case": case,
        "told": dict(Notification.objects.filter(case=case).values_list("recipient", "told_on")),
        "calendar": statute_calendar(case.school, starts_on),
        "policy": policy_of(authority),
        "our_code": authority.la_code if authority else "",
        "is_of_compulsory_age": is_of_compulsory_age(case.child.born_on, starts_on),
        "education": education_of(case),
        "stated": stated_otherwise(case),
    }
