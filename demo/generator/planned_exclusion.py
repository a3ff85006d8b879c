"""What a planned permanent exclusion says, and the education planned for it. Days are school days, never dates."""

from __future__ import annotations

from dataclasses import dataclass

from demo.generator.authority import OUR_CODE
from demo.generator.staff import FIRST_OFFICER

SIXTH_DAY, MEETING = "exclusions.sixth_day_permanent", "exclusions.governors_meet_15"
LOOKED_AFTER = "exclusions.looked_after_provision"


@dataclass(frozen=True)
class PlannedEducation:
    """Education booked because of an exclusion, in school days after it. `provider` is the key of an invented one.

    `started_after` None is a booking that has not begun; `ended_after` the last day of what had.
    """

    provider: str
    booked_after: int
    starts_after: int
    started_after: int | None = None
    ended_after: int | None = None


@dataclass(frozen=True)
class PlannedExclusion:
    """One exclusion. `rule` falls due `due_in` school days from the day of the load (before it when negative).

    `checked_after` and the like are school days after the day of the exclusion; None is a step not yet taken.
    """

    key: str
    reaches: str
    school: str
    year_group: int
    reasons: tuple[str, ...]
    rule: str
    due_in: int
    pm_began: bool = False
    officer: str = FIRST_OFFICER
    allocated_to: str = ""
    home: str = OUR_CODE
    is_home_known: bool = False
    is_looked_after: bool = False
    has_plan: bool = False
    has_social_worker: bool = False
    has_restricted_address: bool = False
    has_finished_exams: bool = False
    exam_after: int | None = None
    are_parents_told: bool = True
    checked_after: int | None = None
    governors_told_after: int | None = None
    listed_after: int | None = None
    meeting_after: int | None = None
    decided_after: int | None = None
    decision: str = ""
    reinstated_after: int | None = None
    notice_after: int | None = None
    notice_method: str = ""
    cancelled_after: int | None = None
    cancellation_reason: str = ""
    open_tasks: tuple[str, ...] = ()
    education: PlannedEducation | None = None
