"""The year group of a child on a day."""

from __future__ import annotations

from datetime import date

import statute


def year_group_on(born_on: date, on: date) -> int | None:
    """The year group by age on that day, Reception as 0; None after Year 13. By age and not from the roll, which keeps
    the year group of today: an exclusion may be recorded long after its day, and may be corrected to another."""
    group: int | None = statute.calculate("people.year_group", facts={"born_on": born_on, "on": on}).value
    return group
