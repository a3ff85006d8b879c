"""A suspension with everything that the law asks about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import statute
from cases.models import Case, Deadline
from exclusions.facts import CaseFacts, around
from exclusions.models import Suspension
from exclusions.suspensions.bands import band_of
from exclusions.suspensions.counting import Lost, Span, count
from exclusions.suspensions.runs import Run, others_at, run_around
from exclusions.suspensions.staying_open import Standing
from exclusions.suspensions.totals import Totals, totals_of


@dataclass(frozen=True, kw_only=True)
class SuspensionFacts(CaseFacts):
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
    def return_on(self) -> date | None:
        """The day on which the child is due back; None while the calendar does not say."""
        return self.ask("exclusions.suspension_return", last_on=self.suspension.last_on).due_on

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
        lost=count(span, known["calendar"], known["policy"]),
        others=totals_of(case.child, span, besides=case),
        run=run_around(span, others_at(case.child, case.school, case), ask),
        **known,
    )


def asked(calendar: Mapping[str, object], policy: str, rule: str, **facts: object) -> statute.Result:
    """The answer of the statute engine on this calendar, under this policy."""
    return statute.calculate(rule, facts=facts, calendar=calendar, policy=policy)
