"""Runs: suspensions from one school with no school day at school between them are one, whether one decision or several.

The statute engine says whether one follows on another, and which is the sixth school day of a run. Lunchtimes break a
run: the pupil is at school on those days. A cancelled suspension belongs to none (the law pack is silent; its clocks
have ended). Half a day at school breaks no run, the strict reading (law pack, exclusions §11 D-2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import statute
from cases.models import Case, Child
from exclusions.models import Exclusion, Suspension
from exclusions.suspensions.counting import Span, served_of
from schools.calendars import LONGEST_HOLIDAY_DAYS
from schools.models import School

Asks = Callable[..., statute.Result]
FOLLOW_ON = "exclusions.suspensions_follow_on"


@dataclass(frozen=True)
class Run:
    """The suspensions that lead up to one, earliest first, and those that follow directly on it."""

    earlier: tuple[Suspension, ...] = ()
    later: tuple[Suspension, ...] = ()

    def spans_with(self, span: Span) -> list[list[date]]:
        """The days of the run up to the end of the suspension with this span, as the statute engine takes them."""
        return [*([each.first_on, each.last_on] for each in self.earlier), [span.first_on, span.last_on]]

    def first_on(self, span: Span) -> date:
        """The first day of the run that this span belongs to."""
        return self.earlier[0].first_on if self.earlier else span.first_on

    def had_its_sixth_day(self, sixth_day: date | None) -> bool:
        """True when the sixth day of the run already fell in an earlier suspension: it is owed once."""
        return sixth_day is not None and any(each.first_on <= sixth_day <= each.last_on for each in self.earlier)


def others_at(child: Child, school: School | None, besides: Case | None) -> list[Suspension]:
    """The child's other suspensions from this school that can be part of a run, in one query."""
    rows = Suspension.objects.filter(
        case__child=child, case__school=school, cancelled_on__isnull=True, is_lunchtime_only=False
    )
    rows = rows.exclude(case=besides) if besides is not None else rows
    others = rows.select_related("case__governors_outcome").order_by("first_on", "first_session", "pk")
    return [each for each in map(_as_served, others) if each is not None]


def _as_served(suspension: Suspension) -> Suspension | None:
    """The row with the last session in which it really was a suspension: the governors may have ended it earlier. None
    when it never was one. Nothing is written."""
    span = served_of(suspension)
    if span is None:
        return None
    suspension.last_on, suspension.last_session = span.last_on, span.last_session
    return suspension


def run_around(span: Span, others: Sequence[Suspension], ask: Asks) -> Run:
    """The run of a suspension among the pupil's others from the same school. Lunchtimes alone make none."""
    if span.is_lunchtime_only:
        return Run()
    begins = (span.first_on, str(span.first_session))
    earlier: list[Suspension] = []
    first_on, last_on = span.first_on, span.last_on
    for other in reversed([each for each in others if _begins(each) < begins]):
        if not follow_on(other.last_on, first_on, ask):
            break
        earlier.insert(0, other)
        first_on = other.first_on
    later: list[Suspension] = []
    for other in (each for each in others if _begins(each) > begins):
        if not follow_on(last_on, other.first_on, ask):
            break
        later.append(other)
        last_on = other.last_on
    return Run(tuple(earlier), tuple(later))


def follow_on(ended_on: date, starts_on: date, ask: Asks) -> bool:
    """Whether statute takes them for one run. Where the calendar does not say they are, so that the sixth day has no
    date rather than a wrong one; across more than the longest holiday they are not."""
    if starts_on - ended_on > timedelta(days=LONGEST_HOLIDAY_DAYS):
        return False
    result = ask(FOLLOW_ON, ended_on=ended_on, starts_on=starts_on)
    return result.outcome != statute.Outcome.VALUE or bool(result.value)


def exclusion_directly_after(child: Child, school: School | None, span: Span, ask: Asks) -> Exclusion | None:
    """A permanent exclusion from the same school that follows directly. It stays a decision of its own, with its own
    day one (law pack, exclusions §2 notes)."""
    rows = Exclusion.objects.filter(
        case__child=child, case__school=school, cancelled_on__isnull=True, excluded_on__gte=span.first_on
    )
    first = rows.select_related("case").order_by("excluded_on", "pk").first()
    if first is None or span.is_lunchtime_only:
        return None
    starts_on = ask("exclusions.day_one", excluded_on=first.excluded_on, pm_began=first.pm_began).due_on
    return first if starts_on is not None and follow_on(span.last_on, starts_on, ask) else None


def _begins(suspension: Suspension) -> tuple[date, str]:
    return suspension.first_on, str(suspension.first_session)
