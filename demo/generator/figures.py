"""Figures to compare with, so that the reports have something beside their own numbers. All invented, and say so."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from demo.generator.authority import DemonstrationRefused
from reports.actions.bring_in import import_comparisons, import_headcounts
from reports.exclusion_figures.periods import year_label
from schools.import_files import ImportReport
from schools.school_years import SchoolYear

SOURCE = "Invented for the demonstration"
# How many years before the current one have figures: published ones are a year or two behind.
YEARS_BACK = (3, 2, 1)
# England, the region and statistical neighbours: suspensions and permanent exclusions for every 100 pupils.
_RATES = {
    "national": ("", ("9.1", "10.2", "10.9"), ("0.11", "0.12", "0.13")),
    "region": ("West Midlands (invented figures)", ("8.7", "9.8", "10.1"), ("0.12", "0.14", "0.15")),
    "statistical_neighbours": ("", ("9.9", "11.4", "12.0"), ("0.12", "0.13", "0.14")),
}
_MEASURES = ("suspension_rate", "permanent_exclusion_rate")
_PUPILS = {"all": 2000, "primary": 1100, "secondary": 700, "special": 200}
_TARGETS = {"primary": 4, "secondary": 12}


def bring_in_figures(manager: User, day: date, as_of: date) -> None:
    """The manager brings in two files on a day, with the years before `as_of`."""
    this_year = SchoolYear.containing(as_of).begins_in
    _check(import_comparisons(content=_comparisons(this_year), by=manager, as_of=day))
    _check(import_headcounts(content=_headcounts(this_year), by=manager, as_of=day))


def _comparisons(this_year: int) -> bytes:
    lines = ["measure,phase,area kind,area,academic year,value,source,part year"]
    for area_kind, (area, *rates) in _RATES.items():
        for measure, values in zip(_MEASURES, rates, strict=True):
            lines += [
                f"{measure},all,{area_kind},{area},{year_label(this_year - back)},{value},{SOURCE},no"
                for back, value in zip(YEARS_BACK, values, strict=True)
            ]
    lines += [
        f"permanent_exclusions,{phase},target,,{year_label(this_year)},{value},{SOURCE},no"
        for phase, value in _TARGETS.items()
    ]
    return "\n".join(lines).encode()


def _headcounts(this_year: int) -> bytes:
    lines = ["census,academic year,phase,pupils,source"]
    for back in YEARS_BACK:
        lines += [
            f"spring,{year_label(this_year - back)},{phase},{pupils},{SOURCE}" for phase, pupils in _PUPILS.items()
        ]
    return "\n".join(lines).encode()


def _check(report: ImportReport) -> None:
    if report.errors:
        raise DemonstrationRefused(f"A figure cannot be brought in: {report.errors[0].reason}")
