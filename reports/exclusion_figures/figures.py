"""Everything that the tables of a page are made from, gathered once, and the cells that all of them use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import statute
from accounts.models import User
from exclusions.kind_code import PERMANENT_EXCLUSION, SUSPENSION
from reports.comparisons.queries import Key, comparisons_in_force, headcounts_in_force
from reports.exclusion_figures.addresses import rows_address
from reports.exclusion_figures.choice import Choice
from reports.exclusion_figures.counting import (
    NUMBER,
    REINSTATED,
    SESSIONS,
    UNCOUNTED,
    DayCounts,
    ReasonCounts,
    SchoolCount,
    pupil_counts,
    school_counts,
)
from reports.exclusion_figures.periods import YEARS_TO_CHOOSE_FROM, AcademicYear, Periods, Window, year_label
from reports.exclusion_figures.rows import ALL, OTHER, PHASE_LABELS, PHASES, PRIMARY, SECONDARY, SPECIAL, RowFilter
from reports.exclusion_figures.spans import Spans
from reports.models import ComparisonFigure, FigurePhase, Headcount
from reports.table import Cell, Column, Count, ReportTable
from schools.queries import the_authority

COLUMN_PHASES = (*PHASES, ALL)
SOURCE = "cases recorded in OnRoll"
FIGURE_PHASES = {
    PRIMARY: FigurePhase.PRIMARY,
    SECONDARY: FigurePhase.SECONDARY,
    SPECIAL: FigurePhase.SPECIAL,
    ALL: FigurePhase.ALL,
}
MEASURES = {
    SUSPENSION: ComparisonFigure.Measure.SUSPENSION_RATE,
    PERMANENT_EXCLUSION: ComparisonFigure.Measure.PERMANENT_EXCLUSION_RATE,
}
NOUNS = {SUSPENSION: "suspensions", PERMANENT_EXCLUSION: "permanent exclusions"}


@dataclass(frozen=True, kw_only=True)
class Figures:
    """The numbers of a page for one reader, one choice and one day."""

    spans: Spans
    policy: str
    authority_name: str
    days: DayCounts
    reasons: ReasonCounts
    schools: dict[str, list[SchoolCount]]
    pupils: dict[tuple[str, Window], int]
    comparisons: dict[Key, ComparisonFigure]
    headcounts: dict[Key, Headcount]

    @property
    def choice(self) -> Choice:
        """What the reader chose."""
        return self.spans.choice

    @property
    def periods(self) -> Periods:
        """The periods of the monthly tables."""
        return self.spans.periods

    # --- cells

    def count(self, wanted: RowFilter, before: RowFilter | None = None) -> Cell:
        """How many rows are meant, opening them; with the number of the year before in brackets."""
        measure = REINSTATED if wanted.is_reinstated else NUMBER
        number = self.days.total(wanted, measure)
        counts = [Count(wanted, number)]
        earlier, opens = None, ""
        if before is not None and self.has_records(before):
            earlier = self.days.total(before, measure)
            opens = _opens(before, earlier)
            counts.append(Count(before, earlier))
        return Cell(number, tuple(counts), url=_opens(wanted, number), before=earlier, before_url=opens)

    def reason_count(self, wanted: RowFilter) -> Cell:
        """How many of the rows that are meant have a reason."""
        number = self.reasons.total(wanted)
        return Cell(number, (Count(wanted, number),), url=_opens(wanted, number))

    def days_lost(self, wanted: RowFilter) -> Cell:
        """The school days that these suspensions cost: half their sessions. Says how many have no sessions counted."""
        number, sessions = self.days.total(wanted), self.days.total(wanted, SESSIONS)
        uncounted = self.days.total(wanted, UNCOUNTED)
        note = ""
        if uncounted:
            some = "Some" if self.choice.is_published else f"{uncounted:,}"
            note = f"{some} not counted: the school’s calendar is missing."
        return Cell(Decimal(sessions) / 2, (Count(wanted, number),), url=_opens(wanted, number), note=note)

    def rate(self, wanted: RowFilter, year: AcademicYear, before: RowFilter | None = None) -> Cell:
        """For every hundred pupils of the year's census, with the rate of the year before in brackets."""
        headcount = self.headcount(wanted.phase, year.begins_in)
        number = self.days.total(wanted)
        if not self.has_records(wanted):
            return Cell(None, missing="Nothing recorded")
        if headcount is None:
            return Cell(None, missing="No headcount")
        counts = [Count(wanted, number)]
        earlier, opens = None, ""
        pupils_then = self.headcount(wanted.phase, year.begins_in - 1)
        if before is not None and pupils_then is not None and self.has_records(before):
            number_then = self.days.total(before)
            earlier, opens = rate_of(number_then, pupils_then), _opens(before, number_then)
            counts.append(Count(before, number_then))
        note = f"{headcount.pupils:,} pupils"
        return Cell(
            rate_of(number, headcount),
            tuple(counts),
            url=_opens(wanted, number),
            before=earlier,
            before_url=opens,
            note=note,
            missing="No pupils",
        )

    def has_records(self, wanted: RowFilter) -> bool:
        """False for days of which no school has a row of this kind: before the council began to record here, nought
        would be a claim."""
        return self.days.total(wanted.of(ALL)) > 0

    def headcount(self, phase: str, begins_in: int) -> Headcount | None:
        """The pupils of a phase at the census that rates divide by, when they were brought in."""
        if phase == OTHER:
            return None
        return self.headcounts.get((self.rates_census, begins_in, FIGURE_PHASES[phase]))

    @property
    def rates_census(self) -> str:
        """The census that rates divide by, under the authority's policy."""
        return str(statute.calculate("reports.headcount", facts={}, policy=self.policy).value)

    @property
    def census_label(self) -> str:
        """“spring census”."""
        return Headcount.Census(self.rates_census).label.lower()

    def compared(self, measure: str, area_kind: str, phase: str, year: int, *, with_before: bool = False) -> Cell:
        """A figure that was brought in, with where it comes from; with that of the year before in brackets."""
        figure = self._comparison(measure, area_kind, phase, year)
        if figure is None:
            return Cell(None, missing="Not brought in")
        before = self._comparison(measure, area_kind, phase, year - 1) if with_before else None
        part = ", part of the year" if figure.is_part_year else ""
        return Cell(
            figure.value,
            places=figure.decimal_places,
            before=before.value if before else None,
            note=f"{year_label(year)}{part}: {figure.source}",
        )

    def latest_compared(self, measure: str, area_kind: str, phase: str) -> Cell:
        """The figure of the latest year that was brought in, up to the year of the month."""
        years = sorted({key[-1] for key in self.comparisons}, reverse=True)
        this_year = self.periods.year_to_date.first.year
        for year in (each for each in years if each <= this_year):
            if self._comparison(measure, area_kind, phase, year) is not None:
                return self.compared(measure, area_kind, phase, year)
        return Cell(None, missing="Not brought in")

    def area_label(self, area_kind: str) -> str:
        """“East Midlands”, “Statistical neighbours”, “Coventry City Council as published”."""
        if area_kind == ComparisonFigure.AreaKind.AUTHORITY_PUBLISHED:
            return f"{self.authority_name} as published"
        names = {figure.area_name for figure in self.comparisons.values() if figure.area_kind == area_kind}
        named = sorted(names - {""})
        return " and ".join(named) if named else str(ComparisonFigure.AreaKind(area_kind).label)

    def _comparison(self, measure: str, area_kind: str, phase: str, year: int) -> ComparisonFigure | None:
        return None if phase == OTHER else self.comparisons.get((measure, FIGURE_PHASES[phase], area_kind, year))

    # --- columns

    def phase_columns(self) -> tuple[Column, ...]:
        """A column for each phase, and all of them, which must be their sum."""
        every = tuple(Column(PHASE_LABELS[phase], code=phase) for phase in PHASES)
        return (*every, Column(PHASE_LABELS[ALL], code=ALL, sum_of=tuple(range(len(PHASES)))))

    def shown_phases(self) -> tuple[str, ...]:
        """The chosen phase; without one all of them, “Other” where there is something in it."""
        if self.choice.phase:
            return (self.choice.phase,)
        return tuple(phase for phase in COLUMN_PHASES if phase != OTHER or self._has_other())

    def _has_other(self) -> bool:
        return any(self.days.total(RowFilter(kind, OTHER, self.spans.whole)) for kind in NOUNS)

    def show_phases(self, table: ReportTable) -> ReportTable:
        """A table with a column for each phase, cut to those that are shown."""
        return table.only_columns(self.shown_phases())


