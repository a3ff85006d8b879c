"""A suspension with everything that the law asks about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

import statute
from cases.models import Case, Deadline
from exclusions.facts import GovernedFacts, around
from exclusions.governors.board import Board
from exclusions.governors.duty import Duty
from exclusions.governors.telling import still_to_tell
from exclusions.models import Suspension
from exclusions.suspensions.bands import GB15, GB15_EXAM, GB50_IF_REPRESENTATIONS, LE5, band_of
from exclusions.suspensions.counting import Lost, Span, count, count_served, served
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
    """A suspension, what it takes on the school's calendar, and what the child lost beside it.

    `lost` are the sessions that were really lost. `lost_as_decided` are those of the head teacher's decision where the
    governors or a cancellation ended it earlier: the governors' duty was about that decision, and stays.
    """

    suspension: Suspension
    lost: Lost
    others: Totals
    lost_as_decided: Lost | None = None
    run: Run = field(default_factory=Run)

    @property
    def span(self) -> Span:
        """From which session to which, as it was decided."""
        return Span.of(self.suspension)

    @property
    def as_decided(self) -> Lost:
        """What the decision took, whether or not all of it was served."""
        return self.lost if self.lost_as_decided is None else self.lost_as_decided

    @property
    def decision(self) -> Suspension:
        """The suspension itself."""
        return self.suspension

    @property
    def band(self) -> statute.Result | None:
        """The governors' duty that the decision reaches; None while a count is not known."""
        return band_of(self.as_decided, self.others, misses_exam=self.suspension.misses_exam, policy=self.policy)

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
        """The first school day after what was served of it, on which the case may close by itself; None while the
        calendar does not say. Where the governors left nothing of it, the day on which they brought the child back."""
        served = self.served
        if served is None:
            return self.reinstated_on
        return self.ask("exclusions.suspension_return", last_on=served.last_on).due_on

    @property
    def due_back(self) -> statute.Result:
        """In which session the pupil is due back; not applicable where only lunchtimes are missed, or nothing was
        served."""
        span = self.served or self.span
        return self.ask(
            "exclusions.suspension_due_back",
            last_on=span.last_on,
            last_session=str(span.last_session),
            lunchtime_only=span.is_lunchtime_only,
        )

    @property
    def due_back_on(self) -> date | None:
        """The day of that session; None while the calendar does not say, or where there is none."""
        answer = self.due_back
        return answer.value["on"] if answer.outcome == statute.Outcome.VALUE else None

    @property
    def brought_back_on(self) -> date | None:
        """None where the suspension was over when the governors reinstated the child: then nobody came back by it."""
        on = self.reinstated_on
        is_within = on is not None and (on <= self.suspension.last_on or on == self.return_on)
        return on if is_within else None

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
            told=frozenset(self.told),
            stated=self.stated,
            is_counted=band is not None or self.as_decided.count == 0,
            is_looked_after=suspension.is_looked_after_then,
            has_social_worker=suspension.has_social_worker_then,
            has_plan=suspension.has_plan_then,
            kept_open_because=suspension.kept_open_because,
            are_representations_made=self.board.are_made,
            have_governors_decided=self.governors_decided_on is not None,
            still_to_tell=still_to_tell(self),
        )


def gather_suspension(case: Case) -> SuspensionFacts:
    """Read everything about the suspension of this case. Raises Suspension.DoesNotExist for another kind."""
    suspension = Suspension.with_mistakes.select_related("home_authority").get(case=case)
    known = around(case, suspension.first_on)
    board, span = Board(case), Span.of(suspension)
    lost, as_decided = _lost(suspension, board, known["calendar"], known["policy"])
    facts = SuspensionFacts(
        suspension=suspension,
        board=board,
        lost=lost,
        lost_as_decided=as_decided,
        others=totals_of(case.child, span, besides=case),
        **known,
    )
    if facts.served is None:
        return facts
    return replace(facts, run=run_around(facts.served, others_at(case.child, case.school, case), facts.ask))


def _lost(
    suspension: Suspension, board: Board, calendar: Mapping[str, object], policy: str
) -> tuple[Lost, Lost | None]:
    """What was lost; and what the decision took, where it was ended earlier."""
    decided = count(Span.of(suspension), calendar, policy)
    span = served(suspension, board.outcome.reinstated_on if board.outcome else None)
    if span == Span.of(suspension):
        return decided, None
    return count_served(suspension, span, calendar, policy), decided
