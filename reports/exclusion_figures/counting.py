"""The numbers behind every table, in the same few queries however many suspensions there are.

A query by day, phase and place gives every number of any span of days; the reasons, the schools and the pupils are
counted by the database for the spans that a page shows.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import accumulate

from django.db.models import CharField, Count, F, Func, Q, Sum

from accounts.models import User
from exclusions.kind_code import SUSPENSION
from exclusions.reasons import Reason
from reports.exclusion_figures.periods import Window
from reports.exclusion_figures.rows import (
    ALL,
    CANCELLED,
    COUNTED,
    ELSEWHERE,
    KINDS,
    OURS,
    PHASES,
    RowFilter,
    conditions,
    in_window,
    rows_visible_to,
    was_reinstated,
)

NUMBER, SESSIONS, UNCOUNTED, REINSTATED = "number", "sessions", "uncounted", "reinstated"
_MEASURES = (NUMBER, SESSIONS, UNCOUNTED, REINSTATED)


class _Series:
    """Running totals by day, so that a span of days is two look-ups."""

    def __init__(self, by_day: Mapping[date, tuple[int, ...]]) -> None:
        self._days = sorted(by_day)
        columns = zip(*(by_day[day] for day in self._days), strict=True)
        self._totals = [[0, *accumulate(column)] for column in columns] or [[0] for _ in _MEASURES]

    def total(self, measure: str, window: Window) -> int:
        first, last = bisect_left(self._days, window.first), bisect_right(self._days, window.last)
        totals = self._totals[_MEASURES.index(measure)]
        return totals[max(first, last)] - totals[first]


class DayCounts:
    """Numbers of suspensions and permanent exclusions over any days, by phase, place and whether cancelled."""

    def __init__(self, user: User, window: Window) -> None:
        """Counts what this person may open and starts in `window`: a query for each kind."""
        self._series: dict[tuple[str, str, str, str], _Series] = {}
        for kind in KINDS:
            self._load(user, kind, window)

    def _load(self, user: User, kind: str, window: Window) -> None:
        by_key: defaultdict[tuple[str, str, str, str], dict[date, tuple[int, ...]]] = defaultdict(dict)
        rows = rows_visible_to(user, kind).filter(in_window(window))
        by_day = rows.order_by().values(
            "starts_on", "phase_then", "is_ours", is_cancelled=Q(cancelled_on__isnull=False)
        )
        for row in by_day.annotate(**_measures(kind)):
            place, standing = OURS if row["is_ours"] else ELSEWHERE, CANCELLED if row["is_cancelled"] else COUNTED
            numbers = tuple(row.get(measure) or 0 for measure in _MEASURES)
            by_key[kind, row["phase_then"], place, standing][row["starts_on"]] = numbers
        self._series |= {key: _Series(days) for key, days in by_key.items()}

    def total(self, wanted: RowFilter, measure: str = NUMBER) -> int:
        """The number of the rows that are meant, or their sessions. Reasons and schools are not told apart here."""
        phases = PHASES if wanted.phase == ALL else (wanted.phase,)
        series = (self._series.get((wanted.kind, phase, wanted.place, wanted.standing)) for phase in phases)
        return sum(each.total(measure, wanted.window) for each in series if each is not None and wanted.window)


def _measures(kind: str) -> dict[str, Count | Sum]:
    if kind == SUSPENSION:
        return {
            NUMBER: Count("pk"),
            SESSIONS: Sum("sessions_count"),
            UNCOUNTED: Count("pk", filter=Q(sessions_count__isnull=True)),
        }
    return {NUMBER: Count("pk"), REINSTATED: Count("pk", filter=was_reinstated())}


class ReasonCounts:
    """How many rows have each reason, by phase, over the spans that were asked for. A row may have three reasons."""

    def __init__(self, user: User, windows: Mapping[str, Iterable[Window]]) -> None:
        """`windows` are the spans by kind: a query for each kind."""
        self._counts: dict[tuple[str, str, str, Window], int] = {}
        for kind, spans in windows.items():
            self._load(user, kind, list(dict.fromkeys(spans)))

    def _load(self, user: User, kind: str, windows: list[Window]) -> None:
        rows = rows_visible_to(user, kind).filter(conditions(RowFilter(kind)))
        given = Func(F("reasons"), function="unnest", output_field=CharField(), set_returning=True)
        counts = {
            f"window_{place}": Count("pk", filter=in_window(window), distinct=True)
            for place, window in enumerate(windows)
        }
        whole = Window(min(each.first for each in windows), max(each.last for each in windows))
        by_reason = rows.filter(in_window(whole)).annotate(reason=given).order_by().values("phase_then", "reason")
        for row in by_reason.annotate(**counts):
            for place, window in enumerate(windows):
                self._counts[kind, row["phase_then"], row["reason"], window] = row[f"window_{place}"]

    def total(self, wanted: RowFilter) -> int:
        """How many of the rows that are meant have the reason."""
        phases = PHASES if wanted.phase == ALL else (wanted.phase,)
        return sum(self._counts.get((wanted.kind, phase, wanted.reason, wanted.window), 0) for phase in phases)

    def in_order(self, wanted: RowFilter) -> list[str]:
        """The reasons that were given, the most common first; equal ones in the order of the census's list."""
        totals = {reason: self.total(_with_reason(wanted, reason)) for reason in Reason.values}
        return sorted((reason for reason in totals if totals[reason]), key=lambda reason: -totals[reason])


def _with_reason(wanted: RowFilter, reason: str) -> RowFilter:
    return RowFilter(wanted.kind, wanted.phase, wanted.window, reason)


@dataclass(frozen=True)
class SchoolCount:
    """A school and how many suspensions it has."""

    urn: int
    name: str
    number: int


def school_counts(user: User, window: Window) -> dict[str, list[SchoolCount]]:
    """The schools with suspensions in these days, by phase and for all, the most first; one query."""
    rows = rows_visible_to(user, SUSPENSION).filter(conditions(RowFilter(SUSPENSION, window=window)))
    by_school = rows.order_by().values("phase_then", urn=F("case__school__urn"), name=F("case__school__name"))
    found: defaultdict[str, list[SchoolCount]] = defaultdict(list)
    everywhere: defaultdict[tuple[int, str], int] = defaultdict(int)
    for row in by_school.annotate(number=Count("pk")):
        found[row["phase_then"]].append(SchoolCount(row["urn"], row["name"], row["number"]))
        # An all-through school has rows of two phases.
        everywhere[row["urn"], row["name"]] += row["number"]
    found[ALL] = [SchoolCount(urn, name, number) for (urn, name), number in everywhere.items()]
    return {phase: sorted(schools, key=lambda each: (-each.number, each.name)) for phase, schools in found.items()}


def pupil_counts(user: User, windows: Iterable[Window]) -> dict[tuple[str, Window], int]:
    """How many pupils have at least one suspension, by phase (and for all) and span; one query.

    A pupil who was suspended in two phases counts once in each, and once for all.
    """
    rows = rows_visible_to(user, SUSPENSION).filter(conditions(RowFilter(SUSPENSION)))
    wanted = {
        f"pupils_{place}_{phase or 'all'}": (phase, window)
        for place, window in enumerate(windows)
        for phase in (*PHASES, ALL)
    }
    counts = {
        name: Count(
            "case__child",
            distinct=True,
            filter=in_window(window) & (Q(phase_then=phase) if phase else Q()),
        )
        for name, (phase, window) in wanted.items()
    }
    found = rows.aggregate(**counts)
    return {key: found[name] for name, key in wanted.items()}
