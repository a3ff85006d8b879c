"""What a reader chose: the month, the year, the phase, and how the tables are shown."""

from __future__ import annotations

from dataclasses import dataclass

from reports.exclusion_figures.periods import Month
from reports.exclusion_figures.rows import ALL

WORKING, PUBLISHED = "working", "published"
WHOLE_YEAR, AUTUMN, AUTUMN_AND_SPRING = "", "autumn", "autumn_spring"
FEW_REASONS, ALL_REASONS = "", "all"
# How many reasons the councils' papers list.
MOST_COMMON = 5


@dataclass(frozen=True)
class Choice:
    """`year` is the calendar year in which the academic year of the yearly tables begins. `terms` cuts the latest
    year's suspensions, which the census collects a term at a time. `nearest` rounds; 1 does not."""

    month: Month
    year: int
    phase: str = ALL
    view: str = WORKING
    nearest: int = 1
    terms: str = WHOLE_YEAR
    reasons: str = FEW_REASONS

    @property
    def is_published(self) -> bool:
        """True for the tables as they may leave the council."""
        return self.view == PUBLISHED
