"""The months side by side, and what no other table counts."""

from __future__ import annotations

from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from reports.exclusion_figures.figures import COLUMN_PHASES, NOUNS, SOURCE, Figures
from reports.exclusion_figures.monthly import BY_START, CANCELLED_ARE_LEFT_OUT, OTHER_MEANS, TOTAL
from reports.exclusion_figures.periods import MONTHS_OF_THE_TREND
from reports.exclusion_figures.rows import CANCELLED, ELSEWHERE, RowFilter
from reports.table import Cell, Column, Kind, ReportTable, Row


def months(figures: Figures, kind: str) -> ReportTable:
    """The number of each of 13 months by phase; the last 12 of them add up."""
    wanted = RowFilter(kind)
    rows = [
        Row(
            month.label,
            tuple(figures.count(wanted.of(phase).over(month.window)) for phase in COLUMN_PHASES),
            is_additive=True,
        )
        for month in figures.periods.months()
    ]
    total = tuple(figures.count(wanted.of(phase).over(figures.periods.last_12_months)) for phase in COLUMN_PHASES)
    rows.append(_last_12_months(total))
    return _trend(figures, f"{kind}_months", f"{NOUNS[kind].capitalize()} by month", rows, Kind.NUMBER)


def days(figures: Figures) -> ReportTable:
    """The school days that suspensions cost, by the month in which they start."""
    wanted = RowFilter(SUSPENSION)
    rows = [
        Row(
            month.label,
            tuple(figures.days_lost(wanted.of(phase).over(month.window)) for phase in COLUMN_PHASES),
            is_additive=True,
        )
        for month in figures.periods.months()
    ]
    total = tuple(figures.days_lost(wanted.of(phase).over(figures.periods.last_12_months)) for phase in COLUMN_PHASES)
    rows.append(_last_12_months(total))
    return _trend(figures, "days_by_month", "School days lost to suspensions by month", rows, Kind.DAYS)


def _last_12_months(cells: tuple[Cell, ...]) -> Row:
    parts = tuple(range(1, MONTHS_OF_THE_TREND))
    return Row("Last 12 months", cells, "Without the first month.", code=TOTAL, sum_of=parts, is_additive=True)


def _trend(figures: Figures, code: str, title: str, rows: list[Row], kind: Kind) -> ReportTable:
    columns = tuple(Column(each.label, kind, each.code, each.sum_of) for each in figures.phase_columns())
    first = next(figures.periods.months())
    notes = [BY_START, CANCELLED_ARE_LEFT_OUT, OTHER_MEANS]
    if kind is Kind.DAYS:
        notes.insert(0, "Half the sessions, all in the month in which the suspension starts.")
    return ReportTable(
        code=code,
        title=title,
        columns=columns,
        rows=tuple(rows),
        period=f"{first.label} to {figures.periods.month.label}",
        source=SOURCE,
        first_column="Month",
        notes=tuple(notes),
    )


def left_out(figures: Figures) -> ReportTable:
    """What the other tables do not count: cancelled ones with the days they cost, and schools of other authorities."""
    periods = figures.periods
    windows = (periods.month_window, periods.year_to_date, periods.last_12_months)

    def row(label: str, wanted: RowFilter, *, in_days: bool = False) -> Row:
        cell = figures.days_lost if in_days else figures.count
        cells = tuple(cell(wanted.over(window)) for window in windows)
        return Row(label, cells, kind=Kind.DAYS if in_days else None)

    cancelled = RowFilter(SUSPENSION, standing=CANCELLED)
    return ReportTable(
        code="left_out",
        title="Not counted in the other tables",
        columns=(Column(f"{periods.month.label}"), Column("Academic year to date"), Column("Last 12 months")),
        rows=(
            row("Cancelled suspensions", cancelled),
            row("School days that cancelled suspensions cost", cancelled, in_days=True),
            row("Cancelled permanent exclusions", RowFilter(PERMANENT_EXCLUSION, standing=CANCELLED)),
            row("Suspensions at schools of other authorities", RowFilter(SUSPENSION, place=ELSEWHERE)),
            row(
                "Permanent exclusions at schools of other authorities",
                RowFilter(PERMANENT_EXCLUSION, place=ELSEWHERE),
            ),
        ),
        period=f"Latest month: {periods.month_window.words}",
        source=SOURCE,
        notes=(BY_START, "Days that a cancelled suspension cost still count towards a pupil’s 45 days in a year."),
    )
