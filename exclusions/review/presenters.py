"""The independent review on the case page."""

from __future__ import annotations

from cases.kinds import Group, Row
from cases.models import Deadline
from exclusions.change_links import change_link
from exclusions.facts import Facts
from exclusions.models import GovernorsDecision
from exclusions.rows import date_row, spelled


def review_group(facts: Facts, deadlines: dict[str, Deadline]) -> Group:
    """The written decision, and until when the parents may ask for a review or claim."""
    exclusion = facts.exclusion
    if exclusion.governors_decision != GovernorsDecision.DECLINE:
        rows = [Row("Review", "Only if the governors decline to reinstate.")]
    else:
        sent_on = exclusion.refusal_notice_sent_on
        how = f", {exclusion.get_refusal_notice_method_display().lower()}" if sent_on else ""
        needs = "" if sent_on else "The governors’ written decision is not recorded as sent."
        rows = [
            Row("Written decision sent", f"{spelled(sent_on)}{how}", needs=needs),
            date_row("Parents may ask for a review until", deadlines.get("exclusions.review_application")),
        ]
    rows.append(date_row("Equality Act claim until", deadlines.get("exclusions.equality_claim")))
    return Group("Review", tuple(rows), *change_link("exclusion_refusal_notice", facts, "Record the written decision"))
