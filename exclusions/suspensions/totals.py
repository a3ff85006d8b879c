"""The sessions that a child has lost over all schools, by term and by school year, from the stored counts.

In the terms' totals a cancelled suspension is left out; the year's total, which the law caps, keeps what was lost
before it was cancelled (law pack, exclusions §1 and §4). Both are over all schools: the pack names none for the terms,
and this is the stricter reading.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.db.models import Count, F, Max, Min, Q, Sum

from cases.models import Case, Child
from exclusions.facts import gather
from exclusions.lost_days import sessions_lost
from exclusions.models import Exclusion, Suspension
from exclusions.suspensions.counting import Span, TermKey, served_of, term_name
from exclusions.suspensions.states import CANCELLED
from schools.models import School
from schools.school_years import SchoolYear


@dataclass(frozen=True)
class Totals:
    """What a child lost by other decisions. `is_complete` is False when one of them has no count: a calendar is
    missing, and the totals are too small."""

    by_term: Mapping[TermKey, int] = field(default_factory=dict)
    by_year: Mapping[int, int] = field(default_factory=dict)
    is_complete: bool = True

    def terms_by_name(self) -> dict[str, int]:
        """The terms' totals by the name that the statute engine is asked with."""
        return {term_name(key): sessions for key, sessions in self.by_term.items()}


class SessionsLost(NamedTuple):
    """Sessions that a child lost: in a term by suspensions that stand, and in its school year, which the law caps, with
    what was lost before a suspension was cancelled."""

    in_term: int
    in_year: int


@dataclass(frozen=True)
class ChildTotals:
    """What a child lost by suspensions over all schools, by term: those that stand, and those that were cancelled.

    `numbers` says how many that stand took a session of the term.
    `uncounted_years` are the school years in which a suspension has no count, because a calendar is missing.
    """

    standing: Mapping[TermKey, int] = field(default_factory=dict)
    cancelled: Mapping[TermKey, int] = field(default_factory=dict)
    uncounted_years: frozenset[int] = frozenset()
    numbers: Mapping[TermKey, int] = field(default_factory=dict)

    def in_year(self, begins_in: int) -> int:
        """The sessions of a school year, those before a cancellation included."""
        rows = (*self.standing.items(), *self.cancelled.items())
        return sum(sessions for (year, _), sessions in rows if year == begins_in)


def sessions_in(totals: ChildTotals, term: TermKey) -> SessionsLost:
    """How many sessions a child lost in a term and in its school year."""
    return SessionsLost(totals.standing.get(term, 0), totals.in_year(term[0]))


def totals_of_children(child_ids: Iterable[int]) -> dict[int, ChildTotals]:
    """The totals of each of these children by their ids, in one query; a child without a suspension is left out.

    What a cancelled permanent exclusion cost is not in it: `lost_to_cancelled_exclusions` counts that.
    """
    uncounted = Q(sessions_count__isnull=True)
    rows = (
        Suspension.objects.filter(case__child__in=list(child_ids))
        .order_by()
        .values("case__child", year=F("terms__school_year"), term=F("terms__term"))
        .annotate(
            standing=Sum("terms__sessions", filter=Q(cancelled_on__isnull=True), default=0),
            cancelled=Sum("terms__sessions", filter=Q(cancelled_on__isnull=False), default=0),
            number=Count("pk", filter=Q(cancelled_on__isnull=True), distinct=True),
            uncounted_from=Min("first_on", filter=uncounted),
            uncounted_until=Max("last_on", filter=uncounted),
        )
    )
    by_child: dict[int, list[Mapping[str, object]]] = {}
    for row in rows:
        by_child.setdefault(row["case__child"], []).append(row)
    return {child: _of_child(of_child) for child, of_child in by_child.items()}


