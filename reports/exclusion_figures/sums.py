"""What a reader can work out between the tables of the page: which numbers are the sum of which.

The sums within a table are its own (`ReportTable.equations`). The number of some rows over some days is one count under
one key, `RowFilter`, wherever it stands; here is what ties different filters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise, permutations

from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.reasons import Reason
from reports.exclusion_figures.figures import COLUMN_PHASES, NOUNS, Figures
from reports.exclusion_figures.monthly import school_count, sum_of_top, top_schools
from reports.exclusion_figures.periods import Window
from reports.exclusion_figures.rows import ALL, CANCELLED, ELSEWHERE, RowFilter
from reports.table import Count, Equation


def sums_between_tables(figures: Figures) -> list[Equation]:
    """Every sum whose numbers stand on different tables, or on none."""
    return [
        *_over_days(figures),
        *_of_schools(figures),
        *_of_reasons(figures),
        *_of_reasons_over_days(figures),
        *_of_pupils(figures),
    ]


# --- spans of days


def _over_days(figures: Figures) -> Iterator[Equation]:
    """The year to date is the sum of its months, the year so far is the year to date and some days more, and so on."""
    periods = figures.periods
    left_out = [periods.month_window, periods.year_to_date, periods.last_12_months]
    spans = [(RowFilter(kind, phase), _spans_of(figures, kind)) for kind in NOUNS for phase in COLUMN_PHASES]
    spans += [(RowFilter(SUSPENSION, standing=CANCELLED), left_out)]
    spans += [(RowFilter(PERMANENT_EXCLUSION, standing=CANCELLED), left_out)]
    spans += [(RowFilter(kind, place=ELSEWHERE), left_out) for kind in NOUNS]
    for wanted, windows in spans:
        for whole, parts in sums_of_windows(windows):
            yield Equation(
                _count(figures, wanted.over(whole)), tuple(_count(figures, wanted.over(part)) for part in parts)
            )


def _spans_of(figures: Figures, kind: str) -> list[Window]:
    """The days over which a table counts this kind."""
    periods, spans = figures.periods, figures.spans
    windows = [
        *(month.window for month in periods.months()),
        periods.year_to_date,
        periods.last_12_months,
        *(spans.covered(year, kind) for year in spans.years),
    ]
    if kind == PERMANENT_EXCLUSION:
        windows.append(periods.to_date)
    return [window for window in windows if not window.is_empty]


def sums_of_windows(windows: Iterable[Window]) -> Iterator[tuple[Window, tuple[Window, ...]]]:
    """Each span with those that it is made of: the shortest pieces into which all spans cut the days, and, where
    another span that is longer than a piece lies in it, that one and the pieces that are left."""
    distinct = list(dict.fromkeys(windows))
    cuts = sorted({each.first for each in distinct} | {each.last + timedelta(1) for each in distinct})
    pieces = [Window(first, after - timedelta(1)) for first, after in pairwise(cuts)]
    made_of = {whole: tuple(piece for piece in pieces if _is_within(piece, whole)) for whole in distinct}
    long = [whole for whole in distinct if len(made_of[whole]) > 1]
    for whole in long:
        yield whole, made_of[whole]
    for whole, part in permutations(long, 2):
        if _is_within(part, whole):
            yield whole, (part, *(piece for piece in made_of[whole] if not _is_within(piece, part)))


def _is_within(part: Window, whole: Window) -> bool:
    return whole.first <= part.first and part.last <= whole.last


def _count(figures: Figures, wanted: RowFilter) -> Count:
    return Count(wanted, figures.days.total(wanted))


# --- schools


def _of_schools(figures: Figures) -> Iterator[Equation]:
    """The schools of a phase make the phase, listed or not; the share of the first three gives their sum away; and a
    school has as many in all as it has in its phases (most have one: the same number twice)."""
    window = figures.periods.month_window
    in_phases: defaultdict[int, list[Count]] = defaultdict(list)
    for phase in COLUMN_PHASES:
        top, schools = top_schools(figures, phase), figures.schools.get(phase, [])
        if not top:
            continue
        whole = _count(figures, RowFilter(SUSPENSION, phase, window))
        counts = {each.urn: school_count(figures, phase, each) for each in schools}
        listed = [counts[each.urn] for each in top]
        others = [counts[each.urn] for each in schools if each not in top]
        yield Equation(whole, tuple(counts.values()))
        yield Equation(sum_of_top(figures, phase), tuple(listed))
        yield Equation(whole, (sum_of_top(figures, phase), *others))
        if phase != ALL:
            for urn, count in counts.items():
                in_phases[urn].append(count)
    for school in figures.schools.get(ALL, []):
        yield Equation(school_count(figures, ALL, school), tuple(in_phases[school.urn]))


# --- reasons and pupils


def _of_reasons(figures: Figures) -> Iterator[Equation]:
    """Where nobody gave a second reason, the reasons add up to the whole, and the last can be worked out."""
    spans = figures.spans
    wanted = [
        RowFilter(PERMANENT_EXCLUSION, window=figures.periods.to_date),
        *(RowFilter(kind, window=spans.covered(spans.chosen_year, kind)) for kind in (SUSPENSION, PERMANENT_EXCLUSION)),
    ]
    for whole in (each.of(phase) for each in wanted for phase in COLUMN_PHASES):
        total = _count(figures, whole)
        keys = [replace(whole, reason=reason) for reason in Reason.values]
        parts = tuple(Count(key, figures.reasons.total(key)) for key in keys)
        if total.number == sum(part.number for part in parts):
            yield Equation(total, parts)


def _of_reasons_over_days(figures: Figures) -> Iterator[Equation]:
    """A reason is counted over two spans of days, of which one may lie in the other; and the most common reason of the
    month stands in every phase and in all."""
    spans, periods = figures.spans, figures.periods
    windows = {SUSPENSION: periods.month_window, PERMANENT_EXCLUSION: periods.to_date}
    for kind, window in windows.items():
        year = spans.covered(spans.chosen_year, kind)
        for reason in Reason.values:
            wanted = RowFilter(kind, reason=reason)
            yield _sum_of_phases(figures, wanted.over(window))
            for whole, part in permutations((window, year), 2):
                if whole != part and _is_within(part, whole):
                    yield from _with_the_rest(figures, wanted.over(whole), wanted.over(part))


def _with_the_rest(figures: Figures, whole: RowFilter, part: RowFilter) -> Iterator[Equation]:
    for phase in COLUMN_PHASES:
        total, inside = figures.reasons.total(whole.of(phase)), figures.reasons.total(part.of(phase))
        rest = Count(("days besides", whole.of(phase), part.of(phase)), total - inside)
        yield Equation(Count(whole.of(phase), total), (Count(part.of(phase), inside), rest))


def _sum_of_phases(figures: Figures, wanted: RowFilter) -> Equation:
    counts = {phase: Count(wanted.of(phase), figures.reasons.total(wanted.of(phase))) for phase in COLUMN_PHASES}
    return Equation(counts.pop(ALL), tuple(counts.values()))


def _of_pupils(figures: Figures) -> Iterator[Equation]:
    """Where nobody was suspended in two phases, the pupils of the phases add up to all of them."""
    for year in figures.spans.years[:2]:
        wanted = RowFilter(SUSPENSION, window=figures.spans.covered(year, SUSPENSION))
        counts = {
            phase: Count(("pupils", wanted.of(phase)), figures.pupils[phase, wanted.window]) for phase in COLUMN_PHASES
        }
        total = counts.pop(ALL)
        if total.number == sum(count.number for count in counts.values()):
            yield Equation(total, tuple(counts.values()))
