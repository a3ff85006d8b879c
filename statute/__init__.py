"""OnRoll's statute engine: the limits, thresholds and tariffs of the law as rules found by their codes.

Standard library only. `calculate` asks a rule, with a `SchoolCalendar` and a `Policy` as arguments.
`rules` lists every rule.
A rule never reads the clock, a setting, a file or a database.
"""

from statute.calendars import SchoolCalendar
from statute.days import ENGLAND_WORKING_DAYS, WorkingDays, spoken
from statute.errors import CalendarIncomplete, StatuteError
from statute.policy import Policy
from statute.registry import Rule, calculate, rule_version, rules
from statute.result import (
    AlsoReading,
    Checked,
    Citation,
    CountedDay,
    Outcome,
    Result,
    SkippedDay,
    Step,
)
from statute.rulebook import RULE_MODULES

__all__ = [
    "ENGLAND_WORKING_DAYS",
    "RULE_MODULES",
    "AlsoReading",
    "CalendarIncomplete",
    "Checked",
    "Citation",
    "CountedDay",
    "Outcome",
    "Policy",
    "Result",
    "Rule",
    "SchoolCalendar",
    "SkippedDay",
    "StatuteError",
    "Step",
    "WorkingDays",
    "calculate",
    "rule_version",
    "rules",
    "spoken",
]
