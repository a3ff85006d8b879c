"""Which suspensions and permanent exclusions of a child from a school lie in the same days. The days that were really
served decide: after the governors reinstated a child, a new suspension may begin within the days of the old one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from cases.models import Case, Child, Enrolment
from exclusions.models import Exclusion, SchoolSession, Suspension
from exclusions.suspensions.counting import Span, served_of
from schools.models import School


@dataclass(frozen=True)
class Overlapping:
    """A suspension that stands, with the days of it that were served."""

    case: Case
    served: Span


@dataclass(frozen=True)
class Away:
    """The days of a permanent exclusion that was not cancelled: from its start to `back_on`, the day from which the
    child was at the school again, if it was."""

    excluded_on: date
    pm_began: bool
    back_on: date | None = None

    def is_reached_by(self, span: Span) -> bool:
        """True when a session of the span lies after its start and before the child was back. What ends by the morning
        of its first day, or on that day where the afternoon had begun, ends when it starts (law pack, exclusions §1: a
        permanent exclusion may start when the suspension ends)."""
        starts = self.excluded_on, str(SchoolSession.AFTERNOON if self.pm_began else SchoolSession.MORNING)
        is_before_return = self.back_on is None or span.first_on < self.back_on
        return is_before_return and (span.last_on, str(span.last_session)) > starts

    def holds_the_start_of(self, span: Span) -> bool:
        """True when the span begins on a day of it."""
        first_day = self.excluded_on + timedelta(days=1) if self.pm_began else self.excluded_on
        return self.is_reached_by(span) and first_day <= span.first_on


@dataclass(frozen=True)
class Reached:
    """A permanent exclusion with its days."""

    case: Case
    away: Away


def overlapping(child: Child, school: School | None, span: Span | None, besides: Case | None) -> Iterator[Overlapping]:
    """The child's suspensions from this school that share a session with the span, earliest first; `besides`: the case
    whose own span it is. Nothing overlaps a span of which nothing is left."""
    if span is None:
        return
    for other in _standing_suspensions(child, school):
        if other.case != besides and span.overlaps(other.served):
            yield other


def suspensions_within(child: Child, school: School | None, away: Away) -> list[Overlapping]:
    """The child's suspensions from this school that take a session of a permanent exclusion, earliest first."""
    return [other for other in _standing_suspensions(child, school) if away.is_reached_by(other.served)]


def _standing_suspensions(child: Child, school: School | None) -> Iterator[Overlapping]:
    standing = Suspension.objects.filter(case__child=child, case__school=school, cancelled_on__isnull=True)
    for other in standing.select_related("case__governors_outcome").order_by("first_on", "pk"):
        served = served_of(other)
        if served is not None:
            yield Overlapping(other.case, served)


def exclusions_reached(child: Child, school: School | None, span: Span | None) -> list[Reached]:
    """The child's permanent exclusions from this school of which the span takes a session, earliest first. One ends
    when the governors reinstate, at once or after a review, or when the school takes the child on its roll anew."""
    if span is None:
        return []
    rows = Exclusion.objects.filter(
        case__child=child, case__school=school, cancelled_on__isnull=True, excluded_on__lte=span.last_on
    )
    rows = rows.select_related("case__review").order_by("excluded_on", "pk")
    every = (Reached(each.case, Away(each.excluded_on, each.pm_began, back_on_of(each))) for each in rows)
    return [each for each in every if each.away.is_reached_by(span)]


def back_on_of(exclusion: Exclusion) -> date | None:
    """The day from which the child was at the excluding school again; None while it is not."""
    case = exclusion.case
    review = getattr(case, "review", None)
    anew = Enrolment.objects.filter(child_id=case.child_id, school_id=case.school_id)
    anew_on = anew.filter(starts_on__gt=exclusion.excluded_on).order_by("starts_on").values_list("starts_on", flat=True)
    days = (exclusion.reinstated_on, review.reinstated_on if review else None, anew_on.first())
    return min((day for day in days if day is not None), default=None)
