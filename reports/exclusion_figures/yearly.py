"""The yearly tables: rates and reasons of an academic year, and years side by side.

Law pack, §7 R0-7, R0-8, R3-7 and R3-8. What is compared with was brought in; nothing of it is worked out here.
"""

from __future__ import annotations

from decimal import Decimal

from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from exclusions.reasons import Reason
from reports.exclusion_figures.addresses import rows_address
from reports.exclusion_figures.figures import COLUMN_PHASES, MEASURES, NOUNS, SOURCE, Figures
from reports.exclusion_figures.monthly import BY_START, CANCELLED_ARE_LEFT_OUT, OTHER_MEANS, TOTAL, keep_common
from reports.exclusion_figures.periods import AcademicYear
from reports.exclusion_figures.rows import ALL, PHASE_LABELS, PHASES, RowFilter
from reports.models import ComparisonFigure
from reports.table import Cell, Column, Count, Kind, ReportTable, Row

AreaKind = ComparisonFigure.AreaKind
COMPARED_AREAS = (AreaKind.REGION, AreaKind.STATISTICAL_NEIGHBOURS, AreaKind.NATIONAL, AreaKind.AUTHORITY_PUBLISHED)
A_RATE = "A rate: one pupil can have several, so it is not a share of pupils."


def rates(figures: Figures, kind: str) -> ReportTable:
    """R0-7 or R0-8: the year's number and rate by phase, the year before in brackets, and what to compare with."""
    year, noun = figures.spans.chosen_year, NOUNS[kind]
    now = RowFilter(kind, window=figures.spans.covered(year, kind))
    then = RowFilter(kind, window=figures.spans.covered(figures.spans.year_before, kind))
    rows = [
        Row(
            noun.capitalize(),
            tuple(figures.count(now.of(phase), then.of(phase)) for phase in COLUMN_PHASES),
            is_additive=True,
        ),
        Row(
            f"{noun.capitalize()} for every 100 pupils",
            tuple(figures.rate(now.of(phase), year, then.of(phase)) for phase in COLUMN_PHASES),
            f"Pupils: sole and dual-main registrations at the {figures.census_label} of the year.",
            kind=Kind.RATE,
        ),
        *_compared_rows(figures, kind, year),
    ]
    if kind == SUSPENSION:
        rows.insert(0, _pupils_row(figures, now, then))
    return ReportTable(
        code=f"{kind}_rates",
        title=f"{noun.capitalize()} in {year.label}, {figures.spans.year_before.label} in brackets",
        columns=figures.phase_columns(),
        rows=tuple(rows),
        period=_period(figures, year, kind),
        source=SOURCE,
        notes=(BY_START, A_RATE, CANCELLED_ARE_LEFT_OUT, OTHER_MEANS),
    )


def _pupils_row(figures: Figures, now: RowFilter, then: RowFilter) -> Row:
    """Pupils with at least one; a pupil of two phases counts in both, so the phases may be more than all."""

    def cell(phase: str) -> Cell:
        number = figures.pupils[phase, now.window]
        url = rows_address(now.of(phase), by_pupil=True) if number else ""
        counts = [Count(("pupils", now.of(phase)), number)]
        earlier, opens = None, ""
        if figures.has_records(then):
            earlier = figures.pupils[phase, then.window]
            opens = rows_address(then.of(phase), by_pupil=True) if earlier else ""
            counts.append(Count(("pupils", then.of(phase)), earlier))
        return Cell(number, tuple(counts), url=url, before=earlier, before_url=opens)

    return Row(
        "Pupils with at least one suspension",
        tuple(cell(phase) for phase in COLUMN_PHASES),
        "Each pupil once; who was suspended in two phases is in both.",
    )


def _compared_rows(figures: Figures, kind: str, year: AcademicYear) -> list[Row]:
    return [
        Row(
            figures.area_label(area_kind),
            tuple(
                figures.compared(MEASURES[kind], area_kind, phase, year.begins_in, with_before=True)
                for phase in COLUMN_PHASES
            ),
            "For every 100 pupils, as brought in.",
            kind=Kind.RATE,
        )
        for area_kind in COMPARED_AREAS
    ]


