"""A suspension with everything that the law asks about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import statute
from cases.models import Case, Deadline
from exclusions.facts import GovernedFacts, around
from exclusions.governors.board import Board
from exclusions.governors.duty import Duty
from exclusions.models import Suspension
from exclusions.suspensions.bands import GB15, GB15_EXAM, GB50_IF_REPRESENTATIONS, LE5, band_of
from exclusions.suspensions.counting import Lost, Span, count, served
from exclusions.suspensions.runs import Run, others_at, run_around
from exclusions.suspensions.staying_open import Standing
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
    run: Run = field(default_factory=Run)

    @property
    def span(self) -> Span:
        """From which session to which."""
        return Span.of(self.suspension)

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

    @property
    def return_on(self) -> date | None:
        """The day on which the child is due back, which may be that of a reinstatement by the governors; None while the
        calendar does not say."""
        due_on = self.ask("exclusions.suspension_return", last_on=self.suspension.last_on).due_on
        if due_on is None or self.reinstated_on is None:
            return due_on
        return min(due_on, self.reinstated_on)

    @property
    def education_started_on(self) -> date | None:
        """The day on which full-time education really began, by the school or booked by us, in this suspension or in
        an earlier one of its run; None while none is recorded."""
        rows = (*self.run.earlier, self.suspension)
        days = [each.education_started_on for each in rows if each.education_is_full_time]
        known = [day for day in (*days, self.education.started_on) if day is not None]
        return min(known, default=None)

    def standing(self, deadlines: Mapping[str, Deadline]) -> Standing:
        """What decides whether the case stays open, with its live deadlines by their code."""
        suspension, band = self.suspension, self.band
        return Standing(
            band=band.value if band else None,
            dates={code: (deadline.state, deadline.due_on) for code, deadline in deadlines.items()},
            is_counted=band is not None or self.lost.count == 0,
            is_looked_after=suspension.is_looked_after_then,
            has_social_worker=suspension.has_social_worker_then,
            has_plan=suspension.has_plan_then,
            kept_open_because=suspension.kept_open_because,
        )


def gather_suspension(case: Case) -> SuspensionFacts:
    """Read everything about the suspension of this case. Raises Suspension.DoesNotExist for another kind."""
    suspension = Suspension.objects.select_related("home_authority").get(case=case)
    known = around(case, suspension.first_on)
    span = Span.of(suspension)
    ask = partial(asked, known["calendar"], known["policy"])
    return SuspensionFacts(
        suspension=suspension,
        board=Board(case),
        lost=count(span, known["calendar"], known["policy"]),
        others=totals_of(case.child, span, besides=case),
        run=run_around(span, others_at(case.child, case.school, case), ask),
        **known,
    )


def asked(calendar: Mapping[str, object], policy: str, rule: str, **facts: object) -> statute.Result:
    """The answer of the statute engine on this calendar, under this policy."""
    return statute.calculate(rule, facts=facts, calendar=calendar, policy=policy)
