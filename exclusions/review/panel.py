"""Whether the people who sit on a review that the council arranges make a lawful panel, as the facts stand."""

from __future__ import annotations

from exclusions.facts import Facts
from exclusions.models import ReviewSeat
from exclusions.panels.choosing import composition_reasons
from exclusions.panels.queries import seats_of, sitting


def reasons_against_panel(facts: Facts) -> list[str]:
    """Every reason why those who are asked make no lawful panel yet, and who has not answered."""
    hearing = facts.review.hearing_of_the_panel
    if hearing is None:
        return ["The panel is chosen when the hearing is listed."]
    seats = sitting(seats_of(facts.review.review))
    reasons = composition_reasons(seats, facts.case.school, hearing.hearing_on)
    reasons += [f"{each.member} has not answered." for each in seats if each.answer == ReviewSeat.Answer.WAITING]
    return reasons
