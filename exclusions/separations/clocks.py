"""The one clock of a separation: education under section 19. It has no date, since no limit is known."""

from __future__ import annotations

from cases.clocks import Clock
from cases.models import Deadline
from exclusions.making_clocks import clock
from exclusions.separations.facts import SeparationFacts
from exclusions.separations.states import OPEN_STATES

Owner = Deadline.DutyOwner

EDUCATION = "exclusions.separation_education"
DEADLINE_LABELS = {EDUCATION: "Education under section 19"}
HOME_AUTHORITY_ASSUMED = "Where the child lives is not known yet. Until it is, the duty is taken to be ours."


def clocks_of(facts: SeparationFacts) -> list[Clock]:
    """The duty while the separation lasts and no full-time education goes on; when that ends, the duty is back."""
    if facts.case.state not in OPEN_STATES or facts.is_educated:
        return []
    return [
        clock(
            DEADLINE_LABELS,
            EDUCATION,
            EDUCATION,
            {
                "began_on": facts.separation.began_on,
                "lives_here": facts.lives_here,
                "compulsory_age": facts.is_of_compulsory_age,
            },
            duty_owner=Owner.AUTHORITY if facts.lives_here else Owner.HOME_AUTHORITY,
            is_ours=facts.lives_here,
            assumption="" if facts.separation.home_authority else HOME_AUTHORITY_ASSUMED,
            needs_calendar=False,
        )
    ]
