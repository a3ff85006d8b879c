"""A suspension with everything that the law asks about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import statute
from cases.models import Case
from exclusions.facts import GovernedFacts, around
from exclusions.governors.board import Board
from exclusions.governors.duty import Duty
from exclusions.models import Suspension
from exclusions.suspensions.bands import GB15, GB15_EXAM, GB50_IF_REPRESENTATIONS, LE5, band_of
from exclusions.suspensions.counting import Lost, Span, count, served
from exclusions.suspensions.totals import Totals, totals_of

_DUTY_OF_BAND = {
    GB15_EXAM: Duty.MUST_MEET,
    GB15: Duty.MUST_MEET,
    GB50_IF_REPRESENTATIONS: Duty.IF_ASKED,
    LE5: Duty.CONSIDERS,
}


@dataclass(frozen=True, kw_only=True)
class SuspensionFacts(GovernedFacts):
    """A suspension, what it takes on the school's calendar, and what the child lost beside it."""

    suspension: Suspension
    lost: Lost
    others: Totals

    @property
    def decision(self) -> Suspension:
        """The suspension itself."""
        return self.suspension

    @property
    def band(self) -> statute.Result | None:
        """The governors' duty that it reaches; None while a count is not known."""
        return band_of(self.lost, self.others, misses_exam=self.suspension.misses_exam, policy=self.policy)

    @property
    def served(self) -> Span | None:
        """The part of it that really was a suspension."""
        return served(self.suspension, self.reinstated_on)

    @property
    def duty(self) -> Duty:
        """By the band."""
        band = self.band
        return Duty.NOT_KNOWN if band is None else _DUTY_OF_BAND[str(band.value)]

    @property
    def governors_meeting_on(self) -> date | None:
        """The meeting as it is listed now."""
        meeting = self.board.meeting
        return meeting.meeting_on if meeting else None

    @property
    def governors_decision(self) -> str:
        """As the outcome has it."""
        outcome = self.board.outcome
        return outcome.decision if outcome else ""

    @property
    def governors_decided_on(self) -> date | None:
        """As the outcome has it."""
        outcome = self.board.outcome
        return outcome.decided_on if outcome else None

    @property
    def reinstated_on(self) -> date | None:
        """As the outcome has it."""
        outcome = self.board.outcome
        return outcome.reinstated_on if outcome else None


def gather_suspension(case: Case) -> SuspensionFacts:
    """Read everything about the suspension of this case. Raises Suspension.DoesNotExist for another kind."""
    suspension = Suspension.objects.select_related("home_authority").get(case=case)
    known = around(case, suspension.first_on)
    span = Span.of(suspension)
    return SuspensionFacts(
        suspension=suspension,
        board=Board(case),
        lost=count(span, known["calendar"], known["policy"]),
        others=totals_of(case.child, span, besides=case),
        **known,
    )
