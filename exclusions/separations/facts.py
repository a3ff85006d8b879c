"""A safeguarding separation with everything that the law asks about it."""

from __future__ import annotations

from dataclasses import dataclass

from cases.models import Case
from exclusions.facts import CaseFacts, around
from exclusions.models import Separation, SeparationEnd, SeparationReview


@dataclass(frozen=True, kw_only=True)
class SeparationFacts(CaseFacts):
    """A separation, and the reviews that were held."""

    separation: Separation
    reviews: tuple[SeparationReview, ...]

    @property
    def decision(self) -> Separation:
        """The separation itself."""
        return self.separation

    @property
    def is_mistake(self) -> bool:
        """True for a separation that never was: it was recorded by mistake."""
        return self.separation.how_ended == SeparationEnd.RECORDED_IN_ERROR

    @property
    def is_educated(self) -> bool:
        """True when full-time education has really begun and has not ended: nothing more is owed for now."""
        return self.education.started_on is not None and self.education.ended_on is None


def gather_separation(case: Case) -> SeparationFacts:
    """Read everything about the separation of this case. Raises Separation.DoesNotExist for another kind."""
    separation = Separation.objects.select_related("home_authority").get(case=case)
    reviews = SeparationReview.objects.filter(case=case).order_by("held_on")
    return SeparationFacts(separation=separation, reviews=tuple(reviews), **around(case, separation.began_on))
