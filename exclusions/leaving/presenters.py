"""Off the roll and the next school, on the case page."""

from __future__ import annotations

from cases.kinds import Group, Row
from cases.models import Deadline
from exclusions.facts import Facts
from exclusions.rows import date_row
from exclusions.states import NEXT_SCHOOL_STATES

_NEXT_SCHOOL = {state.code: state.label for state in NEXT_SCHOOL_STATES}


def leaving_group(facts: Facts, deadlines: dict[str, Deadline]) -> Group:
    """Until when the child stays on the roll, and how far the next school is."""
    rows = [Row("Next school", _NEXT_SCHOOL[facts.exclusion.next_school_state])]
    if "exclusions.roll_deletion" in deadlines:
        rows.append(date_row("May leave the roll from", deadlines["exclusions.roll_deletion"]))
    else:
        rows.append(Row("Roll", "The child stays on the school’s roll."))
    return Group("Off roll and next school", tuple(rows))
