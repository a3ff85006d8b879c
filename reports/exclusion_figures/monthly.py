"""The monthly tables: the latest month, the academic year to date and the last 12 months, phase by phase.

Law pack, §7 R1-9 and R1-10. A suspension counts in the month in which it starts, and so do all its days.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.reasons import Reason
from reports.exclusion_figures.addresses import rows_address
from reports.exclusion_figures.choice import ALL_REASONS, MOST_COMMON
from reports.exclusion_figures.counting import SchoolCount
from reports.exclusion_figures.figures import COLUMN_PHASES, MEASURES, NOUNS, SOURCE, Figures
from reports.exclusion_figures.periods import Window, year_label
from reports.exclusion_figures.rows import PHASE_LABELS, RowFilter
from reports.models import ComparisonFigure
from reports.table import Cell, Column, Count, Kind, ReportTable, Row

AreaKind = ComparisonFigure.AreaKind
MOST_SCHOOLS = 3
TOTAL = "total"
CANCELLED_ARE_LEFT_OUT = "Cancelled ones are left out; they are counted apart below."
BY_START = "Counted by the day on which it starts."
OTHER_MEANS = (
    "Other: pupil referral units, and schools where the pupil’s phase cannot be told; “All schools” has them too."
)


def permanent_exclusions(figures: Figures) -> ReportTable:
    """R1-9: permanent exclusions by phase."""
    wanted, periods = RowFilter(PERMANENT_EXCLUSION), figures.periods
    year = periods.year_to_date.first.year
    rows = (
        _counts(figures, wanted, "Latest month", periods.month_window),
        _row(
            "Target",
            lambda phase: _target(figures, phase, year),
            f"For the whole academic year {year_label(year)}.",
        ),
        *_compared_rows(figures, PERMANENT_EXCLUSION),
        _changes(figures, wanted),
        _counts(figures, wanted, "Same month a year earlier", periods.month_a_year_before),
        _counts(figures, wanted, "Academic year to date", periods.year_to_date),
        _counts(figures, wanted, "Last 12 months", periods.last_12_months),
        _counts(
            figures,
            RowFilter(PERMANENT_EXCLUSION, is_reinstated=True),
            "Of the last 12 months: reinstated by the governors",
            periods.last_12_months,
        ),
    )
    return ReportTable(
        code="permanent_exclusions",
        title=f"Permanent exclusions, {periods.month.label}",
        columns=figures.phase_columns(),
        rows=rows,
        period=f"Latest month: {periods.month_window.words}",
        source=SOURCE,
        notes=(BY_START, CANCELLED_ARE_LEFT_OUT, OTHER_MEANS),
    )


def suspensions(figures: Figures) -> ReportTable:
    """R1-10: suspensions by phase, with the days that they cost."""
    wanted, periods = RowFilter(SUSPENSION), figures.periods
    rows: list[Row] = []
    for label, window in (
        ("Latest month", periods.month_window),
        ("Academic year to date", periods.year_to_date),
        ("Last 12 months", periods.last_12_months),
    ):
        rows += [
            _counts(figures, wanted, f"{label}: number", window),
            _days(figures, wanted, f"{label}: days", window),
        ]
    rows += [
        _counts(figures, wanted, "Same month a year earlier: number", periods.month_a_year_before),
        *_compared_rows(figures, SUSPENSION),
        _row("Top reason of the latest month", lambda phase: _top_reason(figures, phase), kind=Kind.TEXT),
        _row(
            "Share of the three schools with the most, latest month",
            lambda phase: _share_of_top(figures, phase),
            "Of the suspensions of the latest month; the schools are named in the next table.",
            kind=Kind.PERCENT,
        ),
    ]
    return ReportTable(
        code="suspensions",
        title=f"Suspensions, {periods.month.label}",
        columns=figures.phase_columns(),
        rows=tuple(rows),
        period=f"Latest month: {periods.month_window.words}",
        source=SOURCE,
        notes=(
            BY_START,
            "Days: school days lost, half the sessions, all in the month in which the suspension starts.",
            CANCELLED_ARE_LEFT_OUT,
            "The latest month may still change with the school census.",
            OTHER_MEANS,
        ),
    )


def exclusion_reasons(figures: Figures) -> ReportTable:
    """The reasons of the academic year so far: of a period of its own, which does not end with the month."""
    window = figures.periods.to_date
    wanted = RowFilter(PERMANENT_EXCLUSION, window=window)
    rows = [
        _row(
            Reason(reason).label,
            lambda phase, reason=reason: figures.reason_count(RowFilter(PERMANENT_EXCLUSION, phase, window, reason)),
            code=reason,
            is_additive=True,
        )
        for reason in Reason.values
    ]
    total = _row(
        "Permanent exclusions",
        lambda phase: figures.count(wanted.of(phase)),
        "Not the sum of the reasons: one can have up to three.",
        code=TOTAL,
        is_additive=True,
    )
    return ReportTable(
        code="exclusion_reasons",
        title="Reasons for permanent exclusions, academic year so far",
        columns=figures.phase_columns(),
        rows=(*rows, total),
        period=f"{window.words}: up to the day of reading, where the table above ends with the month",
        source=SOURCE,
        first_column="Reason",
        notes=(CANCELLED_ARE_LEFT_OUT,),
    )


def show_reasons(figures: Figures, table: ReportTable) -> ReportTable:
    """The most common reasons of the chosen phase (all of them where that was chosen), the most common first."""
    wanted = RowFilter(PERMANENT_EXCLUSION, figures.choice.phase, figures.periods.to_date)
    table = keep_common(figures, table, figures.reasons.in_order(wanted), wanted)
    return figures.show_phases(table)


def keep_common(figures: Figures, table: ReportTable, in_order: list[str], wanted: RowFilter) -> ReportTable:
    """The rows of the reasons in this order, five of them unless all were chosen, with what is left out said."""
    kept = in_order if figures.choice.reasons == ALL_REASONS else in_order[:MOST_COMMON]
    rows = {row.code: row for row in table.rows}
    notes = table.notes
    left_out = len(in_order) - len(kept)
    if left_out:
        notes = (*notes, _listed(figures, in_order, kept, wanted))
    return table.with_rows([*(rows[reason] for reason in kept), rows[TOTAL]], notes)


def _listed(figures: Figures, in_order: list[str], kept: list[str], wanted: RowFilter) -> str:
    given = {
        reason: figures.reasons.total(RowFilter(wanted.kind, wanted.phase, wanted.window, reason))
        for reason in in_order
    }
    if figures.choice.is_published:
        return "The most common reasons alone are listed."
    listed, whole = sum(given[reason] for reason in kept), sum(given.values())
    return f"The {len(kept)} most common reasons alone are listed: {listed:,} of {whole:,} reasons given."


def schools(figures: Figures) -> ReportTable:
    """The three schools with the most suspensions of the latest month, in each phase and in all."""
    window = figures.periods.month_window
    rows = []
    for phase in COLUMN_PHASES:
        whole = RowFilter(SUSPENSION, phase, window)
        rows += [_school_row(figures, each, whole) for each in top_schools(figures, phase)]
    return ReportTable(
        code="schools",
        title=f"The three schools with the most suspensions, {figures.periods.month.label}",
        columns=(
            Column("School", Kind.TEXT, code="school"),
            Column("Suspensions", code="number"),
            Column("Share", Kind.PERCENT, code="share"),
        ),
        rows=tuple(rows),
        period=window.words,
        source=SOURCE,
        first_column="Phase",
        notes=(
            "Share: of the suspensions of the phase in the month.",
            "Where more schools have as many as the third, the first by name is listed.",
        ),
    )


def show_schools(figures: Figures, table: ReportTable) -> ReportTable:
    """The schools of the phases that are shown."""
    return table.with_rows([row for row in table.rows if row.code in figures.shown_phases()], table.notes)


def top_schools(figures: Figures, phase: str) -> list[SchoolCount]:
    """The schools that are listed for a phase."""
    return figures.schools.get(phase, [])[:MOST_SCHOOLS]


def school_count(figures: Figures, phase: str, school: SchoolCount) -> Count:
    """A school's suspensions of the latest month in a phase."""
    return Count(RowFilter(SUSPENSION, phase, figures.periods.month_window, urn=school.urn), school.number)