def _of_child(rows: Iterable[Mapping[str, object]]) -> ChildTotals:
    standing: dict[TermKey, int] = {}
    cancelled: dict[TermKey, int] = {}
    numbers: dict[TermKey, int] = {}
    uncounted: set[int] = set()
    for row in rows:
        if row["uncounted_from"] is not None:
            between = Span(row["uncounted_from"], row["uncounted_until"])
            uncounted |= {year.begins_in for year in between.school_years()}
        for kept, name in ((standing, "standing"), (cancelled, "cancelled"), (numbers, "number")):
            if row[name] and row["year"] is not None:
                kept[row["year"], row["term"]] = row[name]
    return ChildTotals(standing, cancelled, frozenset(uncounted), numbers)


def totals_of(
    child: Child, before: Span, *, besides: Case | None = None, sent_again_by: School | None = None
) -> Totals:
    """What the child lost beside the suspension of `before`: in the terms, by suspensions that began no later; in
    the years, by all of them.

    Left out are the case `besides`, and suspensions by `sent_again_by` whose served days overlap `before`: the same
    one, sent again. Three queries, and some more for each cancelled permanent exclusion.
    """

    def counts(suspension: Suspension) -> bool:
        is_same = besides is not None and suspension.case_id == besides.pk
        is_again = suspension.case.school_id == (sent_again_by.pk if sent_again_by else 0)
        return not is_same and not (is_again and _shares_days(suspension, before))

    return _added_up(child, before, counts, besides)


def _shares_days(suspension: Suspension, span: Span) -> bool:
    """By the days that were served: one within those that the governors gave back is a new suspension."""
    served = served_of(suspension)
    return served is not None and served.overlaps(span)


def lost_in_year(child: Child, year: SchoolYear, *, besides: Case) -> int | None:
    """Sessions that the child lost in a school year by every other suspension or cancelled exclusion; None when one of
    them has no count."""
    whole_year = Span(year.first_day, year.last_day)
    totals = totals_of(child, whole_year, besides=besides)
    return totals.by_year.get(year.begins_in, 0) if totals.is_complete else None


def _added_up(child: Child, before: Span, counts: Callable[[Suspension], bool], besides: Case | None) -> Totals:
    by_term: Counter[TermKey] = Counter()
    by_year: Counter[int] = Counter()
    is_complete = True
    years = {year.begins_in for year in before.school_years()}
    rows = Suspension.objects.filter(case__child=child).select_related("case__governors_outcome")
    for suspension in rows.prefetch_related("terms"):
        if not counts(suspension):
            continue
        if suspension.sessions_count is None:
            touched = {year.begins_in for year in Span.of(suspension).school_years()}
            is_complete = is_complete and not touched & years
        # Two that begin in the same session, from two schools, count each other: no one of them is the first.
        is_earlier = (suspension.first_on, suspension.first_session) <= (before.first_on, before.first_session)
        for row in suspension.terms.all():
            by_year[row.school_year] += row.sessions
            if is_earlier and suspension.case.state != CANCELLED:
                by_term[row.school_year, row.term] += row.sessions
    for year in sorted(years):
        lost = lost_to_cancelled_exclusions(child, year, besides)
        is_complete = is_complete and lost is not None
        by_year[year] += lost or 0
    return Totals(dict(by_term), dict(by_year), is_complete)


def lost_to_cancelled_exclusions(child: Child, year: int, besides: Case | None = None) -> int | None:
    """Sessions that permanent exclusions cost in a school year before they were cancelled; None when a calendar does
    not say. One query, and some more for each cancelled exclusion."""
    cancelled = Exclusion.objects.filter(case__child=child, cancelled_on__isnull=False)
    total = 0
    for exclusion in cancelled.exclude(case=besides).select_related("case__child", "case__school"):
        lost = sessions_lost_in(exclusion, SchoolYear(year))
        if lost is None:
            return None
        total += lost
    return total


def sessions_lost_in(exclusion: Exclusion, year: SchoolYear) -> int | None:
    """Sessions of a school year that a cancelled permanent exclusion cost; None when the calendar does not say."""
    until: date = min(exclusion.cancelled_on, year.last_day)
    return sessions_lost(gather(exclusion.case), until) if until >= year.first_day else 0
