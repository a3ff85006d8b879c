"""What children lost by term and by school year, and how many suspensions took part, for many children at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from exclusions.models import SuspensionTerm
from exclusions.suspensions.counting import TermKey
from exclusions.suspensions.states import CANCELLED


@dataclass
class ChildTotals:
    """A child's sessions and number of suspensions by term, and its sessions by school year.

    In the terms a cancelled suspension is left out; the year keeps what it cost (law pack, exclusions §4).
    """

    sessions: Counter[TermKey] = field(default_factory=Counter)
    suspensions: Counter[TermKey] = field(default_factory=Counter)
    by_year: Counter[int] = field(default_factory=Counter)


def totals_of_children(child_ids: Iterable[int]) -> Mapping[int, ChildTotals]:
    """The totals of each child, over all schools, from the stored counts, in one query."""
    totals: defaultdict[int, ChildTotals] = defaultdict(ChildTotals)
    rows = SuspensionTerm.objects.filter(suspension__case__child__in=list(child_ids)).values_list(
        "suspension__case__child", "suspension__case__state", "school_year", "term", "sessions"
    )
    for child_id, state, school_year, term, sessions in rows:
        of_child = totals[child_id]
        of_child.by_year[school_year] += sessions
        if state != CANCELLED:
            of_child.sessions[school_year, term] += sessions
            of_child.suspensions[school_year, term] += 1
    return totals