def sum_of_top(figures: Figures, phase: str) -> Count:
    """The suspensions of the schools that are listed for a phase, together."""
    top = top_schools(figures, phase)
    return Count(("top schools", phase, figures.periods.month_window), sum(each.number for each in top))


def _school_row(figures: Figures, school: SchoolCount, whole: RowFilter) -> Row:
    whole_of_school = replace(whole, urn=school.urn)
    count, total = Count(whole_of_school, school.number), Count(whole, figures.days.total(whole))
    share = Decimal(100 * count.number) / total.number
    return Row(
        PHASE_LABELS[whole.phase],
        (
            Cell(school.name, (count,)),
            Cell(count.number, (count,), url=rows_address(whole_of_school)),
            Cell(share, (count, total)),
        ),
        code=whole.phase,
    )


def _share_of_top(figures: Figures, phase: str) -> Cell:
    whole = RowFilter(SUSPENSION, phase, figures.periods.month_window)
    total, top = figures.days.total(whole), sum_of_top(figures, phase)
    if not total:
        return Cell(None, missing="None")
    names = ", ".join(each.name for each in top_schools(figures, phase))
    return Cell(Decimal(100 * top.number) / total, (top, Count(whole, total)), places=0, note=names)


def _top_reason(figures: Figures, phase: str) -> Cell:
    wanted = RowFilter(SUSPENSION, phase, figures.periods.month_window)
    in_order = figures.reasons.in_order(wanted)
    if not in_order:
        return Cell(None, missing="None")
    cells = {reason: figures.reason_count(RowFilter(SUSPENSION, phase, wanted.window, reason)) for reason in in_order}
    first = cells[in_order[0]]
    tied = [reason for reason in in_order if cells[reason].value == first.value]
    words = "; ".join(Reason(reason).label for reason in tied)
    each = " each" if len(tied) > 1 else ""
    return Cell(f"{words} ({first.value:,}{each})", first.counts, url="" if each else first.url)