def _period(figures: Figures, year: AcademicYear, kind: str) -> str:
    part = figures.spans.part_of_year(year, kind)
    covered = figures.spans.covered(year, kind)
    whole = f"Academic year {year.label}: {covered.words}"
    return f"Part of academic year {year.label}: {part}" if part else whole


def reason_shares(figures: Figures, kind: str) -> ReportTable:
    """The reasons of the year with their share of its suspensions (or exclusions), in each phase and in all."""
    year = figures.spans.chosen_year
    whole = RowFilter(kind, window=figures.spans.covered(year, kind))
    rows = [_reason_row(figures, whole, reason) for reason in Reason.values]
    totals = [cell for phase in COLUMN_PHASES for cell in (figures.count(whole.of(phase)), Cell(None, missing=""))]
    rows.append(
        Row(NOUNS[kind].capitalize(), tuple(totals), "Not the sum of the reasons.", code=TOTAL, is_additive=True)
    )
    columns: list[Column] = []
    for phase in COLUMN_PHASES:
        parts = tuple(2 * place for place in range(len(PHASES))) if phase == ALL else ()
        columns += [
            Column(f"{PHASE_LABELS[phase]}: number", code=phase, sum_of=parts),
            Column(f"{PHASE_LABELS[phase]}: share", Kind.PERCENT, code=phase),
        ]
    return ReportTable(
        code=f"{kind}_reasons",
        title=f"Reasons for {NOUNS[kind]} in {year.label}",
        columns=tuple(columns),
        rows=tuple(rows),
        period=_period(figures, year, kind),
        source=SOURCE,
        first_column="Reason",
        notes=(CANCELLED_ARE_LEFT_OUT,),
    )


def _reason_row(figures: Figures, whole: RowFilter, reason: str) -> Row:
    cells: list[Cell] = []
    for phase in COLUMN_PHASES:
        count = figures.reason_count(RowFilter(whole.kind, phase, whole.window, reason))
        total = figures.days.total(whole.of(phase))
        share = Decimal(100 * int(count.value or 0)) / total if total else None
        cells += [count, Cell(share, (*count.counts, Count(whole.of(phase), total)))]
    return Row(Reason(reason).label, tuple(cells), code=reason, is_additive=True)


def show_reason_shares(figures: Figures, table: ReportTable, kind: str) -> ReportTable:
    """The chosen phase's columns (without one those of all schools), the most common reasons first."""
    window = figures.spans.covered(figures.spans.chosen_year, kind)
    wanted = RowFilter(kind, figures.choice.phase, window)
    in_order = figures.reasons.in_order(wanted)
    table = keep_common(figures, table, in_order, wanted).only_columns([wanted.phase])
    return table.with_rows(table.rows, (*table.notes, _more_than_a_hundred(figures, in_order, wanted)))


def _more_than_a_hundred(figures: Figures, in_order: list[str], wanted: RowFilter) -> str:
    """Why the shares do not add up to 100; their sum itself in the working view alone, where nothing is hidden."""
    why = "one can have up to three reasons, so the shares can add up to more than 100%"
    total = figures.days.total(wanted)
    if figures.choice.is_published or not total:
        return f"{why[0].upper()}{why[1:]}."
    given = sum(
        figures.reasons.total(RowFilter(wanted.kind, wanted.phase, wanted.window, reason)) for reason in in_order
    )
    return f"The shares of all reasons add up to {Decimal(100 * given) / total:.1f}%: {why}."


