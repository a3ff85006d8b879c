"""All tables of the page: made whole, hidden together where they are to be published, then cut to what was chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import statute
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from reports.exclusion_figures import monthly, trends, yearly
from reports.exclusion_figures.figures import Figures
from reports.exclusion_figures.sums import sums_between_tables
from reports.suppression import suppress
from reports.table import ReportTable


@dataclass(frozen=True)
class _Section:
    """A table with every phase in it, and what of it is shown."""

    table: ReportTable
    show: Callable[[ReportTable], ReportTable]


def tables_of(figures: Figures) -> list[ReportTable]:
    """The tables in their order. Hiding looks at every phase, also at those that are not shown."""
    sections = _sections(figures)
    tables = [section.table for section in sections]
    if figures.choice.is_published:
        also = sums_between_tables(figures)
        tables = suppress(tables, below=suppress_below(figures), also=also)
    else:
        tables = [table.checked() for table in tables]
    return [section.show(table) for section, table in zip(sections, tables, strict=True)]


def suppress_below(figures: Figures) -> int:
    """The number from which a count is published, under the authority's policy."""
    return int(str(statute.calculate("reports.small_numbers", facts={}, policy=figures.policy).value))


def _sections(figures: Figures) -> list[_Section]:
    by_phase = figures.show_phases
    return [
        _Section(monthly.permanent_exclusions(figures), by_phase),
        _Section(monthly.exclusion_reasons(figures), lambda table: monthly.show_reasons(figures, table)),
        _Section(monthly.suspensions(figures), by_phase),
        _Section(monthly.schools(figures), lambda table: monthly.show_schools(figures, table)),
        _Section(trends.months(figures, SUSPENSION), by_phase),
        _Section(trends.days(figures), by_phase),
        _Section(trends.months(figures, PERMANENT_EXCLUSION), by_phase),
        *_yearly(figures, SUSPENSION),
        *_yearly(figures, PERMANENT_EXCLUSION),
        _Section(yearly.authorities(figures), lambda table: table),
        _Section(yearly.school_types(figures), lambda table: yearly.show_school_types(figures, table)),
        _Section(trends.left_out(figures), lambda table: table),
    ]


def _yearly(figures: Figures, kind: str) -> list[_Section]:
    return [
        _Section(yearly.rates(figures, kind), figures.show_phases),
        _Section(yearly.reason_shares(figures, kind), lambda table: yearly.show_reason_shares(figures, table, kind)),
    ]
