"""A suspension with everything that the law asks about it."""

from __future__ import annotations

from dataclasses import dataclass

import statute
from cases.models import Case
from exclusions.facts import CaseFacts, around
from exclusions.models import Suspension
from exclusions.suspensions.bands import band_of
from exclusions.suspensions.counting import Lost, Span, count
from exclusions.suspensions.totals import Totals, totals_of


@dataclass(frozen=True, kw_only=True)
class SuspensionFacts(CaseFacts):
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


def gather_suspension(case: Case) -> SuspensionFacts:
    """Read everything about the suspension of this case. Raises Suspension.DoesNotExist for another kind."""
    suspension = Suspension.objects.select_related("home_authority").get(case=case)
    known = around(case, suspension.first_on)
    span = Span.of(suspension)
    return SuspensionFacts(
        suspension=suspension,
        lost=count(span, known["calendar"], known["policy"]),
        others=totals_of(case.child, span, besides=case),
        **known,
    )