def authorities(figures: Figures) -> ReportTable:
    """R3-7: England, the region and this authority, two years side by side, suspensions beside permanent exclusions."""
    years = figures.spans.years[:2]
    pairs = [(year, kind) for year in years for kind in NOUNS]
    areas = (AreaKind.NATIONAL, AreaKind.REGION, AreaKind.STATISTICAL_NEIGHBOURS, AreaKind.AUTHORITY_PUBLISHED)
    phase = figures.choice.phase
    rows = [
        Row(
            figures.area_label(area_kind),
            tuple(figures.compared(MEASURES[kind], area_kind, phase, year.begins_in) for year, kind in pairs),
            "As brought in.",
        )
        for area_kind in areas
    ]
    own = (figures.rate(RowFilter(kind, phase, figures.spans.covered(year, kind)), year) for year, kind in pairs)
    rows.append(
        Row(
            f"{figures.authority_name} as counted here",
            tuple(own),
            f"Divided by the pupils at the {figures.census_label} of the year.",
        )
    )
    return ReportTable(
        code="authorities",
        title=f"Rates beside other authorities: {PHASE_LABELS[phase].lower()}",
        columns=tuple(
            Column(_with_part(f"{year.label}: {NOUNS[kind]}", figures.spans.part_of_year(year, kind)), Kind.RATE)
            for year, kind in pairs
        ),
        rows=tuple(rows),
        period=f"Academic years {years[0].label} and {years[1].label}",
        source=f"figures that were brought in; {SOURCE} for the last row",
        first_column="Area",
        notes=("For every 100 pupils.", A_RATE),
    )


def _with_part(label: str, part: str) -> str:
    return f"{label} ({part})" if part else label


def school_types(figures: Figures) -> ReportTable:
    """R3-8: the numbers of three years by school type; a year that is not counted whole says so, and one that has not
    begun is left away."""
    years = figures.spans.begun_years
    rows = [_type_row(figures, phase, kind) for phase in PHASES for kind in (PERMANENT_EXCLUSION, SUSPENSION)]
    for place, kind in enumerate((PERMANENT_EXCLUSION, SUSPENSION)):
        parts = tuple(2 * number + place for number in range(len(PHASES)))
        row = _type_row(figures, ALL, kind)
        rows.append(Row(row.label, row.cells, code=ALL, sum_of=parts))
    return ReportTable(
        code="school_types",
        title="By school type, year by year",
        columns=tuple(Column(_with_part(year.label, _parts(figures, year))) for year in years),
        rows=tuple(rows),
        period=f"Academic years {years[0].label} to {years[-1].label}",
        source=SOURCE,
        first_column="School type",
        notes=(BY_START, CANCELLED_ARE_LEFT_OUT),
    )


def _type_row(figures: Figures, phase: str, kind: str) -> Row:
    cells = tuple(
        figures.count(RowFilter(kind, phase, figures.spans.covered(year, kind)))
        if _is_recorded(figures, year)
        else Cell(None)
        for year in figures.spans.begun_years
    )
    return Row(f"{PHASE_LABELS[phase]}: {NOUNS[kind]}", cells, code=phase)


def _is_recorded(figures: Figures, year: AcademicYear) -> bool:
    return any(figures.has_records(RowFilter(kind, window=figures.spans.covered(year, kind))) for kind in NOUNS)


def _parts(figures: Figures, year: AcademicYear) -> str:
    """What of a year is not counted; of one kind alone when the other is counted otherwise."""
    if not _is_recorded(figures, year):
        return "nothing recorded here"
    of_suspensions, of_exclusions = (figures.spans.part_of_year(year, kind) for kind in NOUNS)
    if of_suspensions == of_exclusions:
        return of_suspensions
    parts = ((NOUNS[SUSPENSION], of_suspensions), (NOUNS[PERMANENT_EXCLUSION], of_exclusions))
    return "; ".join(f"{noun}: {part}" for noun, part in parts if part)


def show_school_types(figures: Figures, table: ReportTable) -> ReportTable:
    """The chosen type; without one all, “Other” where there is something in it."""
    shown = figures.shown_phases()
    return table.with_rows([row for row in table.rows if row.code in shown], table.notes)