def _row(
    label: str,
    cell: Callable[[str], Cell],
    note: str = "",
    *,
    kind: Kind | None = None,
    code: str = "",
    is_additive: bool = False,
) -> Row:
    return Row(
        label, tuple(cell(phase) for phase in COLUMN_PHASES), note, kind=kind, code=code, is_additive=is_additive
    )


def _counts(figures: Figures, wanted: RowFilter, label: str, window: Window) -> Row:
    over = wanted.over(window)
    return _row(label, lambda phase: figures.count(over.of(phase)), window.words, is_additive=True)


def _days(figures: Figures, wanted: RowFilter, label: str, window: Window) -> Row:
    over = wanted.over(window)
    return _row(label, lambda phase: figures.days_lost(over.of(phase)), window.words, kind=Kind.DAYS, is_additive=True)


def _changes(figures: Figures, wanted: RowFilter) -> Row:
    """The latest month against the month before."""
    periods = figures.periods

    def change(phase: str) -> Cell:
        now = figures.count(wanted.over(periods.month_window).of(phase))
        then = figures.count(wanted.over(periods.month_before).of(phase))
        by = int(now.value or 0) - int(then.value or 0)
        own = Count(("change", wanted.kind, phase, periods.month_window), abs(by))
        return Cell(by, (*now.counts, *then.counts, own), url=then.url, hidden_as="small numbers")

    return _row("Monthly change", change, f"Against {periods.month_before.words}.", kind=Kind.CHANGE)


def _compared_rows(figures: Figures, kind: str) -> list[Row]:
    note = f"{NOUNS[kind].capitalize()} for every 100 pupils in a year, as published."
    return [
        _row(
            figures.area_label(area_kind),
            lambda phase, area_kind=area_kind: figures.latest_compared(MEASURES[kind], area_kind, phase),
            note,
            kind=Kind.RATE,
        )
        for area_kind in (AreaKind.STATISTICAL_NEIGHBOURS, AreaKind.NATIONAL)
    ]


def _target(figures: Figures, phase: str, year: int) -> Cell:
    cell = figures.compared(ComparisonFigure.Measure.PERMANENT_EXCLUSIONS, AreaKind.TARGET, phase, year)
    return cell if cell.value is not None else Cell(None, missing="Not set")
