"""How the actions of this cohort refuse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from components.words import spelled_date
from exclusions.decisions import Objection


class ExclusionRefused(Exception):
    """The act is not possible. `reasons` holds every reason; `field` the field at fault where there is one."""

    def __init__(self, *reasons: str, field: str = "") -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons
        self.field = field


def refuse(objections: Sequence[Objection]) -> None:
    """Raise ExclusionRefused with every objection; it names the field when all are about one."""
    if objections:
        fields = {objection.field for objection in objections}
        field = fields.pop() if len(fields) == 1 else ""
        raise ExclusionRefused(*(objection.text for objection in objections), field=field)


def check_day(day: date, label: str, field: str, *, earliest: date, latest: date | None) -> None:
    """Refuse a day before `earliest` or, where there is one, after `latest`, which is today."""
    if day < earliest:
        raise ExclusionRefused(f"{label} must be on or after {spelled_date(earliest)}.", field=field)
    if latest is not None and day > latest:
        raise ExclusionRefused(f"{label} must be today or earlier.", field=field)