def _opens(wanted: RowFilter, number: int) -> str:
    return rows_address(wanted) if number else ""


def rate_of(number: int, headcount: Headcount) -> Decimal | None:
    """For every hundred pupils, to two decimals; None without pupils."""
    facts = {"exclusions": number, "pupils": headcount.pupils or 0, "decimals": "2"}
    rate = statute.calculate("exclusions.rate", facts=facts).value
    return None if rate is None else Decimal(str(rate))


def gather(user: User, choice: Choice, as_of: date) -> Figures:
    """Ask the database once for everything that the page shows: the same few queries for one suspension and 10,000."""
    authority, policy = the_authority(), policy_now()
    spans = Spans.of(choice, as_of, policy)
    periods, yearly = spans.periods, spans.covered(spans.chosen_year)
    windows = {
        SUSPENSION: (periods.month_window, spans.covered(spans.chosen_year, SUSPENSION)),
        PERMANENT_EXCLUSION: (periods.to_date, yearly),
    }
    this_year = periods.year_to_date.first.year
    years = {*range(this_year - YEARS_TO_CHOOSE_FROM, this_year + 1), *range(choice.year - 2, choice.year + 2)}
    return Figures(
        spans=spans,
        policy=policy,
        authority_name=authority.name if authority else "The council",
        days=DayCounts(user, spans.whole),
        reasons=ReasonCounts(user, windows),
        schools=school_counts(user, periods.month_window),
        pupils=pupil_counts(user, [spans.covered(year, SUSPENSION) for year in spans.years[:2]]),
        comparisons=comparisons_in_force(years),
        headcounts=headcounts_in_force(years),
    )


def policy_now() -> str:
    """The policy that the authority's figures follow."""
    authority = the_authority()
    return authority.policy if authority else "statutory"
