"""Which suspensions of a child from a school lie in the same days. The days that were really served decide: after the
governors reinstated a child, a new suspension may begin within the days of the old one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cases.models import Case, Child
from exclusions.models import Suspension
from exclusions.suspensions.counting import Span, served_of
from schools.models import School


@dataclass(frozen=True)
class Overlapping:
    """A suspension that stands, with the days of it that were served."""

    case: Case
    served: Span


def overlapping(child: Child, school: School | None, span: Span | None, besides: Case | None) -> Iterator[Overlapping]:
    """The child's suspensions from this school that share a session with the span, earliest first; `besides`: the case
    whose own span it is. Nothing overlaps a span of which nothing is left."""
    standing = Suspension.objects.filter(case__child=child, case__school=school, cancelled_on__isnull=True)
    if besides is not None:
        standing = standing.exclude(case=besides)
    if span is None:
        return
    for other in standing.select_related("case__governors_outcome").order_by("first_on", "pk"):
        served = served_of(other)
        if served is not None and span.overlaps(served):
            yield Overlapping(other.case, served)
