"""The governors on the case page."""

from __future__ import annotations

from cases.kinds import Group, Row
from cases.models import Deadline
from exclusions.change_links import change_link
from exclusions.facts import Facts
from exclusions.models import GovernorsDecision
from exclusions.rows import date_row, spelled


def governors_group(facts: Facts, deadlines: dict[str, Deadline]) -> Group:
    """Until when they must meet, the meeting, and what they decided."""
    exclusion = facts.exclusion
    rows = [date_row("Must meet by", deadlines.get("exclusions.governors_meet"))]
    if "exclusions.exam_meeting" in deadlines:
        rows.append(date_row("Before the exam, by", deadlines["exclusions.exam_meeting"]))
    if exclusion.governors_decided_on is None:
        listed = exclusion.governors_meeting_on
        needs = "" if listed else "The meeting is not listed yet."
        rows.append(Row("Meeting on", spelled(listed), needs=needs))
        rows.append(date_row("Papers sent by", deadlines.get("exclusions.governors_papers")))
    else:
        decision = GovernorsDecision(exclusion.governors_decision).label
        rows.append(Row("Decision", f"{decision}, on {spelled(exclusion.governors_decided_on)}"))
    if exclusion.reinstated_on:
        rows.append(Row("Back in school from", spelled(exclusion.reinstated_on)))
    return Group("Governors", tuple(rows), *change_link("exclusion_governors_listed", facts, "List the meeting"))
