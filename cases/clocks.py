"""What a cohort says about its clocks: which rule, from which facts, whose duty, and whether it has been met."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from cases.models import Deadline


@dataclass(frozen=True)
class Clock:
    """One clock of a case as the facts stand now.

    `facts` None: the trigger is not recorded and `starts_when` says what will start the clock. `met_on`: the day the
    thing was done. `ended`: why the clock no longer matters ("waived"), in words.
    """

    code: str
    label: str
    rule: str
    facts: Mapping[str, object] | None
    purpose: str = Deadline.Purpose.LIMIT
    duty_owner: str = Deadline.DutyOwner.AUTHORITY
    is_ours: bool = False
    assumption: str = ""
    starts_when: str = ""
    met_on: date | None = None
    waived_because: str = ""
    needs_calendar: bool = True
    pauses: tuple[tuple[date, date, str], ...] = field(default=())
